"""Runs of a scenario for the claims: every policy under the same luck, replayed budgets, intervals."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.experiment.block import lay_out
from sim.model.cycle import simulate
from sim.model.links import Mode, Switch
from sim.model.opening import Opening, opening
from sim.model.outcomes import outcomes
from sim.model.parameters import Parameters, spread, substitute

if TYPE_CHECKING:
    from sim.model.decisions import Policy
    from sim.model.events import Event
    from sim.scenario import Scenario

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """One policy's lanes of a run, replication by replication.

    Attributes
    ----------
    paths
        Every measure, shape (months + 1, replications), by name.
    ends
        Every outcome, shape (replications,), by name.
    kept
        Links whose values were asked for, shape (months, replications), by name.
    """

    paths: Mapping[str, Array]
    ends: Mapping[str, Array]
    kept: Mapping[str, Array]

    def total(self, measure: str, first: int = 1, last: int | None = None) -> Array:
        """Return the sum of a measure over months `first` to `last`, both included."""
        return np.asarray(self.paths[measure][first : None if last is None else last + 1].sum(axis=0))

    @property
    def today(self) -> float:
        """Today's yearly revenue: the unit in which pages state money."""
        return float(12 * self.paths["revenue"][0, 0])


def play(
    scenario: Scenario, *, cut: Collection[str] = (), budget: Array | None = None, keep: Collection[str] = ()
) -> dict[str, Side]:
    """Run every policy of a scenario and return its lanes by name; see `compare`."""
    return compare({name: under(scenario, name) for name in scenario.policies}, cut=cut, budget=budget, keep=keep)


def under(scenario: Scenario, policy: str) -> Scenario:
    """Return the scenario with one of its policies only."""
    return replace(scenario, policies={policy: scenario.policies[policy]})


def compare(
    variants: Mapping[str, Scenario],
    *,
    cut: Collection[str] = (),
    budget: Array | None = None,
    keep: Collection[str] = (),
) -> dict[str, Side]:
    """Run scenarios of one policy each as lanes of one run, under the same luck; return the lanes by name.

    Parameters
    ----------
    variants
        Scenarios that differ in numbers and in their policy; the first says replications, seed and months.
    cut
        Links to cut.
    budget
        Money to reinvest a month, replayed whatever the policies decide; broadcast to (months, variants, replications).
    keep
        Links whose values to give back.
    """
    first, *_ = variants.values()
    count, policies = first.replications, {name: _policy(scenario) for name, scenario in variants.items()}
    setup = lay_out(replace(first, policies=policies), 0, count)
    switches = {name: Switch(Mode.CUT) for name in cut}
    if budget is not None:
        series = np.broadcast_to(budget, (setup.months, len(variants), count)).reshape(setup.months, setup.lanes)
        switches["reinvestment"] = Switch(Mode.REPLAYED, series=series)
    parameters = _differing([scenario.parameters for scenario in variants.values()], count)
    events = _differing([_Events(scenario.events) for scenario in variants.values()], count).events
    changed = replace(setup, parameters=parameters, events=events, switches=switches, keep=frozenset(keep))
    done = simulate(changed)
    ends = outcomes(done.recording, parameters)
    return {
        name: Side(
            {measure: done.recording[measure][:, seat.lanes] for measure in done.recording.names()},
            {outcome: value[seat.lanes] for outcome, value in ends.items()},
            {link: value[:, seat.lanes] for link, value in done.kept.items()},
        )
        for name, seat in zip(variants, setup.seats, strict=True)
    }


def _policy(scenario: Scenario) -> Policy:
    (policy,) = scenario.policies.values()
    return policy


@dataclass(frozen=True, slots=True)
class _Events:
    """One-off events as a tree of numbers, to be walked like parameters."""

    events: tuple[Event, ...]


Tree = TypeVar("Tree")


def _differing(trees: Sequence[Tree], count: int) -> Tree:
    """Return the first tree with an array over lanes wherever the trees hold different numbers."""
    numbers = [dict(_numbers(tree)) for tree in trees]
    changes = {
        key: np.repeat(values, count)
        for key in numbers[0]
        if np.unique(values := np.array([each[key] for each in numbers], np.float64)).size > 1
    }
    changed: Tree = substitute(trees[0], changes)
    return changed


def _numbers(node: object, prefix: str = "") -> Iterator[tuple[str, float]]:
    """Yield the numbers of a tree by dotted key; whole ones shape the model and stay as they are."""
    if isinstance(node, float):
        yield prefix.removesuffix("."), node
    elif isinstance(node, Mapping):
        for name, child in node.items():
            yield from _numbers(child, f"{prefix}{name}.")
    elif isinstance(node, tuple):
        for index, child in enumerate(node):
            yield from _numbers(child, f"{prefix}{index}.")
    elif is_dataclass(node):
        for each in fields(node):
            yield from _numbers(getattr(node, each.name), f"{prefix}{each.name}.")


def today(scenario: Scenario) -> Opening:
    """Return the opening position of a scenario."""
    parameters: Parameters = spread(scenario.parameters, 1)
    return opening(parameters)


def upkeep_today(scenario: Scenario) -> float:
    """Return what keeping today's capabilities costs a month."""
    day = replace(scenario, replications=1, horizon=1)
    return float(next(iter(play(day).values())).paths["required_maintenance"][0, 0])


def same_firm(scenario: Scenario, changes: Mapping[str, float]) -> Scenario:
    """Return the scenario with changes, but with the leads, the fixed cost and the cash that it has without them.

    The opening would otherwise close leads and fixed cost anew, and so undo what is changed.
    """
    was = today(scenario)
    held = {"demand.leads": float(was.leads[0]), "business.cash": float(was.cash[0])}
    changed = scenario.vary({**held, **changes})
    now, b = today(changed), changed.parameters.business
    named = b.cost_of_sales + b.service_share + b.sales_share + b.marketing_share
    fixed = (was.fixed_cost[0] + now.subscriptions[0]) / now.revenue[0]
    return changed.vary({"business.operating_margin": float(1 - named - fixed)})


def number(value: float | Array) -> float:
    """Return a parameter that is the same in every lane as a plain number."""
    return float(np.asarray(value))
