"""The answer of `backtest`: how good forecasts of the firm's own past would have been, beside naive ones."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.amounts import counted, p_value, percent, spoken
from sim.analysis.forecasting import words
from sim.analysis.forecasting.outlook import LUCKS, SETS
from sim.analysis.forecasting.scoring import BANDS
from sim.experiment.run import facts_of
from sim.report.answer import Answer, plain
from sim.report.columns import columns, paragraph
from sim.studies.backtest import Folds, Told
from sim.studies.backtest import backtest as made
from sim.studies.books import remarks

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from matplotlib.figure import Figure

    from sim.analysis.forecasting.backtest import Backtest
    from sim.analysis.forecasting.scoring import Coverage
    from sim.experiment.progress import Progress
    from sim.results import RunFacts
    from sim.studies.books import Books
    from sim.studies.source import Asked, Given

__all__ = ["Folds", "backtest"]


def backtest(given: Given, books: Books, folds: Folds, asked: Asked, *, progress: Progress | None = None) -> Answer:
    """Answer how good forecasts of the firm's own past would have been.

    Raises
    ------
    CyclesimError
        When the scenario or the data can't be used, or there are too few months.
    """
    told = made(given, books, folds, asked, progress=progress)
    found = told.backtest
    facts = replace(facts_of(told.scenario), replications=SETS * LUCKS)
    return Answer(
        command="backtest",
        facts=facts,
        options=plain({"noise": books.noise, "policy": books.policy, "starts": found.starts,
                       "months": folds.months, "figures": dict(told.observed.values)}),
        text=_text(told, books),
        content=_content(told, books),
        tables={"scores": _scores(found), "bands": _bands(found)},
        figures={"scores": partial(_drawn_scores, found, facts), "places": partial(_drawn_places, found, facts)},
        scenario=told.scenario.dump(),
        found=found,
    )  # fmt: skip


def _sentences(told: Told) -> list[str]:
    found = told.backtest
    said = [tell(found, name) for name in found.measures for tell in (words.contest, words.bands)]
    said += [*words.doubts(told.left_out, told.strange, len(found.starts)), *remarks(told.observed)]
    return [*said, *(f"No forecast by {name}: {why}" for name, why in found.refusals.items())]


def _text(told: Told, books: Books) -> str:
    found = told.backtest
    said = [line for text in _sentences(told) for line in paragraph(f"{text}.", hanging="  ")]
    parts = [part for name in found.measures for part in ["", *columns(_rows(found, name))]]
    return "\n".join([*said, *parts, "", *columns(_held(found), left=2), "", *paragraph(_legend(told, books))])


def _rows(found: Backtest, measure: str) -> list[list[str]]:
    """Return the scores by horizon, and over all."""
    methods = [name for name in found.methods if name not in found.refusals]
    rival = found.best(measure)
    against = [f"over {rival}", "p"] if rival else []
    rows = [[spoken(measure), "forecasts", *methods, *against]]
    for horizon in [*range(1, found.horizons + 1), None]:
        scores = [found.mean(name, measure, horizon) for name in methods]
        if np.isnan(scores[0]):
            continue
        count = int(np.count_nonzero(~np.isnan(found.of(found.methods[0], measure, horizon))))
        cells = [_ahead(horizon), f"{count}", *(_score(score) for score in scores)]
        rows.append([*cells, *_against(found, rival, measure, horizon)] if rival else cells)
    return rows


def _ahead(horizon: int | None) -> str:
    return "all" if horizon is None else f"{counted(horizon, 'month')} ahead"


def _score(score: float) -> str:
    return "" if np.isnan(score) else f"{score:.2f}"


def _against(found: Backtest, rival: str, measure: str, horizon: int | None) -> list[str]:
    skill = found.skill(rival, measure, horizon)
    test = found.overall(rival, measure) if horizon is None else found.contest(rival, measure, horizon)
    return ["" if np.isnan(skill) else f"×{1.0 - skill:.2f}", p_value(test.p_value)]


def _held(found: Backtest) -> list[list[str]]:
    """Return what the bands of every method held."""
    rows = [["measure", "method", "forecasts", *(f"{percent(band)} band" for band in BANDS)]]
    for measure, method, held in _coverages(found):
        rows.append([spoken(measure), method, f"{held[0].held.trials}", *(_share(one) for one in held)])
    return rows


def _coverages(found: Backtest) -> Iterator[tuple[str, str, tuple[Coverage, ...]]]:
    """Yield measure, method and what its bands held, for methods that made forecasts."""
    for measure in found.measures:
        for method in found.methods:
            held = found.held(method, measure)
            if held[0].held.trials:
                yield measure, method, held


def _share(one: Coverage) -> str:
    low, high = one.held.ci95
    return f"{percent(one.held.probability)} ({percent(low)}…{percent(high)})"


def _legend(told: Told, books: Books) -> str:
    found = told.backtest
    return (
        f"Figures of {told.observed.source}, {told.observed.span}; {counted(len(found.starts), 'forecast')} made "
        f"after {found.histories}, each fitted to the months before it and to nothing "
        f"else, seed {told.scenario.seed}, errors of measurement {percent(books.noise)} (--noise). Scores: fair CRPS "
        "over the mean step of the history, a month's or a year's; lower is better. ×: the model's score as a multiple "
        "of the best naive one's. p: Diebold-Mariano with the "
        "correction of Harvey, Leybourne and Newbold. Bands: share of figures inside, 95% Wilson intervals, which take "
        "overlapping forecasts for independent."
    )


def _content(told: Told, books: Books) -> dict[str, Any]:
    found = told.backtest
    return {
        "sentences": _sentences(told),
        "data": {"source": told.observed.source, "months": list(found.months), "measures": list(found.measures)},
        "noise": books.noise,
        "starts": list(found.starts),
        "refusals": found.refusals,
        "left_out": told.left_out,
        "strange": told.strange,
        "measures": {name: _measure(found, name) for name in found.measures},
    }


def _measure(found: Backtest, measure: str) -> dict[str, Any]:
    return {
        "best_naive": found.best(measure),
        "methods": {
            method: {
                "score": found.mean(method, measure),
                "by_horizon": [found.mean(method, measure, h) for h in range(1, found.horizons + 1)],
                "bands": {f"{one.band:.0%}": one.held for one in found.held(method, measure)},
                "places": found.spread(method, measure),
                "against": found.overall(method, measure) if method != found.methods[0] else None,
            }
            for method in found.methods
        },
    }


def _scores(found: Backtest) -> pd.DataFrame:
    """Return a row per measure, start, horizon and method."""
    import pandas as pd

    rows = []
    for place in np.ndindex(found.scores.shape):
        method, measure, start, horizon = place
        if not np.isnan(found.scores[place]):
            known = found.starts[start]
            rows.append({
                "measure": found.measures[measure], "known_months": known, "horizon": horizon + 1,
                "month": found.months[known + horizon], "method": found.methods[method],
                "scaled_crps": found.scores[place], "place": found.places[place],
            })  # fmt: skip
    return pd.DataFrame(rows)


def _bands(found: Backtest) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([
        {"measure": measure, "method": method, "band": one.band, "held": one.held.probability,
         "low": one.held.ci95[0], "high": one.held.ci95[1], "forecasts": one.held.trials}
        for measure, method, held in _coverages(found) for one in held
    ])  # fmt: skip


def _drawn_scores(found: Backtest, facts: RunFacts) -> Figure:
    from sim.charts.forecast_scores import forecast_scores

    return forecast_scores(words.contest(found, words.main_measure(found)), found, facts)


def _drawn_places(found: Backtest, facts: RunFacts) -> Figure:
    from sim.charts.forecast_places import forecast_places

    return forecast_places(words.bands(found, words.main_measure(found)), found, facts)
