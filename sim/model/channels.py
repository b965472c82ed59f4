"""The marketing channels, each with a Hill response closed on today's spending and leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, asarray
from sim.model.sums import by_lane

if TYPE_CHECKING:
    from sim.model.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Channels:
    """The marketing channels, stacked: every array has shape (channels, lanes)."""

    share: Array
    carry: Array
    slope: Array
    half: Array
    reach: Array
    cheap: Array
    """Share of paid leads today: new media money goes where leads are cheap."""

    def leads(self, adstock: Array) -> Array:
        """Return leads per channel by the Hill response `reach x a^s / (half^s + a^s)`."""
        ratio = (adstock / self.half) ** self.slope
        return asarray(self.reach * ratio / (1 + ratio))


def channels(p: Parameters, revenue: Array, leads: Array) -> Channels:
    """Close the Hill response of each channel on today's spending, leads and long-run elasticity."""
    listed = list(p.demand.channels.values())

    def stack(name: str) -> Array:
        return np.stack([asarray(getattr(channel, name)) for channel in listed])

    share = stack("share") / np.maximum(by_lane(stack("share")), 1e-12)
    carry, slope = stack("adstock"), stack("slope")
    adstock = np.maximum(share * p.business.marketing_share * revenue / (1 - carry), 1e-9)
    saturation = 1 - np.minimum(stack("elasticity") / slope, 0.999)
    half = adstock * ((1 - saturation) / saturation) ** (1 / slope)
    paid = share / stack("lead_cost")
    cheap = paid / np.maximum(by_lane(paid), 1e-12)
    # A firm that spends nothing has organic leads only.
    paid = cheap * leads * (1 - p.demand.organic_share) * (p.business.marketing_share > 0)
    return Channels(share=share, carry=carry, slope=slope, half=half, reach=paid / saturation, cheap=cheap)
