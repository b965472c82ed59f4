"""Which way a policy takes the firm: growing, shrinking, holding; or no single answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.intervals import Array, Chance, chance
from sim.results import GROWING

if TYPE_CHECKING:
    from numpy.typing import NDArray

BOTH_SIDES: Final = 0.05
"""A policy is mixed when more than this share of its futures surely grows and as much surely shrinks."""

MOST: Final = 0.5
"""A policy has a direction when surely more than this share of its futures goes that way."""

GREW, HELD, SHRANK, UNKNOWN = "growing", "holding", "shrinking", "unknown"
"""What became of one replication."""


@dataclass(frozen=True, slots=True)
class Regime:
    """Where the replications of a policy go.

    Attributes
    ----------
    label
        `growing`, `shrinking`, `holding`: surely more than half of the replications go that way, which
        is the sign test of median growth against ±`GROWING`; `mixed`: surely more than 5 % grow and
        surely more than 5 % shrink, so that one word would mislead; else `undetermined`.
    growing, holding, shrinking
        Shares; a ruined firm shrinks. A single replication of unknown growth makes them all unknown:
        left out, it would bend the shares towards what is known, such as ruin.
    """

    label: str
    growing: Chance
    holding: Chance
    shrinking: Chance

    @property
    def lean(self) -> str:
        """`growing` when surely more replications grow than shrink (disjoint intervals), `shrinking`, or `neither`."""
        if self.growing.ci95[0] > self.shrinking.ci95[1]:
            return GREW
        return SHRANK if self.shrinking.ci95[0] > self.growing.ci95[1] else "neither"


def fates(growth: Array, ruined: NDArray[np.bool_]) -> NDArray[np.str_]:
    """Say what became of every replication: growing, holding, shrinking or unknown."""
    which = _which(growth, ruined)
    return np.select(list(which.values()), list(which), UNKNOWN)


def regime(growth: Array, ruined: NDArray[np.bool_]) -> Regime:
    """Count where the replications go and name the regime if one name is fair."""
    which = _which(growth, ruined)
    known = slice(None) if np.any(list(which.values()), axis=0).all() else slice(0)
    growing, holding, shrinking = (chance(which[name][known]) for name in (GREW, HELD, SHRANK))
    return Regime(_label(growing, holding, shrinking), growing, holding, shrinking)


def _which(growth: Array, ruined: NDArray[np.bool_]) -> dict[str, NDArray[np.bool_]]:
    """Tell for each fate which replications it befell; none for those whose growth is unknown."""
    return {
        GREW: ~ruined & (growth > GROWING),
        HELD: ~ruined & (np.abs(growth) <= GROWING),
        SHRANK: ruined | (growth < -GROWING),
    }


def _label(growing: Chance, holding: Chance, shrinking: Chance) -> str:
    if growing.ci95[0] > BOTH_SIDES and shrinking.ci95[0] > BOTH_SIDES:
        return "mixed"
    for share, name in ((growing, GREW), (shrinking, SHRANK), (holding, HELD)):
        if share.ci95[0] > MOST:
            return name
    return "undetermined"
