"""Where a value comes from: the files of a scenario one by one, what each says of a key, and which of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sim.errors import UsageError
from sim.hints import did_you_mean
from sim.model.parameters import walk
from sim.model.parameters.spec import PerStep
from sim.scenario.complete import DEFAULT
from sim.scenario.declared import Declared, declared, field_of, number_spec
from sim.scenario.document import MISSING, at, is_value, shown
from sim.scenario.inherit import overridden, override_node, read_layers
from sim.scenario.loading import load
from sim.scenario.reading import PASSPORT_KEYS
from sim.scenario.settings import SETTINGS
from sim.scenario.shipped import find
from sim.scenario.tree import Fields, Items, Node, Scalar, places, plain, position
from sim.scenario.words import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.scenario.scenario import Scenario
    from sim.scenario.source import Place

Role = Literal["sets it", "sets part of it", "overridden", "removes it", "says nothing"]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file of a scenario says of a key.

    Attributes
    ----------
    file, line
        Where; line 0 when it says nothing.
    role
        What comes of it.
    text
        As written.
    """

    file: str
    line: int
    role: Role
    text: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """A key inside a group.

    Attributes
    ----------
    name
        Its name in the group.
    text
        Its value as written, or the default.
    file, line
        Where it is set; `default` and 0 where no file sets it.
    """

    name: str
    text: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a key of a scenario comes from.

    Attributes
    ----------
    key
        Dotted key.
    value
        As it is used, in the parameter's unit; empty for a group and for what was removed.
    file, line
        Where it is set; `default` and 0 where no file sets it.
    declared
        What is known of the key whatever the file says.
    source, confidence
        Passport of the value, empty where it has none.
    layers
        The files, the extending one first.
    children
        What a group holds.
    """

    key: str
    value: str
    file: str
    line: int
    declared: Declared
    source: str
    confidence: str
    layers: tuple[Layer, ...]
    children: tuple[Child, ...]


def trace(file: str, key: str, overrides: tuple[tuple[str, str], ...] = ()) -> Origin:
    """Return where a key of a scenario file comes from.

    Raises
    ------
    CyclesimError
        When there is no such file, it is wrong, or the key is unknown.
    """
    scenario = load(file, overrides)
    trees = _trees(file, overrides)
    for suffix in PASSPORT_KEYS:
        stem = key.removesuffix(f".{suffix}")
        key = stem if stem in scenario.passports else key
    said = [(tree, _said(tree, key)) for tree in trees]
    if not _known(scenario, key) and not any(key in dict(places(tree)) for tree in trees):
        raise UsageError(_unknown(scenario, key, file))
    place = _place(scenario, key)
    passport = scenario.passports.get(_ancestor(scenario, key))
    return Origin(
        key=key,
        value=_value(scenario, key),
        file=place[0],
        line=place[1],
        declared=declared(scenario, key),
        source=passport.source if passport else "",
        confidence=passport.confidence if passport else "",
        layers=_layers(said, place),
        children=tuple(_children(scenario, key)),
    )


def _trees(file: str, overrides: tuple[tuple[str, str], ...]) -> list[Fields]:
    """Return what was laid over the file, last first, then the file and what it extends."""
    found = find(file, beside=Path())
    layers = read_layers(found, name=file).trees if found else []
    over = []
    for key, text in reversed(overrides):
        node, place, _ = override_node(key, text)
        over += [overridden(Fields({}, place), key, node, place)] if node is not None else []
    return [*over, *layers]


def _said(tree: Fields, key: str) -> tuple[Node, Place] | None:
    """Return the node that a file has under a key, or under a value around it, such as one for all steps."""
    node: Node = tree
    for name in key.split("."):
        if isinstance(node, Scalar) or (isinstance(node, Fields) and "value" in node.entries):
            return node, node.place
        below = node.entries.get(name) if isinstance(node, Fields) else _item(node, name)
        if below is None or (isinstance(below, Scalar) and below.blank):
            return None
        node = below
    return node, node.place


def _item(node: Items, name: str) -> Node | None:
    return node.entries[position(name)] if 0 <= position(name) < len(node.entries) else None


def _layers(said: list[tuple[Fields, tuple[Node, Place] | None]], origin: tuple[str, int]) -> tuple[Layer, ...]:
    found: list[Layer] = []
    for tree, one in said:
        layer = _layer(tree, one, origin)
        gone = any(above.role == "removes it" for above in found) and layer.role in {"sets it", "sets part of it"}
        found.append(replace(layer, role="overridden") if gone else layer)
    return tuple(found)


def _layer(tree: Fields, said: tuple[Node, Place] | None, origin: tuple[str, int]) -> Layer:
    if said is None:
        return Layer(tree.place.source.name, 0, "says nothing")
    node, place = said
    return Layer(place.source.name, place.line, _role(node, place, origin), shown(plain(node)))


def _role(node: Node, place: Place, origin: tuple[str, int]) -> Role:
    if isinstance(node, Scalar) and node.empty:
        return "removes it"
    if isinstance(node, Fields) and "value" not in node.entries:
        return "sets part of it"
    return "sets it" if (place.source.name, place.line) == origin else "overridden"


def _ancestor(scenario: Scenario, key: str) -> str:
    """Return the key, or the nearest group around it, that the document holds."""
    while key and key not in scenario.origins:
        key = key.rpartition(".")[0]
    return key


def _place(scenario: Scenario, key: str) -> tuple[str, int]:
    found = _ancestor(scenario, key)
    own = found == key or is_value(at(scenario.document, found))
    return scenario.origins[found] if found and own else DEFAULT


def _known(scenario: Scenario, key: str) -> bool:
    return key in scenario.origins or key in SETTINGS or key in _numbers(scenario)


def _numbers(scenario: Scenario) -> set[str]:
    keys = {key for key, _, _ in walk(scenario.parameters)}
    for name, policy in scenario.policies.items():
        keys |= {f"policies.{name}.{key}" for key, _, _ in walk(policy)}
    return keys


def _unknown(scenario: Scenario, key: str, file: str) -> str:
    known = [*SETTINGS, *scenario.origins, *sorted(_numbers(scenario))]
    last = key.rpartition(".")[2]
    homes = [name for name in dict.fromkeys(known) if name.rpartition(".")[2] == last]
    hint = f"Did you mean {' or '.join(map(repr, homes[:3]))}?" if homes else did_you_mean(key, known)
    groups = ", ".join(name for name in scenario.document if isinstance(scenario.document[name], Mapping))
    return f"{file} has no key {key!r}. {hint or f'Groups: {groups}.'}"


def _value(scenario: Scenario, key: str) -> str:
    """Return a value as it is used: the belief in words, else the number in its unit, else the text."""
    belief = scenario.uncertain.get(key) or scenario.uncertain.get(_ancestor(scenario, key))
    spec, found = number_spec(scenario, key), field_of(scenario, key)
    if belief is not None:
        median = float(f"{belief.median:.4g}")
        middle = written(median, spec.unit) if spec else f"{median:g}"
        return f"{belief.describe()}; median {middle}"
    if spec and found and isinstance(found[1], PerStep):
        values = [written(float(getattr(found[1], step)), spec.unit) for step in found[1].__slots__]
        return values[0] if len(set(values)) == 1 else ""
    if spec and found and isinstance(found[1], float | int):
        return written(float(found[1]), spec.unit)
    if key == "horizon":
        return f"{scenario.horizon} months"
    node = at(scenario.document, key)
    return shown(node) if node is not MISSING and is_value(node) else ""


def _children(scenario: Scenario, key: str) -> Iterable[Child]:
    node = at(scenario.document, key)
    if node is MISSING or is_value(node):
        return
    for name, child in node.items() if isinstance(node, Mapping) else enumerate(node):
        inner = f"{key}.{name}"
        spec, place = number_spec(scenario, inner), _place(scenario, inner)
        is_number = isinstance(child, int | float) and not isinstance(child, bool)
        text = written(float(child), spec.unit) if spec and is_number and not place[1] else shown(child)
        yield Child(str(name), text, *place)
