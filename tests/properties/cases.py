"""One firm in one extreme world, run with every identity held on the way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.model.cycle import simulate
from sim.model.events import Event
from sim.model.links import Mode, Switch
from sim.model.panel import Seat
from sim.model.parameters import Parameters, substitute
from sim.model.setup import Setup
from sim.policies.fixed_share import FixedShare
from sim.randomness import ExpectedStreams, KeyedStreams
from tests.properties.identities import assert_conserved, assert_possible, assert_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.model.decisions import Policy
    from sim.model.parameters.spec import Value
    from sim.model.recorder import Recording

LANES, MONTHS = 40, 36
STATED = {"demand.leads": 80.0, "business.customers": 400.0}


@dataclass(frozen=True)
class Case:
    """A firm, its policy, its world."""

    changes: Mapping[str, Value] = field(default_factory=dict)
    policy: Policy = field(default_factory=lambda: FixedShare(share=0.5))
    events: tuple[Event, ...] = ()
    cut: tuple[str, ...] = ()
    kind: str = "contract"

    def drawn(self) -> Recording:
        """Run with luck, and hold every identity on the way."""
        recording = self._run(KeyedStreams(7, np.arange(LANES)), LANES)
        assert_conserved(recording)
        assert_possible(recording)
        assert_whole(recording)
        return recording

    def expected(self) -> Recording:
        """Run without luck."""
        recording = self._run(ExpectedStreams(1), 1)
        assert_conserved(recording)
        assert_possible(recording)
        return recording

    def _run(self, streams: KeyedStreams | ExpectedStreams, lanes: int) -> Recording:
        parameters: Parameters = substitute(Parameters(), {**STATED, **self.changes})
        parameters = replace(parameters, business=replace(parameters.business, kind=self.kind))
        setup = Setup(
            parameters=parameters,
            seats=[Seat(self.policy, slice(0, lanes))],
            streams=streams,
            lanes=lanes,
            months=MONTHS,
            events=self.events,
            switches={name: Switch(Mode.CUT) for name in self.cut},
        )
        return simulate(setup).recording


def shock(kind: str, size: float, month: float = 2.0, lasting: float = np.inf) -> Event:
    """Return an event, from month 2 on for ever unless said otherwise."""
    return Event(kind=kind, month=month, size=size, lasting=lasting)
