"""Layers: `extends`, `--set`, and what lies over what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.errors import MissingFileError, ScenarioError
from sim.scenario import load
from sim.scenario.inherit import MAX_LAYERS
from sim.scenario.merge import merge
from sim.scenario.tree import plain
from tests.unit.scenario.composed import composed

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Loaded, Write


def merged(base: str, over: str) -> object:
    nodes = [composed(text, name=name) for text, name in ((base, "base"), (over, "over"))]
    return plain(merge(*nodes))


@pytest.mark.parametrize(
    ("base", "over", "result"),
    [
        ("{a: {b: 1, c: 2}}", "{a: {c: 3}}", {"a": {"b": 1, "c": 3}}),
        ("{a: [1, 2]}", "{a: [3]}", {"a": [3]}),
        ("{a: 1, b: 2}", "{a: null}", {"b": 2}),
        ("{a: 1, b: 2}", "a:", {"a": 1, "b": 2}),
        ("{a: {x: 1}}", "{a: 5}", {"a": 5}),
        ("{p: {rule: f, share: 1}}", "{p: {share: 2}}", {"p": {"rule": "f", "share": 2}}),
        ("{p: {rule: f, share: 1}}", "{p: {rule: g}}", {"p": {"rule": "g"}}),
        ("{p: {rule: f, share: 1}}", "{p: {rule: f}}", {"p": {"rule": "f", "share": 1}}),
        ("{w: {value: 1, source: x}}", "{w: {value: 2}}", {"w": {"value": 2}}),
        (
            "{w: {value: 1, source: x}}",
            "{w: {confidence: low}}",
            {"w": {"value": 1, "source": "x", "confidence": "low"}},
        ),
        ("{l: [1, 2, 3]}", "{l: {1: 9}}", {"l": [1, 9, 3]}),
        ("{l: [{a: 1, b: 2}]}", "{l: {0: {b: 3}}}", {"l": [{"a": 1, "b": 3}]}),
        ("{l: [1]}", "{l: {1: 2}}", {"l": [1, 2]}),
        (
            "{t: 5}",
            "{t: {demand: 6}}",
            {"t": {"plans": 5, "demand": 6, "acquisition": 5, "experience": 5, "supply": 5}},
        ),
    ],
)
def test_what_lies_over_what(base: str, over: str, result: object) -> None:
    assert merged(base, over) == result


def test_values_come_from_the_nearest_file_and_say_so(write: Write) -> None:
    write("policies: {harvest: {rule: harvest}}\nacquisition: {win_rate: 20%, sql_rate: 30%}\n", "base/far.yaml")
    write("extends: far.yaml\nacquisition:\n  win_rate: 25%\n", "base/near.yaml")
    scenario = load(write("extends: base/near.yaml\nseed: 3\n"), (("business.price", "£5"), ("currency", "GBP")))
    assert scenario.parameters.acquisition.win_rate == 0.25
    assert scenario.parameters.business.price == 5
    assert scenario.origins["acquisition.win_rate"] == ("base/near.yaml", 3)
    assert scenario.origins["acquisition.sql_rate"] == ("base/far.yaml", 2)
    assert scenario.origins["seed"] == ("s.yaml", 2)
    assert scenario.origins["business.price"] == ("--set", 1)
    assert scenario.origins["acquisition.clog_win"] == ("default", 0)


def test_a_policy_can_be_dropped_changed_and_replaced(write: Write) -> None:
    write("policies: {a: {rule: harvest}, b: {rule: fixed_share, share: 40%}, c: {rule: fixed_share}}\n", "base.yaml")
    scenario = load(write("extends: base.yaml\npolicies: {a: null, b: {share: 50%}, c: {rule: harvest}}\n"))
    assert list(scenario.policies) == ["b", "c"]
    assert scenario.document["policies"]["b"]["share"] == "50%"
    assert scenario.document["policies"]["c"] == {"rule": "harvest"} | dict(scenario.document["policies"]["c"])
    assert scenario.baseline == "b"


def test_channels_are_added_changed_and_dropped(loaded: Loaded) -> None:
    text = "demand: {channels: {digital: {elasticity: 0.2}, social: {share: 10%}, traditional: null}}"
    scenario = loaded(text)
    channels = scenario.parameters.demand.channels
    assert list(channels) == ["digital", "social"]
    assert (channels["digital"].elasticity, channels["digital"].lead_cost) == (0.2, 0.65)
    assert (
        scenario.vary({"demand.channels.traditional.share": "5%"}).parameters.demand.channels["traditional"].share
        == 0.05
    )


def test_a_channel_dropped_two_layers_up_stays_dropped(write: Write) -> None:
    write("policies: {harvest: {rule: harvest}}\ndemand: {channels: {traditional: {share: 1%}, x: {}}}\n", "base.yaml")
    write("extends: base.yaml\ndemand: {channels: {traditional: null}}\n", "middle.yaml")
    scenario = load(write("extends: middle.yaml\n"))
    assert list(scenario.parameters.demand.channels) == ["digital", "x"]
    write(scenario.dump(), "dumped.yaml")
    assert load("dumped.yaml") == scenario


def test_a_value_for_all_steps_can_be_changed_for_some(write: Write) -> None:
    write("policies: {harvest: {rule: harvest}}\ncapability: {technology: 30%}\n", "base.yaml")
    path = write("extends: base.yaml\ncapability: {technology: {demand: 50%}}\n")
    technology = load(path).parameters.capability.technology
    assert (technology.plans, technology.demand) == (0.3, 0.5)
    assert load(path, (("capability.technology.supply", "60%"),)).parameters.capability.technology.supply == 0.6


def test_shipped_presets_can_be_extended_from_anywhere(write: Write) -> None:
    scenario = load(write("extends: presets/saas.yaml\nname: ours\n"))
    assert scenario.name == "ours"
    assert scenario.origins["name"] == ("s.yaml", 2)
    assert "carry_on" in scenario.policies


def test_a_circle_is_shown(write: Write) -> None:
    write("extends: b.yaml\n", "a.yaml")
    write("extends: a.yaml\n", "b.yaml")
    with pytest.raises(ScenarioError) as caught:
        load("a.yaml")
    assert "a.yaml → b.yaml → a.yaml" in caught.value.problems[0].hint
    assert (caught.value.problems[0].file, caught.value.problems[0].line) == ("b.yaml", 1)


def test_the_chain_has_an_end(write: Write) -> None:
    for index in range(MAX_LAYERS + 2):
        write(f"extends: {index + 1}.yaml\n", f"{index}.yaml")
    with pytest.raises(ScenarioError, match="more than 20 files"):
        load("0.yaml")


def test_a_missing_parent_is_missing(write: Write) -> None:
    write("a: 1\n", "other.yaml")
    with pytest.raises(MissingFileError) as caught:
        load(write("name: x\nextends: othr.yaml\n"))
    assert caught.value.problems[0].line == 2
    assert "other.yaml" in caught.value.problems[0].hint


def test_problems_of_two_files_come_together(write: Write) -> None:
    write("policies: {harvest: {rule: harvest}}\nacquisition: {win_rate: 200%}\n", "base.yaml")
    with pytest.raises(ScenarioError) as caught:
        load(write("extends: base.yaml\nacquisition:\n  sql_rate: 3\n"), (("world.tax", "1"), ("seed", "[")))
    places = [(problem.file, problem.line, problem.column) for problem in caught.value.problems]
    assert places == [("s.yaml", 3, 13), ("--set", 1, 1), ("--set", 1, 7), ("base.yaml", 2, 25)]
    assert "belongs under reinvestment" in caught.value.problems[1].hint


@pytest.mark.parametrize(
    ("key", "text", "column", "said"),
    [
        ("business.price", "", 1, "has no value"),
        ("extends", "presets/saas.yaml", 1, "belongs in a file"),
        ("", "5", 1, "'' is not a known key"),
        ("business.price.", "5", 1, "business.price"),
        ("business.price", "60 days", 16, "is a duration"),
        ("business.price", "[", 17, "value is missing"),
        ("policies.harvst", "null", 1, "nothing to remove"),
        ("name", "!!python/name:os x", 6, "tag"),
    ],
)
def test_a_wrong_override_is_placed_in_its_own_text(
    loaded: Loaded, key: str, text: str, column: int, said: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded("", ((key, text),))
    problem = caught.value.problems[0]
    assert (problem.file, problem.line, problem.column) == ("--set", 1, column)
    assert said in problem.message
    assert problem.excerpt == f"{key}={text}"


def test_overrides_reach_lists_policies_and_passports(loaded: Loaded) -> None:
    text = "events: [{month: 2, kind: data_loss, size: 5%}]\nacquisition: {win_rate: {value: 20%, source: CRM}}"
    scenario = loaded(
        text,
        (
            ("events.0.month", "9"),
            ("events.1", "{month: 3, kind: data_loss, size: 1%}"),
            ("policies.harvest", "null"),
            ("policies.bold", "{rule: fixed_share, share: 80%}"),
            ("acquisition.win_rate", "25% to 30%"),
            ("world.seasonality.3", "2"),
        ),
    )
    assert [event.month for event in scenario.events] == [9, 3]
    assert list(scenario.policies) == ["steady", "bold"]
    assert not scenario.passports
    assert scenario.parameters.world.seasonality[3] == 2
