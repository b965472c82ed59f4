"""The JSON Schema of one key: a number, a text, a list, a value with its passport, a group of parameters."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from sim.model.parameters.spec import UNITS, Spec
from sim.results import STEPS
from sim.scenario.complete import plain_default
from sim.scenario.groups import MISSING_VALUE, default_of
from sim.scenario.words import allowed, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Schema = dict[str, Any]
NAME: Final = "^[A-Za-z][A-Za-z0-9_-]*$"
"""Names of policies and channels; the reader also takes letters of other alphabets."""

_NULL: Final = {"type": "null"}
_ABOUT: Final = ("default", "examples")
"""Keywords that describe a value rather than restrict it."""


def text(description: str) -> Schema:
    """Return a text."""
    return {"type": "string", "description": description}


def a_list(items: Schema, description: str) -> Schema:
    """Return a list, or null for an empty one."""
    return {"type": ["array", "null"], "items": items, "description": description}


def keys(properties: Mapping[str, Any], description: str, required: tuple[str, ...] = ()) -> Schema:
    """Return a mapping with these keys and no others."""
    found: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    return found | {"description": description} | ({"required": list(required)} if required else {})


def number(spec: Spec) -> Schema:
    """Return a number in its range, or a quantity as text."""
    plain: Schema = {"type": "integer" if spec.whole else "number"}
    plain |= {"minimum": spec.low} if math.isfinite(spec.low) else {}
    plain |= {"maximum": spec.high} if math.isfinite(spec.high) else {}
    found: Schema = {"anyOf": [plain, {"$ref": "#/$defs/quantity"}]}
    return found | ({"default": spec.default} if math.isfinite(spec.default) else {})


def with_passport(value: Schema, description: str) -> Schema:
    """Return a value, the value with its source and confidence, or null, which removes an inherited one."""
    shapes = value["anyOf"] if "anyOf" in value else [{key: part for key, part in value.items() if key not in _ABOUT}]
    known = {key: part for key, part in value.items() if key in _ABOUT}
    return {"anyOf": [*shapes, {"$ref": "#/$defs/passport"}, _NULL], "description": description, **known}


def group(kind: type, base: object | None = None) -> Schema:
    """Return a group of parameters; `base` holds values instead of the defaults of the class."""
    properties = {f.name: _field(f.metadata, default_of(f, base)) for f in fields(kind)}
    required = tuple(f.name for f in fields(kind) if default_of(f, base) is MISSING_VALUE)
    found = keys(properties, (kind.__doc__ or "").strip().splitlines()[0], required)
    return {**found, "type": ["object", "null"]}


def _field(metadata: Mapping[str, Any], default: object) -> Schema:
    return next(make(metadata, default) for mark, make in _MAKERS.items() if mark in metadata)


def described(spec: Spec, default: float) -> str:
    """Return meaning, unit, range, default and source of a parameter in one line."""
    standard = "left out, the model works it out" if math.isnan(default) else f"default {written(default, spec.unit)}"
    source = f" Source: {spec.source}." if spec.source else ""
    return f"{as_sentence(spec.meaning)} Unit: {UNITS[spec.unit]}. Allowed: {allowed(spec)}; {standard}.{source}"


def as_sentence(meaning: str) -> str:
    """Write what a key means as a sentence."""
    return f"{meaning[:1].upper()}{meaning[1:].rstrip('.')}."


def _parameter(metadata: Mapping[str, Any], default: Any) -> Schema:  # noqa: ANN401 (a number, or none where required)
    spec: Spec = metadata["spec"]
    standard = default if isinstance(default, int | float) else spec.default
    value = number(spec)
    if math.isfinite(standard):
        value |= {"default": standard, "examples": [written(standard, spec.unit).replace(",", "_")]}
    return with_passport(value, described(spec, standard))


def _per_step(metadata: Mapping[str, Any], default: object) -> Schema:
    spec: Spec = metadata["spec"]
    one = _parameter(metadata, spec.default)
    steps = keys(dict.fromkeys(STEPS, one), "One value per step; steps left out keep theirs.")
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
        "description": as_sentence(metadata.get("meaning", "")),
        "properties": {name: group(kind, base) for name, base in default.items()},
        "patternProperties": {NAME: group(kind)},
        "additionalProperties": False,
    }


def _many(metadata: Mapping[str, Any], _: object) -> Schema:
    return a_list(group(metadata["list_of"]), as_sentence(metadata.get("meaning", "")))


def _numbers(metadata: Mapping[str, Any], default: object) -> Schema:
    spec: Spec = metadata["spec"]
    length = metadata["length"]
    value: Schema = {"type": "array", "items": number(spec), "minItems": length, "maxItems": length}
    standard = plain_default(default)
    value |= {} if standard is None else {"default": standard}
    return with_passport(value, as_sentence(metadata.get("meaning", spec.meaning)))


def _choice(metadata: Mapping[str, Any], default: object) -> Schema:
    value: Schema = {"enum": list(metadata["options"])}
    value |= {"default": default} if default in metadata["options"] else {}
    return with_passport(value, as_sentence(metadata.get("meaning", "")))


def _free_text(metadata: Mapping[str, Any], _: object) -> Schema:
    return with_passport({"type": "string"}, as_sentence(metadata.get("meaning", "")))


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
