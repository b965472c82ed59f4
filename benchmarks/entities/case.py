"""What all replications of a scenario share."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from benchmarks.entities.opening import Opening, opening
from benchmarks.entities.surroundings import Surroundings, surroundings

if TYPE_CHECKING:
    from sim.model.parameters import Parameters
    from sim.scenario import Scenario


@dataclass(frozen=True)
class Case:
    """A scenario, read once for all replications.

    Attributes
    ----------
    parameters, start, months
        The firm, its opening and the world month by month.
    """

    parameters: Parameters
    start: Opening
    months: tuple[Surroundings, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> Case:
        """Read a scenario."""
        return cls(scenario.parameters, opening(scenario.parameters), surroundings(scenario))

    def until(self, month: int) -> Case:
        """Return the case with a shorter horizon."""
        return replace(self, months=self.months[:month])


@dataclass(frozen=True)
class Rates:
    """Chances that a lead qualifies: for marketing, for sales, as an opportunity."""

    mql: float
    sql: float
    opportunity: float


@dataclass(frozen=True)
class Ordering:
    """How a customer of one class orders in the month at hand: chance to order at all, further orders on average."""

    chance: float
    further: float

    @classmethod
    def at(cls, rate: float) -> Ordering:
        """Return how a customer orders who orders `rate` times a month on average."""
        chance = 1 - math.exp(-rate)
        return cls(chance, max(0.0, rate / chance - 1))
