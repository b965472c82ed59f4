"""What can be turned: a number of the scenario with the range and the step of its slider."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import sentence
from sim.errors import UsageError
from sim.experiment.trials import middle
from sim.results import STEPS
from sim.scenario.document import MISSING, at, is_value, shown
from sim.scenario.words import written
from sim.studies.influence import influence
from sim.studies.inputs import name_of
from sim.studies.keys import spec_of
from sim.studies.over import Over, axis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sim.model.parameters.spec import Spec
    from sim.scenario import Scenario

MOST: Final = 4
"""Sliders when none are named."""
STOPS: Final = 100
"""Places of a slider, about."""
WIDE: Final = (2.0, 1.5, 1.25, 1.1)
"""A number that is certain is moved from half to twice itself, or less far where that would be no possible firm."""
TAILS: Final = (0.05, 0.95)
"""Ends of a slider over an uncertain number: the middle 90 % of what is believed."""
USUAL: Final = (
    "business.price", "business.cost_of_sales", "business.marketing_share", "demand.mql_rate", "acquisition.win_rate",
    "experience.churn_floor", "experience.referral_rate", "reinvestment.days_sales",
)  # fmt: skip
"""Numbers of the firm that are tried where nothing in the scenario is uncertain, beside the policies' own shares."""


@dataclass(frozen=True, slots=True)
class Knob:
    """A number that can be turned.

    Attributes
    ----------
    key, name, meaning
        Dotted key, what it is called, and what it means.
    unit
        As in `sim.model.parameters.spec.UNITS`.
    low, high, step
        Of its slider, in the unit.
    start
        Where the scenario has it: its number, or the middle of what is believed.
    stated
        As the scenario states it, such as `18% to 30%`.
    """

    key: str
    name: str
    meaning: str
    unit: str
    low: float
    high: float
    step: float
    start: float
    stated: str

    @property
    def percent(self) -> bool:
        """Whether people read it in percent."""
        return self.unit == "share" or self.unit.startswith("per ")

    def label(self, currency: str) -> str:
        """Return its name with its unit in brackets."""
        short = {"money": currency, "ratio": "", "score": "", "count": ""}.get(self.unit, self.unit)
        unit = f"% {self.unit.removeprefix('share')}".strip() if self.percent else short
        return sentence(self.name) + (f" ({unit})" if unit else "")

    def text(self, value: float) -> str:
        """Return a value as one would write it in a scenario file."""
        return written(value, self.unit).replace(",", "_")

    def rounded(self, value: float) -> float:
        """Return the stop nearest to a value."""
        stop = self.low + round((min(max(value, self.low), self.high) - self.low) / self.step) * self.step
        return float(f"{min(stop, self.high):.12g}")


def knobs_of(scenario: Scenario, wanted: Sequence[str], policies: Sequence[str]) -> tuple[Knob, ...]:
    """Return the knobs that are named, else those with most influence on the policies shown.

    Parameters
    ----------
    wanted
        Dotted keys, each with a range of its own where it is given: `acquisition.win_rate=10%:30%`.

    Raises
    ------
    UsageError
        When there is no such number, or its range is not allowed.
    """
    if wanted:
        found = [_asked(scenario, text) for text in wanted]
        twice = [knob.key for knob in found if sum(knob.key == other.key for other in found) > 1]
        if twice:
            raise UsageError(f"{twice[0]} is named twice; one slider each")
        return tuple(found)
    tried = list(_tried(scenario, policies))
    swings = influence(scenario, {knob.key: (knob.low, knob.high) for knob in tried}, policies)
    return tuple(sorted(tried, key=lambda knob: -swings[knob.key])[:MOST])


def _asked(scenario: Scenario, text: str) -> Knob:
    key, ranged, ends = text.partition("=")
    if ranged:
        low, colon, high = (part.strip() for part in ends.partition(":"))
        if not (colon and low and high):
            raise UsageError(f"{text!r} is not KEY=LOW:HIGH, such as acquisition.win_rate=10%:30%")
        return _knob(scenario, key.strip(), low, high)
    return _usual(scenario, key)


def _candidates(scenario: Scenario, policies: Sequence[str]) -> Iterable[str]:
    """Return the keys to choose from: what is uncertain, else the usual ones; and the shares of the policies shown."""
    shares = [f"policies.{name}.share" for name in policies if hasattr(scenario.policies[name], "share")]
    own = [key for key in scenario.uncertain if not key.startswith("policies.") or key.split(".")[1] in policies]
    return dict.fromkeys([*shares, *(own or USUAL)])


def _usual(scenario: Scenario, key: str) -> Knob:
    """Return the knob of a key with the usual range.

    Raises
    ------
    UsageError
        When there is no such number, no place to start from, or no possible firm around it.
    """
    spec = spec_of(scenario, key)
    if spec is None or spec.whole:
        axis(scenario, Over(key, "0", "1", 2))  # refuses it, and says why
    wrong = UsageError(f"{key} has no single number to start from; give a range: {key}=LOW:HIGH")
    for low, high in _ranges(scenario, key, spec) if spec else ():
        try:
            return _knob(scenario, key, f"{low:.12g}", f"{high:.12g}")
        except UsageError as error:  # the next range is narrower
            wrong = error
    raise wrong


def _tried(scenario: Scenario, policies: Sequence[str]) -> Iterator[Knob]:
    """Yield the knobs to choose from, leaving out what can't be turned."""
    for key in _candidates(scenario, policies):
        with suppress(UsageError):
            yield _usual(scenario, key)


def _ranges(scenario: Scenario, key: str, spec: Spec) -> Iterator[tuple[float, float]]:
    """Yield ranges, the widest first: what is believed, all that is allowed for a policy's share, or around today's."""
    belief, start = scenario.uncertain.get(key), _start(scenario, key)
    if belief is not None:
        low, high = (float(end) for end in belief.quantile(np.array(TAILS)))
        yield (low, high)
    elif key.startswith("policies.") and spec.unit == "share" and math.isfinite(start):
        yield (spec.low, spec.high)
    elif start == 0.0:
        yield (max(spec.low, 0.0), spec.high if math.isfinite(spec.high) else 1.0)
    elif math.isfinite(start):
        for wide in WIDE:
            ends = sorted((start / wide, start * wide))
            yield (max(spec.low, ends[0]), min(spec.high, ends[1]))


def _start(scenario: Scenario, key: str) -> float:
    value = middle(scenario, key)
    if isinstance(value, float | int | np.ndarray):
        return float(value)
    same = {float(getattr(value, step)) for step in STEPS}
    return same.pop() if len(same) == 1 else math.nan


def _knob(scenario: Scenario, key: str, low: str, high: str) -> Knob:
    along = axis(scenario, Over(key, low, high, 2))
    step = _round_step((along.values[-1] - along.values[0]) / STOPS)
    spec = spec_of(scenario, key)
    bottom, top = (spec.low, spec.high) if spec else (-math.inf, math.inf)
    first = max(bottom, math.floor(along.values[0] / step + _SLACK) * step)
    last = min(top, math.ceil(along.values[-1] / step - _SLACK) * step)
    start = along.today if math.isfinite(along.today) else first
    ends = (float(f"{first:.12g}"), float(f"{last:.12g}"), float(f"{step:.12g}"))
    return Knob(key, name_of(scenario, key), along.label, along.unit, *ends, start, _stated(scenario, key))


_SLACK: Final = 1e-9
"""Part of a step by which an end may miss a stop for want of digits."""


def _round_step(size: float) -> float:
    """Return the largest of 1, 2, 5, 10, … times a power of ten that is not above the size."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(factor * power for factor in (5.0, 2.0, 1.0) if factor * power <= size * (1 + _SLACK))


def _stated(scenario: Scenario, key: str) -> str:
    node = at(scenario.document, key)
    return shown(node) if node is not MISSING and is_value(node) else ""


def restated(scenario: Scenario, knob: Knob) -> Knob:
    """Return a knob with the start that another state of the scenario gives it."""
    return replace(knob, start=_start(scenario, knob.key), stated=_stated(scenario, knob.key))
