"""Figures, passages and pictures that have names: each is held against its namesake."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.report.verifying.findings import Difference, Findings, added
from sim.report.verifying.loose import loose
from sim.report.verifying.wording import compared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
    asides
        What to know beside: whole sentences.
    """

    figures: tuple[Figure, ...]
    passages: tuple[tuple[Key, Passage], ...]
    pictures: Mapping[Key, tuple[str, str]]
    others: int = 0
    asides: tuple[str, ...] = ()

    @property
    def doubled(self) -> bool:
        """Whether a name comes twice, as it never does in a document that was just made."""
        keys = [*(one.key for one in self.figures), *(key for key, _ in self.passages)]
        return len(keys) != len(set(keys))


def held(stated: Places, again: Places) -> Findings:
    """Return what comes of a document held against that of a run done again."""
    figures, passages = _figures(stated, again), added(_passages(stated, again))
    return added([figures, passages, Findings(extra=stated.others, notes=(*stated.asides, *_pictures(stated, again)))])


def _figures(stated: Places, again: Places) -> Findings:
    pairs = _pairs(stated, again)
    found: dict[str, list[Difference]] = {"same": [], "reworded": [], "different": []}
    for one, other in pairs:
        found[compared(one.value, other.value)].append(Difference(one.where, one.value, other.value))
    chapters = {_chapter(one.key) for one in again.figures}
    strange = [one for one in stated.figures if _chapter(one.key) not in chapters]
    return Findings(
        figures=len(pairs),
        differences=(*found["different"], *_strange(strange)),
        reworded=tuple(found["reworded"]),
        missing=tuple(_missing(pairs, again)),
        extra=len(stated.figures) - len(pairs) - len(strange),
    )


def _pairs(stated: Places, again: Places) -> list[tuple[Figure, Figure]]:
    """Return every figure with its namesake.

    What has another name, in a shape or table that lacks some, is held against those in their order: a row with another
    label, or a curve with another number, still states figures.
    """
    known = {one.key: one for one in again.figures}
    pairs = [(one, known[one.key]) for one in stated.figures if one.key in known]
    there = {one.key for one, _ in pairs}
    absent: dict[Key, list[Figure]] = {}
    for one in again.figures:
        if one.key not in there:
            absent.setdefault(_part(one.key), []).append(one)
    rest = {part: iter(figures) for part, figures in absent.items()}
    for one in stated.figures:
        other = None if one.key in known else next(rest.get(_part(one.key), iter(())), None)
        if other is not None:
            pairs.append((one, other))
    return pairs


def _part(key: Key) -> Key:
    """Return the table, drawing or chart that a figure is in: of charts what is drawn, or the cells behind it."""
    return (
        (key[0], key[1])
        if key[1] in {"drawn", "cell", "text", "lines"}
        else (key[0], key[-1] if key[-1] in _BESIDE else "")
    )


_BESIDE: Final = ("shown", "value")
"""A cell of a page has two figures: the text that is shown, and the number behind it."""


def _chapter(key: Key) -> str:
    """Return what a figure is of: in a deck its chapter, whose shapes depend on the look; in a page its drawing."""
    kind, _, rest = key[0].partition(":")
    return rest.partition(":")[0] if kind == "cyclesim" else key[0]


def _strange(figures: Sequence[Figure]) -> Iterator[Difference]:
    """Yield a difference for every part that bears a name of ours, and that its scenario does not give."""
    counts = Counter(_chapter(one.key) for one in figures)
    for one in figures:
        count = counts.pop(_chapter(one.key), 0)
        if count:
            yield Difference(one.where, one.value, None, rows=count)


def _missing(pairs: Sequence[tuple[Figure, Figure]], again: Places) -> Iterator[str]:
    """Yield what is not there, a shape at a time."""
    there = {other.key for _, other in pairs}
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
