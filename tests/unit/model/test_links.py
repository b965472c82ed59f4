"""Every link of the loop can be cut, frozen, replayed or follow another lane, in all lanes or in some."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.experiment.block import lay_out, lay_out_trials
from sim.model.cycle import Simulation, simulate
from sim.model.links import LINKS, Links, Mode, Switch
from sim.model.review import observe
from sim.model.setup import lay_batch
from sim.scenario import load

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

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


PUSHED, MONTH = 5000.0, 7
FIRMS = 3
LINK = frozenset({"reinvestment"})


@pytest.fixture(scope="module")
def twice(root: Path) -> Setup:
    """Every firm twice, under the same luck: in each policy three firms and then their copies."""
    scenario = load(root / "scenarios" / "tipping_point.yaml").vary({"horizon": 36, "policies.fifth": None})
    return lay_out_trials(scenario, {}, np.tile(np.arange(FIRMS), 2))


def followed(twice: Setup, *, push: float) -> Simulation:
    lane = np.arange(twice.lanes)
    copy = lane // FIRMS % 2
    series = np.zeros((twice.months, twice.lanes))
    series[MONTH - 1, copy == 1] = push
    mode, source = np.where(copy == 1, Mode.FOLLOWED, Mode.LIVE), lane - copy * FIRMS
    switches = {"reinvestment": Switch(mode, series=series, source=source)}
    return simulate(replace(twice, switches=switches, keep=LINK, offer=LINK))


def of(values: NDArray[np.float64], copy: int) -> NDArray[np.float64]:
    lane = np.arange(values.shape[-1])
    return np.asarray(values[..., lane // FIRMS % 2 == copy])


def test_a_copy_that_follows_is_the_firm_to_the_bit(twice: Setup) -> None:
    done = followed(twice, push=0.0)
    np.testing.assert_array_equal(of(done.recording.values, 1), of(done.recording.values, 0))
    np.testing.assert_array_equal(of(done.offered["reinvestment"], 1), of(done.offered["reinvestment"], 0))


def test_a_push_is_spent_on_top_and_later_budgets_stay(twice: Setup) -> None:
    done = followed(twice, push=PUSHED)
    np.testing.assert_array_equal(of(done.recording.values, 1)[:, :MONTH], of(done.recording.values, 0)[:, :MONTH])
    seen, own = done.kept["reinvestment"], done.offered["reinvestment"]
    on_top = of(seen, 1)[MONTH - 1] - np.minimum(of(own, 0), of(seen, 1))[MONTH - 1]
    assert (on_top >= PUSHED - 1e-9).all()
    later = slice(MONTH, None)
    assert (of(seen, 1)[later] <= of(own, 0)[later] + 1e-9).all(), "no more than the firm decides"
    moved = of(own, 1)[later] - of(own, 0)[later]
    assert (moved != 0.0).any(), "what the copy itself would reinvest is known"


def test_a_copy_gets_no_more_than_the_firm_takes() -> None:
    """Mutant: what the firm decides, though its cash does not allow it."""
    switch = Switch(np.array([Mode.LIVE, Mode.FOLLOWED]), source=np.array([0, 0]))
    links = Links({"reinvestment": switch}, offer=LINK)
    live = np.array([100.0, 70.0])
    assert links.read("reinvestment", 1, live, neutral=0.0, most=np.array([40.0, 1e9])).tolist() == [100.0, 40.0]
    assert links.read("reinvestment", 2, live, neutral=0.0).tolist() == [100.0, 100.0]
    assert [row.tolist() for row in links.offered["reinvestment"]] == [[100.0, 70.0]] * 2


def test_managers_who_follow_see_the_cash_of_the_firm_they_follow(twice: Setup) -> None:
    """Else the money that a copy may not spend would ask to be reinvested again at every review."""
    batch = lay_batch(twice)
    batch.firm.cash = np.arange(1.0, twice.lanes + 1.0)
    lane = np.arange(twice.lanes)
    copy = lane // FIRMS % 2
    switch = Switch(np.where(copy == 1, Mode.FOLLOWED, Mode.LIVE), source=lane - copy * FIRMS, since=4)
    links = Links({"reinvestment": switch})
    early, late = (observe(batch, month, np.zeros(twice.lanes)) for month in (1, 4))
    np.testing.assert_array_equal(links.as_followed(early).cash, batch.firm.cash)
    np.testing.assert_array_equal(of(links.as_followed(late).cash, 1), of(batch.firm.cash, 0))
    np.testing.assert_array_equal(of(links.as_followed(late).cash, 0), of(batch.firm.cash, 0))
    np.testing.assert_array_equal(links.as_followed(late).profit, late.profit)
