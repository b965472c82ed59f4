"""Whatever the scenario: nothing appears from nowhere and nothing is lost."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.model.cycle import simulate
from sim.model.decisions import Decision, Observation, affordable
from sim.model.events import EVENT_KINDS, Event
from sim.model.panel import Seat
from sim.model.parameters import Parameters, substitute, walk
from sim.model.recorder import Recording
from sim.model.setup import Setup
from sim.randomness import ExpectedStreams, KeyedStreams, Streams

LANES, MONTHS = 6, 24


@dataclass(frozen=True)
class AnyPolicy:
    """A policy with arbitrary, fixed shares."""

    share: float
    steps: tuple[float, ...]
    kinds: tuple[float, ...]
    discount: float
    maintain: float

    def decide(self, seen: Observation) -> Decision:
        """Spend the share as laid down."""
        lanes = seen.lanes
        steps = np.asarray(self.steps)[:, None] + np.zeros(lanes)
        return Decision(
            amount=affordable(seen, self.share),
            steps=steps / steps.sum(axis=0),
            kinds=np.asarray(self.kinds)[None, :, None] + np.zeros((5, 1, lanes)),
            payout=np.full(lanes, 1 - self.share),
            discount=np.full(lanes, self.discount),
            maintain_first=np.full(lanes, self.maintain),
        )


def _moderate(low: float, high: float, default: float) -> st.SearchStrategy[float]:
    """Values around the default, inside the allowed range."""
    if np.isnan(default):
        return st.just(default)
    width = max(abs(default), 0.1)
    return st.floats(max(low, default - 0.9 * width), min(high, default + 2 * width))


_SPECS = {key: spec for key, spec, _ in walk(Parameters()) if not spec.whole}
_BIG = {"business.price": 1e4, "business.customers": 3000.0}


@st.composite
def firms(draw: st.DrawFn) -> Parameters:
    """Any firm: a dozen parameters moved, of either kind of business."""
    keys = draw(st.lists(st.sampled_from(sorted(_SPECS)), max_size=12, unique=True))
    changes = {}
    for key in keys:
        spec = _SPECS[key]
        high = min(spec.high, _BIG.get(key, spec.high))
        changes[key] = draw(_moderate(spec.low, high, spec.default))
    parameters: Parameters = substitute(Parameters(), changes)
    kind = draw(st.sampled_from(["contract", "orders"]))
    return dataclasses.replace(parameters, business=dataclasses.replace(parameters.business, kind=kind))


_shares = st.floats(0, 1)
policies = st.builds(
    AnyPolicy,
    share=_shares,
    steps=st.tuples(*[st.floats(0.01, 1)] * 5),
    kinds=st.tuples(*[_shares] * 8),
    discount=st.sampled_from([0.0, 0.1, 0.3]),
    maintain=st.sampled_from([0.0, 1.0]),
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Any one-off event of moderate size."""
    kind = draw(st.sampled_from(sorted(EVENT_KINDS)))
    known = EVENT_KINDS[kind]
    top = 1e6 if known.unit == "money" else min(known.high, 3.0)
    return Event(
        kind=kind,
        month=float(draw(st.integers(1, MONTHS))),
        size=draw(st.floats(max(known.low, -1.0), top)),
        lasting=float(draw(st.integers(1, 12))),
    )


def _run(parameters: Parameters, policy: AnyPolicy, planned: list[Event], streams: Streams) -> Recording:
    seats = [Seat(policy, slice(0, LANES))]
    setup = Setup(
        parameters=parameters, seats=seats, streams=streams, lanes=LANES, months=MONTHS, start_month=11, events=planned
    )
    return simulate(setup).recording


def _close(left: np.ndarray, right: np.ndarray, scale: np.ndarray) -> None:
    """Hold an identity to 1e-9 of the figures it is made of."""
    np.testing.assert_array_less(np.abs(left - right), 1e-9 * (np.abs(scale) + 1.0))


def _assert_conserved(r: Recording) -> None:
    def step(name: str) -> np.ndarray:
        return np.diff(r[name], axis=0)

    def flow(name: str) -> np.ndarray:
        return r[name][1:]

    _close(step("customers"), flow("new_customers") - flow("churned"), r["customers"].max())
    _close(step("pipeline"), flow("opportunities") - flow("wins") - flow("losses"), r["pipeline"].max())
    _close(flow("new_customers"), flow("wins"), r["wins"].max())
    assert (flow("mql") <= flow("leads") + 1e-9).all()
    assert (flow("sql") - flow("referral_leads") <= flow("mql") * (1 + 1e-12) + 1e-9).all()
    assert (flow("opportunities") <= flow("sql") * (1 + 1e-12) + 1e-9).all()
    worth = r["cash"] - r["debt"] + r["working_capital"]
    sources = flow("profit") + flow("tax_saved") + flow("injected") + flow("written_off")
    uses = flow("reinvested") + flow("cash_lost") + flow("distributed")
    _close(np.diff(worth, axis=0), sources - uses, np.abs(r["revenue"]).max() + np.abs(worth).max())
    _close(flow("demanded"), flow("volume") + flow("lost_volume"), r["demanded"].max())
    open_ = 1 - r["closed"][:-1]
    _close(
        flow("revenue") - flow("gross_profit"), flow("volume") * flow("unit_cost") * open_, np.abs(r["revenue"]).max()
    )


def _assert_possible(r: Recording) -> None:
    for name in (
        "customers",
        "leads",
        "pipeline",
        "orders",
        "volume",
        "debt",
        "reinvested",
        "distributed",
        "unit_cost",
    ):
        assert (r[name] >= 0).all(), name
    for name in ("plan_quality", "data_quality", "crm_use", "stockouts", "recession", "rival_capability"):
        assert ((r[name] >= 0) & (r[name] <= 1)).all(), name
    for stock in ("process_quality", "technology", "adoption"):
        for step in ("plans", "demand", "acquisition", "experience", "supply"):
            values = r[f"{stock}_{step}"]
            assert ((values >= 0) & (values <= 1)).all(), f"{stock}_{step}"
    assert {name for name in r.names() if not np.isfinite(r[name]).all()} <= {"cac"}


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(firms(), policies, st.lists(events(), max_size=3), st.integers(0, 2**31))
def test_drawn_flows_conserve(parameters: Parameters, policy: AnyPolicy, planned: list[Event], seed: int) -> None:
    recording = _run(parameters, policy, planned, KeyedStreams(seed, np.arange(LANES)))
    _assert_conserved(recording)
    _assert_possible(recording)
    for name in (
        "customers",
        "leads",
        "mql",
        "sql",
        "opportunities",
        "wins",
        "pipeline",
        "churned",
        "embedded_customers",
        "orders",
        "active_customers",
    ):
        counts = recording[name][1:]
        assert (counts == np.rint(counts)).all(), name


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(firms(), policies, st.lists(events(), max_size=3))
def test_expected_flows_conserve(parameters: Parameters, policy: AnyPolicy, planned: list[Event]) -> None:
    recording = _run(parameters, policy, planned, ExpectedStreams(LANES))
    _assert_conserved(recording)
    _assert_possible(recording)


def test_a_leak_is_caught() -> None:
    """The mutant these identities exist for: a churned customer who is not counted."""
    policy = AnyPolicy(0.4, (0.2,) * 5, (0.5,) * 8, 0.0, 1.0)
    recording = _run(Parameters(), policy, [], KeyedStreams(1, np.arange(LANES)))
    leaky = recording.values.copy()
    leaky[recording.names().index("churned"), 5] += 1
    with pytest.raises(AssertionError):
        _assert_conserved(Recording(leaky))
