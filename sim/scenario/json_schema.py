"""The JSON Schema (2020-12) of scenario files, made from the same declarations that read them.

Editors use it for completion and hover texts. It is looser than the reader where JSON Schema has no words: a quantity
is any text, and rules between fields are left to `cyclesim check`.
"""

from __future__ import annotations

import math
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from sim.model.events import EVENT_KINDS
from sim.model.parameters import Parameters
from sim.model.parameters.spec import UNITS, Spec
from sim.policies.catalog import RULES
from sim.results import STEPS
from sim.scenario.complete import plain_default
from sim.scenario.events import LASTING, MONTH
from sim.scenario.groups import MISSING_VALUE, default_of
from sim.scenario.reading import CONFIDENCES
from sim.scenario.settings import CURRENCY, HORIZON, MAX_SEED, REPLICATIONS, SEED, SETTINGS, START
from sim.scenario.words import allowed, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
NAME: Final = "^[A-Za-z][A-Za-z0-9_-]*$"
"""Names of policies and channels; the reader also takes letters of other alphabets."""

_NULL: Final = {"type": "null"}
_ABOUT: Final = ("default", "examples")
"""Keywords that describe a value rather than restrict it."""
_QUANTITY: Final = {
    "type": "string",
    "minLength": 1,
    "description": "A quantity (18%, £250k, 60 days, 2% per month) or a belief about one (18% to 30%, pert(1, 2, 4)).",
}


def schema() -> Schema:
    """Return the JSON Schema of scenario files."""
    groups = {f.name: _group(type(getattr(Parameters(), f.name))) for f in fields(Parameters)}
    return {
        "$schema": DIALECT,
        "title": "cyclesim scenario",
        "description": "What is assumed of a business and its world, and the policies to compare in it.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "extends": _text(
                "File that this one differs from: relative to it, or one that ships, `presets/saas.yaml`."
            ),
            **_settings(),
            **groups,
            "correlations": _correlations(),
            "events": _list(_event(), "One-off events that help or break the cycle."),
            "policies": _policies(),
            "checks": _list(_check(), "Statements that must hold in the results."),
        },
        "$defs": {"quantity": _QUANTITY, "passport": _passport()},
    }


def _passport() -> Schema:
    properties = {
        "value": {"type": ["number", "string", "array"], "description": "The value itself."},
        "source": _text("Who or what says so."),
        "confidence": {"enum": list(CONFIDENCES), "description": "How much the number can be trusted."},
    }
    return _keys(properties, "A value with its source.", ("value",))


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _list(items: Schema, description: str) -> Schema:
    return {"type": ["array", "null"], "items": items, "description": description}


def _keys(properties: Mapping[str, Any], description: str, required: tuple[str, ...] = ()) -> Schema:
    found: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    return found | {"description": description} | ({"required": list(required)} if required else {})


def _settings() -> dict[str, Schema]:
    text = {"type": "string"}
    shapes: dict[str, Schema] = {
        "currency": {**text, "pattern": "^[A-Z]{3}$", "default": CURRENCY},
        "start": {**text, "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "default": START},
        "horizon": _number(HORIZON),
        "replications": _number(REPLICATIONS),
        "seed": {"type": "integer", "minimum": 0, "maximum": MAX_SEED, "default": SEED},
    }
    return {key: {**shapes.get(key, text), "description": meaning} for key, meaning in SETTINGS.items()}


def _number(spec: Spec) -> Schema:
    """Return a number in its range, or a quantity as text."""
    number: Schema = {"type": "integer" if spec.whole else "number"}
    number |= {"minimum": spec.low} if math.isfinite(spec.low) else {}
    number |= {"maximum": spec.high} if math.isfinite(spec.high) else {}
    found: Schema = {"anyOf": [number, {"$ref": "#/$defs/quantity"}]}
    return found | ({"default": spec.default} if math.isfinite(spec.default) else {})


def _with_passport(value: Schema, description: str) -> Schema:
    """Return a value, the value with its source and confidence, or null, which removes an inherited one."""
    shapes = value["anyOf"] if "anyOf" in value else [{key: part for key, part in value.items() if key not in _ABOUT}]
    known = {key: part for key, part in value.items() if key in _ABOUT}
    return {"anyOf": [*shapes, {"$ref": "#/$defs/passport"}, _NULL], "description": description, **known}


def _group(kind: type, base: object | None = None) -> Schema:
    properties = {f.name: _field(f.metadata, default_of(f, base)) for f in fields(kind)}
    required = tuple(f.name for f in fields(kind) if default_of(f, base) is MISSING_VALUE)
    found = _keys(properties, (kind.__doc__ or "").strip().splitlines()[0], required)
    return {**found, "type": ["object", "null"]}


def _field(metadata: Mapping[str, Any], default: object) -> Schema:
    return next(make(metadata, default) for mark, make in _MAKERS.items() if mark in metadata)


def described(spec: Spec, default: float) -> str:
    """Return meaning, unit, range, default and source of a parameter in one line."""
    standard = "left out, the model works it out" if math.isnan(default) else f"default {written(default, spec.unit)}"
    source = f" Source: {spec.source}." if spec.source else ""
    return f"{_sentence(spec.meaning)} Unit: {UNITS[spec.unit]}. Allowed: {allowed(spec)}; {standard}.{source}"


def _sentence(meaning: str) -> str:
    return f"{meaning[:1].upper()}{meaning[1:].rstrip('.')}."


def _parameter(metadata: Mapping[str, Any], default: Any) -> Schema:  # noqa: ANN401 (a number, or none where required)
    spec: Spec = metadata["spec"]
    standard = default if isinstance(default, int | float) else spec.default
    value = _number(spec)
    if math.isfinite(standard):
        value |= {"default": standard, "examples": [written(standard, spec.unit).replace(",", "_")]}
    return _with_passport(value, described(spec, standard))


def _per_step(metadata: Mapping[str, Any], default: object) -> Schema:
    spec: Spec = metadata["spec"]
    one = _parameter(metadata, spec.default)
    steps = _keys(dict.fromkeys(STEPS, one), "One value per step; steps left out keep theirs.")
    standard = plain_default(default)
    found: Schema = {
        "anyOf": [*one["anyOf"], steps],
        "description": f"{one['description']} One value, or one per step.",
    }
    return found | ({} if standard is None else {"default": standard})


def _named(metadata: Mapping[str, Any], default: Any) -> Schema:  # noqa: ANN401 (groups by name)
    kind = metadata["mapping_of"]
    return {
        "type": ["object", "null"],
        "description": _sentence(metadata.get("meaning", "")),
        "properties": {name: _group(kind, base) for name, base in default.items()},
        "patternProperties": {NAME: _group(kind)},
        "additionalProperties": False,
    }


def _many(metadata: Mapping[str, Any], _: object) -> Schema:
    return _list(_group(metadata["list_of"]), _sentence(metadata.get("meaning", "")))


def _numbers(metadata: Mapping[str, Any], default: object) -> Schema:
    spec: Spec = metadata["spec"]
    length = metadata["length"]
    value: Schema = {"type": "array", "items": _number(spec), "minItems": length, "maxItems": length}
    standard = plain_default(default)
    value |= {} if standard is None else {"default": standard}
    return _with_passport(value, _sentence(metadata.get("meaning", spec.meaning)))


def _choice(metadata: Mapping[str, Any], default: object) -> Schema:
    value: Schema = {"enum": list(metadata["options"])}
    value |= {"default": default} if default in metadata["options"] else {}
    return _with_passport(value, _sentence(metadata.get("meaning", "")))


def _free_text(metadata: Mapping[str, Any], _: object) -> Schema:
    return _with_passport({"type": "string"}, _sentence(metadata.get("meaning", "")))


_MAKERS: Final[dict[str, Callable[[Mapping[str, Any], Any], Schema]]] = {
    "mapping_of": _named,
    "list_of": _many,
    "length": _numbers,
    "per_step": _per_step,
    "spec": _parameter,
    "options": _choice,
    "text": _free_text,
}
"""As the readers of `groups`: the first mark that is present decides."""


def _correlations() -> Schema:
    triple: Schema = {
        "type": "array",
        "prefixItems": [_text("Key of an uncertain value."), _text("Another one."), {"type": "number"}],
        "minItems": 3,
        "maxItems": 3,
        "items": False,
    }
    return _list(triple, "Rank correlations of uncertain values: [[key, key, -0.4], …].")


def _event() -> Schema:
    kinds = "; ".join(f"{name}: {kind.meaning}" for name, kind in EVENT_KINDS.items())
    properties = {
        "month": {**_number(MONTH), "description": _sentence(MONTH.meaning)},
        "kind": {"enum": list(EVENT_KINDS), "description": kinds},
        "size": {"anyOf": [{"type": "number"}, {"$ref": "#/$defs/quantity"}], "description": "How large, by kind."},
        "lasting": {**_number(LASTING), "description": _sentence(LASTING.meaning)},
    }
    wrapped = {
        name: _with_passport(value, value["description"]) for name, value in properties.items() if name != "kind"
    }
    return _keys({"kind": properties["kind"], **wrapped}, "One event.", ("month", "kind", "size"))


def _policies() -> Schema:
    """Return policies by name; the rule decides which settings there are."""
    rules = []
    for name, kind in RULES.items():
        settings = _group(kind)["properties"]
        settings["rule"] = {"const": name}
        rules.append({"if": {**_ruled(name), "required": ["rule"]}, "then": _keys(settings, name)})
    rule = {"enum": list(RULES), "description": "How the policy decides."}
    policy = {"type": ["object", "null"], "properties": {"rule": rule}, "allOf": rules}
    return {
        "type": ["object", "null"],
        "description": "Policies to compare, by name: {rule: fixed_share, share: 40%}; null drops an inherited one.",
        "patternProperties": {NAME: policy},
        "additionalProperties": False,
    }


def _ruled(name: str) -> Schema:
    return {"type": "object", "properties": {"rule": {"const": name}}}


def _check() -> Schema:
    when = _keys({"policy": _text("Name of a policy.")}, "Which policy it is about; all if left out.")
    then = _text("Statement about measures, such as `technology at 24 months < technology at 0`.")
    return _keys({"when": when, "then": then}, "A statement that must hold.", ("then",))
