"""Figures, passages and pictures that have names: each is held against its namesake."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.verifying.findings import Difference, Findings, added
from sim.report.verifying.loose import loose
from sim.report.verifying.wording import compared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.report.verifying.findings import Value

Key = tuple[str, ...]
"""Names a place alike in every copy; its first part is the shape or exhibit that the place is part of."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a short text in a place.

    Attributes
    ----------
    key
        Name of the place.
    where
        The place in words.
    value
        What stands there.
    """

    key: Key
    where: str
    value: Value


@dataclass(frozen=True, slots=True)
class Passage:
    """Text of one or more paragraphs.

    Attributes
    ----------
    where
        The place in words.
    paragraphs
        Without empty ones.
    """

    where: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What stands in a document.

    Attributes
    ----------
    figures
        Numbers and short texts; a copied slide or table makes the same key come twice.
    passages
        (key, passage), likewise.
    pictures
        (where, checksum of the bytes) by key.
    others
        Number of places that cyclesim does not name.
    """

    figures: tuple[Figure, ...]
    passages: tuple[tuple[Key, Passage], ...]
    pictures: Mapping[Key, tuple[str, str]]
    others: int = 0

    @property
    def doubled(self) -> bool:
        """Whether a name comes twice, as it never does in a document that was just made."""
        keys = [*(one.key for one in self.figures), *(key for key, _ in self.passages)]
        return len(keys) != len(set(keys))


def held(stated: Places, again: Places) -> Findings:
    """Return what comes of a document held against that of a run done again."""
    figures, passages = _figures(stated, again), added(_passages(stated, again))
    return added([figures, passages, Findings(extra=stated.others, notes=tuple(_pictures(stated, again)))])


def _figures(stated: Places, again: Places) -> Findings:
    known = {one.key: one for one in again.figures}
    found: dict[str, list[Difference]] = {"same": [], "reworded": [], "different": []}
    for one in stated.figures:
        if one.key in known:
            value = known[one.key].value
            found[compared(one.value, value)].append(Difference(one.where, one.value, value))
    count = sum(len(some) for some in found.values())
    return Findings(
        figures=count,
        differences=tuple(found["different"]),
        reworded=tuple(found["reworded"]),
        missing=tuple(_missing(stated, again)),
        extra=len(stated.figures) - count,
    )


def _missing(stated: Places, again: Places) -> Iterator[str]:
    """Yield what is not there, a shape at a time."""
    there = {one.key for one in stated.figures}
    absent = [one for one in again.figures if one.key not in there]
    counts = Counter(one.key[0] for one in absent)
    for one in absent:
        count = counts.pop(one.key[0], 0)
        if count:
            yield one.where + (f" and {count - 1:,} more figures of it" if count > 1 else "")


def _passages(stated: Places, again: Places) -> Iterator[Findings]:
    known, seen = dict(again.passages), set()
    for key, passage in stated.passages:
        if key not in known:
            yield Findings(extra=1)
            continue
        seen.add(key)
        yield _passage(passage, known[key])
    for key, passage in known.items():
        if key not in seen:
            yield Findings(missing=(passage.where,))


def _passage(stated: Passage, again: Passage) -> Findings:
    if len(stated.paragraphs) != 1 or len(again.paragraphs) != 1:
        return loose(stated.where, stated.paragraphs, again.paragraphs)
    found = Difference(stated.where, stated.paragraphs[0], again.paragraphs[0])
    sameness = compared(found.stated, found.recomputed)
    return Findings(
        figures=1,
        differences=(found,) if sameness == "different" else (),
        reworded=(found,) if sameness == "reworded" else (),
    )


def _pictures(stated: Places, again: Places) -> Iterator[str]:
    for key, (where, checksum) in stated.pictures.items():
        if key in again.pictures and again.pictures[key][1] != checksum:
            yield f"{where}: another picture than is drawn again; replaced, resampled, or drawn by another matplotlib."
