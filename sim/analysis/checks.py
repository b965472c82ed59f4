"""Reality checks: whether the run behaves as the scenario's author says the real firm does."""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import percent, quantity
from sim.analysis.claims import Claim, Name, Number, parse, parse_name, refuse
from sim.analysis.weighing import evaluate, holds, in_doubt, names_in, typical
from sim.errors import Problem, ScenarioError
from sim.results import MEASURES, OUTCOMES, STEPS

if TYPE_CHECKING:
    from collections.abc import Collection

    from sim.outcomes import Array
    from sim.results import Results

AVERAGED: Final = ("process_quality", "technology", "adoption")
"""Short names that mean the average over the five steps."""

SHOWN: Final = 12
"""Names listed when none is near."""

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
        Values of the two sides; infinite for a month that never comes.
    in_doubt
        Whether the two sides are within noise of one another, so that other luck may turn the verdict.
    """

    policy: str
    claim: str
    holds: bool
    left: float
    right: float
    in_doubt: bool = False

    def __str__(self) -> str:
        """Return the verdict as one line."""
        word = "holds" if self.holds else "does not hold"
        doubt = ", within noise" if self.in_doubt else ""
        return f"{self.policy}: {self.claim} {word} ({self._shown(self.left)} against {self._shown(self.right)}{doubt})"

    def as_json(self) -> dict[str, Any]:
        """Return the verdict for `--json`; what is not a finite number is null."""
        left, right = (value if math.isfinite(value) else None for value in (self.left, self.right))
        return {
            "policy": self.policy,
            "claim": self.claim,
            "holds": self.holds,
            "left": left,
            "right": right,
            "in_doubt": self.in_doubt,
        }

    def _shown(self, value: float) -> str:
        if math.isinf(value):
            return "never"
        return percent(value) if "%" in self.claim else quantity(value)


def validate(text: str, *, key: str = "check", months: int | None = None, policies: Collection[str] = ()) -> Claim:
    """Read a claim and look up its names and months, without a run.

    Raises
    ------
    ScenarioError
        For bad grammar, unknown names, a month beyond the horizon, or a share against a number that no share reaches.
    """
    claim = parse(text, key=key)
    for name in (*names_in(claim.left), *names_in(claim.right)):
        if problem := _policy(name, policies) or _unknown(name) or _out_of_time(name, months):
            refuse(text, key, problem, column=name.column, width=len(name.text))
    _refuse_slip(claim, key)
    return claim


def _policy(name: Name, policies: Collection[str]) -> tuple[str, str] | None:
    if name.text not in policies or name.text in OUTCOMES:
        return None
    hint = "a claim is about one policy at a time; `compare` sets policies side by side"
    return (f"{name.text!r} is a policy, not an outcome or measure", hint)


def _refuse_slip(claim: Claim, key: str) -> None:
    """Refuse `ruined > 5`, which never holds, where 5 % must be meant."""
    for side, other in ((claim.left, claim.right), (claim.right, claim.left)):
        if isinstance(side, Name) and isinstance(other, Number) and other.value > 1.0 and _is_share(side):
            problem = (f"{side.text} is a share between 0 and 1", f"Did you mean {other.value:g}%?")
            refuse(claim.text, key, problem, column=side.column, width=len(side.text))


def _is_share(name: Name) -> bool:
    table = OUTCOMES if name.month is None else MEASURES
    return table[columns_of(name.text)[0]].unit in {"share", "flag"}


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
    left, right = evaluate(read.left, means.named), evaluate(read.right, means.named)
    return Verdict(policy, claim, holds(read, left, right), left, right, in_doubt(read, means.column))


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

    def column(self, name: str) -> Array:
        return self.ends.column(name)[self.policy]

    def named(self, name: Name) -> float:
        if name.month is None:
            return typical(self.column(name.text), OUTCOMES[name.text].unit)
        month = self.months if math.isinf(name.month) else int(name.month)
        values = [self.paths.get((column, month), math.nan) for column in columns_of(name.text)]
        return float(sum(values) / len(values))


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
