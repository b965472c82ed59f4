"""The causal links of the cycle by name: live, cut, frozen or replayed, per lane."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.model.parameters.spec import Array

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
    """

    mode: Mode | NDArray[np.int64]
    since: int = 1
    series: Array | None = None


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

    def read(self, name: str, month: int, live: Array, *, neutral: float | Array) -> Array:
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
        """
        switch = self.switches.get(name)
        seen = live if switch is None else self._switched(name, switch, month, live, neutral)
        if name in self.keep:
            self.kept.setdefault(name, []).append(np.array(seen))
        if name in self.offer:
            self.offered.setdefault(name, []).append(np.array(live))
        return seen

    def _switched(self, name: str, switch: Switch, month: int, live: Array, neutral: float | Array) -> Array:
        if month < switch.since or name not in self._held:
            self._held[name] = np.array(live)
        if month < switch.since:
            return live
        mode = np.asarray(switch.mode)
        seen = np.where(mode == Mode.CUT, neutral, live)
        seen = np.where(mode == Mode.FROZEN, self._held[name], seen)
        if switch.series is not None:
            seen = np.where(mode == Mode.REPLAYED, switch.series[month - 1], seen)
        return np.asarray(seen)
