"""Whatever policies there are, they meet the same luck and the same firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sim.experiment.block import lay_out
from sim.experiment.run import only, run
from sim.model.cycle import simulate
from sim.results import MEASURES
from sim.scenario import load

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.model.setup import Setup
    from sim.scenario import Scenario

COUNT, MONTHS = 6, 8


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """Return a firm with uncertain inputs, of the firm, of a policy and of an event, and one policy under two names."""
    file = tmp_path_factory.mktemp("luck") / "firm.yaml"
    file.write_text(
        "extends: presets/b2b_services.yaml\n"
        "name: twins\n"
        f"horizon: {MONTHS} months\n"
        "start: 2026-04\n"
        "acquisition: {win_rate: 18% to 30%}\n"
        "events: [{month: 2 to 6, kind: demand_shock, size: -20%}]\n"
        "policies:\n"
        "  one: {rule: fixed_share, share: 40%}\n"
        "  spread: {rule: fixed_share, share: 30% to 50%}\n"
        "  other: {rule: fixed_share, share: 40%}\n",
        encoding="utf-8",
    )
    return only(load(file), ["one", "spread", "other"])


@pytest.fixture(scope="module")
def setup(scenario: Scenario) -> Setup:
    return lay_out(scenario, 4, 4 + COUNT)


def lived(setup: Setup) -> Array:
    """Return every measure by month, policy and replication."""
    values = simulate(setup).recording.values  # noqa: PD011 (an array, no frame)
    return values.reshape(len(MEASURES), MONTHS + 1, 3, -1)


def test_twins_differ_by_nothing_and_others_differ(setup: Setup) -> None:
    values = lived(setup)
    np.testing.assert_array_equal(values[:, :, 0], values[:, :, 2])
    assert (values[:, :, 0] != values[:, :, 1]).any(axis=(0, 1)).all()
    assert (values[:, :, 0, 0] != values[:, :, 0, 1]).any()


def test_lanes_are_policies_times_replications_each_with_the_inputs_of_its_replication(setup: Setup) -> None:
    rate = np.asarray(setup.parameters.acquisition.win_rate)
    assert rate.shape == (3 * COUNT,)
    assert np.unique(rate).size == COUNT
    np.testing.assert_array_equal(rate[:COUNT], rate[COUNT : 2 * COUNT])
    np.testing.assert_array_equal(rate[:COUNT], rate[2 * COUNT :])
    assert np.unique(np.asarray(setup.events[0].month)).size == COUNT
    assert [seat.lanes for seat in setup.seats] == [slice(0, 6), slice(6, 12), slice(12, 18)]
    assert setup.start_month == 4


def test_a_replication_is_the_same_in_any_block(scenario: Scenario, setup: Setup) -> None:
    whole, part = lived(setup), lived(lay_out(scenario, 6, 8))
    np.testing.assert_array_equal(part, whole[..., 2:4])


def test_payback_is_measured_against_a_harvest_that_nobody_sees(scenario: Scenario) -> None:
    """With a harvest among the policies or without, the others' numbers are the same."""
    harvested = scenario.vary({"policies.reap": {"rule": "harvest"}, "horizon": 40})
    both = run(harvested, replications=4, paths="none").outcomes
    alone = run(harvested.vary({"policies.reap": None}), replications=4, paths="none").outcomes
    assert set(alone.policy) == {"one", "spread", "other"}
    others = both[both.policy != "reap"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, others, check_exact=True)
    assert both[both.policy == "reap"].payback_month.isna().all()
