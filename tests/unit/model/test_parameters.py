"""The tree of parameters: changed by key, spread over lanes, walked leaf by leaf."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.model.ledger import LaneLedger
from sim.model.parameters import Parameters, PerStep, Process, changed, spread, substitute, walk
from sim.results import STEPS


def test_a_key_changes_its_value_and_nothing_else() -> None:
    before = Parameters()
    after: Parameters = substitute(before, {"acquisition.win_rate": 0.4, "demand.channels.digital.slope": 2.0})
    assert (after.acquisition.win_rate, after.demand.channels["digital"].slope) == (0.4, 2.0)
    assert before.acquisition.win_rate == 0.23
    back: Parameters = substitute(after, {"acquisition.win_rate": 0.23, "demand.channels.digital.slope": 1.0})
    assert back == before


def test_one_value_for_a_key_per_step_is_that_of_every_step() -> None:
    after: Parameters = substitute(Parameters(), {"capability.technology": 0.9, "capability.adoption.supply": 0.1})
    assert after.capability.technology == PerStep.same(0.9)
    assert [getattr(after.capability.adoption, step) for step in STEPS] == [0.6, 0.6, 0.6, 0.6, 0.1]


def test_lists_are_changed_by_place() -> None:
    after: Parameters = substitute(Parameters(), {"world.seasonality.11": 2.0})
    assert after.world.seasonality == (*[1.0] * 11, 2.0)


@pytest.mark.parametrize("key", ["acquisition.win_rates", "sales", "acquisition.win_rate.high"])
def test_unknown_keys_are_refused(key: str) -> None:
    with pytest.raises(KeyError):
        substitute(Parameters(), {key: 1.0})


def test_every_number_becomes_one_per_lane_and_a_lane_keeps_its_own() -> None:
    own = np.array([0.1, 0.2, 0.3])
    p: Parameters = spread(substitute(Parameters(), {"acquisition.win_rate": own}), 3)
    np.testing.assert_array_equal(p.acquisition.win_rate, own)
    for key, spec, value in walk(p):
        assert np.shape(value) == (() if spec.whole else (3,)), key
    assert p.acquisition.win_rate is not own


def test_the_walk_names_every_number_once_with_what_is_known_of_it() -> None:
    listed = (Process(name="billing", step="supply", performance=2.0),)
    p = Parameters()
    p = replace(p, plans=replace(p.plans, processes=listed))
    found = {key: (spec, value) for key, spec, value in walk(p)}
    keys = [key for key, _, _ in walk(p)]
    assert len(keys) == len(found)
    for key in (
        *("business.customers", "capability.adoption.supply", "demand.channels.digital.share"),
        *("world.seasonality.0", "world.seasonality.11", "plans.processes.0.performance"),
    ):
        assert key in found, key
    assert found["plans.processes.0.performance"][1] == 2.0
    assert not any(key.startswith("business.kind") for key in keys)
    for key, (spec, value) in found.items():
        assert spec.meaning, key
        assert spec.low <= float(np.asarray(value)) <= spec.high or spec.optional, key


def test_a_ledger_keeps_the_notes_of_its_lane() -> None:
    ledger = LaneLedger(lane=1)
    ledger.note(3, "plans", "money", np.array([5.0, 0.0]))
    ledger.note(4, "plans", "money", np.array([0.0, 7.0]))
    assert [(entry.month, entry.step, entry.what, entry.amount) for entry in ledger.entries] == [
        (4, "plans", "money", 7.0)
    ]


def test_an_amount_may_be_noted_in_parts_and_by_step() -> None:
    """Five steps of two lanes: the product of the parts, summed over steps."""
    ledger = LaneLedger(lane=1)
    ledger.note(3, "plans", "money", np.arange(10.0).reshape(5, 2))
    ledger.note(4, "plans", "money", np.arange(10.0).reshape(5, 2), np.array([7.0, 2.0]), np.array([False, True]))
    assert [entry.amount for entry in ledger.entries] == [1 + 3 + 5 + 7 + 9, 2 * (1 + 3 + 5 + 7 + 9)]


def test_leaves_of_one_kind_are_changed_and_the_others_kept() -> None:
    own = np.array([0.1, 0.2, 0.3])
    p: Parameters = substitute(Parameters(), {"acquisition.win_rate": own, "world.seasonality.3": own})
    first: Parameters = changed(p, np.ndarray, lambda value: value[:1])
    np.testing.assert_array_equal(first.acquisition.win_rate, [0.1])
    np.testing.assert_array_equal(first.world.seasonality[3], [0.1])
    assert first.demand == p.demand
