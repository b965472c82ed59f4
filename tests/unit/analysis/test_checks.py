"""Reality checks judged on the means of a made-up run."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from sim.analysis.checks import judge, validate
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


@pytest.mark.parametrize("claim", ["npv / 0 > 0", "npv / 0 < 0", "payback_month > 0", "payback_month < 0"])
def test_what_does_not_exist_never_holds(results: Results, claim: str) -> None:
    assert not judge(results, policy="harvest", claim=claim).holds


def test_a_verdict_reads_well(results: Results) -> None:
    verdict = judge(results, policy="harvest", claim="npv > 5")
    assert str(verdict) == "harvest: npv > 5 does not hold (3 against 5)"


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
        "import sys; from sim.analysis.checks import validate; validate('npv > 0');"
        "print([m for m in ('pandas', 'scipy', 'matplotlib', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
