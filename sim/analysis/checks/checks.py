"""Reality checks: whether the run behaves as the scenario's author says the real firm does."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.analysis.amounts import percent, quantity
from sim.analysis.checks.claims import Claim, Name
from sim.analysis.checks.parsing import parse, refuse
from sim.analysis.checks.vocabulary import a_policy, columns_of, hint_for, out_of_time, refuse_slip, unknown
from sim.analysis.checks.weighing import evaluate, holds, in_doubt, names_in, typical
from sim.errors import Problem, ScenarioError
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Collection

    from sim.analysis.checks.claims import Claim, Name
    from sim.outcomes import Array
    from sim.results import Results


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
        if problem := a_policy(name, policies) or unknown(name) or out_of_time(name, months):
            refuse(text, key, problem, column=name.column, width=len(name.text))
    refuse_slip(claim, key)
    return claim


def judge(results: Results, *, policy: str, claim: str, key: str = "check") -> Verdict:
    """Judge one claim on the means of one policy.

    Raises
    ------
    ScenarioError
        When the claim can't be read or the run has no such policy.
    """
    if policy not in results.facts.policies:
        hint = hint_for(policy, results.facts.policies)
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
