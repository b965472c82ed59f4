"""A question is asked of a finished run or of a scenario file; both give the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.errors import MissingFileError, UsageError
from sim.studies.source import Asked, opened, scenario_file

if TYPE_CHECKING:
    from pathlib import Path

CHANGES = (("horizon", "6"),)


def test_a_file_and_its_run_folder_say_the_same(root: Path, tmp_path: Path) -> None:
    file = str(root / "scenarios" / "online_retailer.yaml")
    fresh = opened(file, Asked(overrides=CHANGES, replications=40, seed=3))
    folder = sim.write_run(fresh.results, fresh.scenario.dump(), tmp_path)
    read = opened(str(folder), Asked())
    assert read.scenario == fresh.scenario
    for policy, values in fresh.results.ends.column("npv").items():
        np.testing.assert_array_equal(values, read.results.ends.column("npv")[policy])


def test_a_finished_run_cannot_be_asked_to_be_another(root: Path, tmp_path: Path) -> None:
    scenario = sim.load(root / "scenarios" / "online_retailer.yaml", CHANGES)
    folder = sim.write_run(sim.run(scenario, replications=4), scenario.dump(), tmp_path)
    opened(str(folder), Asked(workers=2))
    with pytest.raises(UsageError, match="is a finished run"):
        opened(str(folder), Asked(seed=3))


def test_policies_that_are_asked_for_are_all_there_is(root: Path) -> None:
    asked = Asked(overrides=CHANGES, replications=4, policies=("harvest", "steady"))
    assert opened(str(root / "scenarios" / "online_retailer.yaml"), asked).results.facts.policies == (
        "harvest",
        "steady",
    )


def test_nothing_is_there() -> None:
    with pytest.raises(MissingFileError):
        opened("no_such.yaml", Asked())


def test_a_folder_without_a_run_is_said_to_be_one(tmp_path: Path) -> None:
    assert scenario_file("some.yaml") == "some.yaml"
    with pytest.raises(MissingFileError, match=r"is a folder that holds no scenario\.yaml"):
        Asked().scenario(str(tmp_path))
    (tmp_path / "scenario.yaml").write_text("extends: presets/saas.yaml\n", encoding="utf-8")
    assert Asked(replications=9).scenario(str(tmp_path)).replications == 9
