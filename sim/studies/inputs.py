"""The uncertain inputs of a scenario as factors: which matter, which are tied, and their values at probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from sim.analysis.amounts import spoken
from sim.analysis.sensitivity.factor import Factor
from sim.experiment.design import correlated, normal_scores
from sim.model.events import EVENT_KINDS
from sim.model.parameters import walk
from sim.results import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sim.model.parameters.spec import Array
    from sim.scenario import Scenario
    from sim.scenario.distributions import Distribution


@dataclass(frozen=True, slots=True)
class Inputs:
    """The uncertain inputs that may matter.

    Attributes
    ----------
    beliefs
        By dotted key, in the scenario's order.
    groups
        Keys that are tied by correlations, and the Cholesky factor of their normal scores.
    scenario
        Where they come from.
    """

    beliefs: Mapping[str, Distribution]
    groups: Sequence[tuple[tuple[str, ...], Array]]
    scenario: Scenario

    @property
    def singles(self) -> list[Factor]:
        """Every input on its own."""
        return [self._factor((key,)) for key in self.beliefs]

    @property
    def factors(self) -> list[Factor]:
        """Every input on its own, but tied ones as one, where the first of them stands."""
        group_of = {key: group for group, _ in self.groups for key in group}
        return [self._factor(keys) for keys in dict.fromkeys(group_of.get(key, (key,)) for key in self.beliefs)]

    def _factor(self, keys: tuple[str, ...]) -> Factor:
        return Factor(tuple(name_of(self.scenario, key) for key in keys), keys)

    def values(self, uniforms: Mapping[str, Array]) -> dict[str, Array]:
        """Return the inputs' values for independent uniforms by key; tied inputs follow their normal copula."""
        tied = dict(uniforms)
        for group, factor in self.groups:
            scores = factor @ ndtri(np.stack([uniforms[key] for key in group]))
            tied |= dict(zip(group, ndtr(scores), strict=True))
        return {key: belief.quantile(tied[key]) for key, belief in self.beliefs.items()}

    def moved(self, key: str, probability: float) -> dict[str, float]:
        """Return the values of an input at a probability and of those tied to it at their conditional medians."""
        partners = {key: 1.0}
        for group, factor in self.groups:
            if key in group:
                correlation = factor @ factor.T
                partners = dict(zip(group, correlation[group.index(key)], strict=True))
        score = ndtri(probability)
        return {
            name: float(self.beliefs[name].quantile(np.array(ndtr(share * score)))) for name, share in partners.items()
        }

    def unit(self, key: str) -> str:
        """Return the unit of an input."""
        return unit_of(self.scenario, key)


def inputs_of(scenario: Scenario, policies: Sequence[str]) -> Inputs:
    """Return the inputs that may matter to some policies: all but settings of other policies.

    Raises
    ------
    ScenarioError
        When the correlations contradict each other.
    """
    beliefs = {
        key: belief
        for key, belief in scenario.uncertain.items()
        if not key.startswith("policies.") or key.split(".")[1] in policies
    }
    # Leaving out an input of a normal copula leaves the others as they were.
    tied = [one for one in scenario.correlations if one[0] in beliefs and one[1] in beliefs]
    return Inputs(beliefs, [(group, normal_scores(group, tied)) for group in correlated(tied)], scenario)


def name_of(scenario: Scenario, key: str) -> str:
    """Return what an input is called: `plans: quality`, `policy steady: share`, `cost shock in month 3: size`."""
    head, *rest = key.split(".")
    if head == "events":
        event = scenario.events[int(rest[0])]
        return f"{spoken(event.kind)} in month {event.month:g}: {spoken(' '.join(rest[1:]))}"
    if head == "policies":
        head, rest = f"policy {spoken(rest[0])}", rest[1:]
    if rest[-1] in STEPS:
        rest = [*rest[:-1], "of", rest[-1]]
    elif len(rest) > 2:  # noqa: PLR2004 (demand.channels.digital.elasticity: the container says nothing)
        rest = rest[1:]
    return f"{spoken(head)}: {spoken(' '.join(rest))}"


def unit_of(scenario: Scenario, key: str) -> str:
    """Return the unit of an input, as in `sim.model.parameters.spec.UNITS`; empty when it has none."""
    head, *rest = key.split(".")
    if head == "events":
        return EVENT_KINDS[scenario.events[int(rest[0])].kind].unit if rest[1] == "size" else "months"
    return next((unit for name, unit in _units(scenario, head, rest) if name == key or name.startswith(f"{key}.")), "")


def _units(scenario: Scenario, head: str, rest: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield keys and units of the tree that a key belongs to."""
    if head == "policies":
        found = walk(scenario.policies[rest[0]], f"policies.{rest[0]}.")
    else:
        found = walk(scenario.parameters)
    for name, spec, _ in found:
        yield name, spec.unit
