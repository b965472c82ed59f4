"""What is swept: a key and the values it takes, read as a scenario file is read."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import sentence, spoken
from sim.analysis.sweep.axis import Axis
from sim.errors import ScenarioError, UsageError
from sim.experiment.trials import middle
from sim.hints import meant
from sim.model.parameters import PerStep, walk
from sim.studies.keys import spec_of

if TYPE_CHECKING:
    from sim.model.parameters.spec import Spec
    from sim.scenario import Scenario

FORM: Final = "KEY=LOW:HIGH:COUNT"
EXAMPLE: Final = "policies.steady.share=20%:60%:11"
COUNT: Final = 11
"""Values of a key when nothing is said."""
MOST: Final = 201
_SPLIT: Final = re.compile(r"policies\.[^.]+\.split(\..+)?")


@dataclass(frozen=True, slots=True)
class Over:
    """A key and the ends of its range as they were written.

    Attributes
    ----------
    key
        Dotted.
    low, high
        In the form of scenario files: `20%`, `60 days`.
    count
        How many values, ends included.
    """

    key: str
    low: str
    high: str
    count: int = COUNT

    @classmethod
    def parse(cls, text: str) -> Over:
        """Read `KEY=LOW:HIGH:COUNT`; the count may be left out.

        Raises
        ------
        UsageError
            When it is something else.
        """
        key, equals, rest = text.partition("=")
        parts = [part.strip() for part in rest.split(":")]
        if not (equals and key.strip() and len(parts) in {2, 3} and all(parts)):
            raise UsageError(f"{text!r} is not {FORM}, such as {EXAMPLE}")
        count = parts[2] if len(parts) == 3 else str(COUNT)  # noqa: PLR2004 (two ends and a count)
        if not re.fullmatch("[0-9]{1,3}", count) or not 2 <= int(count) <= MOST:  # noqa: PLR2004 (two ends)
            raise UsageError(f"{text!r}: {count!r} is no number of values; allowed: 2 to {MOST}")
        return cls(key.strip(), parts[0], parts[1], int(count))


def axis(scenario: Scenario, over: Over) -> Axis:
    """Return the values of a key of a scenario, evenly spaced.

    Raises
    ------
    UsageError
        When there is no such number, or its range is not allowed.
    """
    spec = _spec(scenario, over.key)
    low, high = (_value(scenario, over.key, text) for text in (over.low, over.high))
    if not low < high:
        raise UsageError(f"{over.key}: {over.low} is not below {over.high}; write the low end first")
    own = middle(scenario, over.key)
    values = np.linspace(low, high, over.count)
    return Axis(
        key=over.key,
        unit=spec.unit,
        label=_label(scenario, over.key, spec),
        phrase=_phrase(scenario, over.key, spec),
        currency=scenario.currency,
        values=tuple(float(f"{value:.12g}") for value in values),
        today=_single(own),
    )


def _spec(scenario: Scenario, key: str) -> Spec:
    spec = spec_of(scenario, key)
    if spec is None:
        raise UsageError(f"no number at {key!r} in this scenario{_meant(scenario, key)}")
    if spec.whole:
        raise UsageError(f"{key} shapes the model itself and can't be swept; give one value with --set")
    if _SPLIT.fullmatch(key):
        raise UsageError(f"{key}: the parts of a split sum to 100%, so one of them can't be swept alone")
    return spec


def _meant(scenario: Scenario, key: str) -> str:
    head, _, rest = key.partition(".")
    if head == "policies" and rest.partition(".")[0] not in scenario.policies:
        return f"; its policies are {', '.join(scenario.policies)}"
    known = [name for name, _, _ in walk(scenario.parameters)]
    for name, policy in scenario.policies.items():
        known += [setting for setting, _, _ in walk(policy, f"policies.{name}.")]
    hint = meant(key, known)
    return f".{hint}" if hint else f"; write a dotted key, such as {EXAMPLE.partition('=')[0]}"


def _value(scenario: Scenario, key: str, text: str) -> float:
    """Return a value as the scenario would read it from a file."""
    changes: dict[str, object] = {key: text}
    if any(key in pair[:2] for pair in scenario.correlations):
        changes["correlations"] = []  # what is swept is not uncertain any more
    try:
        changed = scenario.vary(changes)
    except ScenarioError as error:
        problem = next((one for one in error.problems if one.severity == "error"), None)
        what = f"{problem.message}. {sentence(problem.hint)}".strip() if problem else error.message
        raise UsageError(what) from None
    if key in changed.uncertain:
        raise UsageError(f"{key}: {text!r} is a range of its own; write one number for each end")
    return _single(middle(changed, key))


def _single(value: object) -> float:
    """Return a number, or the number that all five steps share; NaN where they differ."""
    if isinstance(value, PerStep):
        numbers = {
            float(number) for number in (value.plans, value.demand, value.acquisition, value.experience, value.supply)
        }
        return numbers.pop() if len(numbers) == 1 else math.nan
    return float(value)  # type: ignore[arg-type]


def _label(scenario: Scenario, key: str, spec: Spec) -> str:
    """Return what a key means, short enough for an axis."""
    path = key.split(".")
    if path[0] == "events":
        event = scenario.events[int(path[1])]
        return f"{spoken(event.kind)}, {path[2]}: {spec.meaning}"
    short = spec.meaning.partition(";")[0].partition(":")[0]
    if path[0] == "policies":
        return f"{spoken(path[1])}: {short}"
    name = spoken(path[-1])
    return short if name in short else f"{name}: {short}"


def _phrase(scenario: Scenario, key: str, spec: Spec) -> str:
    """Return how a value of the key reads in a sentence."""
    path = key.split(".")
    if path[0] == "policies" and "reinvested" in spec.meaning:
        return "{} reinvested"
    if path[0] == "events":
        kind = spoken(scenario.events[int(path[1])].kind)
        return f"a {kind} of {{}}" if path[2] == "size" else f"a {kind} with {spoken(path[2])} {{}}"
    name = spoken(path[-1])
    article = "" if name.endswith("s") else "an " if name[0] in "aeiou" else "a "
    return f"{article}{name} of {{}}"


def same_point(scenario: Scenario, policy: str, keys: tuple[str, ...]) -> dict[str, tuple[float, ...]]:
    """Return the policies that are the swept one but for the swept settings, with their values of the keys.

    They stand on the same map; any other rule would be another map.
    """
    own = scenario.policies[policy]
    prefix = f"policies.{policy}."
    settings = [key.removeprefix(prefix) for key in keys if key.startswith(prefix)]
    if not settings:
        return {}
    found = {}
    for name, other in scenario.policies.items():
        if name == policy or type(other) is not type(own):
            continue
        values = {key: middle(scenario, f"policies.{name}.{key}") for key in settings}
        alike = _numbers(other, settings) == _numbers(own, settings)
        if alike:
            found[name] = tuple(
                _single(values[key.removeprefix(prefix)] if key.startswith(prefix) else middle(scenario, key))
                for key in keys
            )
    return found


def _numbers(policy: object, without: list[str]) -> list[tuple[str, str]]:
    return [(name, repr(value)) for name, _, value in walk(policy) if name not in without]
