"""A value of a sweep is a run with that value; all values meet the same luck."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.analysis.sweep.aim import Aim
from sim.errors import UsageError
from sim.studies import sweep as study
from sim.studies.ground import Ground, Swept
from sim.studies.over import Over, axis

if TYPE_CHECKING:
    from pathlib import Path

    from sim.scenario import Scenario

COUNT = 40


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    uncertain = {"acquisition.win_rate": "18% to 30%", "policies.fifth.share": "10% to 30%"}
    changes = {"horizon": 24, "replications": COUNT, **uncertain}
    return sim.load(root / "scenarios" / "tipping_point.yaml").vary(changes)


def swept(scenario: Scenario, *policies: str, aim: Aim | None = None) -> Swept:
    return Swept(scenario=scenario, policies=policies, aim=aim or Aim(), workers=1)


@pytest.mark.parametrize(
    ("key", "value"), [("policies.steady.share", 0.6), ("plans.plan_quality", 0.7), ("acquisition.win_rate", 0.3)]
)
def test_a_value_of_a_sweep_is_a_run_with_that_value(scenario: Scenario, key: str, value: float) -> None:
    """The mutant is the run at today's value, which must differ."""
    with Ground(swept(scenario, "steady"), (key,), lanes=2, progress=None) as ground:
        (tried,) = ground.tried({key: np.array([value / 2.0, value])})
    ends = sim.run(scenario.vary({key: value})).ends.column("npv")["steady"]
    assert np.array_equal(tried.worth[:, 1], ends)
    assert not np.array_equal(tried.worth[:, 1], sim.run(scenario).ends.column("npv")["steady"])


def test_what_beats_a_rival_is_counted_on_the_same_luck(scenario: Scenario) -> None:
    key, aim = "policies.steady.share", Aim("beats", "fifth")
    with Ground(swept(scenario, "steady", aim=aim), (key,), lanes=2, progress=None) as ground:
        (tried,) = ground.tried({key: np.array([0.4, 0.6])})
    ends = sim.run(scenario).ends.column("npv")
    assert np.array_equal(tried.hits[:, 0], ends["steady"] > ends["fifth"])


def test_a_rival_that_the_key_moves_moves_along(scenario: Scenario) -> None:
    key, aim = "plans.plan_quality", Aim("beats", "fifth")
    with Ground(swept(scenario, "steady", aim=aim), (key,), lanes=2, progress=None) as ground:
        (tried,) = ground.tried({key: np.array([0.2, 0.8])})
    ends = sim.run(scenario.vary({key: 0.8})).ends.column("npv")
    assert np.array_equal(tried.hits[:, 1], ends["steady"] > ends["fifth"])


def test_today_other_policies_and_closer_values_are_tried_too(scenario: Scenario) -> None:
    certain = scenario.vary({"policies.fifth.share": 0.2, "horizon": 60})
    over = axis(certain, Over.parse("policies.steady.share=10%:90%:3"))
    (seen,) = study.curves(swept(certain, "steady"), over)
    values = [point.value for point in seen.points]
    assert {0.1, 0.2, 0.4, 0.5, 0.9} <= set(values)
    assert seen.others == (("fifth", 0.2),)
    assert values == sorted(values)
    if seen.tips:
        assert len(values) == 5 + study.BETWEEN * len(seen.tips)


def test_replications_are_the_first_of_a_longer_study(scenario: Scenario) -> None:
    over = axis(scenario, Over.parse("policies.steady.share=20%:80%:2"))
    few = study.curves(swept(scenario.vary({"replications": 20}), "steady"), over)[0]
    assert few.replications == 20
    again = study.curves(swept(scenario.vary({"replications": 20}), "steady"), over)[0]
    assert again == few


def test_a_plane_has_its_cells_in_order(scenario: Scenario) -> None:
    across = axis(scenario, Over.parse("policies.steady.share=20%:80%:2"))
    up = axis(scenario, Over.parse("plans.plan_quality=20%:80%:3"))
    found = study.plane(swept(scenario, "steady"), across, up)
    assert found.odds.shape == (2, 3)
    growth = sim.run(scenario.vary({across.key: 0.8, up.key: 0.2})).ends.column("growth")["steady"]
    assert found.odds[1, 0] == pytest.approx((growth > 0.01).mean())
    assert found.today is not None


def test_a_range_of_impossible_firms_is_refused(scenario: Scenario) -> None:
    over = replace(axis(scenario, Over.parse("business.operating_margin=5%:20%:2")), values=(0.1, 0.9))
    with pytest.raises(UsageError, match="can't exist"):
        study.curves(swept(scenario, "steady"), over)
