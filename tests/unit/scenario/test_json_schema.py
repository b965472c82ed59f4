"""The JSON Schema is valid, describes every parameter, and agrees with the reader on clear cases."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from sim.model.parameters import Parameters, walk
from sim.policies.catalog import RULES
from sim.scenario import load, presets, schema

SCHEMA = schema()


def errors(text: str) -> list[str]:
    document = YAML(typ="safe", pure=True).load(text)
    return [
        ".".join(str(part) for part in error.absolute_path)
        for error in Draft202012Validator(SCHEMA).iter_errors(document)
    ]


def test_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("name", sorted(presets()))
def test_takes_presets_and_their_resolved_form(name: str) -> None:
    assert errors(presets()[name].read_text(encoding="utf-8")) == []
    assert errors(load(presets()[name]).dump()) == []


def test_every_parameter_is_described_with_unit_and_range() -> None:
    for key, spec, _ in walk(Parameters()):
        parts = key.split(".")
        shape: dict[str, Any] = SCHEMA["properties"][parts[0]]["properties"][parts[1]]
        if parts[1] == "channels":
            shape = shape["properties"][parts[2]]["properties"][parts[3]]
        assert spec.meaning[1:].rstrip(".") in shape["description"] or "seasonality" in key
        assert "Unit: " in shape["description"] or "seasonality" in key


def test_every_rule_is_offered() -> None:
    policy = next(iter(SCHEMA["properties"]["policies"]["patternProperties"].values()))
    assert policy["properties"]["rule"]["enum"] == list(RULES)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("hrizon: 1", ""),
        ("acquisition: {win_rte: 1}", "acquisition"),
        ("acquisition: {win_rate: 23}", "acquisition.win_rate"),
        ("currency: pounds", "currency"),
        ("start: 2026-13", "start"),
        ("seed: -1", "seed"),
        ("replications: 1000000000", "replications"),
        ("business: {kind: contrct}", "business.kind"),
        ("events: [{month: 0, kind: data_loss, size: 1}]", "events.0.month"),
        ("events: [{month: 1, kind: dta_loss, size: 1}]", "events.0.kind"),
        ("policies: {a: {rule: harvst}}", "policies.a.rule"),
        ("policies: {a: {rule: fixed_share, shre: 1}}", "policies.a"),
        ("world: {seasonality: [1, 2]}", "world.seasonality"),
    ],
)
def test_finds_the_same_slips_as_the_reader(text: str, where: str) -> None:
    assert errors(text) == [where]


@pytest.mark.parametrize(
    "text",
    [
        "policies: {a: null, b: {rule: fixed_share, share: 20% to 40%}, c: {share: 5%}}",
        "capability: {technology: {demand: 0.5}}",
        "capability: {technology: {value: 30% to 40%, source: x, confidence: low}}",
        "acquisition: {win_rate: null}\ndemand: {channels: {social: {share: 5%}, traditional: null}}",
        "correlations: [[a.b, c.d, 0.5]]",
        "horizon: 10 years\nextends: presets/saas.yaml",
    ],
)
def test_takes_what_the_reader_takes(text: str) -> None:
    assert errors(text) == []
