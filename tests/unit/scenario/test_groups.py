"""The walker reads any frozen dataclass by the metadata of its fields; it knows no parameter by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.model.parameters.spec import PerStep, Spec, Value, choice, parameter, per_step, structure
from sim.scenario.complete import completed
from sim.scenario.groups import read_group
from sim.scenario.reading import Reading
from sim.scenario.tree import Fields
from tests.unit.scenario.composed import composed

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part with a number it can't do without."""

    size: Value = field(metadata={"spec": Spec(1.0, "ratio", 0, 9, "how large it is", "test")})
    label: str = field(default="", metadata={"text": True, "meaning": "what it is called"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One field of every kind."""

    share: Value = parameter(0.5, unit="share", low=0, high=1, meaning="a share", source="test")
    months: int = structure(3, unit="months", meaning="months", source="test", low=1, high=12)
    kind: str = choice("a", options=("a", "b"), meaning="a kind", source="test")
    level: PerStep = per_step(0.3, unit="share", meaning="a level", source="test", low=0, high=1)
    pair: tuple[float, ...] = field(
        default=(1.0, 2.0),
        metadata={"spec": Spec(1.0, "ratio", 0, 9, "a number", "test"), "length": 2, "meaning": "two"},
    )
    parts: Mapping[str, Part] = field(
        default_factory=lambda: {"x": Part(size=2.0)}, metadata={"mapping_of": Part, "meaning": "parts by name"}
    )
    rows: tuple[Part, ...] = field(default=(), metadata={"list_of": Part, "meaning": "parts in order"})


def read(text: str) -> tuple[Whole, Reading, dict[str, object]]:
    node = composed(text, name="a.yaml")
    assert isinstance(node, Fields)
    reading = Reading(currency="GBP")
    return read_group(reading, Whole, node, "whole"), reading, completed(Whole, node)


def test_every_kind_of_field_is_read() -> None:
    text = """
share: 20% to 40%
months: 6
kind: b
level: {demand: 50%}
pair: [3, 4]
parts: {x: {label: X}, y: {size: 1}}
rows: [{size: 5}]
"""
    whole, reading, document = read(text)
    assert not reading.problems
    assert (whole.months, whole.kind, whole.pair) == (6, "b", (3.0, 4.0))
    assert isinstance(whole.months, int)
    assert (whole.level.plans, whole.level.demand) == (0.3, 0.5)
    assert whole.parts == {"x": Part(size=2.0, label="X"), "y": Part(size=1.0)}
    assert whole.rows == (Part(size=5.0),)
    assert list(reading.uncertain) == ["whole.share"]
    assert document["parts"] == {"x": {"size": 2.0, "label": "X"}, "y": {"size": 1, "label": ""}}
    assert document["level"] == {"plans": 0.3, "demand": "50%", "acquisition": 0.3, "experience": 0.3, "supply": 0.3}


def test_nothing_written_means_the_defaults() -> None:
    whole, reading, document = read("{share: null}")
    assert not reading.problems
    assert whole == Whole()
    assert document["level"] == 0.3


def test_what_has_no_default_is_asked_for() -> None:
    _, reading, _ = read("{rows: [{label: a}]}")
    assert [problem.message for problem in reading.problems] == ["whole.rows.0.size is missing"]
    assert "how large it is" in reading.problems[0].hint


def test_all_steps_may_share_one_belief_with_a_passport() -> None:
    whole, reading, _ = read("{level: {value: 20% to 40%, source: survey, confidence: low}}")
    assert list(reading.uncertain) == ["whole.level"]
    assert reading.passports["whole.level"].confidence == "low"
    assert whole.level.plans == whole.level.supply
