"""The figures of `calibrate`: an interval for every input, and every month of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.charts.calibration import intervals
from sim.charts.observed import observed
from sim.scenario import load
from sim.studies.calibration.calibrate import Wish, calibrate
from tests.unit.studies.calibration.firms import prior, shown

if TYPE_CHECKING:
    from sim.analysis.calibration.found import Calibration


@pytest.fixture(scope="module")
def found() -> Calibration:
    firm, empty = prior(8, ("business.customers=150 to 350",))
    data = shown(firm, empty, np.array([0.5]), 5, ("customers", "revenue"))
    data.values["revenue"][3] = np.nan
    wish = Wish(policy="steady", fitted=("business.customers=150 to 350",), gain="skip")
    return calibrate(load("presets/b2b_services.yaml"), data, wish)


def test_an_interval_for_every_input(found: Calibration) -> None:
    (axes,) = intervals(found).axes
    after = next(line for line in axes.lines if line.get_gid() == "after")
    assert np.allclose(np.sort(after.get_xdata()), np.quantile(found.posterior.scores[:, 0], [0.05, 0.95]))


def test_every_month_of_the_data_over_its_band(found: Calibration) -> None:
    customers, revenue = observed(found).axes
    dots = next(line for line in revenue.lines if line.get_gid() == "observed")
    assert np.isfinite(np.asarray(dots.get_ydata(), float)).sum() == 7
    assert {one.get_gid() for one in customers.collections} == {"p25 to p975", "p100 to p900", "p250 to p750"}
