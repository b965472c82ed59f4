"""Which step carries the gain: a product of ratios that telescopes to it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.cycle.gain import STREAM
from sim.analysis.statistics.resampling import Estimate, estimate, means

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.analysis.cycle.pulse import Push, Response
    from sim.outcomes import Array


@dataclass(frozen=True, slots=True)
class Factor:
    """One ratio of the product.

    Attributes
    ----------
    step
        Number of the step of the cycle that it belongs to; 1 also stands for 2, whose money plans hand on.
    name
        What it is, such as `customers per qualified lead`.
    ratio
        Its value, with an interval; None for an interval where the denominator may be zero.
    identified
        Whether the denominator is clearly not zero.
    """

    step: int
    name: str
    ratio: Estimate
    identified: bool


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The gain of replications whose month of closing the push leaves alone, step by step.

    Attributes
    ----------
    push
        What was put in.
    factors
        In the order of the cycle; their product is `gain` exactly.
    gain
        The intensive gain.
    referred
        Share of the qualified leads on top that customers bring.
    stayed
        Share of the customer-months on top that come of customers who stay longer, not of new ones.
    """

    push: Push
    factors: tuple[Factor, ...]
    gain: float
    referred: Estimate
    stayed: Estimate


STEPS: Final = (
    (1, "qualified leads per unit of money"),
    (3, "customers per qualified lead"),
    (4, "customer-months per customer"),
    (4, "gross profit per customer-month, as it was"),
    (5, "savings and better prices, on all customers"),
    (6, "share of gross profit left after staff, fixed cost and tax"),
    (6, "share of profit that is reinvested"),
)
"""Step and name of each factor."""


def waterfall(response: Response, *, seed: int) -> Waterfall:
    """Return the product of ratios behind a gain."""
    sums = sums_of(response, seed)
    ratios = ratios_of(sums)
    below = ("money", "sql", "new_customers", "own_customers", "customers", "gross_profit", "profit")
    factors = tuple(
        Factor(step, name, estimate(ratio), _clear(sums[denominator][1:]))
        for (step, name), ratio, denominator in zip(STEPS, ratios, below, strict=True)
    )
    return Waterfall(
        push=response.push,
        factors=factors,
        gain=math.prod(factor.ratio.value for factor in factors),
        referred=estimate(over(sums["referral_leads"], sums["sql"])),
        stayed=estimate(over(sums["stayed"], sums["customers"])),
    )


def sums_of(response: Response, seed: int) -> dict[str, Array]:
    """Return means of what is summed: of all replications, then of resamples.

    There is nothing of replications whose month of closing moves, but the money of all. What those bring is `survival`.
    """
    more, count = dict(response.more), len(response)
    own = {f"own_{name}": response.had[name] for name in ("gross_profit", "customers")}
    budget = response.budgets.sum(axis=1)
    paths = {"budget": budget, "stayed": more["customers"] - response.from_new}
    kept = {name: np.where(response.shifted, 0.0, values) for name, values in (more | own | paths).items()}
    survival = np.where(response.shifted, budget, 0.0)
    rows = kept | {"money": np.full(count, response.push.money), "survival": survival}
    return means(rows, seed=seed, stream=STREAM)


def ratios_of(sums: Mapping[str, Array]) -> list[Array]:
    """Return the ratios, in the order of `STEPS`."""
    margin = over(sums["own_gross_profit"], sums["own_customers"])
    return [
        over(sums["sql"], sums["money"]),
        over(sums["new_customers"], sums["sql"]),
        over(sums["customers"], sums["new_customers"]),
        margin,
        over(sums["gross_profit"], sums["customers"] * margin),
        over(sums["profit"], sums["gross_profit"]),
        over(sums["budget"], sums["profit"]),
    ]


def over(above: Array, below: Array) -> Array:
    """Divide; what is over nothing is not a number."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(above / below)


def _clear(resampled: Array) -> bool:
    """Tell whether an interval leaves zero out."""
    if not np.isfinite(resampled).all():
        return False
    low, high = np.quantile(resampled, (0.025, 0.975))
    return bool(low > 0.0 or high < 0.0)
