"""How likely a target is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.analysis.intervals import Chance, chance
from sim.analysis.paired import ChanceDifference, chance_difference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.outcomes import Array


@dataclass(frozen=True, slots=True)
class Target:
    """A value that an outcome is to reach.

    Attributes
    ----------
    measure
        The outcome.
    side
        `above`: reached at the value or more; `below`: at the value or less.
    value
        In the unit of the outcome.
    """

    measure: str
    side: Literal["above", "below"]
    value: float


@dataclass(frozen=True, slots=True)
class Odds:
    """How likely one policy reaches the target.

    Attributes
    ----------
    policy
        Its name.
    reached
        Share of replications that reach it, with Wilson interval; one in which the outcome is unknown does not.
    against_baseline
        Paired difference from the baseline's share; None for the baseline.
    """

    policy: str
    reached: Chance
    against_baseline: ChanceDifference | None


def odds(column: Mapping[str, Array], target: Target, *, baseline: str) -> tuple[Odds, ...]:
    """Count how often each policy reaches a target; position i of every array is the same replication."""
    sign = 1.0 if target.side == "above" else -1.0
    met = {policy: np.asarray(sign * values >= sign * target.value) for policy, values in column.items()}
    return tuple(
        Odds(
            policy,
            chance(here),
            None if policy == baseline else chance_difference(here, met[baseline], baseline=baseline),
        )
        for policy, here in met.items()
    )
