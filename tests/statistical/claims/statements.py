"""What is said of a claim: measured statements with intervals, and whether they hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.intervals import t_interval, wilson
from sim.scenario import load
from tests.statistical.claims.series import LEVEL, Series

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.scenario import Scenario
    from tests.statistical.claims.runs import Array

FOLDER: Final = Path(__file__).resolve().parents[3] / "scenarios" / "claims"


@dataclass(frozen=True, slots=True)
class Line:
    """One measured statement: it holds when its whole interval lies between `above` and `below`.

    Attributes
    ----------
    says
        What is measured, in plain words.
    mean, low, high
        The measured value and its interval.
    above, below
        What the claim says of it; infinite where it says nothing.
    unit
        `share`, `points` (of a share), `times`, `months`, `money`, `score` or `count`.
    """

    says: str
    mean: float
    low: float
    high: float
    above: float = -math.inf
    below: float = math.inf
    unit: str = "share"

    @property
    def holds(self) -> bool:
        """Whether the interval excludes the contrary; never when it is missing."""
        return self.low > self.above and self.high < self.below


def mean_of(
    says: str, values: Array, *, above: float = -math.inf, below: float = math.inf, unit: str = "share"
) -> Line:
    """Return the mean over replications, mostly of paired differences, with its t interval."""
    low, high = t_interval(np.asarray(values, np.float64), level=LEVEL)
    return Line(says, float(np.mean(values)), low, high, above, below, unit)


def odds_of(says: str, hits: NDArray[np.bool_], *, above: float = -math.inf, below: float = math.inf) -> Line:
    """Return the share of replications in which something happens, with its Wilson interval."""
    low, high = wilson(int(np.count_nonzero(hits)), len(hits), level=LEVEL)
    return Line(says, float(np.mean(hits)), low, high, above, below)


def percent(value: float, digits: int = 1) -> str:
    """Return a share in per cent, with a true minus sign."""
    return f"{_plus_zero(100 * value, digits):.{digits}f} %".replace("-", "−")


def _plus_zero(value: float, digits: int) -> float:
    """Return the rounded value, without the minus that rounding leaves on a small negative one."""
    return round(value, digits) + 0.0


def crossing(levels: Collection[float], lines: Collection[Line], at: float) -> tuple[float, float, float]:
    """Return where rising lines cross a level, by interpolation, and where their intervals' ends do."""
    where = np.asarray(list(levels), np.float64)

    def met(heights: list[float]) -> float:
        for index in range(len(heights) - 1):
            low, high = heights[index], heights[index + 1]
            if low <= at < high:
                return float(where[index] + (where[index + 1] - where[index]) * (at - low) / (high - low))
        return math.nan

    mean, first, last = ([getattr(line, part) for line in lines] for part in ("mean", "high", "low"))
    return met(mean), met(first), met(last)


def along(levels: Collection[float], lines: Collection[Line]) -> Series:
    """Return measured statements along the levels of a sweep, for a picture."""
    parts = ([getattr(line, part) for line in lines] for part in ("mean", "low", "high"))
    return Series(np.asarray(list(levels), np.float64), *(np.asarray(part, np.float64) for part in parts))


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured for a claim.

    Attributes
    ----------
    lines
        The statements; the claim holds when each does.
    remark
        What else the page should say of the result.
    curves
        What the picture draws over time or along a sweep, by name.
    bars
        Single values that the picture draws and no statement holds, by name.
    """

    lines: tuple[Line, ...]
    remark: str = ""
    curves: Mapping[str, Series] = field(default_factory=dict)
    bars: Mapping[str, Line] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether every statement holds."""
        return all(line.holds for line in self.lines)


Measured = Callable[["Scenario", Collection[str]], Found]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of the list.

    Attributes
    ----------
    number
        1 to 18.
    text
        The claim in one sentence.
    source
        Where it comes from.
    name
        Its scenario file, without folder and suffix.
    measure
        Measures it on a scenario, with some links cut.
    limits
        What must be known of the result: conditions, and where the claim stops.
    """

    number: int
    text: str
    source: str
    name: str
    measure: Measured
    limits: str = ""

    def scenario(self) -> Scenario:
        """Return its scenario."""
        return load(FOLDER / f"{self.name}.yaml")

    def found(self, changes: Mapping[str, object] | None = None, cut: Collection[str] = ()) -> Found:
        """Measure it, or the world in which some parameters differ or links are cut."""
        scenario = self.scenario()
        return self.measure(scenario.vary(changes) if changes else scenario, cut)
