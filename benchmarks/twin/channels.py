"""Marketing channels: what money brings in leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.parameters import Parameters
    from sim.model.parameters.demand import Channel


@dataclass(frozen=True, slots=True)
class Response:
    """How one channel answers to money."""

    share: float
    carry: float
    adstock: float
    cheap: float
    reach: float
    half: float
    slope: float

    def leads(self, adstock: float) -> float:
        """Return leads a month at an adstock."""
        y = (max(0.0, adstock) / self.half) ** self.slope
        return float(self.reach * y / (1.0 + y))


def channels_of(p: Parameters, leads: float, revenue: float) -> tuple[Response, ...]:
    """Return how each channel answers to money, from today's leads and revenue."""
    marketing = float(p.business.marketing_share)
    channels = list(p.demand.channels.values())
    shares = sum(float(channel.share) for channel in channels)
    cheap = [float(channel.share / channel.lead_cost) for channel in channels]
    paid = leads * (1.0 - float(p.demand.organic_share))

    def response(channel: Channel, cheapness: float) -> Response:
        share = float(channel.share) / shares
        adstock = share * marketing * revenue / (1.0 - float(channel.adstock))
        saturation = 1.0 - min(float(channel.elasticity / channel.slope), 0.999)
        half = max(1e-9, adstock) * ((1.0 - saturation) / saturation) ** (1.0 / float(channel.slope))
        reach = cheapness * paid / saturation if marketing > 0.0 else 0.0
        return Response(share, float(channel.adstock), adstock, cheapness, reach, half, float(channel.slope))

    return tuple(response(channel, c / sum(cheap)) for channel, c in zip(channels, cheap, strict=True))
