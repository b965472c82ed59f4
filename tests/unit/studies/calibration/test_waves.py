"""The belief after the data: its spread is that of luck, and a belief that ignores luck is caught."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.calibration.likelihood import likelihood
from sim.analysis.calibration.normals import points
from sim.errors import ScenarioError
from sim.studies.calibration import waves
from sim.studies.calibration.fitting import fit, misfit
from sim.studies.calibration.telling import telling
from sim.studies.calibration.waves import Effort, posterior
from tests.unit.studies.calibration.firms import SOME, prior, shown

if TYPE_CHECKING:
    from sim.analysis.calibration.likelihood import Likelihood
    from sim.arrays import Array

QUICK = Effort(lanes=512, waves=2)
FIRMS = 3


def squares() -> float:
    """Return the mean square of how far the truth lies from the belief's middle, in its standard deviations."""
    firm, empty = prior(18)
    truths, found = points(len(firm.keys), 8, 3), []
    for number in range(FIRMS):
        after = posterior(firm, shown(firm, empty, truths[:, number], 900 + number), QUICK)
        gap: Array = (truths[:, number] - after.scores.mean(axis=0)) / after.ratio
        found.append(gap)
    return float(np.mean(np.square(found)))


@pytest.mark.slow
def test_truth_lies_within_the_belief_and_a_belief_without_luck_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    # Fifteen squares, nearly chi-squared: their mean exceeds 2.2 once in two hundred.
    assert squares() < 2.2
    honest = likelihood

    def without_luck(scores: Array, summaries: Array) -> Likelihood:
        return honest(scores, summaries).looser(0.01)

    monkeypatch.setattr(waves, "likelihood", without_luck)
    monkeypatch.setattr(waves, "_strange", lambda *_: False)
    assert squares() > 2.2


@pytest.mark.slow
def test_without_leads_only_the_product_is_known_and_leads_would_tell() -> None:
    firm, empty = prior(24, ("demand.leads=200 to 420", "acquisition.win_rate=15% to 32%"))
    truth = np.array([0.3, -0.5])
    for measures, named in ((SOME, 0), (tuple(name for name in SOME if name != "leads"), 1)):
        data = shown(firm, empty, truth, 77, measures)
        told = telling(misfit(firm, data), posterior(firm, data, QUICK))
        assert len(told.pairs) == named
    (pair,) = told.pairs
    assert pair.keys == ("demand.leads", "acquisition.win_rate")
    assert pair.correlation < -0.5
    assert pair.separated_by == ("leads",)


def test_figures_that_no_firm_shows_are_left_out_or_refused() -> None:
    firm, empty = prior(12, ("business.customers=150 to 350",))
    data = shown(firm, empty, np.array([0.5]), 5, ("customers", "revenue"))
    odd = {"customers": data.values["customers"], "revenue": 1000 * data.values["revenue"]}
    after = posterior(firm, replace(data, values=odd), Effort(lanes=256))
    assert after.aside == ("revenue",)
    assert abs(after.scores.mean() - 0.5) < 0.2
    with pytest.raises(ScenarioError, match="no firm of this scenario"):
        posterior(firm, replace(data, values={"revenue": odd["revenue"]}), Effort(lanes=256))


def test_the_fit_comes_back_to_expected_flows() -> None:
    firm, empty = prior(12, ("business.customers=150 to 350", "business.price=1000 to 1900"))
    truth = np.array([0.7, -0.4])
    flows = firm.expected(truth[:, None])[:, :, 0]
    data = replace(empty, values={"customers": flows[0], "revenue": flows[5]})
    found = fit(firm, data)
    assert np.abs(found.scores - truth).max() < 0.25  # the prior pulls, since a year tells little
    assert abs(found.scores[0] - truth[0]) < 0.02
    assert max(found.errors.values()) < 0.1


def test_the_same_data_give_the_same_belief() -> None:
    firm, empty = prior(6, ("business.customers=150 to 350",))
    data = shown(firm, empty, np.array([0.5]), 5, ("customers",))
    one, other = (posterior(firm, data, Effort(lanes=256, waves=1)) for _ in range(2))
    assert np.array_equal(one.values, other.values)
