"""Which inputs matter at all: Morris's elementary effects, under the same luck, with luck as one more factor."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.statistics.row_bootstrap import Array, above_rest, percentiles, resampled_means

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.intervals import Interval
    from sim.analysis.sensitivity.factor import Factor
    from sim.analysis.subject import Subject


@dataclass(frozen=True, slots=True)
class Effect:
    """What half a step through the belief of a factor does, in the unit of the outcome.

    Attributes
    ----------
    factor
        Which; None for luck.
    size, size_ci95
        μ*: mean absolute change, with the percentile interval of the bootstrap over paths.
    change
        μ: mean signed change for a step upwards; NaN for tied inputs and luck, which have no upwards.
    spread, spread_ci95
        σ: standard deviation of the signed change, large when the effect hangs on the other inputs or on luck;
        NaN where `change` is.
    above_rest
        Whether μ* is beyond noise above those of all later factors; False for the last and for luck.
    """

    factor: Factor | None
    size: float
    size_ci95: Interval
    change: float
    spread: float
    spread_ci95: Interval
    above_rest: bool


@dataclass(frozen=True, slots=True)
class Morris:
    """Every factor's elementary effects.

    Attributes
    ----------
    subject
        Of what.
    effects
        Largest μ* first.
    luck
        All luck drawn anew, every input kept.
    paths
        Paths through the space of inputs.
    lanes
        Lanes simulated.
    """

    subject: Subject
    effects: tuple[Effect, ...]
    luck: Effect
    paths: int
    lanes: int

    @property
    def still(self) -> bool:
        """Whether nothing moves: neither inputs nor luck."""
        return not self.luck.size and not any(effect.size for effect in self.effects)


def morris(subject: Subject, factors: Sequence[Factor], changes: Array, *, seed: int, lanes: int) -> Morris:
    """Describe elementary effects.

    Parameters
    ----------
    subject
        Of what.
    factors
        The inputs.
    changes
        Change of the outcome with each factor's step, upwards where it has an upwards; shape (factors + 1, paths), the
        last with luck drawn anew.
    seed
        Key of the bootstrap.
    lanes
        Lanes simulated.
    """
    count, paths = changes.shape
    scale = float(np.abs(changes).max()) or 1.0
    scaled = changes.T / scale
    columns = np.hstack([np.abs(scaled), scaled, scaled**2])
    drawn = scale * resampled_means(columns, seed=seed, stream="morris:bootstrap")
    sizes = drawn[:, :count]
    deviations = np.sqrt(np.maximum(scale * drawn[:, 2 * count :] - drawn[:, count : 2 * count] ** 2, 0.0))
    ends, spreads = percentiles(sizes), percentiles(deviations)
    effects = []
    for place, change in enumerate(changes):
        factor = factors[place] if place < len(factors) else None
        signed = factor is not None and not factor.tied
        effects.append(
            Effect(
                factor=factor,
                size=float(np.abs(change).mean()),
                size_ci95=_pair(ends[:, place]),
                change=float(change.mean()) if signed else math.nan,
                spread=float(change.std(ddof=1)) if signed and paths > 1 else math.nan,
                spread_ci95=_pair(spreads[:, place]) if signed else (math.nan, math.nan),
                above_rest=False,
            )
        )
    return Morris(subject, _ranked(effects[:-1], sizes), effects[-1], paths, lanes)


def _ranked(effects: list[Effect], sizes: Array) -> tuple[Effect, ...]:
    order = np.argsort([-effect.size for effect in effects], kind="stable")
    above = above_rest(sizes[:, order])
    return tuple(replace(effects[place], above_rest=clear) for place, clear in zip(order, above, strict=True))


def _pair(ends: Array) -> Interval:
    return (float(ends[0]), float(ends[1]))
