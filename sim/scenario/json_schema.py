"""The JSON Schema (2020-12) of scenario files, made from the same declarations that read them.

Editors use it for completion and hover texts. It is looser than the reader where JSON Schema has no words: a quantity
is any text, and rules between fields are left to `cyclesim check`.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from sim.model.events import EVENT_KINDS
from sim.model.parameters import Parameters
from sim.policies.catalog import RULES
from sim.scenario.events import LASTING, MONTH
from sim.scenario.json_shapes import NAME, Schema, a_list, as_sentence, group, keys, number, text, with_passport
from sim.scenario.reading import CONFIDENCES
from sim.scenario.settings import CURRENCY, HORIZON, MAX_SEED, REPLICATIONS, SEED, SETTINGS, START

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_QUANTITY: Final = {
    "type": "string",
    "minLength": 1,
    "description": "A quantity (18%, £250k, 60 days, 2% per month) or a belief about one (18% to 30%, pert(1, 2, 4)).",
}


def schema() -> Schema:
    """Return the JSON Schema of scenario files."""
    groups = {f.name: group(type(getattr(Parameters(), f.name))) for f in fields(Parameters)}
    return {
        "$schema": DIALECT,
        "title": "cyclesim scenario",
        "description": "What is assumed of a business and its world, and the policies to compare in it.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "extends": text("File that this one differs from: relative to it, or one that ships, `presets/saas.yaml`."),
            **_settings(),
            **groups,
            "correlations": _correlations(),
            "events": a_list(_event(), "One-off events that help or break the cycle."),
            "policies": _policies(),
            "checks": a_list(_check(), "Statements that must hold in the results."),
        },
        "$defs": {"quantity": _QUANTITY, "passport": _passport()},
    }


def _passport() -> Schema:
    properties = {
        "value": {"type": ["number", "string", "array"], "description": "The value itself."},
        "source": text("Who or what says so."),
        "confidence": {"enum": list(CONFIDENCES), "description": "How much the number can be trusted."},
    }
    return keys(properties, "A value with its source.", ("value",))


def _settings() -> dict[str, Schema]:
    free = {"type": "string"}
    shapes: dict[str, Schema] = {
        "currency": {**free, "pattern": "^[A-Z]{3}$", "default": CURRENCY},
        "start": {**free, "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "default": START},
        "horizon": number(HORIZON),
        "replications": number(REPLICATIONS),
        "seed": {"type": "integer", "minimum": 0, "maximum": MAX_SEED, "default": SEED},
    }
    return {key: {**shapes.get(key, free), "description": meaning} for key, meaning in SETTINGS.items()}


def _correlations() -> Schema:
    triple: Schema = {
        "type": "array",
        "prefixItems": [text("Key of an uncertain value."), text("Another one."), {"type": "number"}],
        "minItems": 3,
        "maxItems": 3,
        "items": False,
    }
    return a_list(triple, "Rank correlations of uncertain values: [[key, key, -0.4], …].")


def _event() -> Schema:
    kinds = "; ".join(f"{name}: {kind.meaning}" for name, kind in EVENT_KINDS.items())
    properties = {
        "month": {**number(MONTH), "description": as_sentence(MONTH.meaning)},
        "kind": {"enum": list(EVENT_KINDS), "description": kinds},
        "size": {"anyOf": [{"type": "number"}, {"$ref": "#/$defs/quantity"}], "description": "How large, by kind."},
        "lasting": {**number(LASTING), "description": as_sentence(LASTING.meaning)},
    }
    wrapped = {name: with_passport(value, value["description"]) for name, value in properties.items() if name != "kind"}
    return keys({"kind": properties["kind"], **wrapped}, "One event.", ("month", "kind", "size"))


def _policies() -> Schema:
    """Return policies by name; the rule decides which settings there are."""
    rules = []
    for name, kind in RULES.items():
        settings = group(kind)["properties"]
        settings["rule"] = {"const": name}
        rules.append({"if": {**_ruled(name), "required": ["rule"]}, "then": keys(settings, name)})
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
    when = keys({"policy": text("Name of a policy.")}, "Which policy it is about; all if left out.")
    then = text("Statement about measures, such as `technology at 24 months < technology at 0`.")
    return keys({"when": when, "then": then}, "A statement that must hold.", ("then",))
