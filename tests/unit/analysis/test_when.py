"""What a condition says of each replication."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.analysis.discovering.when import When
from tests.unit.analysis.synthetic import ends_of

NAN = math.nan
TABLE = pd.DataFrame(
    {
        "policy": ["a"] * 4 + ["b"] * 4,
        "npv": [3.0, 5.0, 2.0, NAN, 3.0, 1.0, 4.0, 1.0],
        "payback_month": [12.0, NAN, NAN, 30.0, 24.0, 60.0, NAN, NAN],
        "ruined": [0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0],
        "unit_cost": [3.0, 3.0, 3.0, 3.0, 4.0, 2.0, 3.0, 3.0],
    }
)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When("a", "b", "npv", ">", 0.0), [0.0, 1.0, 0.0, NAN]),
        (When("b", "a", "npv", ">", 0.0), [0.0, 0.0, 1.0, NAN]),
        (When("a", "b", "npv", ">", 4.0), [0.0, 0.0, 0.0, NAN]),
        (When("a", "", "npv", ">=", 3.0), [1.0, 1.0, 0.0, NAN]),
        (When("a", "", "npv", "<", 3.0), [0.0, 0.0, 1.0, NAN]),
        (When("a", "", "ruined", ">", 0.0), [0.0, 1.0, 0.0, 0.0]),
        (When("a", "b", "ruined", ">", 0.0), [1.0, 0.0, 0.0, 0.0]),  # living beats closing
        (When("a", "b", "unit_cost", ">", 0.0), [1.0, 0.0, 0.0, 0.0]),  # dearer loses
        (When("a", "b", "payback_month", ">", 0.0), [1.0, 0.0, 0.0, 1.0]),  # never is later than any month
        (When("a", "", "payback_month", "<=", 24.0), [1.0, 0.0, 0.0, 0.0]),
    ],
)
def test_every_replication_is_judged(when: When, expected: list[float]) -> None:
    np.testing.assert_array_equal(when.judged(ends_of(TABLE)), expected)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When("plan_first", "carry_on", "npv", ">", 0.0), "plan first beats carry on"),
        (
            When("plan_first", "carry_on", "final_revenue", ">", 5e4),
            "plan first beats carry on by more than £50.0k on final revenue",
        ),
        (When("all_in", "", "ruined", ">", 0.0), "all in is ruined"),
        (When("all_in", "", "npv", ">=", 3e6), "all in has NPV at least £3.00m"),
        (When("all_in", "", "growth", "<", -0.02), "all in has yearly growth below −2.0%"),
        (When("all_in", "", "payback_month", "<=", 24.0), "all in has payback month at most 24"),
    ],
)
def test_conditions_read_as_clauses(when: When, words: str) -> None:
    assert when.words("GBP") == words
