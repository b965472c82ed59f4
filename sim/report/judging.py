"""The checks of a scenario, judged on a run: what came of each, and which could not be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.checks.checks import Verdict, judge
from sim.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.results import Results
    from sim.scenario import Scenario


def looks_at_a_month(claim: str) -> bool:
    """Tell whether a claim looks at a month: only then may it hold the word `at`."""
    return "at" in claim.split()


def verdicts_of(results: Results, scenario: Scenario, paths: str) -> tuple[Verdict, ...]:
    """Judge the checks of the scenario; without paths those that look at a month can't be judged."""
    found = []
    for index, check in enumerate(scenario.checks):
        if paths == "none" and looks_at_a_month(check.then):
            continue
        policies = (check.policy,) if check.policy else results.facts.policies
        found += [judge(results, policy=policy, claim=check.then, key=f"checks.{index}") for policy in policies]
    return tuple(found)


def unjudged(scenario: Scenario, paths: str) -> Iterator[Problem]:
    """Yield a warning for every check that looks at a month that was not kept."""
    for index, check in enumerate(scenario.checks):
        if paths == "none" and looks_at_a_month(check.then):
            message = f"check {check.then!r} was not judged: it looks at a month, which --paths none does not keep"
            yield Problem(file=f"checks.{index}", message=message, key=f"checks.{index}", severity="warning")
