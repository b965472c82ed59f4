"""Runs of a scenario for the claims: every policy under the same luck, replayed budgets, intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.analysis.intervals import t_interval, wilson
from sim.experiment.block import lay_out
from sim.model.cycle import simulate
from sim.model.links import Mode, Switch
from sim.model.opening import Opening, opening
from sim.model.outcomes import outcomes
from sim.model.parameters import Parameters, spread, substitute
from sim.scenario import load

if TYPE_CHECKING:
    from sim.model.decisions import Policy
    from sim.model.events import Event
    from sim.scenario import Scenario

Array = NDArray[np.float64]

LEVEL: Final = 0.99
"""Coverage of every interval a claim is judged by."""

FOLDER: Final = Path(__file__).resolve().parents[3] / "scenarios" / "claims"


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


@dataclass(frozen=True, slots=True)
class Line:
    """One measured statement: it holds when its whole interval lies between `above` and `below`.

    Attributes
    ----------
    says
        What is measured, in plain words.
    mean, low, high
        The measured value and its interval.
    above, below
        What the claim says of it; infinite where it says nothing.
    unit
        `share`, `points` (of a share), `times`, `months`, `money`, `score` or `count`.
    """

    says: str
    mean: float
    low: float
    high: float
    above: float = -math.inf
    below: float = math.inf
    unit: str = "share"

    @property
    def holds(self) -> bool:
        """Whether the interval excludes the contrary; never when it is missing."""
        return self.low > self.above and self.high < self.below


def mean_of(
    says: str, values: Array, *, above: float = -math.inf, below: float = math.inf, unit: str = "share"
) -> Line:
    """Return the mean over replications, mostly of paired differences, with its t interval."""
    low, high = t_interval(np.asarray(values, np.float64), level=LEVEL)
    return Line(says, float(np.mean(values)), low, high, above, below, unit)


def odds_of(says: str, hits: NDArray[np.bool_], *, above: float = -math.inf, below: float = math.inf) -> Line:
    """Return the share of replications in which something happens, with its Wilson interval."""
    low, high = wilson(int(np.count_nonzero(hits)), len(hits), level=LEVEL)
    return Line(says, float(np.mean(hits)), low, high, above, below)


def number(value: float | Array) -> float:
    """Return a parameter that is the same in every lane as a plain number."""
    return float(np.asarray(value))


def percent(value: float, digits: int = 1) -> str:
    """Return a share in per cent, with a true minus sign."""
    return f"{_plus_zero(100 * value, digits):.{digits}f} %".replace("-", "−")


def _plus_zero(value: float, digits: int) -> float:
    """Return the rounded value, without the minus that rounding leaves on a small negative one."""
    return round(value, digits) + 0.0


def crossing(levels: Collection[float], lines: Collection[Line], at: float) -> tuple[float, float, float]:
    """Return where rising lines cross a level, by interpolation, and where their intervals' ends do."""
    where = np.asarray(list(levels), np.float64)

    def met(heights: list[float]) -> float:
        for index in range(len(heights) - 1):
            low, high = heights[index], heights[index + 1]
            if low <= at < high:
                return float(where[index] + (where[index + 1] - where[index]) * (at - low) / (high - low))
        return math.nan

    mean, first, last = ([getattr(line, part) for line in lines] for part in ("mean", "high", "low"))
    return met(mean), met(first), met(last)


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured for a claim.

    Attributes
    ----------
    lines
        The statements; the claim holds when each does.
    remark
        What else the page should say of the result.
    """

    lines: tuple[Line, ...]
    remark: str = ""

    @property
    def holds(self) -> bool:
        """Whether every statement holds."""
        return all(line.holds for line in self.lines)


Measured = Callable[["Scenario", Collection[str]], Found]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of the list.

    Attributes
    ----------
    number
        1 to 18.
    text
        The claim in one sentence.
    source
        Where it comes from.
    name
        Its scenario file, without folder and suffix.
    measure
        Measures it on a scenario, with some links cut.
    limits
        What must be known of the result: conditions, and where the claim stops.
    """

    number: int
    text: str
    source: str
    name: str
    measure: Measured
    limits: str = ""

    def scenario(self) -> Scenario:
        """Return its scenario."""
        return load(FOLDER / f"{self.name}.yaml")

    def found(self, changes: Mapping[str, object] | None = None, cut: Collection[str] = ()) -> Found:
        """Measure it, or the world in which some parameters differ or links are cut."""
        scenario = self.scenario()
        return self.measure(scenario.vary(changes) if changes else scenario, cut)
