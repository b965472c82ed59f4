"""Any firm, any policy, any events: what the property tests draw."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from sim.model.decisions import Decision, Observation, affordable
from sim.model.events import EVENT_KINDS, Event
from sim.model.parameters import Parameters, substitute, walk

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
