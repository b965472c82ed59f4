"""The committor: how likely a firm in this state ends growing, not shrinking, and whether that can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit

from sim.analysis.fate.regime import GREW, SHRANK
from sim.analysis.intervals import Array, Chance, chance
from sim.analysis.statistics.logit import fit_logit, standardised

if TYPE_CHECKING:
    from numpy.typing import NDArray

VIRTUOUS: Final = 0.9
VICIOUS: Final = 0.1
"""A path is virtuous from this committor up, vicious from that one down, contested in between."""
TENTHS: Final = 10
FEWEST: Final = 50
"""Paths of either fate below which no committor is fitted."""
_RIDGE: Final = 1e-3
"""Penalty per observation on squared slopes of predictors with unit spread; keeps near-copies from opposing slopes."""


@dataclass(frozen=True, slots=True)
class States:
    """Where paths stand in one month, and what becomes of them.

    Attributes
    ----------
    names
        Of the figures.
    figures
        Shape (paths, names).
    fate
        `growing`, `shrinking`, `holding` or `unknown` at the horizon, shape (paths,).
    alive
        False where the firm has closed by then.
    luck
        The replication of each path.
    policy
        Which policy each path is under, as a number.
    """

    names: tuple[str, ...]
    figures: Array
    fate: NDArray[np.str_]
    alive: NDArray[np.bool_]
    luck: NDArray[np.int64]
    policy: NDArray[np.int64]

    @property
    def decided(self) -> NDArray[np.bool_]:
        """Paths that the committor is learned from: alive now, growing or shrinking in the end."""
        return self.alive & np.isin(self.fate, (GREW, SHRANK))


@dataclass(frozen=True, slots=True)
class Tenth:
    """One tenth of the paths, by what was expected of them.

    Attributes
    ----------
    expected
        Mean committor.
    happened
        Share that grew.
    """

    expected: float
    happened: Chance


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the committor says of paths that it was not learned from, against what became of them.

    Attributes
    ----------
    tenths
        From the lowest committor to the highest.
    brier, base
        Mean squared error of the committor, and of the plain share of growing paths: 0 is perfect.
    """

    tenths: tuple[Tenth, ...]
    brier: float
    base: float

    @property
    def worst(self) -> float:
        """Largest distance between expected and happened."""
        return max(abs(tenth.happened.probability - tenth.expected) for tenth in self.tenths)


@dataclass(frozen=True, slots=True)
class Committor:
    """The chance of ending growing rather than shrinking, by the state in one month.

    Attributes
    ----------
    month
        Of the state.
    names
        Figures of the state; squares and policies enter as well.
    coefficients
        Of the logit, predictors in units of their spread.
    centre, scale
        Of the predictors.
    policies
        How many policies there are.
    calibration
        Out of sample: every half of the replications is judged by what the other half taught.
    """

    month: int
    names: tuple[str, ...]
    coefficients: Array
    centre: Array
    scale: Array
    policies: int
    calibration: Calibration

    def chance(self, states: States) -> Array:
        """Return the committor of every path; 0 once the firm has closed."""
        predictors = (_predictors(states, self.policies) - self.centre) / self.scale
        return np.where(states.alive, expit(self.coefficients[0] + predictors @ self.coefficients[1:]), 0.0)


def committor(states: States, *, month: int) -> Committor | None:
    """Learn the committor of one month; None when too few paths grow or shrink.

    Paths that hold reach neither set before the horizon and are left out; replications are split, not paths, since
    all policies of one replication share its luck.
    """
    rows = np.flatnonzero(states.decided)
    grew = (states.fate[rows] == GREW).astype(np.float64)
    if min(grew.sum(), len(grew) - grew.sum()) < FEWEST:
        return None
    policies = int(states.policy.max()) + 1
    scaled, centre, scale = standardised(_predictors(states, policies)[rows])
    design = np.column_stack([np.ones(len(rows)), scaled])
    halves = states.luck[rows] % 2 == 0
    expected = np.empty(len(rows))
    for taught in (halves, ~halves):
        fitted = fit_logit(design[taught], grew[None, taught], ridge=_RIDGE)[0]
        expected[~taught] = expit(design[~taught] @ fitted)
    whole = fit_logit(design, grew[None], ridge=_RIDGE)[0]
    return Committor(month, states.names, whole, centre, scale, policies, calibration(expected, grew))


def _predictors(states: States, policies: int) -> Array:
    """Return figures, their squares, and a mark for every policy but the first."""
    marks = states.policy[:, None] == np.arange(1, policies)
    return np.column_stack([states.figures, states.figures**2, marks])


def calibration(expected: Array, grew: Array) -> Calibration:
    """Hold chances against what happened, tenth by tenth."""
    order = np.argsort(expected, kind="stable")
    tenths = tuple(
        Tenth(float(expected[part].mean()), chance(grew[part] > 0.0)) for part in np.array_split(order, TENTHS)
    )
    base = float(grew.mean())
    return Calibration(tenths, float(np.mean((expected - grew) ** 2)), base * (1.0 - base))


def labels(committed: Array) -> NDArray[np.str_]:
    """Call every path virtuous, vicious or contested by its committor."""
    return np.select([committed >= VIRTUOUS, committed <= VICIOUS], ["virtuous", "vicious"], "contested")
