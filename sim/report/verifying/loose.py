"""Sentences that have no names: each is looked for among those that come out again, wherever it stands now."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING, Final

from sim.report.verifying.findings import Difference, Findings
from sim.report.verifying.wording import compared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LIKE: Final = 0.6
"""How alike two sentences must be for one to be an edited form of the other, from 0 to 1; one that stands in the place
of another, among as many, is an edited form of it in any case."""
_LOOKED_AT: Final = 100
"""Sentences of the reader's own that are looked at; comparing is slow, and a document may hold any number."""
_LETTERS: Final = 400


def loose(place: str, stated: Sequence[str], again: Sequence[str]) -> Findings:
    """Return what comes of sentences held against those that come out again.

    Parameters
    ----------
    place
        Where they stand, in words.
    stated, again
        The two.
    """
    own, absent = _unmatched(stated, again), _unmatched(again, stated)
    differences: list[Difference] = []
    reworded: list[Difference] = []
    missing: list[str] = []
    for number, text in absent.items():
        near = number if number in own and len(stated) == len(again) else _nearest(text, own)
        if near is None:
            missing.append(f"{place}: {text}")
            continue
        found = Difference(place, own.pop(near), text)
        sameness = compared(found.stated, text)
        if sameness != "same":
            (reworded if sameness == "reworded" else differences).append(found)
    return Findings(
        figures=len(again) - len(missing),
        differences=tuple(differences),
        reworded=tuple(reworded),
        missing=tuple(missing),
        extra=len(own),
    )


def _unmatched(some: Sequence[str], others: Sequence[str]) -> dict[int, str]:
    """Return the sentences, by their number, that do not stand among others word for word."""
    left, found = Counter(others), {}
    for number, text in enumerate(some):
        if left[text]:
            left[text] -= 1
        else:
            found[number] = text
    return found


def _nearest(text: str, others: Mapping[int, str]) -> int | None:
    """Return the number of the sentence most like this one; None when none is like it."""
    best, nearest = LIKE, None
    matcher = SequenceMatcher(b=text[:_LETTERS], autojunk=False)
    for number, other in islice(others.items(), _LOOKED_AT):
        matcher.set_seq1(other[:_LETTERS])
        if matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
            best, nearest = ratio, number
    return nearest
