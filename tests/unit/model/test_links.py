"""Every link of the loop can be cut, frozen or replayed, in all lanes or in some."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.experiment.block import lay_out
from sim.model.cycle import Simulation, simulate
from sim.model.links import LINKS, Links, Mode, Switch
from sim.scenario import load

if TYPE_CHECKING:
    from pathlib import Path

    from sim.model.setup import Setup

SHAPED = {"reinvestment", "learning", "buying_power", "referral", "market_limit", "rivals", "marketing", "scale"}


@pytest.fixture(scope="module")
def setup(root: Path) -> Setup:
    scenario = load(root / "scenarios" / "tipping_point.yaml").vary({"horizon": 36, "policies.fifth": None})
    return lay_out(scenario, 0, 12)


@pytest.fixture(scope="module")
def baseline(setup: Setup) -> Simulation:
    return simulate(replace(setup, keep=frozenset(LINKS)))


def test_every_link_is_read_every_month(setup: Setup, baseline: Simulation) -> None:
    assert set(baseline.kept) == set(LINKS)
    for name, series in baseline.kept.items():
        assert series.shape == (setup.months, setup.lanes), name


def test_replaying_what_was_carried_changes_nothing(setup: Setup, baseline: Simulation) -> None:
    switches = {name: Switch(Mode.REPLAYED, series=series) for name, series in baseline.kept.items()}
    again = simulate(replace(setup, switches=switches))
    np.testing.assert_array_equal(again.recording.values, baseline.recording.values)


@pytest.mark.parametrize("name", sorted(LINKS))
def test_a_cut_or_frozen_link_is_felt(setup: Setup, baseline: Simulation, name: str) -> None:
    for mode in (Mode.CUT, Mode.FROZEN):
        switched = simulate(replace(setup, switches={name: Switch(mode, since=6)})).recording
        before = baseline.recording.values
        np.testing.assert_array_equal(switched.values[:, :6], before[:, :6])
        changed = (switched.values[:, 6:] != before[:, 6:]) & ~np.isnan(before[:, 6:])
        if mode is Mode.CUT or name in SHAPED:
            assert changed.any(), mode.name


def test_without_the_reinvestment_link_nothing_is_reinvested(setup: Setup) -> None:
    cut = simulate(replace(setup, switches={"reinvestment": Switch(Mode.CUT)})).recording
    assert cut["reinvested"].max() == 0


def test_a_link_may_be_switched_in_some_lanes_only(setup: Setup, baseline: Simulation) -> None:
    modes = np.where(np.arange(setup.lanes) % 2 == 0, Mode.CUT, Mode.LIVE)
    some = simulate(replace(setup, switches={"referral": Switch(modes)})).recording.values
    every = simulate(replace(setup, switches={"referral": Switch(Mode.CUT)})).recording.values
    np.testing.assert_array_equal(some[..., ::2], every[..., ::2])
    np.testing.assert_array_equal(some[..., 1::2], baseline.recording.values[..., 1::2])


def test_unknown_links_are_refused() -> None:
    with pytest.raises(ValueError, match="no such link: reinvest; the links are reinvestment"):
        Links({"reinvest": Switch(Mode.CUT)})
