"""The resolved document: what the files say, with every default written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.model.parameters import Parameters
from sim.model.parameters.spec import PerStep
from sim.policies.catalog import RULES
from sim.scenario.groups import MISSING_VALUE, default_of
from sim.scenario.policies import own_settings
from sim.scenario.tree import Fields, Items, Node, Scalar, children, places, plain

if TYPE_CHECKING:
    from sim.scenario.source import Place

SECTIONS: Final = ("correlations", "events", "policies", "checks")
"""What a scenario holds besides settings and groups of parameters."""

DEFAULT: Final = ("default", 0)
"""Origin of what no file sets."""


def resolved(tree: Fields, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return a scenario as plain Python, in the order in which it is explained: settings, groups, sections."""
    document: dict[str, Any] = dict(settings)
    for group in fields(Parameters):
        default = getattr(Parameters(), group.name)
        document[group.name] = completed(type(default), tree.get(group.name))
    for section in SECTIONS:
        node = tree.get(section)
        if node is not None:
            document[section] = _policies(node) if section == "policies" else plain(node)
    return document


def _policies(node: Node) -> dict[str, Any]:
    """Return every policy with its rule first and all its settings."""
    found: dict[str, Any] = {}
    for name, child in children(node):
        rule = child.get("rule") if isinstance(child, Fields) else None
        if isinstance(child, Fields) and isinstance(rule, Scalar):
            found[name] = {"rule": rule.text, **completed(RULES[rule.text], own_settings(child))}
    return found


def origins(tree: Fields, document: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    """Return (file, line) of every key of the resolved document, groups and list items included."""
    written = {key: (place.source.name, place.line) for key, place in places(tree)}
    return {key: written.get(key, DEFAULT) for key in _keys(document)}


def _keys(value: Any, prefix: str = "") -> Iterator[str]:  # noqa: ANN401 (plain Python)
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, child in pairs:
        yield f"{prefix}{key}"
        yield from _keys(child, f"{prefix}{key}.")


def place_of(tree: Fields, key: str) -> Place:
    """Return where a dotted key is set, or the nearest group around it."""
    node: Node = tree
    place = tree.place
    for name in key.split("."):
        below = dict(children(node)).get(name)
        if below is None:
            return place
        place = node.key_place(name) if isinstance(node, Fields) else below.place
        node = below
    return node.place


def completed(kind: type, node: Node | None, base: object | None = None) -> dict[str, Any]:
    """Return a group as a plain mapping: as written where it is written, else the default.

    A parameter that is left to the model is left out.
    """
    given = node if isinstance(node, Fields) else None
    found = {}
    for declared in fields(kind):
        child = given.get(declared.name) if given else None
        default = default_of(declared, base)
        value: Any
        if "mapping_of" in declared.metadata:
            value = _named(declared.metadata["mapping_of"], child, default)
        elif "list_of" in declared.metadata and isinstance(child, Items):
            value = [completed(declared.metadata["list_of"], item) for item in child.entries]
        elif "per_step" in declared.metadata and isinstance(child, Fields) and "value" not in child.entries:
            value = {**_steps(default), **plain(child)}
        elif "length" in declared.metadata and isinstance(child, Fields) and "value" not in child.entries:
            value = [
                plain(child.entries.get(str(index), Scalar(repr(number), child.place)))
                for index, number in enumerate(default)
            ]
        else:
            value = plain(child) if child is not None else plain_default(default)
        if value is not None:
            found[declared.name] = value
    return found


def _named(kind: type, node: Node | None, default: Mapping[str, Any]) -> dict[str, Any]:
    given = node if isinstance(node, Fields) else None
    entries = given.entries if given else {}
    found: dict[str, Any] = {}
    for name in [*default, *(name for name in entries if name not in default)]:
        child = entries.get(name)
        nulled = isinstance(child, Scalar) and child.empty and not child.blank
        gone = nulled or (given is not None and name in given.removed)
        found[name] = None if gone else completed(kind, child, default.get(name))
    return found


def _steps(default: Any) -> dict[str, Any]:  # noqa: ANN401 (PerStep, or nothing where a rule has no default)
    return {f.name: getattr(default, f.name) for f in fields(default)} if isinstance(default, PerStep) else {}


def plain_default(value: Any) -> Any:  # noqa: ANN401 (any default of a field)
    """Return a default as plain Python, None for what is left to the model."""
    if value is MISSING_VALUE or (isinstance(value, float) and value != value):  # noqa: PLR0124 (NaN)
        return None
    if isinstance(value, PerStep):
        steps = _steps(value)
        return steps if len(set(steps.values())) > 1 else steps["plans"]
    if isinstance(value, Mapping):
        return {name: plain_default(child) for name, child in value.items()}
    if isinstance(value, tuple):
        return [plain_default(child) for child in value]
    if is_dataclass(value):
        return {f.name: plain_default(getattr(value, f.name)) for f in fields(value)}
    return value
