"""The world turns as its page says (docs/explanation/world.md)."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import simpy
from scipy import stats

from sim.model.events import Event
from sim.model.ledger import NoLedger
from sim.model.parameters import spread
from sim.model.world import DEEPEST, World
from sim.randomness import ExpectedStreams, KeyedStreams
from tests.unit.model.laid import firm, one

if TYPE_CHECKING:
    from collections.abc import Mapping

AWAKE = {
    "world.recession_onset": 0.02,
    "world.recession_exit": 0.08,
    "world.recession_depth": 0.2,
    "world.recession_depth_sigma": 0.6,
    "world.recession_leads": 1.8,
    "world.recession_volume": 0.6,
    "world.recession_collection": 1.5,
    "experience.churn_recession": 1.2,
    "world.demand_noise": 0.3,
    "world.demand_memory": 0.7,
    "world.rival_capability": 0.2,
    "world.rival_drift": 0.06,
    "world.rival_ceiling": 0.6,
}
SHARE = 0.02 / (0.02 + 0.08)
"""Share of time in recession."""
LANES = 20_000


def world(changes: Mapping[str, float] | None = None, lanes: int = 0, **more: Any) -> World:  # noqa: ANN401
    """Return a world of expected flows, or of as many lanes with luck."""
    streams = KeyedStreams(4, np.arange(lanes)) if lanes else ExpectedStreams(1)
    p = spread(firm({**AWAKE, **(changes or {})}), max(lanes, 1))
    return World(p, streams, NoLedger(), more.get("start_month", 1), more.get("planned", ()))


def turned(made: World, months: int) -> World:
    """Let months pass in a world."""
    env = simpy.Environment()
    made.processes(env)
    env.run(until=months + 0.5)
    return made


def capped_mean() -> float:
    """Return the mean depth by brute force over the lognormal's quantiles."""
    u = (np.arange(200_000) + 0.5) / 200_000
    return float(np.minimum(DEEPEST, 0.2 * np.exp(0.6 * stats.norm.ppf(u) - 0.18)).mean())


def test_without_luck_the_depth_is_its_mean_and_recession_its_share() -> None:
    calm = world()
    assert calm.depth == pytest.approx(capped_mean(), rel=1e-5)
    assert calm.recession == pytest.approx(SHARE)


def test_drawn_depths_are_lognormal_up_to_the_cap() -> None:
    depths = world(lanes=LANES).depth
    assert depths.max() == DEEPEST
    assert depths.mean() == pytest.approx(capped_mean(), abs=4.5 * depths.std() / np.sqrt(LANES))
    free = depths[depths < DEEPEST]
    law = stats.truncnorm(-np.inf, (np.log(DEEPEST / 0.2) + 0.18) / 0.6)
    assert stats.kstest((np.log(free / 0.2) + 0.18) / 0.6, law.cdf).pvalue > 1e-4


@pytest.mark.parametrize(("start", "month", "calendar"), [(1, 1, 1), (1, 0, 12), (4, 1, 4), (4, 10, 1), (12, 2, 1)])
def test_the_season_is_that_of_the_calendar_month(start: int, month: int, calendar: int) -> None:
    """Twelve factors, January first, divided by their mean."""
    factors = {f"world.seasonality.{index}": 1.0 + 0.1 * index for index in range(12)}
    made = world(factors, start_month=start)
    assert made.season_of(month) == pytest.approx((1 + 0.1 * (calendar - 1)) / 1.55)
    assert turned(made, month).season == pytest.approx((1 + 0.1 * (calendar - 1)) / 1.55)


def test_recessions_start_last_and_come_as_often_as_they_end() -> None:
    """A two-state chain in its long run: as many in recession at any time; 4.5 sd."""
    made = world(lanes=LANES)
    before = made.recession.copy()
    error = 4.5 * np.sqrt(SHARE * (1 - SHARE) / LANES)
    assert before.mean() == pytest.approx(SHARE, abs=error)
    now = turned(made, 1).recession
    for was, chance in ((0, 0.02), (1, 1 - 0.08)):
        lanes = before == was
        error = 4.5 * np.sqrt(chance * (1 - chance) / lanes.sum())
        assert now[lanes].mean() == pytest.approx(chance, abs=error)


def test_a_recession_keeps_its_depth_until_the_next_one_starts() -> None:
    made = world(lanes=2000)
    depth, recession = made.depth.copy(), made.recession.copy()
    starts = (turned(made, 1).recession > 0) & (recession == 0)
    assert starts.any()
    np.testing.assert_array_equal(made.depth[~starts], depth[~starts])
    assert (made.depth[starts] != depth[starts]).all()


def test_the_firms_own_luck_is_as_wide_in_any_month_and_remembers_itself() -> None:
    made = world(lanes=LANES)
    first = made.luck.copy()
    turned(made, 1)
    for luck in (first, made.luck):
        assert luck.mean() == pytest.approx(0, abs=4.5 * 0.3 / np.sqrt(LANES))
        assert luck.std() == pytest.approx(0.3, rel=4.5 / np.sqrt(2 * LANES))
    assert np.corrcoef(first, made.luck)[0, 1] == pytest.approx(0.7, abs=4.5 * (1 - 0.49) / np.sqrt(LANES))


@pytest.mark.parametrize("of", ["activity", "interest", "churn", "collection"])
def test_an_average_world_is_like_today(of: str) -> None:
    """Over luck and recessions, what the steps read has mean 1 (the floor of a deep recession apart); 4.5 sd."""
    values = getattr(world(lanes=LANES), of)
    assert values.mean() == pytest.approx(1, abs=4.5 * values.std() / np.sqrt(LANES))
    assert values.std() > 0.01
    assert getattr(world(), of) == pytest.approx(1)


def shaken() -> World:
    """Return a world in recession, with luck, in season, and several events at once."""
    made = world({}, lanes=1)
    made.recession, made.depth, made.luck, made.season = one(1), one(0.3), one(0.2), one(1.4)
    made.events |= {"demand_shock": one(0.9), "churn_shock": one(1.3), "rival_embedding": one(0.25)}
    return made


def test_what_the_steps_read_of_a_shaken_world() -> None:
    made, mean = shaken(), capped_mean()
    noise = exp(0.2 - 0.3**2 / 2)
    volume, leads = ((1 - e * 0.3) / (1 - e * mean * SHARE) for e in (0.6, 1.8))
    assert made.activity == pytest.approx(1.4 * noise * volume * 0.9, rel=1e-5)
    assert made.interest == pytest.approx(1.4 * noise * leads * 0.9 * 0.75, rel=1e-5)
    assert made.churn == pytest.approx((1 + 1.2 * 0.3) / (1 + 1.2 * mean * SHARE) * 1.3 / 0.75, rel=1e-5)
    assert made.collection == pytest.approx((1 + 1.5 * 0.3) / (1 + 1.5 * mean * SHARE), rel=1e-5)


def test_some_demand_is_left_in_any_recession_and_some_customers_in_any_lock_in() -> None:
    made = world({"world.recession_leads": 2.2}, lanes=1)
    made.recession, made.depth, made.luck = one(1), one(DEEPEST), one(0.045)
    made.events["rival_embedding"] = one(0.99)
    assert made.interest == pytest.approx(0.01 / (1 - 2.2 * capped_mean() * SHARE) * 0.01, rel=1e-5)
    assert made.churn == pytest.approx(20 * (1 + 1.2 * DEEPEST) / (1 + 1.2 * capped_mean() * SHARE), rel=1e-5)


def test_rivals_close_the_gap_to_their_ceiling_from_todays_drift() -> None:
    """The first year's drift is the stated one, were the pull not to fall; later it fades exponentially."""
    made = turned(world(), 24)
    rate = 0.06 / 12 / 0.4
    assert made.rivals == pytest.approx(0.6 - 0.4 * exp(-rate * 24))


def test_rivals_above_their_ceiling_stay() -> None:
    made = turned(world({"world.rival_capability": 0.7}), 12)
    assert made.rivals == pytest.approx(0.7)


def test_rivals_leap_at_their_rate() -> None:
    changes = {"world.rival_drift": 0.0, "world.rival_move_rate": 3.0, "world.rival_move_size": 0.05}
    made = turned(world(changes, lanes=4000), 1)
    leaps = (made.rivals - 0.2) / 0.05
    assert leaps.mean() == pytest.approx(3 / 12, abs=4.5 * np.sqrt(3 / 12 * 9 / 12 / 4000))
    assert set(np.round(leaps, 9)) == {0.0, 1.0}
    assert turned(world({**changes, "world.rival_move_rate": 12.0}), 200).rivals == 1


def test_a_rivals_move_adds_to_what_they_have() -> None:
    made = world()
    made.events["rival_move"] = one(0.15)
    assert made.rivals == pytest.approx(0.35)
    made.events["rival_move"] = one(0.95)
    assert made.rivals == 1


@pytest.mark.parametrize(
    ("kind", "sizes", "together"),
    [
        ("demand_shock", (-0.2, 0.5), 0.8 * 1.5),
        ("price_change", (0.1, 0.1), 1.21),
        ("credit_stop", (0.5, 0.4), 1 - 0.5 * 0.6),
        ("platform_project", (0.3, 0.3), 1 - 0.49),
        ("cash_loss", (5.0, 6.0), 11.0),
        ("rival_move", (0.1, -0.3), -0.2),
    ],
)
def test_events_of_a_kind_that_act_at_once_combine(kind: str, sizes: tuple[float, float], together: float) -> None:
    planned = tuple(Event(kind=kind, month=3.0, size=size, lasting=2.0) for size in sizes)
    made = world(planned=planned)
    calm = float(made.events[kind][0])
    acting = [float(turned(world(planned=planned), month).events[kind][0]) for month in (2, 3, 4, 5)]
    lasts = kind != "cash_loss"
    assert acting == pytest.approx([calm, together, together if lasts else calm, calm])


def test_an_event_acts_for_a_month_at_least_and_months_are_rounded() -> None:
    planned = (Event(kind="cost_shock", month=2.6, size=0.5, lasting=0.2),)
    acting = [float(turned(world(planned=planned), month).events["cost_shock"][0]) for month in (2, 3, 4)]
    assert acting == pytest.approx([1, 1.5, 1])
    planned = (Event(kind="cost_shock", month=1.0, size=0.5, lasting=1.6),)
    acting = [float(turned(world(planned=planned), month).events["cost_shock"][0]) for month in (1, 2, 3)]
    assert acting == pytest.approx([1.5, 1.5, 1])
    planned = (Event(kind="cost_shock", month=1.0, size=0.5, lasting=1.4),)
    acting = [float(turned(world(planned=planned), month).events["cost_shock"][0]) for month in (1, 2, 3)]
    assert acting == pytest.approx([1.5, 1, 1])


def test_an_event_from_before_the_start_acts_from_the_start() -> None:
    """Month 0.4 is month 0: of its two months one is left."""
    planned = (Event(kind="cost_shock", month=0.4, size=0.5, lasting=2.0),)
    acting = [float(turned(world(planned=planned), month).events["cost_shock"][0]) for month in (1, 2)]
    assert acting == pytest.approx([1.5, 1])
