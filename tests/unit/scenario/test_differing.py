"""Differences of two scenarios: by meaning, at the level at which they can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.scenario import load
from sim.scenario.differing import change_to, differences

if TYPE_CHECKING:
    from sim.scenario.differing import Differing
    from tests.unit.scenario.conftest import Write

CORRELATED = """business: {price: 200 to 300, cost_of_sales: 20% to 24%}
correlations: [[business.price, business.cost_of_sales, 0.5]]
"""
BASE = "extends: presets/saas.yaml\nname: a\n"


def found(write: Write, over: str, base: str = BASE) -> dict[str, Differing]:
    left = load(write(base, "left.yaml"))
    right = load(write(f"extends: left.yaml\nname: b\n{over}", "right.yaml"))
    every = differences(left, right)
    for one in every:
        if one.kind == "number" or one.key == "baseline":
            left = left.vary({one.key: change_to(right, one.key)})
    assert left.hash == right.hash, "all differences together make the one into the other"
    return {one.key: one for one in every}


@pytest.mark.parametrize(
    "over", ["", "business: {price: $240}", "business: {cost_of_sales: 0.22}", "horizon: 10 years"]
)
def test_another_spelling_is_no_difference(write: Write, over: str) -> None:
    assert found(write, over) == {}


@pytest.mark.parametrize(
    ("over", "keys"),
    [
        ("business: {price: 250, cost_of_sales: 20% to 24%}", ["business.price", "business.cost_of_sales"]),
        ("capability: {technology: {demand: 20%}}", ["capability.technology"]),
        ("capability: {technology: 40% to 50%}", ["capability.technology"]),
        ("demand: {channels: {fairs: {share: 20%}}}", ["demand.channels.fairs"]),
        ("demand: {channels: {traditional: null}}", ["demand.channels.traditional"]),
        ("demand: {leads: 300}", ["demand.leads"]),
        ("policies: {steady: {share: 50%}}", ["policies.steady.share"]),
        ("policies: {steady: {split: {plans: 100%}}}", ["policies.steady.split"]),
        ("policies: {steady: {rule: all_in}}", ["policies.steady"]),
        ("policies: {bold: {rule: all_in}, harvest: null}", ["policies.harvest", "policies.bold"]),
        ("events: [{month: 3, kind: cash_loss, size: 10k}]", ["events"]),
        ("events: [{month: 3, kind: cash_loss, size: 10k to 20k}]", ["events"]),
        ("horizon: 5 years", ["horizon"]),
        ("world: {seasonality: [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5]}", ["world.seasonality"]),
        (
            CORRELATED,
            ["business.price", "business.cost_of_sales", "correlations"],
        ),
    ],
)
def test_numbers(write: Write, over: str, keys: list[str]) -> None:
    every = found(write, over)
    assert sorted(every) == sorted(keys)
    assert {one.kind for one in every.values()} == {"number"}


@pytest.mark.parametrize(
    ("over", "key", "kind"),
    [
        ("seed: 99", "seed", "run"),
        ("replications: 3", "replications", "run"),
        ("currency: EUR", "currency", "words"),
        ("checks: [{then: customers > 0}]", "checks", "words"),
        ("baseline: steady", "baseline", "words"),
        ("business: {price: {value: 240, source: CRM, confidence: high}}", "business.price", "words"),
    ],
)
def test_what_changes_no_number(write: Write, over: str, key: str, kind: str) -> None:
    every = found(write, over)
    assert {name: one.kind for name, one in every.items()} == {key: kind}


def test_either_side_says_what_where_and_why(write: Write) -> None:
    over = "business:\n  price: {value: 250, source: new list, confidence: low}\ndemand: {organic_share: 40%}\n"
    every = found(write, over)
    left, right = every["business.price"].left, every["business.price"].right
    assert left is not None
    assert right is not None
    assert (right.text, right.file, right.line, right.source, right.confidence) == (
        "250",
        "right.yaml",
        4,
        "new list",
        "low",
    )
    assert (left.text, left.line) == ("240", 13)
    default = every["demand.organic_share"].left
    assert default is not None
    assert (default.text, default.file, default.line) == ("30%", "default", 0)


def test_a_key_of_one_side_only(write: Write) -> None:
    every = found(write, "policies: {bold: {rule: all_in}, harvest: null}")
    assert every["policies.bold"].left is None
    assert every["policies.harvest"].right is None
