"""Which step carries the gain: a product of ratios that telescopes to it, and how two such products differ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.resampling import Estimate, estimate, weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.analysis.pulse import Push, Response
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
    (6, "profit per gross profit, after staff, fixed cost and tax"),
    (6, "budget per profit"),
)
"""Step and name of each factor."""


def waterfall(response: Response, *, seed: int) -> Waterfall:
    """Return the product of ratios behind a gain."""
    count = len(response.shifted)
    drawn = np.vstack([np.full(count, 1.0 / count), weights(count, seed=seed, name="gain")])
    sums = {name: drawn @ values for name, values in _rows(response).items()}
    ratios = _ratios(sums)
    below = ("money", "sql", "new_customers", "customers", "gross_profit", "gross_profit", "profit")
    factors = tuple(
        Factor(step, name, _first(ratio), _clear(sums[denominator][1:]))
        for (step, name), ratio, denominator in zip(STEPS, ratios, below, strict=True)
    )
    return Waterfall(
        push=response.push,
        factors=factors,
        gain=math.prod(factor.ratio.value for factor in factors),
        referred=_first(_over(sums["referral_leads"], sums["sql"])),
        stayed=_first(_over(sums["stayed"], sums["customers"])),
    )


def _rows(response: Response) -> dict[str, Array]:
    """Return what is summed, nothing where the month of closing moves; the money is that of all replications."""
    more = dict(response.more)
    own = {f"own_{name}": response.had[name] for name in ("gross_profit", "customers")}
    paths = {"budget": response.budgets.sum(axis=1), "stayed": more["customers"] - response.from_new}
    kept = {name: np.where(response.shifted, 0.0, values) for name, values in (more | own | paths).items()}
    return kept | {"money": np.full(len(response.shifted), response.push.money)}


def _ratios(sums: Mapping[str, Array]) -> list[Array]:
    margin = _over(sums["own_gross_profit"], sums["own_customers"])
    return [
        _over(sums["sql"], sums["money"]),
        _over(sums["new_customers"], sums["sql"]),
        _over(sums["customers"], sums["new_customers"]),
        margin,
        _over(sums["gross_profit"], sums["customers"] * margin),
        _over(sums["profit"], sums["gross_profit"]),
        _over(sums["budget"], sums["profit"]),
    ]


def _over(above: Array, below: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(above / below)


def _first(values: Array) -> Estimate:
    """Return the estimate whose first value is that of all replications and the others of resamples."""
    return estimate(float(values[0]), values[1:])


def _clear(resampled: Array) -> bool:
    """Tell whether an interval leaves zero out."""
    low, high = np.quantile(resampled, (0.025, 0.975))
    return bool(low > 0.0 or high < 0.0)


def contributions(before: Sequence[float], after: Sequence[float]) -> tuple[float, ...]:
    """Return what each factor adds to the difference of two products; the parts sum to it.

    Log-mean weights (LMDI): L(a, b) ln(factor after / before) with L(a, b) = (a − b) / ln(a / b), which leaves no
    residual and does not depend on which comes first. Where a factor is not positive, the average over all orders of
    changing one factor after the other (Shapley), which leaves none either.
    """
    if all(value > 0.0 for value in (*before, *after)):
        one, other = math.prod(after), math.prod(before)
        mean = one if math.isclose(one, other, rel_tol=1e-12) else (one - other) / math.log(one / other)
        return tuple(mean * math.log(new / old) for new, old in zip(after, before, strict=True))
    return _averaged(before, after)


def _averaged(before: Sequence[float], after: Sequence[float]) -> tuple[float, ...]:
    count = len(before)

    def product(changed: frozenset[int]) -> float:
        return math.prod(after[place] if place in changed else before[place] for place in range(count))

    found = []
    for place in range(count):
        rest = [other for other in range(count) if other != place]
        found.append(
            sum(
                (product(frozenset({*chosen, place})) - product(frozenset(chosen)))
                * math.factorial(size)
                * math.factorial(count - size - 1)
                / math.factorial(count)
                for size in range(count)
                for chosen in combinations(rest, size)
            )
        )
    return tuple(found)
