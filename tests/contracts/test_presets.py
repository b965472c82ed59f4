"""The presets that come with the tool keep the contract that anybody can run on theirs, and each fault breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.report.checking import check
from sim.scenario import load
from sim.scenario.shipped import own_presets
from sim.testing import BrokenContractError, check_preset
from sim.testing.presets import unsourced

if TYPE_CHECKING:
    from pathlib import Path

SHORT = "extends: presets/saas.yaml\ndescription: A shop\nhorizon: 6 months\n"
FAULTS = {
    "a range without a source": ("experience: {referral_rate: 2% to 4%}\n", "referral_rate is uncertain and has no"),
    "an opening that moves": ("demand: {leads: 1}\n", "no opening that holds still"),
    "a reality check that fails": ('checks: [{then: "customers at 3 < 1"}]\n', "does not hold"),
    "a key that is none": ("bussiness: {customers: 3}\n", "Did you mean"),
    "no description": ("description: null\n", "has no description"),
}


def test_every_scenario_is_a_good_one(root: Path) -> None:
    files = sorted((root / "scenarios").glob("*.yaml"))
    assert len(files) > 3
    checked = check([str(file) for file in files])
    assert checked.error is None, str(checked.error)
    assert checked.warnings == ()


def test_every_doubt_of_a_scenario_has_a_source(root: Path) -> None:
    for file in sorted((root / "scenarios").glob("*.yaml")):
        assert list(unsourced(load(file))) == [], file.name


@pytest.mark.parametrize("preset", own_presets())
def test_every_preset_keeps_the_contract(preset: str) -> None:
    check_preset(own_presets()[preset])


def test_a_range_with_a_source_is_fine(tmp_path: Path) -> None:
    file = tmp_path / "bakery.yaml"
    file.write_text(SHORT + "experience: {referral_rate: {value: 2% to 4%, source: judgement}}\n", encoding="utf-8")
    check_preset(file)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_named(tmp_path: Path, fault: str) -> None:
    text, told = FAULTS[fault]
    file = tmp_path / "bakery.yaml"
    file.write_text((SHORT.replace("description: A shop\n", "") if "description" in text else SHORT) + text, "utf-8")
    with pytest.raises(BrokenContractError, match=told):
        check_preset(file)


def test_a_name_that_no_preset_can_have_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "My Shop.yaml"
    file.write_text(SHORT, encoding="utf-8")
    with pytest.raises(BrokenContractError, match="can't be the name of a preset"):
        check_preset(file)
