"""Which policy, or which difference of two, a study is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.subject import Subject
from sim.errors import UsageError
from sim.experiment.trials import as_run
from sim.hints import meant
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.experiment.trials import Simulator
    from sim.scenario import Scenario

MINUS: Final = re.compile(r"\s+[-\N{MINUS SIGN}\N{EN DASH}]\s+")
PILOT: Final = 500
"""Replications, at most, by which the policy to look at is picked when none is named."""
PILOT_FIRST: Final = 1_000_000_000
"""The first of them: luck that no other part of a study has, so that the pick doesn't flatter what it picks."""


def subject_of(scenario: Scenario, text: str, measure: str) -> Subject:
    """Return what `A - B`, or `A`, with an outcome stands for.

    Raises
    ------
    UsageError
        When a policy or the outcome is unknown, or a policy is taken from itself.
    """
    _require(measure, OUTCOMES, "outcome", "there are")
    names = [text] if text in scenario.policies else MINUS.split(text.strip())
    if len(names) > 2:  # noqa: PLR2004 (a difference has two sides)
        raise UsageError(f'{text!r} is neither a policy nor a difference of two; write "A - B"')
    for name in names:
        _require(name, scenario.policies, "policy", "this scenario has")
    policy, less = (*names, "")[:2]
    if policy == less:
        raise UsageError(f"{policy!r} less itself is nothing whatever the inputs; name two policies")
    return Subject(policy, less, measure, scenario.currency)


def _require(name: str, known: Iterable[str], kind: str, there_are: str) -> None:
    names = list(known)
    if name not in names:
        raise UsageError(f"no {kind} named {name!r}; {there_are} {', '.join(names)}.{meant(name, names)}")


def pilot_size(scenario: Scenario) -> int:
    """Return how many replications the pick takes, none when there is nothing to pick."""
    return min(scenario.replications, PILOT) if len(scenario.policies) > 2 else 0  # noqa: PLR2004 (two are a pair)


def picked(scenario: Scenario, simulator: Simulator) -> str:
    """Return what to look at when nothing is named: the best other policy less the baseline, or the only policy.

    The best is the one with the highest mean net present value in replications of other luck than the study's.
    """
    others = [name for name in scenario.policies if name != scenario.baseline]
    if not others:
        return scenario.baseline
    if len(others) > 1:
        found = simulator.outcomes(as_run(scenario, PILOT_FIRST, PILOT_FIRST + pilot_size(scenario)))["npv"]
        means = dict(zip(scenario.policies, np.mean(found, axis=1), strict=True))
        others.sort(key=lambda name: -means[name])
    return f"{others[0]} - {scenario.baseline}"
