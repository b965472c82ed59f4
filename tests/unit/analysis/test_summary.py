"""The summary of a run: right figures, right pairs, right shape."""

from __future__ import annotations

import json
import math

import pandas as pd
import pytest

from sim.analysis.intervals import wilson
from sim.analysis.run.summary import Summary, summarise
from sim.analysis.run.summary_table import COLUMNS
from sim.results import Results, RunFacts
from tests.unit.analysis.synthetic import ends_of, made_up


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(made_up())


def small(**columns: list[float]) -> Results:
    """Two policies, four replications."""
    rows = {
        "policy": ["a"] * 4 + ["b"] * 4,
        "replication": [0, 1, 2, 3, 0, 1, 2, 3],
        "npv": [1.0, 2.0, 3.0, 4.0, 11.0, 12.0, 13.0, 14.0],
        "npv_without_terminal_value": [1.0, 2.0, 3.0, 4.0, 0.5, 1.5, 2.5, 3.5],
        "final_revenue": [5.0] * 8,
        "lowest_cash": [5.0] * 8,
        "ruined": [0.0] * 8,
        "growth": [0.0] * 8,
        "payback_month": [math.nan] * 4 + [10.0, 20.0, math.nan, math.nan],
        **columns,
    }
    facts = RunFacts("s", "0" * 12, "GBP", 1, 4, 24, "2026-01", ("a", "b"), ("x", "y"), "a")
    return Results(facts, ends_of(pd.DataFrame(rows)), pd.DataFrame(), pd.DataFrame())


def test_policies_are_paired_by_replication() -> None:
    """Every difference is 10; unpaired, they would spread."""
    against = summarise(small())["b"].against_baseline
    assert against is not None
    assert against.npv.mean == 10.0
    assert against.npv.ci95 == (10.0, 10.0)
    assert against.npv.variance_reduction == math.inf


def test_the_baseline_has_no_difference_from_itself() -> None:
    assert summarise(small()).baseline.against_baseline is None


def test_an_order_that_hangs_on_the_terminal_value_is_flagged() -> None:
    (flip,) = summarise(small()).flips
    assert (flip.better, flip.worse, flip.reversed_without) == ("b", "a", True)


def test_payback_counts_never_as_later_than_any_month() -> None:
    """Two of four pay back, in months 10 and 20: the median is not known, and certainly not 15."""
    summary = summarise(small())
    assert math.isnan(summary["b"].payback.month)
    assert summary["b"].payback.ever.probability == 0.5
    three = small(payback_month=[math.nan] * 4 + [math.nan, 30.0, 20.0, 10.0])
    assert summarise(three)["b"].payback.month == 25.0
    assert summarise(small())["a"].payback.ever.probability == 0.0


def test_ending_lower_counts_ruin() -> None:
    results = small(growth=[-0.5, 0.0, 0.5, math.nan] * 2, ruined=[0.0, 0.0, 1.0, 1.0] * 2)
    assert summarise(results)["a"].ending_lower.count == 3


def test_ending_lower_is_unknown_when_growth_is() -> None:
    results = small(growth=[-0.5, 0.0, 0.5, math.nan] + [-0.5] * 4)
    summary = summarise(results)
    assert (summary["a"].ending_lower.trials, summary["b"].ending_lower.trials) == (0, 4)
    against = summary["b"].against_baseline
    assert against is not None
    assert against.ending_lower.p_value == 1.0


def test_figures_are_those_of_the_outcomes(summary: Summary) -> None:
    outcomes = made_up().outcomes
    for policy in summary.policies:
        own = outcomes[outcomes["policy"] == policy.name]
        assert policy.npv.mean == pytest.approx(own["npv"].mean())
        assert policy.npv.p05 == pytest.approx(own["npv"].quantile(0.05))
        assert policy.final_revenue.p50 == pytest.approx(own["final_revenue"].median())
        assert policy.ruin.ci95 == wilson(int(own["ruined"].sum()), len(own))


def test_the_same_luck_is_worth_replications(summary: Summary) -> None:
    against = summary["plan_first"].against_baseline
    assert against is not None
    assert against.npv.variance_reduction > 2


def test_the_table_has_every_documented_column(summary: Summary) -> None:
    table = summary.frame()
    assert list(table.columns) == list(COLUMNS)
    assert list(table["policy"]) == list(summary.facts.policies)
    empty = table.drop(columns=["payback_month"]).iloc[1:].isna().any()
    assert not empty.any(), "every column but payback is filled outside the baseline's row"


def test_json_has_the_promised_shape(summary: Summary) -> None:
    entries = json.loads(json.dumps(summary.as_json(), allow_nan=False))
    for entry in entries:
        assert {"name", "npv", "final_revenue", "ruin", "regime"} <= set(entry)
        assert {"mean", "ci95", "p05", "p50", "p95"} == set(entry["npv"]) == set(entry["final_revenue"])
        assert {"probability", "ci95"} == set(entry["ruin"])
        assert {"label", "growing", "shrinking"} <= set(entry["regime"])
    assert entries[0]["difference"] is None
    assert entries[2]["difference"]["npv"]["mean"] > 0


def test_json_has_no_nan_and_no_infinity() -> None:
    entries = summarise(small(npv=[math.nan] * 8)).as_json()
    assert entries[0]["npv"]["mean"] is None
    assert summarise(small()).as_json()[1]["difference"]["npv"]["variance_reduction"] is None
    json.dumps(entries, allow_nan=False)
