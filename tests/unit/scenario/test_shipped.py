"""The scenarios that travel with the tool are found wherever it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario import load, presets
from sim.scenario.shipped import find, offered, shipped_folder

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_four_firms_ship() -> None:
    assert {"b2b_services", "online_retailer", "saas", "small_manufacturer"} <= set(presets())


def test_a_file_beside_comes_before_one_that_ships(tmp_path: Path) -> None:
    assert find("presets/saas.yaml", beside=tmp_path) == presets()["saas"]
    own = tmp_path / "presets" / "saas.yaml"
    own.parent.mkdir()
    own.write_text("", encoding="utf-8")
    assert find("presets/saas.yaml", beside=tmp_path) == own
    assert find("nothing.yaml", beside=tmp_path) is None
    assert find("no\0thing.yaml", beside=tmp_path) is None


def test_a_preset_loads_by_its_short_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load("presets/saas.yaml").name == "saas"


def test_installed_and_checked_out_folders_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cyclesim_scenarios" / "presets").mkdir(parents=True)
    (tmp_path / "scenarios").mkdir()
    monkeypatch.setattr("sim.scenario.shipped.__file__", str(tmp_path / "sim" / "scenario" / "shipped.py"))
    assert shipped_folder() == tmp_path / "cyclesim_scenarios"
    (tmp_path / "cyclesim_scenarios" / "presets").rmdir()
    assert shipped_folder() is None
    assert presets() == {}
    assert offered(tmp_path) == []
