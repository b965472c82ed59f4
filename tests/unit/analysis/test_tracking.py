"""A firm held against a run: what moves, what stays, and every awkward run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.special import ndtri

from sim.analysis.forecasting.scoring import crps
from sim.analysis.run.odds import Target
from sim.analysis.tracking import words as track_words
from sim.analysis.tracking.one_scale import luck_of_a_month, on_one_scale, usual_size
from sim.analysis.tracking.tracking import Ends, Tracking, track
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

MONTHS, KNOWN, COUNT = 36, 12, 400


def normals(name: str, rows: int, columns: int) -> Array:
    return np.asarray(ndtri(KeyedUniforms(4).rows(name, 0, rows, ((0, -(-columns // 4)),))[:, :columns]))


def firms(name: str, count: int) -> tuple[dict[str, Array], Ends]:
    """Return firms that grow at rates of their own, with luck in every month."""
    rate = 0.01 * normals(f"{name}:rate", 1, count)[0]
    months = np.arange(MONTHS + 1)[:, None]
    trend = np.exp(rate * months)
    luck = {key: np.exp(0.05 * normals(f"{name}:{key}", MONTHS + 1, count)) for key in ("revenue", "customers")}
    simulated = {"revenue": 1000.0 * trend * luck["revenue"], "customers": 50.0 * trend * luck["customers"]}
    simulated["cash"] = 500.0 + 3000.0 * rate * months
    growth = np.exp(12.0 * rate) - 1.0
    return simulated, Ends(growth, (rate < -0.02).astype(float), 1e5 * rate)


def figures(simulated: dict[str, Array], firm: int, *names: str) -> dict[str, Array]:
    """Return the first months of one of them, as months of the run."""
    found = {name: simulated[name][:, firm].copy() for name in names}
    for own in found.values():
        own[0], own[KNOWN + 1 :] = np.nan, np.nan
    return found


@pytest.fixture(scope="module")
def run() -> tuple[dict[str, Array], Ends]:
    return firms("test:run", COUNT)


def held(run: tuple[dict[str, Array], Ends], actual: dict[str, Array]) -> Tracking:
    return track(run[0], actual, run[1], noise=0.05, seed=1)


def test_figures_of_a_growing_firm_raise_its_odds(run: tuple[dict[str, Array], Ends]) -> None:
    best = int(np.argsort(run[1].growth)[-20])
    found = held(run, figures(run[0], best, "revenue", "customers"))
    by_name = {one.name: one for one in found.updates}
    assert found.last == KNOWN
    assert by_name["growing"].moved == 1
    assert by_name["growing"].now.value > 0.95
    assert by_name["shrinking"].moved == -1
    assert by_name["revenue, next 12 months"].moved == 1
    assert not found.alarm.off_track
    assert track_words.moved(found, "USD")[0].startswith("With the figures the chance of growing rises from")


def test_updates_score_better_than_the_run_and_a_mutant_of_mixed_up_firms_worse(
    run: tuple[dict[str, Array], Ends],
) -> None:
    """60 firms drawn like the run: the score of next year's revenue falls; with another firm's figures it rises."""
    others, _ = firms("test:others", 60)
    ahead = run[0]["revenue"][KNOWN + 1 : KNOWN + 13].sum(axis=0)
    scores = {"run": 0.0, "now": 0.0, "mutant": 0.0}
    for firm in range(60):
        actual = np.array(others["revenue"][KNOWN + 1 : KNOWN + 13, firm].sum())
        for name, whose in (("now", firm), ("mutant", (firm + 1) % 60)):
            shares = held(run, figures(others, whose, "revenue")).weights.shares
            drawn = np.searchsorted(np.cumsum(shares), (np.arange(400) + 0.5) / 400).clip(max=COUNT - 1)
            scores[name] += float(crps(ahead[drawn], actual))
        scores["run"] += float(crps(ahead, actual))
    assert scores["now"] < 0.6 * scores["run"]
    assert scores["mutant"] > scores["run"]


def test_a_target_and_its_odds(run: tuple[dict[str, Array], Ends]) -> None:
    growth, ruined, npv = run[1].growth, run[1].ruined, run[1].npv
    ends = Ends(growth, ruined, npv, Target("npv", "above", 0.0), npv, "money")
    found = track(run[0], figures(run[0], 3, "revenue"), ends, noise=0.05, seed=1)
    target = next(one for one in found.updates if one.name == "target")
    assert target.before.value == pytest.approx(float(np.mean(npv >= 0.0)))


def test_one_replication_and_one_month(run: tuple[dict[str, Array], Ends]) -> None:
    simulated = {name: values[:2, :1] for name, values in run[0].items()}
    ends = Ends(run[1].growth[:1], run[1].ruined[:1], run[1].npv[:1])
    found = track(simulated, {"revenue": np.array([np.nan, 900.0])}, ends, noise=0.05, seed=1)
    assert not found.alarm.able
    assert "revenue, next" not in " ".join(one.name for one in found.updates)
    assert track_words.headline(found, "carry_on").startswith("Too few replications")


def test_signed_and_hopeless_measures(run: tuple[dict[str, Array], Ends]) -> None:
    simulated = {**run[0], "leads": np.zeros((MONTHS + 1, COUNT))}
    actual = figures(simulated, 5, "cash", "leads")
    found = track(simulated, actual, run[1], noise=0.05, seed=1)
    assert (found.measures, found.left_out) == (("cash",), ("leads",))
    assert not found.alarm.off_track


def test_off_track_says_so_and_calls_no_odds(run: tuple[dict[str, Array], Ends]) -> None:
    actual = figures(run[0], 5, "revenue", "customers")
    actual["customers"] *= 3.0
    found = held(run, actual)
    assert track_words.headline(found, "carry_on").startswith(
        "Off track after 12 months of figures: only 0.2% of paths"
    )
    assert "customers to date high" in track_words.headline(found, "carry_on")
    assert "calibrate first" in track_words.moved(found, "USD")[0]


def test_collapse_is_told_with_what_helps(run: tuple[dict[str, Array], Ends]) -> None:
    found = held(run, figures(run[0], 7, "revenue", "customers"))
    told = track_words.collapse(found, COUNT)
    assert found.weights.tempered is bool(told)
    assert not told or ("replications would do" in told[1] or "Calibrate" in told[1])


def test_ruin_certain_and_nothing_known() -> None:
    simulated, _ = firms("test:run", 40)
    certain = Ends(np.full(40, math.nan), np.ones(40), np.full(40, math.nan))
    found = track(simulated, figures(simulated, 0, "revenue"), certain, noise=0.05, seed=1)
    by_name = {one.name: one for one in found.updates}
    assert by_name["closing"].now.value == 1.0
    assert math.isnan(by_name["NPV"].now.value)
    assert by_name["NPV"].moved == 0


def test_the_luck_of_a_month_is_found_beside_seasons_and_trends() -> None:
    season = np.log(1.0 + 0.5 * np.sin(np.arange(24)))[None, :, None]
    trend = 0.02 * np.arange(24)[None, :, None] * normals("test:trend", 1, 500)
    white = 0.1 * normals("test:white", 24, 500)[None]
    assert luck_of_a_month(season + trend + white)[0, 0] == pytest.approx(0.1, rel=0.1)
    assert luck_of_a_month(season + trend)[0, 0] < 1e-9
    assert luck_of_a_month(white[:, :2])[0, 0] == 0.0


def test_scale() -> None:
    values = np.array([0.0, 1.0, 100.0])
    assert on_one_scale(values, "revenue", 100.0) == pytest.approx([math.log(0.01), math.log(0.01), 0.0])
    assert on_one_scale(values, "new_customers", 1.0) == pytest.approx([-math.log(2.0), 0.0, math.log(50.5)])
    assert on_one_scale(-values, "cash", 100.0).tolist() == [0.0, -0.01, -1.0]
    assert usual_size({"revenue": values, "cash": -values}, "cash") == 1.0
