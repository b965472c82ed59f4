"""The world: recessions, seasons, luck, rivals and one-off events, each a SimPy process over all lanes.

The world moves at whole points of time, the turn of the month; the firm works half a month later.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import simpy
from scipy.special import ndtr

from sim.arrays import Array, anywhere, asarray
from sim.model.events import EVENT_KINDS, Event
from sim.model.sums import by_lane

if TYPE_CHECKING:
    from sim.model.ledger import Ledger
    from sim.model.parameters import Parameters
    from sim.randomness import Streams

DEEPEST: Final = 0.45
"""Deepest recession: with twice the depth on leads, some demand is always left."""

_FACTORS: Final = frozenset({"demand_shock", "churn_shock", "cost_shock", "price_change"})
_LOSSES: Final = frozenset({"credit_stop", "rival_embedding", "platform_project", "data_loss", "staff_exit"})

Process = Generator[simpy.Event, object, None]


@dataclass(slots=True)
class World:
    """State of the world this month; arrays of shape (lanes,).

    Attributes
    ----------
    recession
        1 in recession; the long-run share in expected-flow mode.
    depth
        Depth of the present or latest recession.
    luck
        The firm's own demand this month, log scale.
    rival
        Rivals' benefit from digital capability, one-off events apart.
    season
        Demand of this month relative to the mean.
    events
        Strength of each kind of event now: a factor for shocks, a sum or a share otherwise.
    """

    parameters: Parameters
    streams: Streams
    ledger: Ledger
    start_month: int
    planned: Sequence[Event]
    recession: Array = field(init=False)
    depth: Array = field(init=False)
    luck: Array = field(init=False)
    rival: Array = field(init=False)
    season: Array = field(init=False)
    events: dict[str, Array] = field(init=False)
    _mean_depth: Array = field(init=False)
    _share: Array = field(init=False)
    _seasons_of_year: Array = field(init=False)
    _means: dict[str, Array] = field(init=False)
    _damped: Array = field(init=False)
    _centre: Array | float = field(init=False)

    def __post_init__(self) -> None:
        """Start in the stationary state."""
        w = self.parameters.world
        lanes = len(asarray(w.recession_depth))
        rate = w.recession_onset + w.recession_exit
        self._share = asarray(w.recession_onset / np.maximum(rate, 1e-12))
        self.recession = self.streams.bernoulli("world.recession", 0, self._share)
        self._mean_depth = _capped_mean(asarray(w.recession_depth), asarray(w.recession_depth_sigma))
        self._work_out_means()
        self.depth = self._draw_depth(0)
        self.luck = asarray(w.demand_noise * self.streams.normal("world.luck", 0))
        self.rival = np.array(w.rival_capability)
        self.season = self.season_of(0)
        self.events = {kind: _calm(kind, lanes) for kind in EVENT_KINDS}

    def _work_out_means(self) -> None:
        """Work out what does not change: the means that factors of the month are relative to."""
        w, e = self.parameters.world, self.parameters.experience
        slump = self._mean_depth * self._share
        factors = np.stack([asarray(value) for value in w.seasonality])
        self._seasons_of_year = asarray(factors / (by_lane(factors) / len(factors)))
        self._means = {
            "activity": asarray(1 - w.recession_volume * slump),
            "interest": asarray(1 - w.recession_leads * slump),
            "churn": asarray(1 + e.churn_recession * slump),
            "collection": asarray(1 + w.recession_collection * slump),
        }
        self._damped = asarray(w.demand_noise * np.sqrt(1 - w.demand_memory * w.demand_memory))
        self._centre = asarray(0.5 * w.demand_noise * w.demand_noise) if self.streams.whole else 0.0

    def processes(self, env: simpy.Environment) -> None:
        """Start one process per kind of event."""
        env.process(self._recessions(env))
        env.process(self._own_luck(env))
        env.process(self._rivals(env))
        env.process(self._seasons(env))
        for kind in EVENT_KINDS:
            of_kind = [event for event in self.planned if event.kind == kind]
            if of_kind:
                env.process(self._one_offs(env, kind, of_kind))

    @property
    def activity(self) -> Array:
        """Orders per customer relative to the mean: season, own luck, recession, shocks."""
        dip = self._dip(self.parameters.world.recession_volume) / self._means["activity"]
        return asarray(self.season * self._noise() * dip * self.events["demand_shock"])

    @property
    def interest(self) -> Array:
        """Leads relative to the mean: season, own luck, recession, shocks, rivals' lock-in."""
        open_market = 1 - self.events["rival_embedding"]
        dip = self._dip(self.parameters.world.recession_leads) / self._means["interest"]
        return asarray(self.season * self._noise() * dip * self.events["demand_shock"] * open_market)

    @property
    def churn(self) -> Array:
        """Factor on churn hazards: recession, shocks, rivals' lock-in."""
        exposure = self.parameters.experience.churn_recession
        locked = np.maximum(1 - self.events["rival_embedding"], 0.05) * self._means["churn"]
        return asarray((1 + exposure * self.depth * self.recession) * self.events["churn_shock"] / locked)

    @property
    def rivals(self) -> Array:
        """Rivals' benefit from digital capability, one-off events included."""
        return (self.rival + self.events["rival_move"]).clip(0.0, 1.0)

    @property
    def collection(self) -> Array:
        """Factor on the days until customers pay, its mean over booms and recessions 1."""
        exposure = self.parameters.world.recession_collection
        return asarray((1 + exposure * self.depth * self.recession) / self._means["collection"])

    def season_of(self, month: int) -> Array:
        """Return demand of a month relative to the mean of the year; month 1 is the first simulated one."""
        return asarray(self._seasons_of_year[(self.start_month - 2 + month) % 12])

    def _noise(self) -> Array:
        return asarray(np.exp(self.luck - self._centre))

    def _dip(self, exposure: Array | float) -> Array:
        return asarray(np.maximum(1 - exposure * self.depth * self.recession, 0.01))

    def _draw_depth(self, month: int) -> Array:
        if not self.streams.whole:
            return np.array(self._mean_depth)
        w = self.parameters.world
        spread = w.recession_depth_sigma
        score = self.streams.normal("world.recession_depth", month)
        return asarray(np.minimum(DEEPEST, w.recession_depth * np.exp(spread * score - 0.5 * spread * spread)))

    def _recessions(self, env: simpy.Environment) -> Process:
        w = self.parameters.world
        while True:
            yield env.timeout(1)
            month = int(env.now)
            chance = self.recession * (1 - w.recession_exit) + (1 - self.recession) * w.recession_onset
            now = self.streams.bernoulli("world.recession", month, chance)
            starts = now * (self.recession == 0)
            if anywhere(starts):
                self.depth = np.where(starts > 0, self._draw_depth(month), self.depth)
            if self.streams.whole:
                self.ledger.note(month, "world", "a recession starts; depth", starts, self.depth)
                self.ledger.note(month, "world", "the recession ends", self.recession, now == 0)
            self.recession = now

    def _own_luck(self, env: simpy.Environment) -> Process:
        w = self.parameters.world
        while True:
            yield env.timeout(1)
            fresh = self.streams.normal("world.luck", int(env.now))
            self.luck = asarray(w.demand_memory * self.luck + self._damped * fresh)

    def _rivals(self, env: simpy.Environment) -> Process:
        w = self.parameters.world
        room = np.maximum(w.rival_ceiling - w.rival_capability, 1e-9)
        pull = -np.expm1(-w.rival_drift / 12 / room)
        chance = np.minimum(1.0, w.rival_move_rate / 12)
        while True:
            yield env.timeout(1)
            month = int(env.now)
            leap = self.streams.bernoulli("world.rival_move", month, chance) * w.rival_move_size
            self.ledger.note(month, "world", "rivals leap ahead by", leap)
            drift = pull * np.maximum(w.rival_ceiling - self.rival, 0.0)
            self.rival = (self.rival + drift + leap).clip(0.0, 1.0)

    def _seasons(self, env: simpy.Environment) -> Process:
        while True:
            yield env.timeout(1)
            self.season = self.season_of(int(env.now))

    def _one_offs(self, env: simpy.Environment, kind: str, planned: Sequence[Event]) -> Process:
        """Wake at every month in which an event of this kind starts or ends in some lane."""
        lanes = len(self.rival)
        spans = [(_lanes(event.month, lanes), _end(event, kind, lanes)) for event in planned]
        dates = sorted({float(np.rint(day)) for start, end in spans for day in (*start, *end) if np.isfinite(day)})
        for date in dates:
            if date > env.now:
                yield env.timeout(date - env.now)
            self.events[kind] = _strength(kind, planned, spans, env.now)
            self.ledger.note(int(env.now), "world", f"{kind}: now at", self.events[kind])


def _lanes(value: object, lanes: int) -> Array:
    return np.array(np.broadcast_to(np.asarray(value, dtype=np.float64), (lanes,)))


def _end(event: Event, kind: str, lanes: int) -> Array:
    lasting = _lanes(event.lasting, lanes) if EVENT_KINDS[kind].lasts else np.ones(lanes)
    return asarray(np.rint(_lanes(event.month, lanes)) + np.maximum(1.0, np.rint(lasting)))


def _calm(kind: str, lanes: int) -> Array:
    return np.ones(lanes) if kind in _FACTORS else np.zeros(lanes)


def _strength(kind: str, planned: Sequence[Event], spans: Sequence[tuple[Array, Array]], now: float) -> Array:
    """Combine the events of one kind: shocks multiply, losses compound, the rest add."""
    result = _calm(kind, len(spans[0][0]))
    for event, (start, end) in zip(planned, spans, strict=True):
        acting = np.where((np.rint(start) <= now) & (now < end), _lanes(event.size, len(start)), 0.0)
        if kind in _FACTORS:
            result = result * (1 + acting)
        elif kind in _LOSSES:
            result = 1 - (1 - result) * (1 - acting)
        else:
            result = result + acting
    return result


def _capped_mean(mean: Array, sigma: Array) -> Array:
    """Return E[min(D, DEEPEST)] of a lognormal D with this mean and log spread."""
    spread = np.maximum(sigma, 1e-9)
    score = np.log(DEEPEST / np.maximum(mean, 1e-12)) / spread
    return asarray(mean * ndtr(score - spread / 2) + DEEPEST * (1 - ndtr(score + spread / 2)))
