"""Inputs have short names that tell them apart, values as scenarios write them, and places among their own."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.inputs.inputs import Input, named, places, scores


def test_names_are_short_and_tell_apart() -> None:
    keys = [
        "acquisition.win_rate", "demand.channels.digital.elasticity", "demand.channels.traditional.elasticity",
        "capability.technology", "capability.process_quality.plans", "policies.steady.share", "events.0.size",
    ]  # fmt: skip
    assert list(named(keys).values()) == [
        "win rate", "digital elasticity", "traditional elasticity", "technology", "process quality plans",
        "steady share", "events 1 size",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "name", "value", "text"),
    [
        ("share", "win rate", 0.2449, "24.5%"),
        ("share", "win rate", 0.25, "25%"),
        ("per month", "monthly churn", 0.0251, "2.51%"),
        ("per month", "churn", 0.025, "2.5% per month"),
        ("per year", "decay", 0.1, "10% per year"),
        ("money", "price", 617.4, "£617"),
        ("days", "sales cycle", 60.0, "60 days"),
        ("ratio", "elasticity", 0.3456, "0.346"),
        ("count", "customers", 6000.0, "6,000"),
        ("", "unknown", 12_345.0, "12.3k"),
    ],
)
def test_values_are_written_as_in_scenarios(unit: str, name: str, value: float, text: str) -> None:
    assert Input("k", name, unit, np.ones(1)).text(value, "GBP") == text


def test_places_are_even_and_equal_values_share_theirs() -> None:
    np.testing.assert_allclose(places(np.array([5.0, 1.0, 9.0, 7.0])), [0.375, 0.125, 0.875, 0.625])
    np.testing.assert_allclose(places(np.array([1.0, 1.0, 2.0, 2.0])), [0.25, 0.25, 0.75, 0.75])


def test_scores_do_not_depend_on_the_shape_of_the_belief() -> None:
    values = np.linspace(-3.0, 3.0, 101)
    np.testing.assert_array_equal(scores(values), scores(np.exp(values)))
