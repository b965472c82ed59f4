"""Where one firm tips, what cash from the owners does to it, and whether the committor can be trusted.

The page docs/reference/sweep.md gives the same at full size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.intervals import t_interval
from sim.analysis.sweep.aim import Aim
from sim.scenario import load
from sim.studies.committor import committors
from sim.studies.ground import Ground, Swept
from sim.studies.over import Over, axis
from sim.studies.sweep import curves

if TYPE_CHECKING:
    from pathlib import Path

    from sim.analysis.intervals import Interval
    from sim.analysis.sweep.tipping import Tried
    from sim.scenario import Scenario

SIZES = np.array([0.0, 2e6, 6e6, 24e6])


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    return load(root / "scenarios" / "tipping_point.yaml").vary({"replications": 300})


def flip(scenario: Scenario, seed: int, policy: str = "steady") -> Interval:
    seeded = scenario.vary({"seed": seed})
    over = axis(seeded, Over.parse(f"policies.{policy}.share=20%:70%:6"))
    (curve,) = curves(Swept(scenario=seeded, policies=(policy,), aim=Aim(), workers=1), over)
    (tip,) = curve.tips
    return tip.ci95


@pytest.mark.slow
def test_the_flip_point_is_the_same_under_five_seeds_and_another_policys_is_not(scenario: Scenario) -> None:
    found = [flip(scenario, seed) for seed in range(1, 6)]
    low, high = max(ends[0] for ends in found), min(ends[1] for ends in found)
    assert low < high, "the five intervals have values in common"
    assert 0.40 < low < high < 0.48
    mutant = flip(scenario, 1, "plan_first")
    assert mutant[1] < min(ends[0] for ends in found)


def injected(scenario: Scenario, month: int) -> Tried:
    """Return what comes of money that the owners put in."""
    given = scenario.vary({"events": [{"month": month, "kind": "cash_injection", "size": 0}]})
    swept = Swept(scenario=given, policies=("steady",), aim=Aim(), workers=1)
    with Ground(swept, ("events.0.size",), lanes=len(SIZES), progress=None) as ground:
        (tried,) = ground.tried({"events.0.size": SIZES})
    return tried


@pytest.mark.slow
def test_cash_raises_the_odds_of_growth_and_more_cash_more_until_it_no_longer_pays(scenario: Scenario) -> None:
    """The mutant is money that comes after the horizon."""
    tried, mutant = injected(scenario, 24), injected(scenario, 121)
    for less, more in ((0, 1), (1, 2)):
        gain, none = (t_interval(one.hits[:, more] - one.hits[:, less]) for one in (tried, mutant))
        assert gain[0] > 0.0
        assert none == (0.0, 0.0)
    nothing, most = (t_interval(tried.worth[:, place] - tried.worth[:, 2]) for place in (0, 3))
    assert nothing[1] < 0.0, "up to $6m the owners get back more than they put in"
    assert most[1] < 0.0, "beyond it they do not"


@pytest.mark.slow
def test_tenths_of_the_committor_are_within_five_points(scenario: Scenario) -> None:
    found = committors(scenario.vary({"replications": 1200}), (24, 60))
    calibrations = [one.calibration for one in found if one]
    assert len(calibrations) == 2
    for seen in calibrations:
        assert seen.worst < 0.05
        assert seen.brier < 0.45 * seen.base
    assert calibrations[1].brier < calibrations[0].brier, "later months know more"
