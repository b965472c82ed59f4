"""The policies of a scenario: a rule from the catalogue with its settings, by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.policies.catalog import RULES
from sim.scenario.groups import check_name, read_group
from sim.scenario.tree import Fields, Node, Scalar
from sim.scenario.words import did_you_mean

if TYPE_CHECKING:
    from sim.model.decisions import Policy
    from sim.scenario.reading import Reading

_HINT = "Write name: {rule: fixed_share, share: 40%}."


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
        reading.refuse(given.key_place(name), key, f"{key} has no rule", did_you_mean("", RULES, what="Rules"))
        return None
    chosen = reading.choice(rule, f"{key}.rule", RULES, "")
    return _built(reading, chosen, settings, key) if chosen else None


def _built(reading: Reading, rule: str, settings: Fields, key: str) -> Policy | None:
    rest = replace(settings, entries={name: node for name, node in settings.entries.items() if name != "rule"})
    try:
        policy: Policy = read_group(reading, RULES[rule], rest, key)
    except ValueError as error:  # a rule may hold that its settings contradict one another
        reading.refuse(settings.place, key, str(error))
        return None
    return policy


def read_baseline(reading: Reading, tree: Fields, name: str, policies: dict[str, Policy]) -> str:
    """Return the policy that differences are taken from."""
    node = tree.get("baseline")
    if name and name not in policies and isinstance(node, Scalar):
        reading.refuse(
            node.place, "baseline", f"baseline {name!r} is not a policy", did_you_mean(name, policies, what="Policies")
        )
    if name in policies:
        return name
    return "carry_on" if "carry_on" in policies else next(iter(policies), "")
