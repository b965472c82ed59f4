"""Word of mouth alone: customers bring customers, a branching process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import brentq

from tests.unit.model.closed.figures import Figure, as_often, on_average
from tests.unit.model.closed.firm import CYCLE, Firm

if TYPE_CHECKING:
    from sim.model.parameters.spec import Value
    from tests.unit.model.closed.figures import Array

LEAVES: Final = 0.5
"""Chance of a customer to leave in a month."""
SPREADS: Final = 1.3
FADES: Final = 0.5
"""How many others a customer brings in a life."""
LANES: Final = 5000
MONTHS: Final = 50


@dataclass(frozen=True, slots=True)
class Kin:
    """Who is there at the start, and how often they talk.

    Attributes
    ----------
    talkers, newcomers
        Customers who talk in month 1, and those who first have to be taken on board.
    under_way
        Mean number of opportunities open at the start; all win.
    monthly
        Mean number of customers a talker brings in a month.
    """

    talkers: float
    newcomers: float
    under_way: float
    monthly: float

    def extinction(self) -> float:
        """Return the chance that all lines die out.

        A customer won today leaves with chance c before talking, then talks a geometric number of months, a Poisson
        number of customers each: f(z) = c / (1 - (1 - c) exp(monthly (z - 1))), and q = f(q).
        """
        q = brentq(lambda z: self._brings(z) * LEAVES - z, 0.0, 1.0 - 1e-6)
        talker = self._brings(q) * LEAVES * np.exp(self.monthly * (q - 1))
        return float(talker**self.talkers * q**self.newcomers * np.exp(self.under_way * (q - 1)))

    def _brings(self, z: float) -> float:
        return float(1 / (1 - (1 - LEAVES) * np.exp(self.monthly * (z - 1))))

    def progeny(self) -> tuple[float, float]:
        """Return mean and variance of all customers ever won: 1 / (1 - R) per child, and s² / (1 - R)³."""
        months = self.monthly**2 * (1 - LEAVES) / LEAVES**2  # variance of a geometric number of talking months
        each = self.monthly * (1 - LEAVES) / LEAVES
        child = self.monthly / LEAVES
        mean = self.talkers * child + self.newcomers * each + self.under_way
        variance = self.talkers * (child + months) + self.newcomers * (each + months) + self.under_way
        return mean / (1 - each), mean * (each + months) / (1 - each) ** 3 + variance / (1 - each) ** 2


def word_of_mouth() -> tuple[Figure, ...]:
    """Return extinction when each customer brings 1.3 others, and total progeny when each brings a half."""
    firm = _talkers(np.repeat([SPREADS, FADES], LANES), np.repeat([2.0, 20.0], LANES))
    r = firm.drawn().recording
    dead = (r["customers"][-1] + r["pipeline"][-1])[:LANES] == 0
    progeny = r["new_customers"][1:, LANES:].sum(axis=0)
    mean, variance = _kin(firm, LANES).progeny()
    return (
        as_often("firms with 2 customers that lose all, each bringing 1.3", dead, _kin(firm, 0).extinction()),
        on_average("customers ever won by 20, each bringing 0.5", progeny, mean),
        on_average("variance of that", (progeny - mean) ** 2, variance),
    )


def _talkers(each: Array, customers: Array) -> Firm:
    """Return firms whose customers bring `each` others in a life; nobody else ever comes."""
    changes: dict[str, Value] = {
        "business.marketing_share": 0.0,
        "business.customers": customers,
        "demand.leads": 0.0,
        "experience.monthly_churn": LEAVES,
        "experience.advocate_weight": 1.0,
        "experience.onboarding_time": 0.1,
    }
    once = Firm(changes={**changes, "experience.referral_rate": 1.0}, months=MONTHS, lanes=each.size)
    rate = each * LEAVES / (1 - LEAVES) / once.opened().opening.referral_per_weight
    talking = {**changes, "experience.referral_rate": rate}
    return Firm(changes=talking, months=MONTHS, lanes=each.size, live=frozenset({"referral"}))


def _kin(firm: Firm, lane: int) -> Kin:
    opened = firm.opened()
    by_stage = opened.firm.customers.sum(axis=0)[:, lane]
    return Kin(
        talkers=float(by_stage[1:].sum()),
        newcomers=float(by_stage[0]),
        under_way=float(opened.opening.referral_wins[lane]) * CYCLE,
        monthly=float(opened.opening.referral_per_weight[lane]),
    )
