"""What `init` writes is a good scenario, its examples too, and it never overwrites anything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sim.errors import UsageError
from sim.scenario import load, presets, schema
from sim.scenario.assessment import assess
from sim.scenario.starter import offered, start

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("preset", presets())
def test_a_new_scenario_says_what_its_preset_says(tmp_path: Path, preset: str) -> None:
    started = start(str(tmp_path / "shop"), preset=preset)
    assert load(started.scenario).hash == load(presets()[preset]).hash
    assert load(started.scenario).name == "shop"


@pytest.mark.parametrize("preset", presets())
def test_its_examples_hold_when_the_mark_is_removed(tmp_path: Path, preset: str) -> None:
    started = start(str(tmp_path / "shop.yaml"), preset=preset)
    text = started.scenario.read_text(encoding="utf-8")
    started.scenario.write_text(text.replace("\n#: ", "\n") + assess([2] * 10).as_text(), encoding="utf-8")
    scenario = load(started.scenario)
    assert scenario.uncertain
    assert scenario.events
    assert scenario.checks
    assert "half" in scenario.policies
    assert scenario.parameters.capability.technology.plans == pytest.approx(0.45)
    assert not scenario.warnings


def test_the_schema_lies_beside_it(tmp_path: Path) -> None:
    started = start(str(tmp_path / "new folder" / "shop"), preset="saas")
    assert started.schema.parent == started.scenario.parent
    assert json.loads(started.schema.read_text(encoding="utf-8")) == schema()
    first = started.scenario.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={started.schema.name}"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is there already"):
        start(str(tmp_path / "shop"), preset="saas")
    assert (tmp_path / "shop.yaml").read_text(encoding="utf-8") == "mine"


def test_a_name_that_is_awkward_in_yaml_is_quoted(tmp_path: Path) -> None:
    started = start(str(tmp_path / "yes: #1"), preset="saas")
    assert load(started.scenario).name == "yes: #1"


def test_an_unknown_preset_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean 'saas'"):
        start(str(tmp_path / "shop"), preset="sas")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="can't write the scenario"):
        start(str(tmp_path / "file" / "shop"), preset="saas")


def test_every_preset_says_what_it_is() -> None:
    assert set(offered()) == set(presets()) >= {"b2b_services", "saas", "online_retailer", "small_manufacturer"}
    assert all(offered().values())
