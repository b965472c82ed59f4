"""Two kinds of uncertainty, as parts of the variance: what we do not know (inputs), what nobody can know (luck)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.analysis.intervals import Array, Interval

RESAMPLES: Final = 1_000
"""Bootstrap samples: their 2.5 % ends stand on 25 values each."""

_SEED: Final = 0
"""Of the resampling: the same for every question, so that the same values give the same interval."""


@dataclass(frozen=True, slots=True)
class Split:
    """The variance of an outcome in two parts.

    Attributes
    ----------
    unknown
        Variance, over the draws of the inputs, of the mean over luck: what measuring the inputs could remove. In the
        squared unit of the outcome; 0 where the estimate is negative.
    luck
        Mean, over the draws of the inputs, of the variance over luck: what stays however well we know the firm.
    share
        `unknown` over the sum of both; NaN when nothing varies or a value is missing.
    ci95
        Bootstrap interval of the share.
    inputs, lucks
        Draws of the inputs, and histories of luck with each.
    note
        What to know about the figures; empty when there is nothing.
    """

    unknown: float
    luck: float
    share: float
    ci95: Interval
    inputs: int
    lucks: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The split of one outcome.

    Attributes
    ----------
    policy, less
        The policy, and the one whose outcome is subtracted history by history; nothing is when empty.
    outcome
        The outcome.
    split
        Its variance in two parts.
    """

    policy: str
    less: str
    outcome: str
    split: Split


@dataclass(frozen=True, slots=True)
class TwoKinds:
    """How much of what may happen is ignorance, and how much luck.

    Attributes
    ----------
    echoed
        Replications simulated a second time with the same inputs and fresh luck; 0 where no input is uncertain.
    parts
        For every outcome each policy, then each policy less the baseline.
    """

    echoed: int
    parts: tuple[Part, ...]

    def of(self, policy: str, outcome: str = "npv", *, less: str = "") -> Split:
        """Return the split of an outcome under a policy, or of its difference to another."""
        wanted = (policy, less, outcome)
        return next(part.split for part in self.parts if (part.policy, part.less, part.outcome) == wanted)


NEGATIVE: Final = "the estimate of what we do not know was below zero and is given as 0"
CONSTANT: Final = "every value is the same"
MISSING: Final = "some values are missing"
FEW: Final = "it takes two draws of the inputs and two histories with each"
CERTAIN: Final = "no input is uncertain"


def nested_split(values: Array) -> Split:
    """Split the variance where every draw of the inputs has luck of its own.

    One-way analysis of variance: luck is MSW, what we do not know (MSB − MSW) / lucks. The plain variance of the row
    means would count luck / lucks as ignorance (Sun, Apley & Staum 2011, Operations Research 59:998). The interval
    resamples draws of the inputs together with their histories.

    Parameters
    ----------
    values
        Shape (draws of the inputs, histories of luck).
    """
    if (wrong := _unfit(values)) is not None:
        return wrong
    inputs, lucks = values.shape
    means = values.mean(axis=1) - values.mean()
    within = values.var(axis=1, ddof=1)

    def parts(weights: Array) -> tuple[Array, Array]:
        luck = weights @ within
        between = (weights @ means**2 - (weights @ means) ** 2) * inputs / (inputs - 1)
        return between - luck / lucks, luck

    return _split(parts, inputs, lucks)


def crossed_split(values: Array) -> Split:
    """Split the variance where every draw of the inputs meets the same histories of luck.

    Two-way analysis of variance without repetition: what we do not know is (MS inputs − MS interaction) / lucks; luck
    is its own part and that of the interaction. Taken for nested, such values would hide the part of luck that all
    inputs share. The interval resamples inputs and histories both (Owen 2007, Annals of Applied
    Statistics 1:386); with few histories it is too narrow: 30 gave 91 % instead of 95, 100 gave 94.

    Parameters
    ----------
    values
        Shape (draws of the inputs, histories of luck); a column is the same luck.
    """
    if (wrong := _unfit(values)) is not None:
        return wrong
    inputs, lucks = values.shape
    columns = _weights("columns", lucks)
    every = np.full((1, lucks), 1.0 / lucks)
    centred = values - values.mean()

    def parts(weights: Array) -> tuple[Array, Array]:
        across = columns if len(weights) > 1 else every
        by_input, by_luck = centred @ across.T, weights @ centred
        grand = (weights * by_input.T).sum(axis=1)
        total = ((weights @ centred**2) * across).sum(axis=1) - grand**2
        own = (weights * (by_input.T - grand[:, None]) ** 2).sum(axis=1)
        shared = (across * (by_luck - grand[:, None]) ** 2).sum(axis=1)
        together = (total - own - shared) * inputs * lucks / ((inputs - 1) * (lucks - 1))
        unknown = own * inputs / (inputs - 1) - together / lucks
        return unknown, shared * lucks / (lucks - 1) - together / inputs + together

    return _split(parts, inputs, lucks)


def all_luck(values: Array) -> Split:
    """Return the split of an outcome where no input is uncertain; values of shape (replications,)."""
    if not np.isfinite(values).all():
        return Split(math.nan, math.nan, math.nan, (math.nan, math.nan), 1, len(values), MISSING)
    luck = float(values.var(ddof=1)) if len(values) > 1 else math.nan
    return Split(0.0, luck, 0.0, (0.0, 0.0), 1, len(values), CERTAIN)


def _unfit(values: Array) -> Split | None:
    """Return what is said of values that can't be split."""
    inputs, lucks = values.shape
    note = ""
    if inputs < 2 or lucks < 2:  # noqa: PLR2004 (a variance needs two values)
        note = FEW
    elif not np.isfinite(values).all():
        note = MISSING
    elif (values == values[0, 0]).all():
        return Split(0.0, 0.0, math.nan, (math.nan, math.nan), inputs, lucks, CONSTANT)
    return Split(math.nan, math.nan, math.nan, (math.nan, math.nan), inputs, lucks, note) if note else None


def _split(parts: Callable[[Array], tuple[Array, Array]], inputs: int, lucks: int) -> Split:
    """Return the split at equal weights, with the interval at resampled ones.

    A share can't be negative but its estimate can. The upper end then keeps its distance from the estimate, or chance
    that drew two lives as opposites would pass for certainty that inputs do not matter.
    """
    (unknown,), (luck,) = parts(np.full((1, inputs), 1.0 / inputs))
    share = float(_share(unknown, luck))
    low, high = (float(end) for end in np.quantile(_share(*parts(_weights("rows", inputs))), (0.025, 0.975)))
    ci95 = (max(0.0, low), min(1.0, high + max(0.0, -share)))
    note = NEGATIVE if unknown < 0.0 else ""
    return Split(max(0.0, float(unknown)), float(luck), max(0.0, share), ci95, inputs, lucks, note)


def _share(unknown: Array, luck: Array) -> Array:
    """Return the share as estimated, negative ones too."""
    total = unknown + luck
    return np.asarray(np.divide(unknown, total, out=np.zeros_like(total), where=total > 0.0))


@lru_cache(maxsize=2)
def _weights(name: str, count: int) -> Array:
    """Return how much of each bootstrap sample each of `count` things makes up, shape (resamples, count)."""
    uniforms = KeyedUniforms(_SEED).rows(f"two_kinds:{name}", 0, RESAMPLES, ((0, -(-count // 4)),))[:, :count]
    drawn = (uniforms * count).astype(np.intp) + np.arange(RESAMPLES)[:, None] * count
    return np.bincount(drawn.ravel(), minlength=RESAMPLES * count).reshape(RESAMPLES, count) / count
