"""Firms with one fault each. The comparison has to catch them all, or it proves nothing about what it passes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.entities import people
from benchmarks.entities.firm import Firm
from sim.model.parameters import substitute

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from simpy import Event

    from benchmarks.entities.case import Case, Ordering
    from benchmarks.entities.surroundings import Surroundings


class DeterministicChurn(Firm):
    """As many leave of every class as are expected to: hazards add up, and at every whole one somebody goes."""

    def __init__(self, case: Case, seed: int, replication: int) -> None:
        super().__init__(case, seed, replication)
        self._due = [0.5] * case.start.classes.weights.size

    def leaves(self, loyalty: int, stage: int) -> bool:
        """Leave when it is the class's turn."""
        del stage
        self._due[loyalty] += self.hazards[loyalty]
        if self._due[loyalty] < 1:
            return False
        self._due[loyalty] -= 1
        return True


class NewcomersAtRisk(Firm):
    """New customers come before the hazard is drawn, and so may leave in the month they were won."""

    def close_month(self, world: Surroundings) -> Generator[Event, object, None]:
        """Let the new ones in, then let everybody live their month."""
        self.set_hazards(world)
        self.let_in()
        self.month.paying = 0.0  # they will pay with the others
        yield self.env.timeout(0)
        woken, self.reckoning = self.reckoning, self.env.event()
        woken.succeed()
        yield self.env.timeout(0)


class OneStageAMonth(Firm):
    """Opportunities advance once a month, by one stage at most."""

    def pursue(self, stages: int, *, referred: bool) -> Generator[Event, object, None]:
        """Wait for the turn of the month, then perhaps advance by one stage."""
        while True:
            if self.luck.exponential(self.sales.stage_rate) < 1:
                stages -= 1
            if not stages:
                break
            yield self.next_month
        yield from people.opportunity(self, 0, referred=referred)


class ArrivalsAtOnce(Firm):
    """All opportunities of a month open on its first day."""

    def arrive(self) -> Generator[Event, object, None]:
        """Do not wait: only let the sales team set its pace first."""
        yield self.next_month


class OneLoyaltyClass(Firm):
    """Everybody churns as the average customer of today does."""

    def set_hazards(self, world: Surroundings) -> None:
        """Replace the hazards of the classes by their mean."""
        super().set_hazards(world)
        self.hazards = [float(np.average(self.hazards, weights=self.start.customers.sum(axis=1)))] * len(self.hazards)


class ChurnByTwelfths(Firm):
    """The hazard of a month is a twelfth of the contract year's, not its twelfth root."""

    def __init__(self, case: Case, seed: int, replication: int) -> None:
        classes = case.start.classes
        twelfths = replace(classes, hazards=(1 - (1 - classes.hazards) ** 12) / 12)
        super().__init__(replace(case, start=replace(case.start, classes=twelfths)), seed, replication)


class OriginForgotten(Firm):
    """Referred customers are like any other."""

    def __init__(self, case: Case, seed: int, replication: int) -> None:
        super().__init__(case, seed, replication)
        self.referred = self.plain


class ReferralsQualify(Firm):
    """Referral leads have to qualify like any other."""

    def find_leads(self, world: Surroundings) -> None:
        """Count customers' word among the leads."""
        told, self.told = self.told, 0
        super().find_leads(world)
        for _ in range(told):
            self.env.process(people.lead(self, referred=False))


class LeadsToPlan(Firm):
    """The same number of leads every month."""

    def find_leads(self, world: Surroundings) -> None:
        """Start the expected number of leads, rounded."""
        told, self.told = self.told, 0
        for referred, count in ((False, round(self.start.leads * world.demand)), (True, told)):
            for _ in range(count):
                self.env.process(people.lead(self, referred=referred))


class FirstMonthForgotten(Firm):
    """New customers neither order again nor leave in the month they were won."""

    def stays(self, loyalty: int) -> bool:
        """Stay."""
        del loyalty
        return True


class OneOrderAMonth(Firm):
    """Nobody orders twice in a month, though the average is right."""

    def order(self, how: Ordering) -> None:
        """Order once, with the chance of an average month (at most 1)."""
        super().order(replace(how, chance=how.chance * (1 + how.further), further=0.0))


@dataclass(frozen=True)
class Mutant:
    """A fault.

    Attributes
    ----------
    fault
        In words.
    firm
        The scenario in which it shows.
    kind
        The firm that has it.
    left_out
        Parameters changed in the case after the opening was worked out: a mechanism taken away.
    months
        The horizon it needs to show.
    """

    fault: str
    firm: str
    kind: type[Firm] = Firm
    left_out: Mapping[str, float] = field(default_factory=dict)
    months: int = 12

    def case(self, case: Case) -> Case:
        """Return the case with the mechanism taken away."""
        return replace(case, parameters=substitute(case.parameters, self.left_out)).until(self.months)


MUTANTS: Final = {
    "deterministic churn": Mutant("the noise of churn is dropped", "contract", DeterministicChurn),
    "newcomers at risk": Mutant("customers arrive before the hazard is drawn", "contract", NewcomersAtRisk, months=24),
    "one stage a month": Mutant("opportunities advance by one stage a month at most", "contract", OneStageAMonth),
    "arrivals at once": Mutant("opportunities all open on the first of the month", "contract", ArrivalsAtOnce),
    "churn by twelfths": Mutant("a month's hazard is a twelfth of the year's", "contract", ChurnByTwelfths),
    "one loyalty class": Mutant(
        "everybody has the hazard of the average customer", "contract", OneLoyaltyClass, months=36
    ),
    "referrals qualify": Mutant("referral leads count as ordinary leads", "orders", ReferralsQualify),
    "leads to plan": Mutant("the noise of leads is dropped", "contract", LeadsToPlan),
    "one order a month": Mutant("nobody orders twice in a month", "orders", OneOrderAMonth),
    "first month forgotten": Mutant(
        "new customers idle to the end of the month that won them", "orders", FirstMonthForgotten, months=60
    ),
    "no clogging": Mutant(
        "load slows no sales", "contract", left_out={"acquisition.clog_cycle": 0, "acquisition.clog_win": 0}
    ),
    "no strain": Mutant("a service team too small harms nobody", "contract", left_out={"experience.load_effect": 0}),
    "churn ignores experience": Mutant(
        "hazards do not follow experience", "contract", left_out={"experience.churn_effect": 0}
    ),
    "churn ignores price": Mutant(
        "hazards do not follow price", "contract", left_out={"experience.price_churn": 0}, months=60
    ),
    "word ignores experience": Mutant(
        "referrals do not follow experience", "orders", left_out={"experience.referral_effect": 0}, months=60
    ),
    "rises weigh no more": Mutant(
        "a price rise weighs as much as a cut", "contract", left_out={"acquisition.loss_weight": 1}, months=60
    ),
    "no memory of price": Mutant(
        "the reference price is last month's", "contract", left_out={"acquisition.reference_memory": 0}, months=60
    ),
    "data ignored": Mutant("CRM use wins nothing", "contract", left_out={"acquisition.crm_win_effect": 0}, months=36),
    "origin forgotten": Mutant("referred customers are like any other", "contract", OriginForgotten, months=60),
}
