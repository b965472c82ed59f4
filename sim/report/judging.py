"""Statements about a run, judged on it: the checks of its scenario, and the conditions of `--fail-if`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.checks.checks import Verdict, judge, validate
from sim.errors import Problem, ScenarioError, UsageError
from sim.hints import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def validate_condition(condition: str, scenario: Scenario, paths: str) -> None:
    """Check that a condition, `POLICY: claim` or a claim about every policy, can be judged.

    Raises
    ------
    UsageError
        When it can't.
    """
    policy, claim = _split(condition)
    if paths == "none" and looks_at_a_month(claim):
        raise UsageError(f"--fail-if {condition!r} looks at a month, which --paths none does not keep")
    if policy and policy not in scenario.policies:
        hint = did_you_mean(policy, scenario.policies, what="This scenario has")
        raise UsageError(f"--fail-if names the unknown policy {policy!r}. {hint}".strip())
    try:
        validate(claim, key="--fail-if", months=scenario.horizon, policies=scenario.policies)
    except ScenarioError as error:
        raise UsageError(error.message, error.problems) from None


def conditions_of(results: Results, conditions: Sequence[str]) -> tuple[Verdict, ...]:
    """Judge every condition that must not hold, policy by policy."""
    return tuple(
        judge(results, policy=policy, claim=claim, key="--fail-if")
        for named, claim in map(_split, conditions)
        for policy in ((named,) if named else results.facts.policies)
    )


def _split(condition: str) -> tuple[str, str]:
    """Split `POLICY: claim`; without a policy the claim is about every one of them."""
    policy, colon, claim = condition.partition(":")
    return (policy.strip(), claim.strip()) if colon else ("", condition.strip())
