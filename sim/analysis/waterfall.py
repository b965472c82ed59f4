"""Which step carries the gain: a product of ratios that telescopes to it, and how two such products differ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.resampling import Estimate, estimate, weights

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@dataclass(frozen=True, slots=True)
class Part:
    """What one step adds to a difference.

    Attributes
    ----------
    step
        Number of the step of the cycle.
    name
        The ratio that differs.
    adds
        In the unit of what differs.
    """

    step: int
    name: str
    adds: Estimate


@dataclass(frozen=True, slots=True)
class Gap:
    """Where one policy's lead over another comes from.

    Attributes
    ----------
    policy, baseline
        Who leads whom.
    total
        Mean difference in what is left after reinvestment over the horizon; the parts sum to it.
    parts
        What each step adds.
    """

    policy: str
    baseline: str
    total: Estimate
    parts: tuple[Part, ...]


LEVELS: Final = (
    (2, "qualified leads"),
    (3, "customers per qualified lead"),
    (4, "customer-months per customer won"),
    (4, "customer-months of today's customers"),
    (5, "gross profit per customer-month"),
    (6, "profit per gross profit, after staff, fixed cost and tax"),
)
"""What profit before reinvestment is made of: (1 × 2 × 3 + 4) × 5 × 6 of this list."""


def gap(had: Mapping[str, Array], baseline_had: Mapping[str, Array], *, policy: str, baseline: str, seed: int) -> Gap:
    """Take the lead of one policy over another apart by step.

    Parameters
    ----------
    had, baseline_had
        Sums of the measures of `pulse.FLOWS`, and `old`, over the horizon of the same replications under the two
        policies.
    """
    count = len(had["profit"])
    drawn = np.vstack([np.full(count, 1.0 / count), weights(count, seed=seed, name="gap")])
    here, there = ({name: drawn @ values for name, values in sums.items()} for sums in (had, baseline_had))
    won, old = (contributions(_won(there), _won(here)), contributions(_old(there), _old(here)))
    adds = (*won[:3], old[0], won[3] + old[1], won[4] + old[2])
    parts = [Part(step, name, _first(own)) for (step, name), own in zip(LEVELS, adds, strict=True)]
    spent = there["reinvested"] - here["reinvested"]
    total = here["profit"] - here["reinvested"] - there["profit"] + there["reinvested"]
    return Gap(policy, baseline, _first(total), (*parts, Part(1, "money reinvested", _first(spent))))


def _won(sums: Mapping[str, Array]) -> Array:
    """Return the factors of the profit that customers won bring."""
    chain = [sums["sql"], sums["new_customers"], sums["customers"] - sums["old"]]
    return np.stack([chain[0], *(_over(above, below) for below, above in pairwise(chain)), *_margins(sums)])


def _old(sums: Mapping[str, Array]) -> Array:
    """Return the factors of the profit that today's customers bring."""
    return np.stack([sums["old"], *_margins(sums)])


def _margins(sums: Mapping[str, Array]) -> tuple[Array, Array]:
    return _over(sums["gross_profit"], sums["customers"]), _over(sums["profit"], sums["gross_profit"])


def contributions(before: Array, after: Array) -> Array:
    """Return what each factor adds to the difference of two products; the parts sum to it.

    Log-mean weights (LMDI): L(a, b) ln(factor after / before) with L(a, b) = (a − b) / ln(a / b), which leaves no
    residual and does not depend on which comes first. Where a factor is not positive, the average over all orders of
    changing one factor after the other (Shapley), which leaves none either.

    Parameters
    ----------
    before, after
        Factors, shape (factors, …).
    """
    before, after = np.asarray(before, np.float64), np.asarray(after, np.float64)
    positive = ((before > 0.0) & (after > 0.0)).all(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(after / before)
        difference, whole = after.prod(axis=0) - before.prod(axis=0), logs.sum(axis=0)
        mean = np.where(np.abs(whole) < _ALIKE, np.sqrt(after.prod(axis=0) * before.prod(axis=0)), difference / whole)
    return np.where(positive, mean * logs, _averaged(before, after))


_ALIKE: Final = 1e-9
"""Log ratio of two products below which their log-mean is their geometric mean, to rounding."""


def _averaged(before: Array, after: Array) -> Array:
    """Return what changing each factor adds, averaged over all orders of changing them."""
    count = len(before)
    found = np.zeros_like(before)
    for place in range(count):
        rest = [other for other in range(count) if other != place]
        for size in range(count):
            weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
            for chosen in combinations(rest, size):
                others = [after[other] if other in chosen else before[other] for other in rest]
                found[place] += weight * (after[place] - before[place]) * np.prod(others, axis=0)
    return found
