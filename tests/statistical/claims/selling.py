"""Customers, prices and volume: discounts, content, self-service, volume, embedding (C7, C9, C10, C14, C16)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.model.events import Event
from sim.model.parameters import substitute
from tests.statistical.claims.runs import Array, Side, compare, number, play, under
from tests.statistical.claims.series import over_time, trailing_year
from tests.statistical.claims.statements import Found, mean_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from sim.model.decisions import Decision, Observation, Policy
    from sim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Until:
    """A policy whose discount ends after a month: what a scenario file cannot say yet."""

    policy: Policy
    last: int

    def decide(self, seen: Observation) -> Decision:
        """Decide as the policy does, without the discount once its time is over."""
        decision = self.policy.decide(seen)
        return decision if seen.month < self.last else replace(decision, discount=np.zeros(seen.lanes))


def discount_in_a_downturn(scenario: Scenario, cut: Collection[str]) -> Found:
    """C7: a broadcast discount against the usual price; for good, and for the downturn only."""
    brief = replace(scenario, policies={"brief": Until(scenario.policies["discount"], last=12)})
    variants = {"usual": under(scenario, "steady"), "always": under(scenario, "discount"), "brief": brief}
    usual, always, briefly = compare(variants, cut=cut).values()
    wins = usual.paths["wins"][0, 0]
    lost = [(side.ends["npv"] - usual.ends["npv"]) / usual.today for side in (always, briefly)]
    return Found(
        (
            mean_of(
                "wins of the first six months",
                (always.total("wins", 1, 6) - usual.total("wins", 1, 6)) / wins / 6,
                above=0,
            ),
            mean_of("realised price of year 1", _price(always, 1, 12) / _price(usual, 1, 12) - 1, below=0),
            mean_of("NPV if the discount stays", lost[0], below=0),
            mean_of(
                "wins of year 2 if it ends after year 1",
                (briefly.total("wins", 13, 24) - usual.total("wins", 13, 24)) / wins / 12,
                below=0,
            ),
            mean_of("NPV if it ends after year 1", lost[1], below=0),
        ),
        curves={
            name: over_time((side.paths["wins"] - usual.paths["wins"])[1:61] / wins, first=1)
            for name, side in (("stays", always), ("ends", briefly))
        },
    )


def _price(side: Side, first: int, last: int) -> Array:
    return side.total("revenue", first, last) / np.maximum(side.total("volume", first, last), 1e-9)


def content_and_data(scenario: Scenario, cut: Collection[str]) -> Found:
    """C9: one and several uses of each piece at one budget; a year of neglected data."""
    writer = under(scenario, "writes")
    single = under(scenario.vary({"demand.content_uses": 1}), "writes")
    budget = play(single, cut=cut, keep=["reinvestment"])["writes"].kept["reinvestment"][:, None]
    once, often = compare({"once": single, "often": writer}, cut=cut, budget=budget).values()
    neglected = play(under(scenario, "harvest"), cut=cut)["harvest"].paths
    data, quality, mql = (neglected[name] for name in ("data_quality", "lead_quality", "mql"))
    worse = mql[13:25].sum(axis=0) / neglected["leads"][13:25].sum(axis=0) / (mql[0] / neglected["leads"][0]) - 1
    return Found(
        (
            mean_of(
                "spending, seven uses over one", _ratio(often, once, "cumulative_reinvested"), above=-0.02, below=0.02
            ),
            mean_of("cost of a lead, seven uses over one", _lead_cost(often) / _lead_cost(once) - 1, below=0),
            mean_of("data quality after a year left alone", data[12] / data[0] - 1, above=-0.23, below=-0.22),
            mean_of("lead quality after that year", quality[12] / quality[0] - 1, below=0),
            mean_of("share of leads that qualify, year 2 against today", worse, below=0),
        ),
        curves={"data quality": over_time(data / data[0]), "lead quality": over_time(quality / quality[0])},
    )


def _ratio(side: Side, other: Side, outcome: str) -> Array:
    return np.asarray(side.ends[outcome] / other.ends[outcome] - 1)


def _lead_cost(side: Side) -> Array:
    return side.total("marketing_spend") / side.total("leads")


def self_service(scenario: Scenario, cut: Collection[str]) -> Found:
    """C10: service staff and customers after seven years, with and without self-service."""
    none = scenario.vary({"experience.deflection": 0.0})
    served, by_hand = compare({"self-service": scenario, "none": none}, cut=cut).values()
    deflection = number(scenario.parameters.experience.deflection)
    used = served.paths["technology_experience"][-1] * served.paths["adoption_experience"][-1]
    better = served.paths["cx_index"][-12:].mean(axis=0) - by_hand.paths["cx_index"][-12:].mean(axis=0)
    with_, without = _per_head(served), _per_head(by_hand)
    return Found(
        (
            mean_of("contacts that self-service takes over", deflection * used, above=0.49, below=0.51),
            mean_of(
                "customers of today's number",
                served.paths["customers"][-1] / served.paths["customers"][0],
                above=2,
                unit="times",
            ),
            mean_of("service staff of today's number", _staff(served), unit="times"),
            mean_of("customers per head, of today's number", with_, above=2, unit="times"),
            mean_of("customers per head, with self-service over without", with_ / without, above=2, unit="times"),
            mean_of("experience with self-service less without (log scale)", better, above=0, unit="score"),
        ),
        curves={
            f"{what} {name}": over_time(values)
            for name, side in (("with", served), ("without", by_hand))
            for what, values in (("customers", _customers(side)), ("staff", _staff_paths(side)))
        },
    )


def _customers(side: Side) -> Array:
    return np.asarray(side.paths["customers"] / side.paths["customers"][0])


def _staff_paths(side: Side) -> Array:
    """Return service spending over today's by month, read off the books: no tax, no growth media or content."""
    p = side.paths
    named = p["sales_spend"] + p["marketing_spend"] + p["fixed_cost"] + p["subscriptions"]
    spent = p["gross_profit"] - p["profit"] - named
    return np.asarray(spent / spent[0])


def _staff(side: Side) -> Array:
    return np.asarray(_staff_paths(side)[-1])


def _per_head(side: Side) -> Array:
    return np.asarray(_customers(side)[-1] / _staff(side))


def volume_and_cost(scenario: Scenario, cut: Collection[str]) -> Found:
    """C14: unit cost of a growing firm whose supply chain gets no money."""
    grows = play(scenario, cut=cut)["front_only"]
    unmoved = play(scenario, cut={*cut, "learning", "buying_power"})["front_only"].paths["unit_cost"][-1]
    cost, volume = grows.paths["unit_cost"], grows.paths["volume"]
    built = sum(
        (grows.paths[f"{stock}_supply"].max(axis=0) for stock in ("process_quality", "technology")), np.zeros(1)
    )
    return Found(
        (
            mean_of("process quality and technology of step 5, at most", built, above=-1e-9, below=1e-9),
            mean_of("volume of the last year over that of today", volume[-12:].mean(axis=0) / volume[0] - 1, above=0),
            mean_of("unit cost after ten years over today's", cost[-1] / cost[0] - 1, below=0),
            mean_of("the same, less that without learning and buying power", (cost[-1] - unmoved) / cost[0], below=0),
        ),
        curves={
            "volume": over_time(trailing_year(volume) / volume[0], first=12),
            "unit cost": over_time(cost / cost[0]),
        },
    )


def workflow_embedding(scenario: Scenario, cut: Collection[str]) -> Found:
    """C16: embedding against no embedding at the same spending; and a rival who locks a fifth of the market in."""
    budget = play(scenario, cut=cut, keep=["reinvestment"])["embeds"].kept["reinvestment"][:, None]
    calm = Event(kind="rival_embedding", month=7.0, size=0.0)
    own = replace(scenario, events=(calm,))
    variants = {
        "own": own,
        "none": replace(own, parameters=substitute(own.parameters, {"experience.embedding_rate": 0.0})),
        "rival": replace(scenario, events=(replace(calm, size=0.2),)),
    }
    first, without, rival = compare(variants, cut=cut, budget=budget).values()
    free = [side.paths["customers"] - side.paths["embedded_customers"] for side in (first, without)]
    fewer = (free[0] - free[1]) / first.paths["customers"][0]
    return Found(
        (
            mean_of(
                "customers who may look around after three years, of today's",
                fewer[36],
                below=0,
            ),
            mean_of("churn a year, embedding less none", _churn(first) - _churn(without), below=0, unit="points"),
            mean_of(
                "leads when a rival embeds a fifth of the market",
                rival.total("leads", 7) / first.total("leads", 7) - 1,
                below=0,
            ),
            mean_of("churn a year then", _churn(rival) - _churn(first), above=0, unit="points"),
        ),
        curves={"free": over_time(fewer), "customers": over_time(_gap(rival, first, "customers"))},
    )


def _gap(side: Side, other: Side, measure: str) -> Array:
    """Return how far a measure lies apart, of today's, by month."""
    return np.asarray((side.paths[measure] - other.paths[measure]) / other.paths[measure][0])


def _churn(side: Side) -> Array:
    """Return customers lost a year over customers, years 2 to 5."""
    return np.asarray(12 * side.total("churned", 13) / np.maximum(side.paths["customers"][12:-1].sum(axis=0), 1))
