"""Conditions are read as people write them; what can't be read is shown with a caret and what was meant."""

from __future__ import annotations

import pytest

from sim.analysis.discovering.when import When
from sim.errors import UsageError
from sim.studies.when import parse

POLICIES = ("carry_on", "plan_first", "all_in", "Steady")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plan_first beats carry_on", When("plan_first", "carry_on", "npv", ">", 0.0)),
        ("plan first BEATS Carry On", When("plan_first", "carry_on", "npv", ">", 0.0)),
        ("plan first beats carry on by 5k on npv", When("plan_first", "carry_on", "npv", ">", 5_000.0)),
        ("plan first beats carry on on npv", When("plan_first", "carry_on", "npv", ">", 0.0)),
        ("  plan_first beats carry_on by £50k ", When("plan_first", "carry_on", "npv", ">", 50_000.0)),
        ("all_in beats Steady on customers", When("all_in", "Steady", "customers", ">", 0.0)),
        ("all_in beats Steady by 20 on customers", When("all_in", "Steady", "customers", ">", 20.0)),
        ("all_in beats Steady on growth by 2%", When("all_in", "Steady", "growth", ">", 0.02)),
        ("Steady: final_revenue > 3m", When("Steady", "", "final_revenue", ">", 3e6)),
        ("Steady: final revenue >= 3m", When("Steady", "", "final_revenue", ">=", 3e6)),
        ("Steady: growth < -2%", When("Steady", "", "growth", "<", -0.02)),
        ("all_in: payback_month <= 2 years", When("all_in", "", "payback_month", "<=", 24.0)),
        ("all in: ruined", When("all_in", "", "ruined", ">", 0.0)),
    ],
)
def test_conditions_are_read(text: str, expected: When) -> None:
    assert parse(text, POLICIES) == expected


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("plan_frist beats carry_on", 1, "no policy named 'plan_frist'", "Did you mean 'plan_first'?"),
        ("plan_first beats cary_on", 18, "no policy named 'cary_on'", "Did you mean 'carry_on'?"),
        ("plan_first beats plan_first", 18, "can't beat itself", "Policies: carry_on"),
        ("plan_first beats ", 17, "expected a policy", "Policies: carry_on"),
        ("plan_first wins", 16, "expected 'beats'", "such as"),
        ("", 1, "expected 'beats'", "such as"),
        ("all_in beats Steady on custmers", 24, "no outcome named 'custmers'", "Did you mean 'customers'?"),
        ("all_in beats Steady by lots", 24, "lots", ""),
        ("all_in beats Steady by", 23, "expected a value", ""),
        ("all_in beats Steady by 5%", 24, "no value of npv", "npv: discounted"),
        ("all_in beats Steady by 5 by 6", 26, "'by' is there twice", ""),
        ("all_in: npv", 12, "expected < or >", "such as"),
        ("all_in: npw > 3m", 9, "no outcome named 'npw'", "Did you mean 'npv'?"),
        ("all_in: > 3m", 9, "expected an outcome", ""),
        ("all_in beats Steady by -5k", 24, "can't be below zero", "the other policy"),
        ("all_in: ruined < 0.5", 16, "yes or no", "Write 'all_in: ruined'"),
    ],
)
def test_what_cannot_be_read_is_marked(text: str, column: int, message: str, hint: str) -> None:
    with pytest.raises(UsageError, match="can't be read") as caught:
        parse(text, POLICIES)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint
    assert problem.column == column
    assert "^" in str(problem)
