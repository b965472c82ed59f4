"""Sentences that have no names: each is looked for among those that come out again, wherever it stands now."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from sim.report.verifying.findings import Difference, Findings
from sim.report.verifying.wording import compared

if TYPE_CHECKING:
    from collections.abc import Sequence

LIKE: Final = 0.6
"""How alike two sentences must be for one to be an edited form of the other, from 0 to 1."""
_LOOKED_AT: Final = 300
"""Sentences of the reader's own that are looked at; comparing is slow, and a document may hold any number."""
_LETTERS: Final = 1000


def loose(place: str, stated: Sequence[str], again: Sequence[str]) -> Findings:
    """Return what comes of sentences held against those that come out again.

    Parameters
    ----------
    place
        Where they stand, in words.
    stated, again
        The two.
    """
    own = list((Counter(stated) - Counter(again)).elements())
    absent = list((Counter(again) - Counter(stated)).elements())
    differences: list[Difference] = []
    reworded: list[Difference] = []
    missing: list[str] = []
    for text in absent:
        near = _nearest(text, own)
        if near is None:
            missing.append(f"{place}: {text}")
            continue
        own.remove(near)
        found, sameness = Difference(place, near, text), compared(near, text)
        if sameness != "same":
            (reworded if sameness == "reworded" else differences).append(found)
    return Findings(
        figures=len(again) - len(missing),
        differences=tuple(differences),
        reworded=tuple(reworded),
        missing=tuple(missing),
        extra=len(own),
    )


def _nearest(text: str, others: Sequence[str]) -> str | None:
    """Return the text most like this one; None when none is like it."""
    best, nearest = LIKE, None
    matcher = SequenceMatcher(b=text[:_LETTERS], autojunk=False)
    for other in others[:_LOOKED_AT]:
        matcher.set_seq1(other[:_LETTERS])
        if matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
            best, nearest = ratio, other
    return nearest
