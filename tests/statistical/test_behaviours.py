"""The presets behave as the page docs/reference/behaviours.md says: same script, fewer replications."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.experiment.block import lay_out
from sim.experiment.run import run
from sim.model.cycle import simulate
from sim.model.links import Mode, Switch
from sim.scenario import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

PRESETS = ("b2b_services", "saas", "online_retailer", "small_manufacturer")


@pytest.fixture(scope="module")
def page(scripts: Callable[[str], ModuleType]) -> ModuleType:
    return scripts("behaviours")


@pytest.mark.slow
@pytest.mark.parametrize("preset", PRESETS)
def test_presets_hold_still_decline_and_tip(page: Any, preset: str) -> None:  # noqa: ANN401 (a script)
    seen = page.measure(preset, 300)
    assert abs(seen.maintain) < 0.012, "steady when it maintains"
    assert -0.075 < seen.harvest < -0.03, "declining under harvest"
    assert seen.plan_first > -0.005, "growing or holding under plan first"
    assert 0.26 < seen.holds < 0.46, "revenue is as likely above as below today's"
    assert seen.holds < seen.tips < 0.6, "growth, by more than 1 % a year, takes more"
    assert seen.band[0] < seen.tips < seen.band[1]


@pytest.mark.slow
def test_the_page_says_what_was_measured(page: Any, root: Path) -> None:  # noqa: ANN401
    """The line of one preset, measured again at full size, is the line on the page."""
    text = (root / "docs" / "reference" / "behaviours.md").read_text(encoding="utf-8")
    assert page.row("b2b_services", page.measure("b2b_services")) in text


def test_one_firm_turns_either_way(root: Path) -> None:
    """Harvest shrinks, plan first grows, and under two policies luck decides; one set of numbers."""
    table = run(load(root / "scenarios" / "tipping_point.yaml"), replications=400).outcomes
    growing = table.assign(up=table.growth > 0.01, down=table.growth < -0.01).groupby("policy")[["up", "down"]].mean()
    assert growing.down["harvest"] >= 0.6
    assert growing.up["plan_first"] >= 0.5
    assert int(((growing.up >= 0.1) & (growing.down >= 0.1)).sum()) >= 2


def test_without_the_reinvestment_loop_there_is_no_tipping(root: Path) -> None:
    """The mutant of the page: with the link from profit to budget cut, the share makes no difference."""
    scenario = load(root / "scenarios" / "tipping_point.yaml").vary({"horizon": 60})
    setup = lay_out(scenario, 0, 20)
    names, count = list(scenario.policies), 20
    for switches, alike in (({}, False), ({"reinvestment": Switch(Mode.CUT)}, True)):
        revenue = simulate(replace(setup, switches=switches)).recording["revenue"][-1]
        steady, fifth = (revenue[names.index(name) * count :][:count] for name in ("steady", "fifth"))
        assert np.array_equal(steady, fifth) == alike
