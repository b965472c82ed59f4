"""The causal links of the cycle by name: live, cut, frozen, replayed or following another lane, per lane."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.arrays import Array, asarray

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.model.decisions import Observation

LINKS: Final = {
    "reinvestment": "profit and cash set the reinvestment budget",
    "marketing": "revenue sets base marketing",
    "referral": "customers bring leads",
    "market_limit": "customers won leave fewer to win",
    "data_decay": "data quality sets lead quality",
    "sales_load": "a full pipeline lowers the win rate and slows sales",
    "service_load": "more customers per head lower experience",
    "supply_delay": "lead time and stock-outs lower experience",
    "rivals": "rivals' capability lowers the firm's relative capability",
    "learning": "cumulative volume lowers unit cost",
    "buying_power": "yearly volume lowers purchase prices",
    "fixed_cost": "volume moves fixed cost",
    "scale": "firm size sets the cost of capability",
}
"""Every link a study may switch, and what it carries."""

HANDOVERS: Final = {
    "capability": "gain in benefit of every step: own, then relative to rivals; shape (10, lanes)",
}
"""What is handed on between links and may be replayed to see what it does alone. It is no link of the loop:
whoever cuts or freezes links cuts what leads there."""


class Mode(IntEnum):
    """State of a link."""

    LIVE = 0
    CUT = 1
    FROZEN = 2
    REPLAYED = 3
    FOLLOWED = 4


@dataclass(frozen=True, slots=True)
class Switch:
    """How one link is set.

    Attributes
    ----------
    mode
        A `Mode`, or an array of modes with one entry per lane.
    since
        First month the switch acts; a frozen link keeps the value it carried the month before, or that of
        month 1 when it is frozen from the start.
    series
        For replayed links, what to carry: shape (months, lanes), row m - 1 for month m; what `keep` gives back.
        For followed links, what to add to what the source carries.
    source
        For followed links, the lane whose live value each lane carries as far as that lane takes it, shape (lanes,).
    """

    mode: Mode | NDArray[np.int64]
    since: int = 1
    series: Array | None = None
    source: NDArray[np.int64] | None = None


@dataclass(slots=True)
class Links:
    """All links of one batch; consumers read every linked quantity through here.

    Attributes
    ----------
    switches
        How links are set; live where nothing is said.
    keep, kept
        Links whose values are kept as the consumer sees them, and these values, month by month.
    offer, offered
        Links whose values are kept as they would be if live, whatever the consumer sees, and these values.
    """

    switches: Mapping[str, Switch] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()
    offer: frozenset[str] = frozenset()
    kept: dict[str, list[Array]] = field(default_factory=dict)
    offered: dict[str, list[Array]] = field(default_factory=dict)
    _held: dict[str, Array] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse names that are no links."""
        unknown = (set(self.switches) | self.keep | self.offer) - set(LINKS) - set(HANDOVERS)
        if unknown:
            message = f"no such link: {', '.join(sorted(unknown))}; the links are {', '.join(LINKS)}"
            raise ValueError(message)

    def read(
        self, name: str, month: int, live: Array, *, neutral: float | Array, most: float | Array = math.inf
    ) -> Array:
        """Return what the consumer of a link sees this month.

        Parameters
        ----------
        name
            A name in `LINKS` or `HANDOVERS`.
        month
            Month of the reading, from 1.
        live
            What the link carries when live, shape (lanes,) or (slots, lanes).
        neutral
            What a cut link carries.
        most
            What the consumer can take at most; whoever follows it is given no more than it takes.
        """
        switch = self.switches.get(name)
        seen = live
        if switch is not None:
            seen = self._switched(name, switch, month, live, neutral)
            seen = self._followed(switch, month, seen, np.minimum(live, most))
        if name in self.keep:
            self.kept.setdefault(name, []).append(np.array(seen))
        if name in self.offer:
            self.offered.setdefault(name, []).append(np.array(live))
        return seen

    def as_followed(self, seen: Observation) -> Observation:
        """Return what managers see, with the cash position of the firm whose budget they follow.

        A firm that follows another's budget piles up what it does not spend; were that seen, the same money would ask
        to be reinvested at every review.
        """
        switch = self.switches.get("reinvestment")
        if switch is None or switch.source is None:
            return seen
        source = switch.source
        follows = (asarray(switch.mode) == Mode.FOLLOWED) & (seen.month + 1 >= switch.since)
        own = {name: getattr(seen, name) for name in ("cash", "debt", "daily_outflow")}
        return replace(seen, **{name: np.where(follows, value[source], value) for name, value in own.items()})

    def _switched(self, name: str, switch: Switch, month: int, live: Array, neutral: float | Array) -> Array:
        if month < switch.since or name not in self._held:
            self._held[name] = np.array(live)
        if month < switch.since:
            return live
        mode = asarray(switch.mode)
        seen = np.where(mode == Mode.CUT, neutral, live)
        seen = np.where(mode == Mode.FROZEN, self._held[name], seen)
        if switch.series is not None:
            seen = np.where(mode == Mode.REPLAYED, switch.series[month - 1], seen)
        return asarray(seen)

    @staticmethod
    def _followed(switch: Switch, month: int, seen: Array, taken: Array) -> Array:
        if switch.source is None or month < switch.since:
            return seen
        extra = 0.0 if switch.series is None else switch.series[month - 1]
        return asarray(np.where(asarray(switch.mode) == Mode.FOLLOWED, taken[..., switch.source] + extra, seen))
