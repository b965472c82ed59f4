"""Amounts as readers expect them."""

from __future__ import annotations

import math

import pytest

from sim.analysis.amounts import (
    brief,
    counted,
    listed,
    money,
    percent,
    quantity,
    sentence,
    signed_money,
    spoken,
)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0.0, "£0"),
        (950.0, "£950"),
        (9_410.0, "£9,410"),
        (12_340.0, "£12.3k"),
        (94_100.0, "£94.1k"),
        (999_600.0, "£1.00m"),
        (1_240_000.0, "£1.24m"),
        (124_000_000.0, "£124m"),
        (3.2e9, "£3.20bn"),
        (7.5e13, "£75.0tn"),
        (4e18, "£4.00e+18"),
        (0.45, "£0.450"),
        (2.5, "£2.50"),
        (1e-7, "£1.00e-07"),
        (-38_200.0, "−£38.2k"),
        (-0.0, "£0"),
        (math.nan, "n/a"),
        (math.inf, "n/a"),
    ],
)
def test_money(amount: float, text: str) -> None:
    assert money(amount, "GBP") == text


@pytest.mark.parametrize(
    ("currency", "text"), [("USD", "$1.50m"), ("EUR", "€1.50m"), ("CHF", "CHF 1.50m"), ("", "1.50m")]
)
def test_currencies(currency: str, text: str) -> None:
    assert money(1.5e6, currency) == text


def test_differences_always_carry_their_sign() -> None:
    assert signed_money(27_000.0, "GBP") == "+£27.0k"
    assert signed_money(-27_000.0, "GBP") == "−£27.0k"
    assert signed_money(0.0, "GBP") == "£0"
    assert signed_money(math.nan, "GBP") == "n/a"


def test_quantities_have_no_currency() -> None:
    assert quantity(0.3125) == "0.312"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0%"),
        (0.0004, "<0.1%"),
        (0.017, "1.7%"),
        (0.166, "17%"),
        (0.5, "50%"),
        (0.951, "95%"),
        (0.993, "99.3%"),
        (0.9996, ">99.9%"),
        (1.0, "100%"),
        (math.nan, "n/a"),
    ],
)
def test_percent_never_claims_a_false_never_or_always(share: float, text: str) -> None:
    assert percent(share) == text


def test_counts() -> None:
    assert (counted(1, "path"), counted(2_000, "path")) == ("1 path", "2,000 paths")


def test_names() -> None:
    assert spoken("carry_on") == "carry on"
    assert spoken("投資") == "投資"
    assert spoken("_") == "_"
    assert sentence("plan first wins") == "Plan first wins"
    assert (listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])) == ("a", "a and b", "a, b and c")


def test_the_name_of_a_run_is_shortened_before_that_of_a_policy() -> None:
    assert brief("a_very_long_scenario_name: plan_first", 24) == "a_very_long…: plan_first"
    assert brief("short: steady", 24) == "short: steady"
    assert brief("a_policy_that_never_ends_at_all", 24) == "a_policy_that_never_end…"
