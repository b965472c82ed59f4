"""The policies of a scenario: a rule from the catalogue with its settings, by name."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.hints import did_you_mean, meant
from sim.model.parameters.spec import PerStep
from sim.policies.catalog import RULES
from sim.results import STEPS
from sim.scenario.groups import check_name, read_group
from sim.scenario.tree import Fields, Node, Scalar

if TYPE_CHECKING:
    from sim.model.decisions import Policy
    from sim.scenario.reading import Reading

SPLIT: Final = "split"
"""The setting of a rule whose parts, one per step, make up the whole of its growth money."""

_HINT: Final = "Write name: {rule: fixed_share, share: 40%}."
_SPLIT_HINT: Final = "Steps left out get 0%; the parts must sum to 100%."
_ROUNDING: Final = 1e-6


def read_policies(reading: Reading, tree: Fields) -> dict[str, Policy]:
    """Return the policies in the order of the file; wrong ones are left out."""
    node = tree.get("policies")
    if node is None:
        reading.refuse(
            tree.place, "policies", "the scenario has no policies", "Add policies: {carry_on: {rule: fixed_share}}."
        )
        return {}
    given = reading.fields(node, "policies", _HINT)
    policies = {}
    for name, child in given.entries.items() if given else ():
        policy = _policy(reading, given, name, child) if given else None
        if policy is not None:
            policies[name] = policy
    if given is not None and not given.entries:
        reading.refuse(given.place, "policies", "policies is empty", _HINT)
    return policies


def _policy(reading: Reading, given: Fields, name: str, child: Node) -> Policy | None:
    key = f"policies.{name}"
    if isinstance(child, Scalar) and child.empty:
        others = [other for other in given.entries if other != name]
        hint = _HINT if child.blank else did_you_mean(name, [*given.removed, *others])
        reading.refuse(
            given.key_place(name), key, f"{key} has no rule" if child.blank else f"{key}: nothing to remove", hint
        )
        return None
    settings = reading.fields(child, key, _HINT)
    if not check_name(reading, given, name, key) or settings is None:
        return None
    rule = settings.get("rule")
    if rule is None:
        question = meant(name, [other for other in given.entries if other != name])
        hint = f"{question} Rules: {', '.join(RULES)}.".lstrip()
        reading.refuse(given.key_place(name), key, f"{key} has no rule", hint)
        return None
    known = isinstance(rule, Scalar) and rule.text in RULES  # what packages offer is asked for only when it is needed
    chosen = reading.choice(rule, f"{key}.rule", [rule.text] if known and isinstance(rule, Scalar) else RULES, "")
    return _built(reading, chosen, settings, key) if chosen else None


def _built(reading: Reading, rule: str, settings: Fields, key: str) -> Policy | None:
    known = len(reading.problems)
    try:
        policy: Policy = read_group(reading, RULES[rule], own_settings(settings), key)
    except ValueError as error:  # a rule may hold that its settings contradict one another
        reading.refuse(settings.place, key, str(error))
        return None
    parts = getattr(policy, SPLIT, None)
    node = settings.get(SPLIT)
    if isinstance(parts, PerStep) and node is not None and len(reading.problems) == known:
        _check_split(reading, node, parts, f"{key}.{SPLIT}")
    return policy


def own_settings(settings: Fields) -> Fields:
    """Return what a rule reads of a policy: all but its name; steps left out of a split get nothing."""
    entries = {name: node for name, node in settings.entries.items() if name != "rule"}
    split = entries.get(SPLIT)
    if isinstance(split, Fields) and "value" not in split.entries:
        nothing = {step: Scalar("0%", split.place) for step in STEPS if step not in split.entries}
        entries[SPLIT] = replace(split, entries={**split.entries, **nothing})
    return replace(settings, entries=entries)


def _check_split(reading: Reading, node: Node, parts: PerStep, key: str) -> None:
    for part in (key, *(f"{key}.{step}" for step in STEPS)):
        if reading.uncertain.pop(part, None):
            reading.refuse(node.place, part, "the parts of a split can't be uncertain one by one", _SPLIT_HINT)
            return
    total = math.fsum(float(getattr(parts, step)) for step in STEPS)
    if abs(total - 1.0) > _ROUNDING:
        reading.refuse(node.place, key, f"{key} sums to {100 * total:g}%, not 100%", _SPLIT_HINT)


def policy_names(tree: Fields) -> tuple[str, ...]:
    """Return the names of all policies of a document, wrong ones included."""
    node = tree.get("policies")
    return tuple(node.entries) if isinstance(node, Fields) else ()


def read_baseline(reading: Reading, tree: Fields, policies: dict[str, Policy]) -> str:
    """Return the policy that differences are taken from."""
    node = tree.get("baseline")
    name = reading.text(node, "baseline")
    names = policy_names(tree)
    if name and name not in names and isinstance(node, Scalar):
        hint = did_you_mean(name, names, what="Policies")
        reading.refuse(node.place, "baseline", f"baseline {name!r} is not a policy of this scenario", hint)
    if name in policies:
        return name
    return "carry_on" if "carry_on" in policies else next(iter(policies), "")
