"""Forecasts look at nothing but the months they are given; what a backtest scores is such a forecast."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.forecasting.outlook import KEPT, LUCKS, SETS, outlook, resampled
from sim.errors import UsageError
from sim.report.answer import tell
from sim.report.backtest import backtest as answered
from sim.report.forecast import forecast as told_ahead
from sim.studies.backtest import Folds, backtest
from sim.studies.books import Books
from sim.studies.calibration.waves import Effort
from sim.studies.forecast import ahead, forecast
from sim.studies.source import Asked

if TYPE_CHECKING:
    from pathlib import Path

    from sim.analysis.calibration.observed import Observed
    from sim.scenario import Scenario
    from sim.studies.forecast import Forecast

SMALL = """extends: presets/b2b_services.yaml
name: a small firm
start: 2026-03
horizon: 30 months
acquisition: {win_rate: 18% to 30%}
"""
REVENUE = (310, 300, 290, 305, 320, 315, 300, 295, 310, 330)
OTHER = (350, 260)
"""Other figures of the last two months, both among the paths, so that a forecast that moved would show."""
ASKED = Asked()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit with fewer firms: what is tested is what forecasts look at, not how well they are fitted."""
    monkeypatch.setattr("sim.studies.forecast.Effort", lambda: Effort(lanes=256, waves=1))


def csv(figures: tuple[int, ...]) -> str:
    rows = [f"2026-{month:02d},{1000 * value}" for month, value in enumerate(figures, 3)]
    return "\n".join(["month,revenue", *rows, ""])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forecast")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    for name, figures in (("all", REVENUE), ("eight", REVENUE[:8]), ("other", (*REVENUE[:8], *OTHER))):
        (folder / f"{name}.csv").write_text(csv(figures), encoding="utf-8")
    return folder


def books(place: Path, name: str) -> Books:
    return Books(data=str(place / f"{name}.csv"))


def _peeking(scenario: Scenario, observed: Observed, months: int, asked: Books) -> Forecast:
    """Return a forecast whose last known figure is the one after it."""
    values = observed.values["revenue"].copy()
    values[-1] = 1000.0 * OTHER[0]
    return ahead(scenario, replace(observed, values={"revenue": values}), months, asked)


@pytest.mark.slow
def test_a_backtest_sees_nothing_of_what_it_forecasts(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The forecast behind a fold is that of a file which ends there: other figures after it leave the members alone."""
    file, folds = str(place / "small.yaml"), Folds(first=8, every=2, months=2)
    blind = forecast(file, books(place, "eight"), 2, ASKED).outlook.ahead("revenue")
    found = backtest(file, books(place, "other"), folds, ASKED).backtest
    figures = 1000.0 * np.array(OTHER)
    places = ((blind < figures[:, None]).sum(axis=1) + 0.5) / (blind.shape[1] + 1)
    assert found.places[0, 0, 0] == pytest.approx(places)
    monkeypatch.setattr("sim.studies.backtest.ahead", _peeking)
    found = backtest(file, books(place, "other"), folds, ASKED).backtest
    assert found.places[0, 0, 0] != pytest.approx(places)  # the mutant knows the month after


@pytest.mark.slow
def test_answers(place: Path, tmp_path: Path) -> None:
    file = str(place / "small.yaml")
    found = answered(file, books(place, "all"), Folds(first=8, every=2, months=2), ASKED)
    assert found.text.startswith("Revenue: a score")
    assert "2 months ahead" in found.text
    assert "seasonal naive: too few months: it needs 15" in found.text.replace("\n  ", " ")
    told = tell(found, tmp_path)
    assert {"scores.csv", "bands.csv", "charts/scores.png", "charts/places.png"} <= set(told.content["files"])
    ahead = told_ahead(file, books(place, "all"), 3, ASKED)
    table = ahead.tables["forecast"]
    assert table["month"].unique().tolist() == ["2027-01", "2027-02", "2027-03"]
    assert set(table["measure"]) == {"revenue", "active_customers"}
    assert (table["p025"] <= table["p50"]).all()
    assert tell(ahead, tmp_path).text.startswith("Revenue over the next 3 months: median $")


def test_figures_that_no_firm_shows_are_left_out_and_that_is_said(place: Path) -> None:
    """Revenue in thousands, beside customers that are right: the forecast follows those alone, and says so first."""
    file, rows = str(place / "small.yaml"), [f"2026-{month:02d},{300 + month},220" for month in range(3, 11)]
    (place / "thousands.csv").write_text("\n".join(["month,revenue,customers", *rows, ""]), encoding="utf-8")
    found = told_ahead(file, books(place, "thousands"), 2, ASKED)
    assert found.text.startswith("Careful: revenue lies outside what any firm of the scenario shows")
    assert "(customers)" in found.text
    alone = told_ahead(file, replace(books(place, "thousands"), using=("customers",)), 2, ASKED)
    revenue = [one.tables["forecast"].query("measure == 'revenue'")["mean"].to_numpy() for one in (found, alone)]
    assert revenue[0] == pytest.approx(revenue[1], rel=0.02)


def test_a_measure_whose_figures_begin_later_is_judged_from_then_on(place: Path) -> None:
    rows = [f"2026-{month:02d},300000,{15 if month > 9 else ''}" for month in range(3, 13)]
    (place / "later.csv").write_text("\n".join(["month,revenue,orders", *rows, ""]), encoding="utf-8")
    told = backtest(str(place / "small.yaml"), books(place, "later"), Folds(first=6, every=3, months=1), ASKED)
    orders = told.backtest.places[0, told.backtest.measures.index("orders")]
    assert np.isfinite(orders[:, 0]).tolist() == [False, True]


def test_starts() -> None:
    assert Folds().starts(48) == tuple(range(32, 48))
    assert Folds(first=9, every=3).starts(12) == (9,)
    for folds, length in ((Folds(), 6), (Folds(first=12), 12), (Folds(first=3), 12)):
        with pytest.raises(UsageError, match="at least 6"):
            folds.starts(length)


def test_months_out_of_bounds(place: Path) -> None:
    for months in (0, 121):
        with pytest.raises(UsageError, match="1 to 120 whole months"):
            forecast(str(place / "small.yaml"), books(place, "all"), months, ASKED)


def test_a_scenario_without_ranges_says_what_to_write(place: Path) -> None:
    with pytest.raises(UsageError, match="nothing to fit"):
        forecast("presets/b2b_services.yaml", books(place, "all"), 1, ASKED)


def test_luck_is_chosen_by_the_figures_and_sets_count_alike() -> None:
    """Paths that rose or fell: after figures that rose, those go on; each set keeps as many members."""
    steps = np.where(np.arange(LUCKS) % 4 == 0, 1.05, 0.95)
    paths = 100.0 * np.cumprod(np.broadcast_to(steps, (9, SETS, LUCKS)), axis=0)
    level = np.linspace(0.9, 1.1, SETS)[None, :, None]
    found = outlook(
        {"revenue": paths * level}, {"revenue": np.power(1.05, np.arange(1.0, 7.0)) * 100.0}, noise=0.02, seed=1
    )
    ahead = found.ahead("revenue")
    assert ahead.shape == (3, SETS * KEPT)
    assert np.median(ahead[2]) == pytest.approx(100.0 * 1.05**9, rel=0.02)
    assert (ahead[2] > 100.0).all()


def test_resampled_places_follow_the_shares() -> None:
    shares = np.array([0.0, 0.5, 0.25, 0.25])
    assert np.bincount(resampled(shares, 8, 0.5), minlength=4).tolist() == [0, 4, 2, 2]
    assert resampled(np.array([1.0]), 3, 0.999).tolist() == [0, 0, 0]
