"""What a scenario says about several of its parts at once: correlations of beliefs, checks of policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.hints import did_you_mean
from sim.model.parameters.spec import Spec
from sim.scenario.tree import Fields, Items, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.scenario.reading import Reading

Correlation = tuple[str, str, float]

RHO: Final = Spec(0.5, "ratio", -1.0, 1.0, "rank correlation", "scenario")
_TRIPLE: Final = "Write [acquisition.win_rate, experience.monthly_churn, -0.4]."


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A statement that must hold in the results.

    Attributes
    ----------
    then
        The statement, as written.
    policy
        The policy it is about; empty for all.
    """

    then: str
    policy: str = ""


def read_correlations(reading: Reading, node: Node | None) -> tuple[Correlation, ...]:
    """Return (key, key, rank correlation) for pairs of uncertain inputs."""
    found: dict[frozenset[str], Correlation] = {}
    for index, child in enumerate(reading.items(node, "correlations", f"Each item is a list: {_TRIPLE}")):
        correlation = _correlation(reading, child, f"correlations.{index}")
        if correlation is None:
            continue
        pair = frozenset(correlation[:2])
        if pair in found:
            reading.refuse(child.place, f"correlations.{index}", "this pair is given twice", "Keep one of them.")
        found[pair] = correlation
    if node is not None and found and not _consistent(found.values()):
        hint = "If A goes with B and B with C, A can't go against C as strongly. Weaken one."
        reading.refuse(node.place, "correlations", "the correlations contradict one another", hint)
    return tuple(found.values())


def _correlation(reading: Reading, node: Node, key: str) -> Correlation | None:
    parts = [part for part in node.entries if isinstance(part, Scalar)] if isinstance(node, Items) else []
    if not isinstance(node, Items) or len(parts) != 3 or len(node.entries) != 3:  # noqa: PLR2004 (a triple)
        reading.refuse(node.place, key, f"{key} takes two keys and a number", _TRIPLE)
        return None
    first, second = (_uncertain(reading, part, key) for part in parts[:2])
    rho = float(reading.number(parts[2], RHO, f"{key}.rho"))
    if reading.uncertain.pop(f"{key}.rho", None):
        reading.refuse(parts[2].place, key, "a correlation can't be uncertain itself", "Write a plain number.")
    if abs(rho) == 1.0:
        reading.refuse(parts[2].place, key, "a correlation lies between -1 and 1, ends excluded", "Write 0.95 at most.")
        return None
    if first and first == second:
        reading.refuse(parts[1].place, key, f"{first} is paired with itself", _TRIPLE)
        return None
    return (first, second, rho) if first and second else None


def _uncertain(reading: Reading, node: Scalar, key: str) -> str:
    if node.text in reading.uncertain:
        return node.text
    hint = (
        did_you_mean(node.text, reading.uncertain, what="Uncertain are") or "Give it a range such as 18% to 30% first."
    )
    reading.refuse(node.place, key, f"{node.text!r} is not uncertain here, so nothing can go with it", hint)
    return ""


def _consistent(correlations: Iterable[Correlation]) -> bool:
    """Return whether some joint distribution has these correlations: no negative eigenvalue."""
    triples = list(correlations)
    names = sorted({name for first, second, _ in triples for name in (first, second)})
    matrix = np.eye(len(names))
    for first, second, rho in triples:
        row, column = names.index(first), names.index(second)
        matrix[row, column] = matrix[column, row] = rho
    return bool(np.linalg.eigvalsh(matrix)[0] > 1e-9)  # noqa: PLR2004 (rounding)


def read_checks(reading: Reading, node: Node | None, policies: Iterable[str]) -> tuple[Check, ...]:
    """Return the checks; their statements are parsed where results are at hand."""
    checks = []
    hint = 'Write - {when: {policy: harvest}, then: "customers at 24 months < customers at 0"}.'
    names = tuple(policies)
    for index, child in enumerate(reading.items(node, "checks", hint)):
        key = f"checks.{index}"
        given = reading.fields(child, key, hint)
        if given is None:
            continue
        reading.unknown(given, ("when", "then"), key)
        then = reading.text(given.get("then"), f"{key}.then")
        if not then.strip():
            reading.refuse(given.place, key, f"{key} has no `then`", hint)
        checks.append(Check(then=then, policy=_when(reading, given, key, names)))
    return tuple(checks)


def _when(reading: Reading, given: Fields, key: str, policies: tuple[str, ...]) -> str:
    when = reading.fields(given.get("when"), f"{key}.when", "Write when: {policy: harvest}.")
    if when is None:
        return ""
    reading.unknown(when, ("policy",), f"{key}.when")
    return reading.choice(when.get("policy"), f"{key}.when.policy", policies, "")
