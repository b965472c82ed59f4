"""Reality checks: whether the run behaves as the scenario's author says the real firm does."""

from __future__ import annotations

import difflib
import math
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import quantity
from sim.analysis.claims import Claim, Expression, Minus, Name, Number, Operation, parse, parse_name, refuse
from sim.errors import Problem, ScenarioError
from sim.results import MEASURES, OUTCOMES, STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.outcomes import Array
    from sim.results import Results

ABOUT: Final = 0.05
"""`==~` holds within this share of the larger side."""

AVERAGED: Final = ("process_quality", "technology", "adoption")
"""Short names that mean the average over the five steps."""

SHOWN: Final = 12
"""Names listed when none is near."""

_ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": lambda left, right: math.isclose(left, right, rel_tol=1e-9),
    "==~": lambda left, right: math.isclose(left, right, rel_tol=ABOUT),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one check.

    Attributes
    ----------
    policy
        Policy whose mean over replications was judged.
    claim
        The check as written.
    holds
        Whether it is so; a value that doesn't exist never holds.
    left, right
        Values of the two sides.
    """

    policy: str
    claim: str
    holds: bool
    left: float
    right: float

    def __str__(self) -> str:
        """Return the verdict as one line."""
        word = "holds" if self.holds else "does not hold"
        return f"{self.policy}: {self.claim} {word} ({quantity(self.left)} against {quantity(self.right)})"


def validate(text: str, *, key: str = "check", months: int | None = None) -> Claim:
    """Read a claim and look up its names and months, without a run.

    Raises
    ------
    ScenarioError
        For bad grammar, unknown names, or a month beyond the horizon.
    """
    claim = parse(text, key=key)
    for name in (*_names(claim.left), *_names(claim.right)):
        if problem := _unknown(name) or _out_of_time(name, months):
            refuse(text, key, problem, column=name.column, width=len(name.text))
    return claim


def look_up(text: str, *, key: str, months: int) -> Name:
    """Read an outcome, or a measure at a month, and look it up.

    Raises
    ------
    ScenarioError
        For an unknown name, a measure without month, or a month beyond the horizon.
    """
    name = parse_name(text, key=key)
    if problem := _unknown(name) or _out_of_time(name, months):
        refuse(text, key, problem, column=name.column, width=len(name.text))
    return name


def columns_of(measure: str) -> tuple[str, ...]:
    """Return the columns that a monthly measure is the average of: itself, or one per step."""
    return tuple(f"{measure}_{step}" for step in STEPS) if measure in AVERAGED else (measure,)


def judge(results: Results, *, policy: str, claim: str, key: str = "check") -> Verdict:
    """Judge one claim on the means of one policy.

    Raises
    ------
    ScenarioError
        When the claim can't be read or the run has no such policy.
    """
    if policy not in results.facts.policies:
        hint = _nearest(policy, results.facts.policies)
        message = f"a check names the unknown policy {policy!r}"
        raise ScenarioError(message, (Problem(key, message, key=key, hint=hint),))
    read = validate(claim, key=key, months=results.facts.months)
    means = _Means(results, policy)
    left, right = means.value(read.left), means.value(read.right)
    return Verdict(policy, claim, _COMPARE[read.comparison](left, right), left, right)


class _Means:
    """Looks up the policy's means."""

    def __init__(self, results: Results, policy: str) -> None:
        paths = results.paths
        self.months = results.facts.months
        self.policy = policy
        self.ends = results.ends
        own = paths[paths["policy"] == policy]
        self.paths: dict[tuple[str, int], float] = dict(
            zip(zip(own["measure"].astype(str), own["month"].astype(int), strict=True), own["mean"], strict=True)
        )

    def value(self, of: Expression) -> float:
        if isinstance(of, Number):
            return of.value
        if isinstance(of, Minus):
            return -self.value(of.of)
        if isinstance(of, Operation):
            return self.operation(of)
        return self.named(of)

    def operation(self, of: Operation) -> float:
        left, right = self.value(of.left), self.value(of.right)
        if of.sign == "/":
            return left / right if right else math.nan
        return _ARITHMETIC[of.sign](left, right)

    def named(self, name: Name) -> float:
        if name.month is None:
            return _mean(self.ends.column(name.text)[self.policy])
        month = self.months if math.isinf(name.month) else int(name.month)
        values = [self.paths.get((column, month), math.nan) for column in columns_of(name.text)]
        return float(sum(values) / len(values))


def _mean(values: Array) -> float:
    """Return the mean of what is known, NaN when nothing is."""
    import numpy as np

    known = values[~np.isnan(values)]
    return float(np.mean(known)) if known.size else math.nan


def _names(of: Expression) -> list[Name]:
    if isinstance(of, Name):
        return [of]
    if isinstance(of, Minus):
        return _names(of.of)
    return [*_names(of.left), *_names(of.right)] if isinstance(of, Operation) else []


def _unknown(name: Name) -> tuple[str, str] | None:
    measures = [*MEASURES, *AVERAGED]
    if name.month is None:
        if name.text in OUTCOMES:
            return None
        if name.text in measures:
            return (f"{name.text!r} is a monthly measure and needs a month", f"such as '{name.text} at 24 months'")
        return (f"{name.text!r} is not an outcome or measure", _nearest(name.text, [*OUTCOMES, *measures]))
    if name.text in measures:
        return None
    if name.text in OUTCOMES:
        return (f"{name.text!r} is an outcome of the whole run", "leave out 'at …'")
    return (f"{name.text!r} is not a measure", _nearest(name.text, measures))


def _out_of_time(name: Name, months: int | None) -> tuple[str, str] | None:
    if months is None or name.month is None or math.isinf(name.month) or name.month <= months:
        return None
    return (f"month {name.month:.0f} is beyond the horizon", f"the run has {months} months")


def _nearest(word: str, known: tuple[str, ...] | list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"known: {', '.join(sorted(known)[:SHOWN])}{', …' if len(known) > SHOWN else ''}"
