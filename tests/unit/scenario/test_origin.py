"""Where a value comes from: the file that counts, those it lies over, and what is known of the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.errors import MissingFileError, ScenarioError, UsageError
from sim.scenario.origin import trace

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Write

BASE = """policies: {harvest: {rule: harvest}, steady: {rule: fixed_share, share: 40%}}
acquisition:
  win_rate: 20%
capability:
  technology: 25% to 45%
"""
OVER = """extends: base.yaml
acquisition:
  win_rate: {value: 18% to 30%, source: CRM 2025, confidence: medium}
policies: {harvest: null}
"""


@pytest.fixture
def top(write: Write) -> str:
    write(BASE, "base.yaml")
    return str(write(OVER, "top.yaml"))


def roles(file: str, key: str, overrides: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, int, str]]:
    return [(layer.file, layer.line, layer.role) for layer in trace(file, key, overrides).layers]


def test_the_nearest_file_counts(top: str) -> None:
    found = trace(top, "acquisition.win_rate")
    assert (found.file, found.line) == ("top.yaml", 3)
    assert found.value == "18% to 30%, lognormal; median 23.24%"
    assert (found.source, found.confidence) == ("CRM 2025", "medium")
    assert roles(top, "acquisition.win_rate") == [("top.yaml", 3, "sets it"), ("base.yaml", 3, "overridden")]
    assert [layer.text for layer in found.layers] == ["18% to 30%", "20%"]


def test_an_override_lies_over_all(top: str) -> None:
    over = (("acquisition.win_rate", "25%"), ("acquisition.win_rate", "26%"))
    assert trace(top, "acquisition.win_rate", over).value == "26%"
    assert [role for _, _, role in roles(top, "acquisition.win_rate", over)] == [
        "sets it", "sets it", "overridden", "overridden",
    ]  # fmt: skip


def test_what_is_declared_of_a_parameter(top: str) -> None:
    known = trace(top, "acquisition.win_rate").declared
    assert known.meaning
    assert (known.unit, known.allowed) == ("a share", "0% to 100%")
    assert known.default.endswith("%")
    assert known.source


def test_what_no_file_sets(top: str) -> None:
    found = trace(top, "demand.organic_share")
    assert (found.file, found.line, found.value) == ("default", 0, "30%")
    assert {role for _, _, role in roles(top, "demand.organic_share")} == {"says nothing"}
    assert trace(top, "demand.leads").value == "the model's own value"


def test_a_value_for_all_steps_is_that_of_each(top: str) -> None:
    found = trace(top, "capability.technology.demand")
    assert (found.file, found.line, found.value) == ("base.yaml", 5, trace(top, "capability.technology").value)


def test_what_was_removed(top: str) -> None:
    assert roles(top, "policies.harvest") == [("top.yaml", 4, "removes it"), ("base.yaml", 1, "overridden")]
    assert trace(top, "policies.harvest").value == ""


def test_a_group_lists_what_it_holds(top: str) -> None:
    found = trace(top, "policies.steady")
    assert {child.name: (child.text, child.file) for child in found.children}["share"] == ("40%", "base.yaml")
    assert {child.name: child.file for child in found.children}["upkeep"] == "default"
    assert [role for _, _, role in roles(top, "policies")] == ["sets part of it", "sets part of it"]


@pytest.mark.parametrize(
    ("key", "value", "unit"),
    [
        ("horizon", "120 months", "a duration in months"),
        ("seed", "1", ""),
        ("policies.steady.rule", "fixed_share", ""),
        ("policies.steady.share", "40%", "a share"),
        ("policies.steady.split.plans", "10%", "a share"),
        ("business.kind", "contract", ""),
        ("world.seasonality.3", "1", "a number without unit"),
    ],
)
def test_keys_of_every_kind(top: str, key: str, value: str, unit: str) -> None:
    found = trace(top, key)
    assert (found.value, found.declared.unit) == (value, unit)
    assert found.declared.meaning


def test_an_event(write: Write) -> None:
    file = write(f"{BASE}events: [{{month: 3, kind: demand_shock, size: -20%, lasting: 6 months}}]\n")
    found = trace(str(file), "events.0.size")
    assert (found.value, found.line) == ("-20%", 6)
    assert "leads and orders" in found.declared.meaning
    assert [child.name for child in trace(str(file), "events").children] == ["0"]


def test_part_of_a_passport_means_the_value(top: str) -> None:
    assert trace(top, "acquisition.win_rate.source").key == "acquisition.win_rate"


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("win_rate", "Did you mean 'acquisition.win_rate'?"),
        ("acquisition.winrate", "Did you mean 'acquisition.win_rate'?"),
        ("business.price.foo", "Did you mean 'business.price'?"),
        ("zzz", "Groups: business, capability"),
        ("share", "or 'policies.steady.share'?"),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest(top: str, key: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        trace(top, key)
    assert hint in caught.value.message


def test_a_file_that_is_wrong_or_missing(write: Write) -> None:
    with pytest.raises(MissingFileError):
        trace("nowhere.yaml", "seed")
    with pytest.raises(ScenarioError):
        trace(str(write("policies: {a: {rule: harvst}}\n")), "seed")
