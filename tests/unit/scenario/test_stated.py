"""What a scenario assumes: which numbers are named, and what is said of each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from sim.scenario import load
from sim.scenario.stated import stated

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.scenario.conftest import Loaded, Write

TEXT = """
business:
  price: {value: 18 to 26, source: price list, confidence: high}
  cost_of_sales: 50%
  cash_days: {value: 27 days, source: bank}
capability: {technology: 25% to 45%}
world: {seasonality: [0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.5]}
events:
- {month: 14, kind: demand_shock, size: -30% to -10%}
"""


def test_uncertain_changed_and_sourced_numbers_are_named(loaded: Loaded) -> None:
    found = {one.key: one for one in stated(loaded(TEXT))}
    price = found["business.price"]
    assert (price.text, price.source, price.confidence, price.file, price.line) == (
        "18 to 26", "price list", "high", "s.yaml", 3,
    )  # fmt: skip
    assert price.uncertain
    assert (price.p05, price.p95) == pytest.approx((18.0, 26.0))
    assert price.median == pytest.approx(math.sqrt(18.0 * 26.0))
    assert (price.kind, price.unit) == ("money", "an amount of money")
    assert found["capability.technology"].p95 == pytest.approx(0.45)
    assert found["events.0.size"].p05 == pytest.approx(-0.3)
    assert found["events.0.month"].median == 14.0


def test_settings_of_policies_are_named_where_they_differ_from_their_rule(loaded: Loaded) -> None:
    assert "policies.steady.share" not in {one.key for one in stated(loaded(TEXT))}  # 40% is the rule's own
    found = {one.key: one for one in stated(loaded(TEXT, (("policies.steady.share", "55%"),)))}
    assert found["policies.steady.share"].median == pytest.approx(0.55)


def test_the_models_own_number_is_named_only_when_it_has_a_source(loaded: Loaded) -> None:
    found = {one.key: one for one in stated(loaded(TEXT))}
    assert "business.cost_of_sales" not in found  # 50% is the model's own
    assert found["business.cash_days"].source == "bank"  # 27 days are, too, but somebody says so


def test_a_list_is_one_assumption_without_a_middle(loaded: Loaded) -> None:
    (season,) = [one for one in stated(loaded(TEXT)) if one.key.startswith("world.seasonality")]
    assert season.text.startswith("[0.5, 1,")
    assert math.isnan(season.median)


def test_correlations_are_assumptions_too(loaded: Loaded) -> None:
    text = f"{TEXT}\ncorrelations: [[business.price, capability.technology, -0.4]]\n"
    last = stated(loaded(text))[-1]
    assert (last.text, last.median) == ("business.price with capability.technology: -0.4", -0.4)
    assert last.line > 0


def test_a_plain_number_has_no_range(loaded: Loaded) -> None:
    (days,) = [one for one in stated(loaded(TEXT)) if one.key == "business.cash_days"]
    assert (days.uncertain, days.median) == (False, 27.0)
    assert math.isnan(days.p05)


def test_the_order_is_that_of_the_document(loaded: Loaded) -> None:
    keys = [one.key for one in stated(loaded(TEXT))]
    assert keys.index("business.price") < keys.index("capability.technology") < keys.index("events.0.size")
    assert len(keys) == len(set(keys))


def test_a_resolved_scenario_states_the_same_as_its_files(root: Path, write: Write) -> None:
    scenario = load(str(root / "scenarios" / "online_retailer.yaml"))
    again = load(write(scenario.dump()))
    assert [(one.key, one.text, one.median) for one in stated(scenario) if not math.isnan(one.median)] == [
        (one.key, one.text, one.median) for one in stated(again) if not math.isnan(one.median)
    ]
