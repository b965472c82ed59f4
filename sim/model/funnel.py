"""The funnel: from leads by their quality to customers won."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.arrays import Array, asarray

if TYPE_CHECKING:
    from sim.model.parameters import Parameters

HOPELESS: Final = 1e-9
"""Wins per lead, or per opportunity, that count as none."""


def lead_quality(p: Parameters, data_quality: Array, offer: Array) -> Array:
    """Return lead quality D^.6 O^.2 P^.2 (weights are parameters); `offer` is its part O^.2 P^.2."""
    return asarray(data_quality**p.demand.data_weight * offer)


def offer_quality(p: Parameters) -> Array:
    """Return the part of lead quality that does not change, O^.2 P^.2."""
    d = p.demand
    return asarray(d.offer_quality**d.offer_weight * d.packaging_quality**d.packaging_weight)


def conversion(p: Parameters) -> Array:
    """Return customers won per lead at today's rates, shape (lanes,)."""
    d, a = p.demand, p.acquisition
    return asarray(d.mql_rate * a.sql_rate * a.opportunity_rate * a.win_rate)


def needed_for(wins: Array, rate: Array) -> Array:
    """Return how many it takes for so many wins at a rate; none where practically nothing is ever won."""
    return asarray(np.where(rate < HOPELESS, 0.0, wins / np.maximum(rate, HOPELESS)))


def leads_for(p: Parameters, wins: Array) -> Array:
    """Return leads a month as stated, else as many as so many wins take at today's rates."""
    closed = needed_for(np.maximum(wins, 0.0), conversion(p))
    return asarray(np.where(np.isnan(p.demand.leads), closed, p.demand.leads))


def opportunities_of(p: Parameters, leads: Array, referral_wins: Array) -> Array:
    """Return opportunities a month, out of leads and behind the customers who come by referral."""
    d, a = p.demand, p.acquisition
    return asarray(
        leads * d.mql_rate * a.sql_rate * a.opportunity_rate + needed_for(referral_wins, asarray(a.win_rate))
    )


def sales_load(p: Parameters, leads: Array, pipeline: Array) -> Array:
    """Return what sales has to handle: its pipeline, and qualified leads that are junk."""
    return asarray(pipeline + p.acquisition.junk_load * leads * p.demand.mql_rate)
