"""The grammar of reality checks, and its messages."""

from __future__ import annotations

import math

import pytest

from sim.analysis.checks.claims import Minus, Name, Number, Operation
from sim.analysis.checks.parsing import parse
from sim.errors import ScenarioError


def test_the_claim_of_the_example() -> None:
    claim = parse("technology at 24 months < technology at 0")
    assert claim.left == Name("technology", 24.0, 1)
    assert claim.comparison == "<"
    assert claim.right == Name("technology", 0.0, 27)


def test_multiplication_binds_before_addition() -> None:
    left = parse("1 + 2 * 3 > 0").left
    assert left == Operation("+", Number(1.0), Operation("*", Number(2.0), Number(3.0)))


def test_subtraction_goes_from_the_left() -> None:
    left = parse("9 - 4 - 3 > 0").left
    assert left == Operation("-", Operation("-", Number(9.0), Number(4.0)), Number(3.0))


def test_brackets_and_signs() -> None:
    assert parse("-(1 + 2) < --3").left == Minus(Operation("+", Number(1.0), Number(2.0)))
    assert parse("1 < --3").right == Number(3.0)
    assert parse("1 < ---3").right == Minus(Number(3.0))


@pytest.mark.parametrize(
    ("text", "value"), [("30%", 0.3), ("250_000", 250_000.0), ("250,000", 250_000.0), ("1e6", 1e6), ("2.5", 2.5)]
)
def test_numbers(text: str, value: float) -> None:
    assert parse(f"npv > {text}").right == Number(value)


@pytest.mark.parametrize(
    ("moment", "month"),
    [("24 months", 24), ("1 month", 1), ("2 years", 24), ("1.5 years", 18), ("7", 7), ("start", 0), ("end", math.inf)],
)
def test_moments(moment: str, month: float) -> None:
    assert parse(f"cash at {moment} > 0").left == Name("cash", month, 1)


@pytest.mark.parametrize("comparison", ["<", "<=", ">", ">=", "==", "==~"])
def test_comparisons(comparison: str) -> None:
    assert parse(f"npv {comparison} 0").comparison == comparison


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "found the end"),
        ("npv", 4, "expected a comparison, found the end"),
        ("npv > ", 7, "expected a measure, an outcome or a number, found the end"),
        ("npv >> 3", 6, "found '>'"),
        ("npv > 3 > 2", 9, "expected the end of the check, found '>'"),
        ("npv & 3", 5, "'&' has no meaning here"),
        ("(npv > 3", 6, "expected ')', found '>'"),
        ("cash at noon > 0", 9, "expected a month after 'at', found 'noon'"),
        ("cash at 0.3 years > 0", 9, "0.3 years is not a whole month"),
        ("cash 24 > 0", 6, "expected a comparison, found '24'"),
        ("at 3 > 0", 1, "found 'at'"),
        ("__import__('os') > 0", 12, "has no meaning here"),
    ],
)
def test_bad_grammar_says_where(text: str, column: int, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse(text, key="checks.0.then")
    (problem,) = caught.value.problems
    assert problem.column == column
    assert message in problem.message
    assert problem.key == "checks.0.then"
    assert caught.value.exit_code == 65


def test_the_caret_stands_under_the_word() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse("cash at noon > 0")
    lines = str(caught.value).splitlines()
    assert lines[1].index("noon") == lines[2].index("^^^^")
