"""The uncertain inputs of a run as analyses see them: one value per replication, a name to speak of, a passport."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from sim.analysis.amounts import money, quantity, spoken
from sim.results import STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.analysis.intervals import Array

_RATES: Final = ("share", "per month", "per year")
PERIODS: Final = ("days", "weeks", "months", "years")
"""Units that are lengths of time."""


@dataclass(frozen=True, slots=True)
class Input:
    """An uncertain input and what it was in each replication.

    Attributes
    ----------
    key
        Dotted key, such as `acquisition.win_rate`.
    name
        Short name for a sentence, such as `win rate`.
    unit
        As parameters declare it: `share`, `per month`, `days`, `money`, … Empty when unknown.
    values
        Shape (replications,), in the unit.
    confidence, source
        What the scenario says of the number; empty where it says nothing.
    """

    key: str
    name: str
    unit: str
    values: Array
    confidence: str = ""
    source: str = ""

    def of(self, replications: NDArray[np.bool_]) -> Input:
        """Return the input in some replications only."""
        return replace(self, values=self.values[replications])

    @property
    def period(self) -> str:
        """What a rate is per, where the name does not say it: `per month`."""
        told = {"per month": "monthly", "per year": "yearly"}.get(self.unit, "")
        return self.unit if told and told not in self.name else ""

    def text(self, value: float, currency: str) -> str:
        """Write a value as the scenario would, with three digits: `24%`, `2.5% per year`, `30 days`."""
        if self.unit in _RATES:
            return f"{_digits(100.0 * value)}% {self.period}".rstrip()
        if self.unit == "money":
            return money(value, currency)
        return f"{_digits(value)} {self.unit}" if self.unit in PERIODS else _digits(value)


def _digits(value: float) -> str:
    """Write a number with three digits and no noughts after the last: 2.5, 24, 0.021, 1.25m."""
    text = quantity(value)
    whole, point, rest = text.partition(".")
    digits = rest.rstrip("kmbtn")
    if not point or "e" in rest:
        return text
    kept = digits.rstrip("0")
    return f"{whole}{'.' + kept if kept else ''}{rest[len(digits) :]}"


def named(keys: Sequence[str]) -> dict[str, str]:
    """Return a short name for every key: its last part, with as much before it as tells it from the others."""
    parts = {key: key.split(".") for key in keys}
    names = {}
    for key, path in parts.items():
        length = 1
        while (
            length < len(path)
            and (
                path[-length] in STEPS
                or path[-length].isdigit()
                or (path[0] in {"policies", "events"} and length < 2)  # noqa: PLR2004 (whose share, which event's size)
                or any(other[-length:] == path[-length:] for rest, other in parts.items() if rest != key)
            )
        ):
            length += 1
        names[key] = spoken(" ".join(_counted(part) for part in path[-length:]))
    return names


def _counted(part: str) -> str:
    """Return a part of a key as people count: the event 0 of a list is the first."""
    return str(int(part) + 1) if part.isdigit() else part


def places(values: Array) -> Array:
    """Return where each value stands among all, in (0, 1); equal values stand in the middle of their places."""
    ranked = np.sort(values)
    below, up_to = np.searchsorted(ranked, values, "left"), np.searchsorted(ranked, values, "right")
    return np.asarray((below + up_to) / (2.0 * len(values)))


def scores(values: Array) -> Array:
    """Return normal scores: the standard normal quantiles of the places."""
    return np.asarray(ndtri(places(values)))
