"""What must not matter does not: the currency, names, order, the calendar, how marketing is divided, size."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from sim.model.channels import Channels
from sim.model.cycle import simulate
from sim.model.events import EVENT_KINDS
from sim.model.panel import Seat
from sim.model.parameters import Channel, Parameters, substitute
from sim.model.setup import Setup
from sim.policies.fixed_share import FixedShare
from sim.randomness import ExpectedStreams, KeyedStreams
from sim.results import MEASURES
from tests.properties.worlds import LANES, MONTHS, AnyPolicy, events, firms, policies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.arrays import Array
    from sim.model.decisions import Policy
    from sim.model.events import Event
    from sim.model.recorder import Recording
    from sim.randomness import Streams

MONEY = {name for name, measure in MEASURES.items() if measure.unit.startswith("money")}
COUNTS = {name for name, measure in MEASURES.items() if measure.unit.startswith("count")}
EACH = {"clv", "cac", "unit_cost", "order_value"}
"""Money per customer or unit."""
FEWER_BITS = float(np.finfo(np.float64).tiny)
"""Below it numbers have fewer bits, and even a factor of two rounds: a policy may spend 10^-305 of its money."""
quick = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a run takes too long to be shrunk
    suppress_health_check=[HealthCheck.too_slow],
)


def _run(
    parameters: Parameters, policy: Policy, streams: Streams, planned: tuple[Event, ...] = (), start: int = 11
) -> Recording:
    seats = [Seat(policy, slice(0, LANES))]
    setup = Setup(
        parameters=parameters,
        seats=seats,
        streams=streams,
        lanes=LANES,
        months=MONTHS,
        start_month=start,
        events=planned,
    )
    return simulate(setup).recording


def _in_cents(parameters: Parameters, planned: list[Event], rate: float) -> tuple[Parameters, tuple[Event, ...]]:
    """Return the same firm and events in a currency worth 1 / rate of ours."""
    b = parameters.business
    other = replace(b, price=b.price * rate, cash=b.cash * rate)
    dearer = tuple(
        replace(event, size=event.size * rate) if EVENT_KINDS[event.kind].unit == "money" else event
        for event in planned
    )
    return replace(parameters, business=other), dearer


def _alike(one: Recording, other: Recording, rate: float, within: float) -> None:
    for name in one.names():
        factor = rate if name in MONEY else 1.0
        scale = np.nanmax(np.abs(one[name])) + 1e-12
        least = within * scale + FEWER_BITS
        np.testing.assert_allclose(
            other[name] / factor, one[name], rtol=within, atol=least, equal_nan=True, err_msg=name
        )


@quick
@given(firms(), policies, st.lists(events(), max_size=3), st.integers(0, 2**31))
def test_the_currency_does_not_matter_to_the_bit(
    parameters: Parameters, policy: AnyPolicy, planned: list[Event], seed: int
) -> None:
    """A currency worth 1/1,024 of ours, a power of two, so that not even rounding differs: with luck, to the bit."""
    streams = KeyedStreams(seed, np.arange(LANES))
    other, dearer = _in_cents(parameters, planned, 1024.0)
    _alike(_run(parameters, policy, streams, tuple(planned)), _run(other, policy, streams, dearer), 1024.0, 0.0)


@quick
@given(firms(), policies, st.lists(events(), max_size=3))
def test_a_thousandth_of_the_currency_gives_a_thousand_times_the_money(
    parameters: Parameters, policy: AnyPolicy, planned: list[Event]
) -> None:
    streams = ExpectedStreams(LANES)
    other, dearer = _in_cents(parameters, planned, 1000.0)
    _alike(_run(parameters, policy, streams, tuple(planned)), _run(other, policy, streams, dearer), 1000.0, 1e-6)


@quick
@given(firms(), policies, st.lists(st.floats(0.2, 3.0), min_size=12, max_size=12), st.integers(1, 11))
def test_the_calendar_is_only_a_name(
    parameters: Parameters, policy: AnyPolicy, seasons: list[float], shift: int
) -> None:
    """A start so many months later, with the seasons moved along, is the same history."""
    streams = KeyedStreams(5, np.arange(LANES))
    here = replace(parameters, world=replace(parameters.world, seasonality=tuple(seasons)))
    moved = tuple(seasons[(month - shift) % 12] for month in range(12))
    there = replace(parameters, world=replace(parameters.world, seasonality=moved))
    one = _run(here, policy, streams, start=1)
    other = _run(there, policy, streams, start=1 + shift)
    np.testing.assert_allclose(other.values, one.values, rtol=1e-9, atol=1e-9)


@quick
@given(firms(), policies, st.lists(events(), min_size=2, max_size=4))
def test_the_order_of_events_in_the_file_does_not_matter(
    parameters: Parameters, policy: AnyPolicy, planned: list[Event]
) -> None:
    streams = ExpectedStreams(LANES)
    one = _run(parameters, policy, streams, tuple(planned))
    _alike(one, _run(parameters, policy, streams, tuple(reversed(planned))), 1.0, 1e-9)


CHANNELS = {
    "search": Channel(share=0.5, elasticity=0.3, adstock=0.2, lead_cost=0.7),
    "fairs": Channel(share=0.3, elasticity=0.5, adstock=0.7, lead_cost=1.4),
    "letters": Channel(share=0.2, elasticity=0.2, slope=1.5, adstock=0.5),
}


def _with(channels: Mapping[str, Channel]) -> Parameters:
    p = Parameters()
    return replace(p, demand=replace(p.demand, channels=channels))


def _path(channels: Mapping[str, Channel], changes: Mapping[str, float] | None = None) -> Recording:
    parameters: Parameters = substitute(_with(channels), changes or {})
    return _run(parameters, FixedShare(share=0.6, media=3.0), ExpectedStreams(LANES))


def test_channels_may_have_any_name_and_order() -> None:
    turned = {name.upper(): CHANNELS[name] for name in reversed(CHANNELS)}
    _alike(_path(CHANNELS), _path(turned), 1.0, 1e-9)


@pytest.mark.parametrize("parts", [(0.5, 0.5), (0.9, 0.1), (0.2, 0.3, 0.5)])
def test_channels_that_are_alike_are_one_channel(parts: tuple[float, ...]) -> None:
    """A Hill response of one budget, and of its parts with proportional reach, bring as much."""
    one = Channel(share=1.0, elasticity=0.3, slope=1.2, adstock=0.6)
    parted = {f"part {index}": replace(one, share=part) for index, part in enumerate(parts)}
    _alike(_path({"whole": one}), _path(parted), 1.0, 1e-9)


def test_a_channel_of_another_kind_is_not_merged() -> None:
    """The mutant: a part that forgets faster is felt."""
    one = Channel(share=1.0, elasticity=0.3, adstock=0.6)
    parted = {"a": replace(one, share=0.5), "b": replace(one, share=0.5, adstock=0.1)}
    with pytest.raises(AssertionError):
        _alike(_path({"whole": one}), _path(parted), 1.0, 1e-9)


@quick
@given(firms(), policies)
def test_a_firm_ten_times_as_large_is_ten_times_the_firm(parameters: Parameters, policy: AnyPolicy) -> None:
    """Without luck nothing in the cycle knows how many customers one is, as long as there are some."""
    b, d = parameters.business, parameters.demand
    small = replace(parameters, business=replace(b, customers=1e4), demand=replace(d, leads=300.0))
    large = replace(parameters, business=replace(b, customers=1e5), demand=replace(d, leads=3000.0))
    calm = ExpectedStreams(LANES)
    one, other = _run(small, policy, calm), _run(large, policy, calm)
    assume(one["customers"].min() >= 10)  # shares of customers are floored at one customer
    for name in one.names():
        tenfold = 10.0 if name in (MONEY | COUNTS) - EACH else 1.0
        np.testing.assert_allclose(other[name] / tenfold, one[name], rtol=1e-6, atol=1e-6, err_msg=name)


def _money_in_the_cycle(patch: pytest.MonkeyPatch) -> None:
    """Let a hundredth of the reach lie at a fixed sum of money, whatever the currency: a fault."""
    right = Channels.leads

    def leads(self: Channels, adstock: Array) -> Array:
        return np.asarray(right(self, adstock) * (1 - 0.01 * adstock / (adstock + 1e4)))

    patch.setattr(Channels, "leads", leads)


def test_money_of_a_fixed_size_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    _money_in_the_cycle(monkeypatch)
    policy, calm = FixedShare(), ExpectedStreams(LANES)
    other, _ = _in_cents(Parameters(), [], 1000.0)
    with pytest.raises(AssertionError):
        _alike(_run(Parameters(), policy, calm), _run(other, policy, calm), 1000.0, 1e-6)
