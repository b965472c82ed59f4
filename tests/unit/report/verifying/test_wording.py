"""Which numbers a text holds, and when two texts hold the same."""

from __future__ import annotations

import pytest

from sim.report.verifying.wording import compared, numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("48% of paths", ("48%",)),
        ("−£38.2k … +$1.24m", ("-£38.2k", "$1.24m")),
        ("2,000 replications × 60 months", ("2000", "60")),
        ("one path in eight, <0.1% and 1.2e-05", ("eight", "<0.1%", "1.2e-05")),
        ("run 0e1a55ac-s7-n50", ("0e1", "55", "7", "50")),
        ("10–20 and 5-7", ("10", "20", "5", "7")),
        ("CHF 950, 3 %", ("950", "3%")),
        ("3 kinds", ("3",)),
        ("nothing here", ()),
    ],
)
def test_the_numbers_of_a_text(text: str, found: tuple[str, ...]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("stated", "again", "sameness"),
    [
        ("Steady wins in 48% of paths", "Steady wins in 48% of paths", "same"),
        ("Steady  wins in 48% of paths", "Steady wins in 48% of\npaths", "same"),
        ("In 48% of paths we win", "Steady wins in 48% of paths", "reworded"),
        ("Steady wins often", "Steady wins in 48% of paths", "reworded"),
        ("Steady wins in 8% of paths", "Steady wins in 48% of paths", "different"),
        ("Steady wins in 48 of paths", "Steady wins in 48% of paths", "different"),
        ("Worth £1.2m", "Worth −£1.2m", "different"),
        ("Worth £1.2k", "Worth £1.2m", "different"),
        ("Worth $1.2m", "Worth £1.2m", "different"),
        ("A 2, then B 1", "A 1, then B 2", "different"),
        ("one in nine", "one in eight", "different"),
        ("48% of paths, see page 3", "48% of paths", "different"),
        (1.0 + 1e-12, 1.0, "same"),
        (1.0 + 1e-6, 1.0, "different"),
        ("1.5", 1.5, "same"),
        ("many", 1.5, "different"),
        (None, 1.5, "different"),
        (float("nan"), float("nan"), "same"),
    ],
)
def test_when_two_things_are_the_same(stated: str | float | None, again: str | float | None, sameness: str) -> None:
    assert compared(stated, again) == sameness


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212-")
def test_every_dash_before_a_number_is_a_minus(dash: str) -> None:
    assert compared(f"It gains {dash}£3.6m", "It gains £3.6m") == "different"
    assert compared(f"It gains {dash}£3.6m", "It gains −£3.6m") != "different"
