"""Figures of a firm that has closed: only those before count, and a belief that takes zeros for figures is caught."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from sim.analysis.calibration.observed import Observed
from sim.errors import ScenarioError
from sim.scenario import load
from sim.studies.calibration.calibrate import Wish, calibrate
from sim.studies.calibration.cells import label_of
from sim.studies.calibration.waves import Effort
from tests.unit.studies.calibration.firms import BELIEFS, prior, shown

OPEN, ALL = 18, 30
WISH = Wish(policy="steady", fitted=BELIEFS, gain="skip")


def closed() -> tuple[Observed, np.ndarray]:
    """Return a firm's figures with zeros from month 19 on, and its scores."""
    firm, empty = prior(OPEN)
    truth = np.array([0.6, -0.4, 0.8, -0.7, 0.2])
    open_ = shown(firm, empty, truth, 902)
    gone = {name: np.r_[series, np.zeros(ALL - OPEN)] for name, series in open_.values.items()}
    months = tuple(label_of(12 * 2026 + month) for month in range(ALL))
    return Observed("figures.csv", months, gone, {}), truth


@pytest.mark.slow
def test_zeros_of_a_closed_firm_are_left_out_and_a_belief_that_takes_them_for_figures_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sim.studies.calibration.calibrate.Effort", partial(Effort, lanes=512, waves=2))
    (data, truth), scenario = closed(), load("presets/b2b_services.yaml")

    def farthest() -> float:
        after = found.posterior
        return float(np.max(np.abs(truth - after.scores.mean(axis=0)) / after.ratio))

    found = calibrate(scenario, data, WISH)
    alone = calibrate(scenario, data.part(0, OPEN), WISH)
    assert len(found.observed) == OPEN
    assert np.array_equal(found.posterior.values, alone.posterior.values)
    assert "no customers from 2027-07 to 2028-06" in found.warnings[0].message
    assert (found.posterior.strange, found.posterior.aside) == (False, ())
    assert farthest() < 4
    monkeypatch.setattr(Observed, "lived", property(len))
    found = calibrate(scenario, data, WISH)
    assert found.posterior.aside == ("customers", "revenue", "leads", "marketing_spend")
    assert farthest() > 4


def test_a_firm_has_closed_when_nothing_comes_after() -> None:
    months = tuple(label_of(12 * 2026 + month) for month in range(5))
    none = float("nan")

    def lived(**values: list[float]) -> int:
        return Observed("figures.csv", months, {name: np.array(own) for name, own in values.items()}, {}).lived

    assert lived(customers=[9, 8, 0, 0, 0], revenue=[90, 80, 70, 0, 0]) == 2
    assert lived(customers=[9, 0, 8, 8, 0], revenue=[90.0] * 5) == 4
    assert lived(customers=[9, 0, 8, 8, 8], revenue=[90, 90, 90, 0, 0]) == 5
    assert lived(customers=[9, 8, none, 0, 0]) == 3
    assert lived(customers=[9, 8, 7, none, none]) == 5
    assert lived(revenue=[90, 0, 0, 0, 0]) == 1
    assert lived(revenue=[0.0] * 5) == 5
    assert lived(leads=[9, 0, 0, 0, 0]) == 5


def test_a_firm_that_closed_at_once_has_too_few_months() -> None:
    data, _ = closed()
    early = replace(data, values={**data.values, "customers": np.r_[200.0, 190.0, np.zeros(ALL - 2)]})
    with pytest.raises(ScenarioError, match="2 of the 3 months"):
        calibrate(load("presets/b2b_services.yaml"), early, WISH)
