"""What is known of a dotted key whatever a file says: its meaning, unit, range and default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.model.parameters.spec import PerStep, Spec
from sim.policies.catalog import RULES
from sim.scenario.complete import plain_default
from sim.scenario.events import LASTING, MONTH, size_spec
from sim.scenario.groups import MISSING_VALUE, default_of
from sim.scenario.settings import CURRENCY, HORIZON, REPLICATIONS, SEED, SETTINGS, START
from sim.scenario.tree import position
from sim.scenario.words import allowed, called, written

if TYPE_CHECKING:
    from dataclasses import Field

    from sim.scenario.scenario import Scenario

_RULE: Final = "the rule that the policy follows"
_DEFAULTS: Final = {"currency": CURRENCY, "start": START, "seed": str(SEED)}


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared of a key; what does not apply is empty.

    Attributes
    ----------
    meaning
        In words.
    unit
        What a value is: `a share`, `a duration in days`.
    allowed
        Range or choices.
    default, source
        What holds when no file says otherwise, and where that comes from.
    """

    meaning: str = ""
    unit: str = ""
    allowed: str = ""
    default: str = ""
    source: str = ""


def declared(scenario: Scenario, key: str) -> Declared:
    """Return what is declared of a key of a scenario; nothing for a group."""
    path = key.split(".")
    if key in SETTINGS:
        return _setting(key)
    if path[0] == "events":
        return _event(scenario, path)
    if path[0] == "policies" and path[-1] == "rule":
        return Declared(meaning=_RULE, allowed=", ".join(RULES))
    found = field_of(scenario, key)
    return _field(*found) if found else Declared()


def number_spec(scenario: Scenario, key: str) -> Spec | None:
    """Return the spec of a number, or of one that a group has for every step."""
    if key == "horizon":
        return HORIZON
    found = field_of(scenario, key)
    spec = found[0].metadata.get("spec") if found else None
    return spec if isinstance(spec, Spec) else None


def field_of(scenario: Scenario, key: str) -> tuple[Field[Any], Any] | None:
    """Return the declaration of a key, and its value in the scenario; None for a group or a list."""
    node: Any = {"policies": scenario.policies} if key.startswith("policies.") else scenario.parameters
    last: Field[Any] | None = None
    for name in key.split("."):
        found = _child(node, name)
        if found is None:
            return None
        own, node = found
        last = own or last
    is_group = is_dataclass(node) and not isinstance(node, PerStep)
    return None if last is None or is_group or isinstance(node, Mapping) else (last, node)


def _child(node: Any, name: str) -> tuple[Field[Any] | None, Any] | None:  # noqa: ANN401 (any part of a scenario)
    if isinstance(node, Mapping):
        return (None, node[name]) if name in node else None
    if isinstance(node, tuple):
        return (None, node[position(name)]) if 0 <= position(name) < len(node) else None
    if not is_dataclass(node):
        return None
    own = next((f for f in fields(node) if f.name == name), None)
    if own is None:
        return None
    return (None if isinstance(node, PerStep) else own), getattr(node, name)


def _field(own: Field[Any], _: object) -> Declared:
    spec, default = own.metadata.get("spec"), default_of(own, None)
    if isinstance(spec, Spec):
        text = _default(spec, default)
        return Declared(spec.meaning, called(spec.unit), allowed(spec), text, spec.source)
    options = ", ".join(own.metadata.get("options", ()))
    text = "" if default is MISSING_VALUE else str(plain_default(default))
    return Declared(str(own.metadata.get("meaning", "")), "", options, text, str(own.metadata.get("source", "")))


def _default(spec: Spec, default: Any) -> str:  # noqa: ANN401 (a number, one per step, or a list)
    if default is MISSING_VALUE:
        return ""
    value = plain_default(default)
    if isinstance(value, int | float):
        return written(float(value), spec.unit)
    return "the model's own value" if value is None else str(value).replace("'", "")


def _setting(key: str) -> Declared:
    spec = {"horizon": HORIZON, "replications": REPLICATIONS}.get(key)
    if spec:
        return Declared(spec.meaning, called(spec.unit), allowed(spec), written(spec.default, spec.unit))
    return Declared(meaning=SETTINGS[key], default=_DEFAULTS.get(key, ""))


def _event(scenario: Scenario, path: list[str]) -> Declared:
    if len(path) != 3 or not 0 <= position(path[1]) < len(scenario.events):  # noqa: PLR2004 (events.0.size)
        return Declared()
    kind = scenario.events[int(path[1])].kind
    spec = {"month": MONTH, "lasting": LASTING, "size": size_spec(kind)}.get(path[2])
    return Declared(spec.meaning, called(spec.unit), allowed(spec)) if spec else Declared()
