"""The table of rules: what a scenario file may write after `rule:`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.arrays import asarray
from sim.errors import UsageError
from sim.hints import meant
from sim.model.parameters.spec import PerStep, Spec
from sim.policies.all_in import AllIn
from sim.policies.buffer_first import BufferFirst
from sim.policies.counter_cyclical import CounterCyclical
from sim.policies.fixed_share import FixedShare
from sim.policies.follow_the_gain import FollowTheGain
from sim.policies.harvest import Harvest
from sim.policies.maintain import Maintain
from sim.policies.marketing_only import MarketingOnly
from sim.policies.plan_first import PlanFirst
from sim.policies.pro_cyclical import ProCyclical
from sim.policies.random_acts import RandomActs
from sim.policies.rules import Rules
from sim.policies.staged import Staged
from sim.policies.technology_first import TechnologyFirst
from sim.results import STEPS

if TYPE_CHECKING:
    from sim.policies import Rule

OWN: Final[Mapping[str, type[Rule]]] = {
    "harvest": Harvest,
    "maintain": Maintain,
    "fixed_share": FixedShare,
    "all_in": AllIn,
    "staged": Staged,
    "buffer_first": BufferFirst,
    "counter_cyclical": CounterCyclical,
    "pro_cyclical": ProCyclical,
    "random_acts": RandomActs,
    "technology_first": TechnologyFirst,
    "plan_first": PlanFirst,
    "marketing_only": MarketingOnly,
    "follow_the_gain": FollowTheGain,
}
"""The rules that come with the tool, by the name that scenario files use."""

RULES: Final = Rules(OWN)
"""Every rule by the name that scenario files use: ours, those of installed packages, those registered."""

_ROUNDING: Final = 1e-6


def build(rule: str, settings: Mapping[str, Any] | None = None) -> Rule:
    """Return a policy: a rule with its settings; what is not set keeps its default.

    Parameters
    ----------
    rule
        A name of `RULES`.
    settings
        Numbers, or arrays with one number per lane, by the name of the setting; `split` also as a mapping from
        step to share, where steps left out get nothing.

    Raises
    ------
    UsageError
        When the rule or a setting is unknown, or a value lies outside its range.
    """
    if rule not in RULES:
        raise UsageError(f"no rule {rule!r}.{meant(rule, RULES)} Known: {', '.join(RULES)}.")
    declared = {item.name: item for item in fields(RULES[rule])}
    values: dict[str, Any] = {}
    for name, value in (settings or {}).items():
        if name not in declared:
            raise UsageError(f"{rule} has no setting {name!r}.{meant(name, declared)} Known: {', '.join(declared)}.")
        spec: Spec = declared[name].metadata["spec"]
        if "per_step" in declared[name].metadata:
            values[name] = _split(rule, value, spec)
        else:
            _require_range(f"{rule}.{name}", value, spec)
            values[name] = value
    return RULES[rule](**values)


def _split(rule: str, value: Any, spec: Spec) -> PerStep:  # noqa: ANN401 (a mapping, or ready made)
    if isinstance(value, Mapping):
        unknown = [step for step in value if step not in STEPS]
        if unknown:
            hint = meant(unknown[0], STEPS)
            raise UsageError(f"{rule}.split: no step {unknown[0]!r}.{hint} Known: {', '.join(STEPS)}.")
        value = PerStep(**{step: value.get(step, 0.0) for step in STEPS})
    parts = value if isinstance(value, PerStep) else PerStep.same(value)
    total = asarray(sum(np.asarray(getattr(parts, step), float) for step in STEPS))
    for step in STEPS:
        _require_range(f"{rule}.split.{step}", getattr(parts, step), spec)
    if not (np.abs(total - 1.0) <= _ROUNDING).all():
        raise UsageError(f"{rule}.split sums to {100 * float(total.flat[0]):g}%, not 100%.")
    return parts


def _require_range(key: str, value: Any, spec: Spec) -> None:  # noqa: ANN401 (a number, or one per lane)
    numbers = np.asarray(value, float)
    fine = (numbers >= spec.low) & (numbers <= spec.high) | (np.isnan(numbers) & math.isnan(spec.default))
    if not fine.all():
        wrong = numbers[~fine].flat[0]
        raise UsageError(f"{key} is {wrong:g}; allowed: {spec.low:g} to {spec.high:g}. It means: {spec.meaning}.")


def register(name: str, kind: type[Rule]) -> type[Rule]:
    """Enter a rule of your own for this session, so that scenarios may write its name after `rule:`; return it.

    A package does without: it names its rules in the entry point group `cyclesim.policies`.

    Raises
    ------
    UsageError
        When the name is taken or can't be one, or the class is no rule.
    """
    RULES.enter(name, kind)
    return kind
