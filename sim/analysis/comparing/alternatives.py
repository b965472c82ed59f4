"""Outcomes of several policies under the same luck, side by side, as every comparison starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sim.analysis.subject import LOWER_IS_BETTER
from sim.errors import UsageError
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.intervals import Array

LEAST: Final = 2
"""Policies, and replications, without which there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What is compared.

    Attributes
    ----------
    names
        Of the policies.
    measure
        The outcome, one of `sim.results.OUTCOMES`.
    values
        Shape (policies, replications): column r is the same luck in every row.
    ruined
        Whether the firm closed, alike.
    """

    names: tuple[str, ...]
    measure: str
    values: Array
    ruined: NDArray[np.bool_]

    @property
    def better(self) -> Literal["higher", "lower"]:
        """Which values of the outcome are the better ones."""
        return "lower" if self.measure in LOWER_IS_BETTER else "higher"

    @property
    def sign(self) -> float:
        """What turns values so that more is better, and back."""
        return -1.0 if self.better == "lower" else 1.0

    @property
    def merit(self) -> Array:
        """The values turned so that more is better."""
        return self.sign * self.values

    def complete(self) -> tuple[Alternatives, NDArray[np.bool_]]:
        """Return the replications in which the outcome is known for every policy, and which those are.

        Raises
        ------
        UsageError
            When fewer than two policies, or two such replications, are left.
        """
        if len(self.names) < LEAST:
            names = f"there is only {self.names[0]}" if self.names else "there is none"
            raise UsageError(f"a comparison needs two policies or more, {names}: name another run, or add a policy")
        known = np.asarray(np.isfinite(self.values).all(axis=0))
        if np.count_nonzero(known) < LEAST:
            raise UsageError(self._unknown(known))
        if known.all():
            return self, known
        return Alternatives(self.names, self.measure, self.values[:, known], self.ruined[:, known]), known

    def _unknown(self, known: NDArray[np.bool_]) -> str:
        count = known.size
        if count < LEAST:
            return "a comparison needs two replications or more: one says nothing about noise"
        never = [
            name
            for name, row in zip(self.names, np.isfinite(self.values), strict=True)
            if np.count_nonzero(row) < LEAST
        ]
        if not never:
            return f"{self.measure} is known for all policies in only {np.count_nonzero(known)} of {count} replications"
        what = f"{self.measure} ({OUTCOMES[self.measure].meaning})"
        if len(self.names) - len(never) < LEAST:
            return (
                f"{what} is missing under {', '.join(never)}, so there is nothing to compare: ask for another measure"
            )
        return (
            f"{what} is missing under {', '.join(never)}: "
            "leave these out by naming the others with --policy, or ask for another measure"
        )
