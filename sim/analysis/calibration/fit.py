"""The parameters under which the expected flows come nearest to the data, prior included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.arrays import Array


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A joint fit.

    Attributes
    ----------
    keys
        Dotted keys of the parameters.
    values
        By key.
    scores
        The same on the prior's standard normal scale, shape (parameters,).
    expected
        Flows without luck at the fit, by measure, shape (months,); all measures, observed or not.
    errors
        Root mean square of what is left, by observed measure, in standard deviations of luck.
    cost
        What was made small.
    starts
        From how many places it was tried.
    agreed
        How many of them came to the same cost within a hundredth.
    """

    keys: tuple[str, ...]
    values: Mapping[str, float]
    scores: Array
    expected: Mapping[str, Array]
    errors: Mapping[str, float]
    cost: float
    starts: int
    agreed: int

    def value(self, key: str) -> float:
        """Return the fitted value of a parameter."""
        return self.values[key]
