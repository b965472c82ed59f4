"""What worth has to be paid for in: risk, or money on the way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import listed, money, sentence, spoken
from sim.analysis.intervals import direction
from sim.analysis.written import Written
from sim.report.pack.chapter import Chapter, Exhibit
from sim.report.pack.plots.scale import Scale
from sim.report.pack.plots.scatter import Scatter, Spot
from sim.report.pack.sources import source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.analysis.intervals import Chance, Interval, Spread
    from sim.analysis.run.summary import Summary
    from sim.report.story import Story

FEWEST: Final = 2
"""Policies that a trade-off needs."""
Figure = tuple[float, "Interval"]


@dataclass(frozen=True, slots=True)
class Price:
    """What worth may have to be paid for in.

    Attributes
    ----------
    scale
        What it is, for an axis.
    less
        What a policy does that has more of the good: `closes less often`.
    better
        1 where more of it is better, -1 where less is.
    figures
        Of every policy, with its interval.
    """

    scale: Scale
    less: str
    better: int
    figures: Mapping[str, Figure]


def trade_off(story: Story) -> Chapter | None:
    """Tell what the policy that is worth most costs elsewhere; None where there is nothing to trade."""
    summary = story.summary
    if len(summary.policies) < FEWEST or not all(math.isfinite(one.npv.mean) for one in summary.policies):
        return None
    prices = _prices(summary)
    if not prices:
        return None
    worth = {one.name: (one.npv.mean, one.npv.ci95) for one in summary.policies}
    price = next((one for one in prices if conflict(worth, one)), prices[0])
    kept = unbeaten(worth, price)
    spots = tuple(
        Spot(sentence(spoken(name)), *_both(price.figures[name], worth[name]), "good" if name in kept else "plain")
        for name in worth
    )
    scale = Scale("mean net present value", "money", story.facts.currency)
    return Chapter(
        key="trade-off",
        kicker="What it costs",
        title=title(worth, price),
        sentences=tuple(f"{text}." for text in _said(worth, price, story.facts.currency)),
        exhibits=(
            Exhibit(
                name="frontier",
                heading=f"Mean net present value against {price.scale.name}",
                plot=Scatter(x=price.scale, y=scale, spots=spots),
                alt=f"{title(worth, price)}. {len(spots)} policies by net present value and {price.scale.name}.",
                source=source(story.facts, "Intervals: 95%."),
            ),
        ),
    )


def _said(worth: Mapping[str, Figure], price: Price, currency: str) -> list[str]:
    """Say what the two ends of a trade-off are worth and cost, and which policies nobody has to look at."""
    most, other = ends(worth, price)
    how = Written(price.scale.kind, currency)
    sides = [
        f"{sentence(spoken(name))}: net present value {money(worth[name][0], currency)}, "
        f"{price.scale.name} {how.value(price.figures[name][0])}"
        for name in dict.fromkeys((most, other))
    ]
    beaten = [spoken(name) for name in worth if name not in unbeaten(worth, price)]
    dropped = f"Another policy is clearly better than {listed(beaten)} on one and no worse on the other"
    return [*sides, dropped] if beaten else sides


def _prices(summary: Summary) -> list[Price]:
    """Return what may be the price of worth, what boards ask about first in front."""
    found = []
    if any(one.ruin.probability > 0.01 for one in summary.policies):  # noqa: PLR2004 (one path in a hundred)
        closed = {one.name: _share(one.ruin) for one in summary.policies}
        found.append(Price(Scale("chance of ruin", "share"), "closes less often", -1, closed))
    if all(one.ending_lower.trials for one in summary.policies):
        lower = {one.name: _share(one.ending_lower) for one in summary.policies}
        found.append(Price(Scale("chance of ending lower than today", "share"), "ends lower less often", -1, lower))
    paid = {one.name: _mean(one.npv_without_terminal_value) for one in summary.policies}
    scale = Scale("discounted payouts within the horizon", "money", summary.facts.currency)
    return [*found, Price(scale, "pays owners more within the horizon", 1, paid)]


def _share(chance: Chance) -> Figure:
    return chance.probability, chance.ci95


def _mean(spread: Spread) -> Figure:
    return spread.mean, spread.ci95


def _both(x: Figure, y: Figure) -> tuple[float, float, Interval, Interval]:
    return x[0], y[0], x[1], y[1]


def unbeaten(worth: Mapping[str, Figure], price: Price) -> tuple[str, ...]:
    """Return the policies that no other clearly beats on one figure while being no worse on the other."""
    return tuple(name for name in worth if not any(_beats(other, name, worth, price) for other in worth))


def _beats(other: str, one: str, worth: Mapping[str, Figure], price: Price) -> bool:
    more, cost = worth[other][0] - worth[one][0], price.better * (price.figures[other][0] - price.figures[one][0])
    clear = (
        direction(worth[other][1], worth[one][1]) > 0
        or price.better * direction(price.figures[other][1], price.figures[one][1]) > 0
    )
    return more >= 0.0 and cost >= 0.0 and clear


def ends(worth: Mapping[str, Figure], price: Price) -> tuple[str, str]:
    """Return the policy that is worth most, and the unbeaten one that has the best of the price."""
    kept = unbeaten(worth, price)
    return max(kept, key=lambda name: worth[name][0]), max(kept, key=lambda name: price.better * price.figures[name][0])


def conflict(worth: Mapping[str, Figure], price: Price) -> bool:
    """Tell whether the policy worth most is clearly beaten on the price by one that is clearly worth less."""
    most, other = ends(worth, price)
    less = direction(worth[most][1], worth[other][1]) > 0
    return less and price.better * direction(price.figures[other][1], price.figures[most][1]) > 0


def title(worth: Mapping[str, Figure], price: Price) -> str:
    """Return the message: what is traded for what, or that nothing has to be.

    A trade is one between two policies, both sides of it beyond noise; it does not say that one of them is the best of
    all, which close rivals may dispute.
    """
    most, other = ends(worth, price)
    if conflict(worth, price):
        return f"Worth has a price: {spoken(most)} is worth more than {spoken(other)}, which {price.less}"
    if len(unbeaten(worth, price)) == 1:
        return f"No trade-off: no other policy is worth more than {spoken(most)} or {price.less}"
    return f"No clear trade-off between worth and {price.scale.name}"
