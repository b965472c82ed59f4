"""What every policy must keep, whoever wrote it: run for each rule of the catalogue."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.decisions import KINDS, Decision, Observation
from sim.model.parameters.spec import Array, PerStep
from sim.policies import Rule
from sim.policies.catalog import RULES, build
from sim.randomness import KeyedStreams
from sim.results import STEPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

LANES = 40
SPENDING = [rule for rule in RULES if rule != "harvest"]

# Range of what managers may see, by name; money a month in an arbitrary currency.
SEEN = {
    "profit": (-50.0, 100.0), "profit_two_years": (-50.0, 100.0), "revenue": (0.0, 900.0),
    "revenue_year_ago": (0.0, 900.0), "cash": (-100.0, 3000.0), "debt": (0.0, 100.0), "daily_outflow": (0.0, 30.0),
    "buffer_days": (0.0, 90.0), "survival_days": (0.0, 20.0), "hold": (0.0, 1.0), "excess_use": (0.0, 1.0),
    "required_maintenance": (0.0, 40.0), "reinvested": (0.0, 60.0), "plan_quality": (0.0, 1.0),
    "data_quality": (0.0, 1.0), "downturn": (0.0, 1.0),
}  # fmt: skip
BY_STEP = {
    "process_quality": (0.0, 1.0), "technology": (0.0, 1.0), "adoption": (0.0, 1.0), "marginal_gain": (-0.5, 2.0),
}  # fmt: skip
EXTREMES = 0.2
"""Share of figures that sit at an end of their range."""


def observation(seed: int, quarter: int = 5, lanes: int = LANES) -> Observation:
    """Return what managers of very different firms see, ends of the ranges included."""
    streams = KeyedStreams(seed, np.arange(lanes))

    def figure(name: str, ends: tuple[float, float], slots: int | None = None) -> Array:
        low, high = ends
        u = streams.uniform(name, quarter, slots)
        rounded = np.where(u < EXTREMES / 2, 0.0, np.where(u > 1 - EXTREMES / 2, 1.0, u))
        return np.asarray(low + (high - low) * rounded)

    return Observation(
        month=3 * quarter - 1,
        quarter=quarter,
        **{name: figure(name, ends) for name, ends in SEEN.items()},
        **{name: figure(name, ends, len(STEPS)) for name, ends in BY_STEP.items()},
    )


def part(whole: Observation | Decision, lanes: NDArray[np.intp] | slice) -> dict[str, Array]:
    """Return the arrays of some lanes."""
    arrays = {item.name: getattr(whole, item.name) for item in fields(whole)}
    return {name: value[..., lanes] for name, value in arrays.items() if isinstance(value, np.ndarray)}


def assert_sound(decision: Decision, lanes: int = LANES) -> None:
    """Check shapes, sums and ranges."""
    shapes = {"steps": (len(STEPS), lanes), "kinds": (len(STEPS), len(KINDS), lanes)}
    for item in fields(Decision):
        value = getattr(decision, item.name)
        assert value.shape == shapes.get(item.name, (lanes,)), item.name
        assert value.dtype == np.float64, item.name
        assert np.isfinite(value).all(), item.name
        assert (value >= 0).all(), item.name
    assert np.allclose(decision.steps.sum(axis=0), 1.0, rtol=0, atol=1e-12)
    for share in (decision.payout, decision.discount, decision.maintain_first):
        assert (share <= 1).all()


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), quarter=st.integers(0, 60))
def test_decisions_are_sound_for_any_firm(rule: str, seed: int, quarter: int) -> None:
    assert_sound(build(rule).decide(observation(seed, quarter)))


@pytest.mark.parametrize("rule", RULES)
def test_a_lane_is_decided_by_its_own_figures(rule: str) -> None:
    seen, policy = observation(3), build(rule)
    together = policy.decide(seen)
    choices: list[slice | NDArray[np.intp]] = [slice(0, 1), slice(7, 20), np.arange(LANES)[::-3]]
    for lanes in choices:
        apart = policy.decide(Observation(month=seen.month, quarter=seen.quarter, **part(seen, lanes)))
        for name, value in part(together, lanes).items():
            assert (getattr(apart, name) == value).all(), name


@pytest.mark.parametrize("rule", RULES)
def test_settings_may_differ_by_lane(rule: str) -> None:
    seen = observation(4)
    kind = RULES[rule]
    specs = {item.name: item.metadata["spec"] for item in fields(kind) if "per_step" not in item.metadata}
    ends = {name: (spec.low, min(spec.high, 100.0)) for name, spec in specs.items()}
    low, high = (build(rule, {name: pair[end] for name, pair in ends.items()}) for end in (0, 1))
    mixed = build(rule, {name: np.where(np.arange(LANES) % 2, pair[1], pair[0]) for name, pair in ends.items()})
    decision = mixed.decide(seen)
    assert_sound(decision)
    for start, policy in enumerate((low, high)):
        alone = policy.decide(seen)
        for name, value in part(decision, slice(start, None, 2)).items():
            assert (part(alone, slice(start, None, 2))[name] == value).all(), name


@pytest.mark.parametrize("rule", RULES)
def test_what_was_seen_stays_as_it_was_and_is_not_handed_out_again(rule: str) -> None:
    seen, twin = observation(5), observation(5)
    decision = build(rule).decide(seen)
    for name, value in part(seen, slice(None)).items():
        assert (value == getattr(twin, name)).all(), name
        for given_out in part(decision, slice(None)).values():
            assert not np.shares_memory(value, given_out), name
            assert given_out.flags.writeable


@pytest.mark.parametrize("rule", RULES)
def test_the_same_figures_give_the_same_decision(rule: str) -> None:
    first, second = (build(rule).decide(observation(6)) for _ in range(2))
    for name, value in part(first, slice(None)).items():
        assert (getattr(second, name) == value).all(), name


@pytest.mark.parametrize("rule", RULES)
def test_without_profit_hold_or_spare_cash_there_is_no_budget(rule: str) -> None:
    seen = observation(7)
    poor = replace(seen, profit=-np.abs(seen.profit), hold=np.zeros(LANES), excess_use=np.zeros(LANES))
    assert (build(rule).decide(poor).amount == 0).all()


@pytest.mark.parametrize("rule", RULES)
def test_no_budget_exceeds_what_the_whole_profit_and_spare_cash_afford(rule: str) -> None:
    seen = observation(8)
    most = RULES["all_in"]().decide(seen).amount
    assert (build(rule).decide(seen).amount <= most * (1 + 1e-12)).all()


@pytest.mark.parametrize("rule", SPENDING)
def test_a_healthy_firm_reinvests(rule: str) -> None:
    assert (build(rule).decide(healthy()).amount > 0).all()


@pytest.mark.parametrize("rule", RULES)
def test_payout_and_discount_are_obeyed(rule: str) -> None:
    seen = healthy()
    decision = build(rule, {"payout": 0.25, "discount": 0.1}).decide(seen)
    assert (decision.discount == 0.1).all()
    # Buffer-first pays out less while it still fills a larger buffer than the engine's.
    assert (decision.payout > 0).all()
    assert (decision.payout <= 0.25).all() if rule == "buffer_first" else (decision.payout == 0.25).all()


@pytest.mark.parametrize("rule", [rule for rule in RULES if "split" in {item.name for item in fields(RULES[rule])}])
def test_a_split_that_leaves_steps_out_is_sound(rule: str) -> None:
    assert_sound(build(rule, {"split": {"supply": 1.0}}).decide(observation(9)))


@pytest.mark.parametrize("rule", RULES)
def test_every_setting_says_what_it_is(rule: str) -> None:
    kind = RULES[rule]
    assert (kind.__doc__ or "").strip().endswith(".")
    assert issubclass(kind, Rule)
    for item in fields(kind):
        spec = item.metadata["spec"]
        assert spec.meaning
        assert spec.source
        default = getattr(kind(), item.name)
        values = [getattr(default, step) for step in STEPS] if isinstance(default, PerStep) else [default]
        assert all(spec.low <= value <= spec.high or (np.isnan(spec.default) and np.isnan(value)) for value in values)


def healthy() -> Observation:
    """Return a firm with profit, a full buffer and room to grow."""
    money = {"profit": 60.0, "profit_two_years": 50.0, "revenue": 600.0, "revenue_year_ago": 580.0, "cash": 5000.0}
    rest = {"debt": 0.0, "daily_outflow": 18.0, "buffer_days": 30.0, "survival_days": 10.0, "hold": 1.0}
    more = {"excess_use": 1.0, "required_maintenance": 15.0, "reinvested": 20.0, "plan_quality": 0.5}
    single = {**money, **rest, **more, "data_quality": 0.8, "downturn": 0.0}
    by_step = {"process_quality": 0.5, "technology": 0.4, "adoption": 0.6, "marginal_gain": 0.6}
    return Observation(
        month=59,
        quarter=20,
        **{name: np.full(LANES, value) for name, value in single.items()},
        **{name: np.full((len(STEPS), LANES), value) for name, value in by_step.items()},
    )
