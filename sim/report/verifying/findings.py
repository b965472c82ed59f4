"""What comes of holding stated figures against recomputed ones."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

Value = str | float | None
"""What stands in a place: text, a number, or nothing."""
Reading = Literal["exact", "edited"]
"""Whether all must be there (`exact`, a run folder), or people may have left out and reworded (`edited`)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where something else stands than what comes out again.

    Attributes
    ----------
    place
        In words.
    stated, recomputed
        What stands there, and what comes out; of the first row where there are several.
    rows
        How many rows of the place differ.
    """

    place: str
    stated: Value
    recomputed: Value
    rows: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What came of some places; findings of several parts add up.

    Attributes
    ----------
    figures
        Numbers and texts that were held against recomputed ones.
    differences
        Where they disagree.
    reworded
        Where a text has other words, yet no number that the recomputed one has not.
    missing
        What a run gives and is not there: places in words.
    extra
        Number of places that no run gives, such as slides of one's own; nobody checked them.
    notes
        What to know beside: whole sentences.
    """

    figures: int = 0
    differences: tuple[Difference, ...] = ()
    reworded: tuple[Difference, ...] = ()
    missing: tuple[str, ...] = ()
    extra: int = 0
    notes: tuple[str, ...] = ()

    def __add__(self, other: Self) -> Self:
        """Return the findings of both."""
        return type(self)(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})


def added(parts: Iterable[Findings]) -> Findings:
    """Return the findings of all parts."""
    return sum(parts, start=Findings())
