"""Forecasts a firm's own past, month by month as if the rest were not known; scores that beside naive methods."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.forecasting.backtest import MODEL, Backtest
from sim.analysis.forecasting.naive import METHODS, TooFew, naive
from sim.analysis.forecasting.scoring import crps, pit, scaled, yardstick
from sim.errors import UsageError
from sim.experiment.progress import Pace
from sim.studies.forecast import ahead

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.analysis.calibration.observed import Observed
    from sim.analysis.intervals import Array
    from sim.experiment.progress import Progress
    from sim.scenario import Scenario
    from sim.studies.books import Books
    from sim.studies.forecast import Forecast
    from sim.studies.source import Asked, Given

LEAST: Final = 6
"""Months of history without which no forecast is made: a fit to fewer says little but the prior."""
OPENING: Final = 2 / 3
"""Share of the data that lies before the first forecast, unless said otherwise."""
HORIZONS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Folds:
    """Where forecasts are made from.

    Attributes
    ----------
    first
        Months of history behind the first forecast; two thirds of the data when None.
    every
        Months from one start to the next.
    months
        Months ahead, at most.
    """

    first: int | None = None
    every: int = 1
    months: int = HORIZONS

    def starts(self, length: int) -> tuple[int, ...]:
        """Return the starts in data of this length, each with a month at least to come.

        Raises
        ------
        UsageError
            When there is none.
        """
        if self.every < 1 or self.months < 1:
            raise UsageError("--every and --months count months: 1 or more")
        first = max(LEAST, round(OPENING * length)) if self.first is None else self.first
        if not LEAST <= first < length:
            raise UsageError(
                f"a first forecast after {first} of {length} months: at least {LEAST} are needed before it and 1 after"
            )
        return tuple(range(first, length, self.every))


@dataclass(frozen=True, slots=True)
class Told:
    """A backtest, and what it was of.

    Attributes
    ----------
    scenario
        As it was before any fit.
    observed
        The figures.
    backtest
        The scores.
    left_out
        At how many starts a measure was left out of the fit, since no firm of the scenario shows anything like it.
    strange
        At how many starts the scenario couldn't make the figures.
    """

    scenario: Scenario
    observed: Observed
    backtest: Backtest
    left_out: Mapping[str, int]
    strange: int


def backtest(given: Given, books: Books, folds: Folds, asked: Asked, *, progress: Progress | None = None) -> Told:
    """Score forecasts from every start; each is fitted to the months before it and to nothing else.

    Raises
    ------
    CyclesimError
        When the scenario or the data can't be used, or there are too few months.
    """
    scenario, observed = asked.scenario(given), books.read()
    starts, measures = folds.starts(len(observed)), observed.measures
    methods, pace = (MODEL, *METHODS), Pace(len(starts), len(starts))
    shape = (len(methods), len(measures), len(starts), folds.months)
    scores, places, refusals = np.full(shape, np.nan), np.full(shape, np.nan), dict[str, str]()
    beliefs = []
    for number, start in enumerate(starts):
        months = min(folds.months, len(observed) - start)
        model = ahead(scenario, observed.part(0, start), months, books)
        beliefs.append(model.posterior)
        for row, measure in enumerate(measures):
            if measure in model.outlook.members:  # else its first figure is still to come
                place = (slice(None), row, number, slice(0, months))
                scores[place], places[place] = _judged(model, observed.values[measure], measure, refusals)
        pace.simulated(1)
        if progress:
            progress(pace.standing)
    made = {name: why for name, why in refusals.items() if np.isnan(scores[methods.index(name)]).all()}
    left_out = Counter(name for belief in beliefs for name in belief.aside)
    strange = sum(belief.strange for belief in beliefs)
    found = Backtest(methods, measures, starts, observed.months, scores, places, made)
    return Told(scenario, observed, found, left_out, strange)


def _judged(model: Forecast, figures: Array, measure: str, refusals: dict[str, str]) -> tuple[Array, Array]:
    """Return scores and places of each method that has a forecast of a measure, shape (methods, months)."""
    members, known = model.outlook.ahead(measure), len(model.observed)
    history, actual = figures[:known], figures[known : known + len(members)]
    shape = (1 + len(METHODS), len(actual))
    scores, places = np.full(shape, np.nan), np.full(shape, np.nan)
    for number, own in _members(members, history, model.stated.seed, refusals):
        scores[number] = scaled(crps(own, actual), yardstick(history))
        places[number] = pit(own, actual)
    return scores, places


def _members(model: Array, history: Array, seed: int, refusals: dict[str, str]) -> Iterator[tuple[int, Array]]:
    """Yield the members of each method that has a forecast, with its number."""
    yield 0, model
    for number, name in enumerate(METHODS, 1):
        found = naive(name, history, len(model), seed)
        if isinstance(found, TooFew):
            refusals[name] = str(found)
        else:
            yield number, found
