"""Charts of tracking, forecasts and backtests: what they draw is what was found, and no text runs into another."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.lines import Line2D
from scipy.special import ndtri

from sim.analysis.forecasting.backtest import MODEL, Backtest
from sim.analysis.forecasting.naive import METHODS
from sim.analysis.forecasting.outlook import Outlook
from sim.analysis.tracking.tracking import Ends, Tracking, track
from sim.charts.alarm import alarm
from sim.charts.forecast_fans import forecast_fans
from sim.charts.forecast_places import forecast_places
from sim.charts.forecast_scores import forecast_scores
from sim.charts.track_fans import Drawn, track_fans
from sim.randomness import KeyedUniforms
from sim.results import QUANTILES
from tests.unit.charts.runs import artists, run
from tests.unit.charts.test_layout import boxes, overlapping

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.intervals import Array

FACTS = run("five")[0].facts
TITLE = "On track after 6 months of figures: 34% of paths of the run under carry on stand at least as far out; no alarm"
MEASURES = ("revenue", "customers", "new_customers", "active_customers", "churned", "orders", "leads", "cash")
CASES = {"one": (1, 1.0, 1.0, 200), "two": (2, 1.0, 1.0, 200), "eight": (8, 1.0, 1.0, 200), "huge": (3, 1e9, 1.0, 60),
         "tiny": (2, 1e-4, 1.0, 60), "off track": (3, 1.0, 4.0, 200), "one replication": (2, 1.0, 1.0, 1)}  # fmt: skip
MONTHS = FACTS.months


def normals(name: str, rows: int, columns: int) -> Array:
    return np.asarray(ndtri(KeyedUniforms(6).rows(name, 0, rows, ((0, -(-columns // 4)),))[:, :columns]))


def tracked(case: str) -> tuple[Tracking, dict[str, Array]]:
    count, size, off, replications = CASES[case]
    paths = {
        name: size * 1e4 * np.exp(0.03 * normals(f"test:{name}", MONTHS + 1, replications).cumsum(axis=0))
        for name in MEASURES[:count]
    }
    actual = {name: off * own[:, 0].copy() for name, own in paths.items()}
    for own in actual.values():
        own[0], own[7:] = np.nan, np.nan
    growth = normals("test:growth", 1, replications)[0]
    ends = Ends(growth, np.zeros(replications), 1e6 * growth)
    return track(paths, actual, ends, noise=0.05, seed=1), actual


def tidy(figure: Figure) -> None:
    """Check that every text is on the page and none on another."""
    found, page = boxes(figure), figure.bbox
    assert [text for text, box in found if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1] == []
    assert [(one[0], two[0]) for one, two in combinations(found, 2) if overlapping(one[1], two[1])] == []


def line(figure: Figure, gid: str, number: int = 0) -> Array:
    drawn = [one for one in artists(figure, gid) if isinstance(one, Line2D)]
    return np.asarray(drawn[number].get_xydata(), dtype=np.float64)


@pytest.mark.parametrize("case", CASES)
def test_tracking_figures_are_tidy(case: str) -> None:
    found, actual = tracked(case)
    tidy(track_fans(Drawn(TITLE, found, actual), FACTS))
    tidy(alarm(TITLE, found, FACTS))


def test_fans_show_medians_and_figures() -> None:
    found, actual = tracked("one")
    figure = track_fans(Drawn(TITLE, found, actual), FACTS)
    assert line(figure, "median", 1)[:, 1] == pytest.approx(found.fans["revenue"][1, :, QUANTILES.index(0.5)])
    assert line(figure, "actual")[:, 1] == pytest.approx(actual["revenue"][1:7])


def test_alarm_marks_firm_and_limit() -> None:
    found, _ = tracked("off track")
    figure = alarm(TITLE, found, FACTS)
    assert line(figure, "limit")[0, 0] == pytest.approx(found.alarm.limit)
    assert line(figure, "firm")[0, 0] >= found.alarm.limit
    assert line(figure, "customers")[0, 0] == pytest.approx(found.alarm.places[1])


@pytest.mark.parametrize("months", [1, 12, 36])
def test_forecast_is_tidy(months: int) -> None:
    members = {name: np.exp(0.1 * normals(f"test:{name}", 12 + months, 100)) for name in MEASURES[:2]}
    outlook = Outlook(12, members, 1.0)
    actual = {"revenue": members["revenue"][:12, 0], "customers": np.full(12, np.nan)}
    figure = forecast_fans("Revenue over the next months", outlook, actual, FACTS)
    tidy(figure)
    assert line(figure, "actual")[:, 1] == pytest.approx(actual["revenue"])


@pytest.mark.parametrize(("measures", "horizons"), [(1, 1), (2, 3), (6, 12), (3, 24)])
def test_backtest_figures_are_tidy(measures: int, horizons: int) -> None:
    shape = (1 + len(METHODS), measures, 4, horizons)
    scores = 1.0 + np.abs(normals("test:scores", int(np.prod(shape[:-1])), horizons)).reshape(shape)
    scores[1] = np.nan
    places = np.full(shape, 0.5)
    months = tuple(f"month {number}" for number in range(40))
    why = {"seasonal naive": "too few months: it needs 15, there are 9"}
    found = Backtest((MODEL, *METHODS), MEASURES[:measures], (6, 7, 8, 9), months, scores, places, why)
    figure = forecast_scores("Revenue: a score lower than that of drift", found, FACTS)
    tidy(figure)
    assert line(figure, MODEL)[:, 1] == pytest.approx(scores[0, 0].mean(axis=0))
    tidy(forecast_places("Revenue: of the figures all in all bands", found, FACTS))
