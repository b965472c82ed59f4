"""What one input at a time does to a mean, the others at their medians, and what luck alone does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.intervals import LEVEL, Array, Interval, Spread, spread, t_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.sensitivity.factor import Factor
    from sim.analysis.subject import Subject

CONTRASTS: Final = 3
"""Contrasts looked at for each input: low end and base, high end and base, high end and low end."""


@dataclass(frozen=True, slots=True)
class Level:
    """A value of an input.

    Attributes
    ----------
    value
        In the unit of the input.
    text
        As people read it.
    """

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class End:
    """The outcome with one input at its P10 or P90.

    Attributes
    ----------
    level
        Where the input stands.
    mean, ci95
        Of the outcome, with its t interval.
    change, change_ci95
        Mean paired change from the base, with its t interval: same luck, only the input differs.
    """

    level: Level
    mean: float
    ci95: Interval
    change: float
    change_ci95: Interval


@dataclass(frozen=True, slots=True)
class Bar:
    """What one input does.

    Attributes
    ----------
    factor
        Which input; correlated ones move along and are not named here.
    low, high
        At its P10 and its P90.
    swing, swing_ci95
        From the lowest to the highest of low end, base and high end, with the paired t interval.
    clear
        Whether any end differs from the base, or from the other end, beyond noise: Bonferroni over all bars.
    """

    factor: Factor
    low: End
    high: End
    swing: float
    swing_ci95: Interval
    clear: bool


@dataclass(frozen=True, slots=True)
class Tornado:
    """Every input's bar, and luck's.

    Attributes
    ----------
    subject
        Of what.
    luck
        Spread over luck alone, every input at its median: its mean is the base, P10 to P90 is the bar of luck.
    bars
        Widest first.
    leads
        Whether the first bar is wider than every other beyond noise.
    tied
        Correlated inputs, group by group: each takes the others of its group along to their conditional medians.
    replications
        Of luck, the same for every bar.
    lanes
        Lanes simulated.
    """

    subject: Subject
    luck: Spread
    bars: tuple[Bar, ...]
    leads: bool
    tied: tuple[Factor, ...]
    replications: int
    lanes: int

    @property
    def still(self) -> bool:
        """Whether nothing moves: neither inputs nor luck."""
        return self.luck.p10 == self.luck.p90 and not any(bar.swing for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Runs:
    """Outcomes with one input at a time moved, position i of every row under the same luck.

    Attributes
    ----------
    base
        Every input at its median, shape (replications,).
    low, high
        One row per input, at its P10 and P90, shape (inputs, replications).
    levels
        Where each input stands in these rows.
    tied
        Correlated inputs, group by group.
    """

    base: Array
    low: Array
    high: Array
    levels: Sequence[tuple[Level, Level]]
    tied: Sequence[Factor] = ()


def tornado(subject: Subject, factors: Sequence[Factor], runs: Runs, *, lanes: int) -> Tornado:
    """Compare each input's P10 and P90 with the base, replication by replication."""
    bars = [
        _bar(factor, (runs.base, low, high), levels, len(factors))
        for factor, low, high, levels in zip(factors, runs.low, runs.high, runs.levels, strict=True)
    ]
    bars.sort(key=lambda found: -found[0].swing)
    (widest, swing), *others = bars
    leads = widest.clear and all(t_interval(swing - other)[0] > 0.0 for _, other in others)
    ordered = tuple(bar for bar, _ in bars)
    return Tornado(subject, spread(runs.base), ordered, leads, tuple(runs.tied), len(runs.base), lanes)


def _bar(
    factor: Factor, rows: tuple[Array, Array, Array], levels: tuple[Level, Level], among: int
) -> tuple[Bar, Array]:
    """Return a bar and its swing replication by replication."""
    base, low, high = rows
    contrasts = (low - base, high - base, high - low)
    widest = max(contrasts, key=lambda contrast: abs(float(contrast.mean())))
    swing = widest if widest.mean() >= 0.0 else -widest
    strict = 1.0 - (1.0 - LEVEL) / (CONTRASTS * among)
    clear = any(_side(t_interval(contrast, level=strict)) != 0 for contrast in contrasts)
    ends = (_end(levels[0], low, base), _end(levels[1], high, base))
    return Bar(factor, ends[0], ends[1], float(swing.mean()), t_interval(swing), clear), swing


def _end(level: Level, row: Array, base: Array) -> End:
    change = row - base
    return End(level, float(row.mean()), t_interval(row), float(change.mean()), t_interval(change))


def turning(found: Tornado) -> tuple[Bar, ...]:
    """Return the bars with one end clearly above zero and the other clearly below; of a difference, who is ahead."""
    return tuple(bar for bar in found.bars if _side(bar.low.ci95) * _side(bar.high.ci95) < 0)


def _side(interval: Interval) -> int:
    return (interval[0] > 0.0) - (interval[1] < 0.0)
