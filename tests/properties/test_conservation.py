"""Whatever the scenario: nothing appears from nowhere and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.model.cycle import simulate
from sim.model.panel import Seat
from sim.model.parameters import Parameters
from sim.model.recorder import Recording
from sim.model.setup import Setup
from sim.randomness import ExpectedStreams, KeyedStreams, Streams
from tests.properties.identities import assert_conserved, assert_possible, assert_whole
from tests.properties.worlds import LANES, MONTHS, AnyPolicy, events, firms, policies

if TYPE_CHECKING:
    from sim.model.events import Event


def _run(parameters: Parameters, policy: AnyPolicy, planned: list[Event], streams: Streams) -> Recording:
    seats = [Seat(policy, slice(0, LANES))]
    setup = Setup(
        parameters=parameters, seats=seats, streams=streams, lanes=LANES, months=MONTHS, start_month=11, events=planned
    )
    return simulate(setup).recording


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(firms(), policies, st.lists(events(), max_size=3), st.integers(0, 2**31))
def test_drawn_flows_conserve(parameters: Parameters, policy: AnyPolicy, planned: list[Event], seed: int) -> None:
    recording = _run(parameters, policy, planned, KeyedStreams(seed, np.arange(LANES)))
    assert_conserved(recording)
    assert_possible(recording)
    assert_whole(recording)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(firms(), policies, st.lists(events(), max_size=3))
def test_expected_flows_conserve(parameters: Parameters, policy: AnyPolicy, planned: list[Event]) -> None:
    recording = _run(parameters, policy, planned, ExpectedStreams(LANES))
    assert_conserved(recording)
    assert_possible(recording)


def test_a_leak_is_caught() -> None:
    """The mutant these identities exist for: a churned customer who is not counted."""
    policy = AnyPolicy(0.4, (0.2,) * 5, (0.5,) * 8, 0.0, 1.0)
    recording = _run(Parameters(), policy, [], KeyedStreams(1, np.arange(LANES)))
    leaky = recording.values.copy()
    leaky[recording.names().index("churned"), 5] += 1
    with pytest.raises(AssertionError):
        assert_conserved(Recording(leaky))
