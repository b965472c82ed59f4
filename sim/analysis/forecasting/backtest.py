"""Forecasts made from ever longer histories, held against what came: scores by horizon, bands, and contests."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.forecasting.diebold_mariano import Contest, diebold_mariano
from sim.analysis.forecasting.scoring import coverage, histogram

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.analysis.forecasting.scoring import Coverage
    from sim.analysis.intervals import Array

MODEL: Final = "cyclesim"


@dataclass(frozen=True, slots=True)
class Backtest:
    """How forecasts did.

    Attributes
    ----------
    methods
        The model first, then the naive ones.
    measures
        What was forecast.
    starts
        Months of history behind each forecast.
    months
        Labels of the months of the data.
    scores
        Fair CRPS over the yardstick of the history, shape (methods, measures, starts, horizons); missing where the
        data end or a method has too few months.
    places
        Shares of members below the actual, the same shape.
    refusals
        Why a method made no forecast at any start, by method.
    """

    methods: tuple[str, ...]
    measures: tuple[str, ...]
    starts: tuple[int, ...]
    months: tuple[str, ...]
    scores: Array
    places: Array
    refusals: Mapping[str, str]

    @property
    def horizons(self) -> int:
        """Months ahead, at most."""
        return int(self.scores.shape[-1])

    @property
    def histories(self) -> str:
        """Months behind the forecasts: `9 to 11 months`."""
        first, last = self.starts[0], self.starts[-1]
        return f"{first} months" if first == last else f"{first} to {last} months"

    def of(self, method: str, measure: str, horizon: int | None) -> Array:
        """Return the scores of a method by start at one horizon, or all of them."""
        table = self.scores[self.methods.index(method), self.measures.index(measure)]
        return np.asarray(table.ravel() if horizon is None else table[:, horizon - 1])

    def mean(self, method: str, measure: str, horizon: int | None = None) -> float:
        """Return the mean score of a method; over all horizons, or at one."""
        return _mean(self.of(method, measure, horizon))

    def pairs(self, rival: str, measure: str, horizon: int | None = None) -> tuple[float, float, int]:
        """Return the mean scores of the model and of a rival where both have one, and how many those are."""
        own, other = self.of(MODEL, measure, horizon), self.of(rival, measure, horizon)
        both = ~np.isnan(own) & ~np.isnan(other)
        return _mean(own[both]), _mean(other[both]), int(both.sum())

    def skill(self, rival: str, measure: str, horizon: int | None = None) -> float:
        """Return the share of the rival's score that the model saves: 0 is level, below 0 the rival is better."""
        own, other, _ = self.pairs(rival, measure, horizon)
        return 1.0 - own / other if other > 0.0 else math.nan

    def contest(self, rival: str, measure: str, horizon: int) -> Contest:
        """Test whether model and rival differ at a horizon; the model's losses come first."""
        return diebold_mariano(self.of(MODEL, measure, horizon), self.of(rival, measure, horizon), horizon)

    def overall(self, rival: str, measure: str) -> Contest:
        """Test whether model and rival differ over all horizons, start by start."""
        row = self.measures.index(measure)
        own, other = self.scores[0, row], self.scores[self.methods.index(rival), row]
        gap = np.array([_mean(one) for one in own - other])
        return diebold_mariano(gap, np.zeros(len(gap)), self.horizons)

    def best(self, measure: str) -> str:
        """Return the naive method of the best mean score; empty where none made a forecast."""
        known = {name: self.mean(name, measure) for name in self.methods[1:]}
        known = {name: score for name, score in known.items() if not math.isnan(score)}
        return min(known, key=known.__getitem__, default="")

    def held(self, method: str, measure: str) -> tuple[Coverage, ...]:
        """Return what the bands of a method held, over all starts and horizons."""
        return coverage(self._places(method, measure))

    def spread(self, method: str, measure: str) -> NDArray[np.int64]:
        """Return how the actuals are spread over the places of a method's forecasts, in five equal bins."""
        return histogram(self._places(method, measure))

    def _places(self, method: str, measure: str) -> Array:
        return np.asarray(self.places[self.methods.index(method), self.measures.index(measure)].ravel())


def _mean(values: Array) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else math.nan
