"""Reality checks judged on the means of a made-up run."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from sim.analysis.checks.checks import Verdict, judge, validate
from sim.analysis.intervals import t_interval
from sim.errors import ScenarioError
from sim.results import STEPS, Results, RunFacts
from tests.unit.analysis.synthetic import ends_of


@pytest.fixture(scope="module")
def results() -> Results:
    """Technology halves in 24 months, cash grows by 1 a month, NPV is 3 under one policy and −3 under the other."""
    facts = RunFacts("s", "0" * 12, "GBP", 1, 2, 24, "2026-01", ("harvest", "other"), ("a", "b"), "harvest")
    rows = [
        {"policy": policy, "month": month, "measure": measure, "mean": value}
        for policy in facts.policies
        for month in range(25)
        for measure, value in [
            *((f"technology_{step}", (0.4 + 0.1 * place) * 0.5 ** (month / 24)) for place, step in enumerate(STEPS)),
            ("cash", 10.0 + month),
            ("customers", 5.0 + month),
        ]
    ]
    outcomes = pd.DataFrame(
        {
            "policy": ["harvest", "harvest", "other", "other"],
            "npv": [2.0, 4.0, -2.0, -4.0],
            "customers": [100.0, 200.0, 1.0, 1.0],
            "payback_month": np.nan,
        }
    )
    return Results(facts, ends_of(outcomes), pd.DataFrame(rows), pd.DataFrame())


@pytest.mark.parametrize(
    ("claim", "holds", "left", "right"),
    [
        ("technology at 24 months < technology at 0", True, 0.3, 0.6),
        ("technology_plans at 2 years == 20%", True, 0.2, 0.2),
        ("cash at 12 > cash at 1 year", False, 22.0, 22.0),
        ("cash at 12 >= cash at 1 year", True, 22.0, 22.0),
        ("cash at 12 <= cash at end", True, 22.0, 34.0),
        ("cash at 12 <= cash at 1 year", True, 22.0, 22.0),
        ("npv ==~ 3.1", True, 3.0, 3.1),
        ("npv ==~ 3.3", False, 3.0, 3.3),
        ("npv == 3.1", False, 3.0, 3.1),
        ("customers > customers at end", True, 150.0, 29.0),
        ("-(npv - 1) * 2 / 4 < 0", True, -1.0, 0.0),
        ("npv + 1 > 2 * 2 - 1", True, 4.0, 3.0),
    ],
)
def test_judge(results: Results, claim: str, *, holds: bool, left: float, right: float) -> None:
    verdict = judge(results, policy="harvest", claim=claim)
    assert verdict.holds is holds
    assert [verdict.left, verdict.right] == pytest.approx([left, right])


def test_the_policy_matters(results: Results) -> None:
    assert judge(results, policy="harvest", claim="npv > 0").holds
    assert not judge(results, policy="other", claim="npv > 0").holds


@pytest.mark.parametrize("claim", ["npv / 0 > 0", "npv / 0 < 0", "payback_month < 0", "cac > 0", "cac < 0"])
def test_what_does_not_exist_never_holds(results: Results, claim: str) -> None:
    assert not judge(results, policy="harvest", claim=claim).holds


def test_a_verdict_reads_well(results: Results) -> None:
    verdict = judge(results, policy="harvest", claim="customers at 24 > 50")
    assert str(verdict) == "harvest: customers at 24 > 50 does not hold (29 against 50)"
    assert str(judge(results, policy="harvest", claim="technology at 24 > 20%")).endswith("holds (30% against 20%)")
    verdict = judge(results, policy="harvest", claim="payback_month <= 36")
    assert str(verdict) == "harvest: payback_month <= 36 does not hold (never against 36)"
    assert verdict.as_json()["left"] is None


@pytest.mark.parametrize(
    ("claim", "message", "hint"),
    [
        ("technolgy at 24 < 1", "'technolgy' is not a measure", "'technology'"),
        ("nvp > 0", "'nvp' is not an outcome or measure", "'npv'"),
        ("technology > 0", "needs a month", "technology at 24 months"),
        ("npv at 3 > 0", "is an outcome of the whole run", "leave out"),
        ("cash at 25 > 0", "month 25 is beyond the horizon", "24 months"),
        ("zzzzzz > 0", "is not an outcome", "known:"),
    ],
)
def test_names_and_months_are_looked_up(claim: str, message: str, hint: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        validate(claim, months=24)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint
    assert problem.width > 1


def test_an_unknown_policy_is_suggested(results: Results) -> None:
    with pytest.raises(ScenarioError, match="'harvset'") as caught:
        judge(results, policy="harvset", claim="npv > 0")
    assert caught.value.problems[0].hint == "Did you mean 'harvest'?"


def test_reading_a_claim_loads_nothing_heavy() -> None:
    code = (
        "import sys; from sim.analysis.checks.checks import validate; validate('npv > 0');"
        "print([m for m in ('pandas', 'scipy', 'matplotlib', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def told(claim: str, **columns: list[float]) -> Verdict:
    """Judge a claim on one policy with these outcomes."""
    count = len(next(iter(columns.values())))
    facts = RunFacts("s", "0" * 12, "GBP", 1, count, 24, "2026-01", ("only",), ("a",), "only")
    outcomes = pd.DataFrame({"policy": ["only"] * count, **columns})
    empty = pd.DataFrame({"policy": [], "month": [], "measure": [], "mean": []})
    return judge(Results(facts, ends_of(outcomes), empty, pd.DataFrame()), policy="only", claim=claim)


class TestMonths:
    """A month that never comes is later than any: of few that get there the mean would praise the policy."""

    def test_the_median_over_all_paths_counts(self) -> None:
        mostly_never = [12.0, np.nan, np.nan]
        assert told("payback_month > 36", payback_month=mostly_never).holds
        assert not told("payback_month < 36", payback_month=mostly_never).holds
        assert told("payback_month < 36", payback_month=[12.0, 20.0, np.nan]).left == 20.0

    def test_a_firm_that_lives_is_not_ruined_early(self) -> None:
        assert not told("ruin_month < 12", ruin_month=[np.nan] * 4).holds


class TestNoise:
    def test_a_share_goes_by_wilson(self) -> None:
        """No ruin in 12 leaves up to 24 %; in 200 at most 1.9 %."""
        few, many = ([0.0] * count for count in (12, 200))
        assert told("ruined > 5%", ruined=few).in_doubt
        assert not told("ruined > 5%", ruined=many).in_doubt
        assert str(told("ruined > 5%", ruined=few)).endswith("(0% against 5.0%, within noise)")

    @pytest.mark.parametrize(("number", "doubt"), [(50.0, True), (52.0, True), (70.0, False)])
    def test_a_mean_goes_by_the_jackknife(self, number: float, doubt: bool) -> None:  # noqa: FBT001 (a parameter)
        values = [float(value) for value in range(101)]
        assert told(f"npv > {number}", npv=values).in_doubt is doubt

    def test_luck_that_both_sides_share_is_no_noise(self) -> None:
        """A mutant that adds up the spread of either side is in doubt here: 100 times the difference."""
        values = np.arange(101.0) * 1e3
        assert not told("npv > npv_without_terminal_value", npv=[*(values + 10.0)],
                        npv_without_terminal_value=[*values]).in_doubt  # fmt: skip

    def test_the_jackknife_is_the_t_interval_of_a_mean(self) -> None:
        """Twenty values are twenty groups of one: in doubt exactly where the t interval holds the number."""
        values = np.sqrt(np.arange(20.0))
        low, high = t_interval(values)
        for number, doubt in ((low - 1e-6, False), (low + 1e-6, True), (high - 1e-6, True), (high + 1e-6, False)):
            assert told(f"npv > {number:.12f}", npv=[*values]).in_doubt is doubt

    @pytest.mark.parametrize("claim", ["npv == 0", "npv ==~ 0", "payback_month > 3"])
    def test_what_has_no_interval_is_not_judged(self, claim: str) -> None:
        assert not told(claim, npv=[-1.0, 1.0], payback_month=[1.0, 9.0]).in_doubt

    def test_one_replication_tells_nothing(self) -> None:
        assert not told("npv > 0", npv=[1.0]).in_doubt


def test_sizes_are_read(results: Results) -> None:
    assert judge(results, policy="harvest", claim="npv < 0.3k").right == 300.0
    assert judge(results, policy="harvest", claim="npv < 2m * 3").right == 6e6


@pytest.mark.parametrize("claim", ["ruined > 5", "5 < ruined", "technology at 24 > 30", "stockouts at 3 < 2"])
def test_a_share_beyond_one_is_a_slip(claim: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        validate(claim, months=24)
    assert "Did you mean" in caught.value.problems[0].hint


def test_a_policy_in_a_claim_is_led_elsewhere() -> None:
    with pytest.raises(ScenarioError) as caught:
        validate("harvest - other > 0", months=24, policies=("harvest", "other"))
    assert "is a policy" in caught.value.problems[0].message
    assert "compare" in caught.value.problems[0].hint
    validate("cash at 3 > 0", months=24, policies=("cash",))
