"""What `discover` and `worth` promise, over repetitions where the truth is known; each with a mutant that breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.discovering.discovery import searched
from sim.analysis.inputs import information as valuing
from sim.analysis.inputs.smooth import Fits, held_out
from sim.analysis.intervals import t_interval, wilson
from tests.statistical.discovering import (
    CASES,
    Case,
    covers,
    searched_for_a_box,
    searched_in_noise,
    truth,
    valued,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.discovering.discovery import Discovery
    from sim.analysis.intervals import Array

NOISE = 100
REPETITIONS = 40


@pytest.fixture(scope="module")
def boxes() -> list[Discovery]:
    return list(searched_for_a_box(30))


def test_a_planted_box_of_two_inputs_out_of_six_is_found(boxes: list[Discovery]) -> None:
    assert np.mean([one.box.limited == (0, 1) for one in boxes]) >= 0.9
    both = [one for one in boxes if set(one.box.limited) >= {0, 1}]
    assert np.abs(np.mean([one.box.low[0] for one in both]) - 0.6) < 0.02
    assert np.abs(np.mean([one.box.high[1] for one in both]) - 0.7) < 0.02


def test_figures_out_of_sample_cover_the_truth_and_those_in_sample_do_not(boxes: list[Discovery]) -> None:
    """The mutant judges the limits on the replications that they were found on."""
    truths = [truth(one.box) for one in boxes]
    found = zip(boxes, truths, strict=True)
    assert (
        sum(one.density.ci95[0] <= share <= one.density.ci95[1] for one, (share, _) in found) >= 25
    )  # 28.5 of 30 expected; fewer once in 300
    supports = zip(boxes, truths, strict=True)
    assert sum(one.support.ci95[0] <= share <= one.support.ci95[1] for one, (_, share) in supports) >= 25
    optimism = t_interval(np.array([one.optimism for one in boxes]))
    assert optimism[0] > 0.0, "in sample the share is too high"
    honest = t_interval(
        np.array([one.density.probability - share for one, (share, _) in zip(boxes, truths, strict=True)])
    )
    assert honest[0] < 0.0 < honest[1]


def few(named: list[bool]) -> bool:
    """Tell whether a box is named in no more than one of twenty searches."""
    return sum(named) <= 0.05 * len(named)


def test_in_noise_no_box_is_named() -> None:
    """The mutant judges in sample: there, nearly every search finds a box."""
    found = list(searched_in_noise(NOISE))
    assert few([one.found for one in found])
    assert not few([in_sample(one) for one in found[:20]])


def in_sample(one: Discovery) -> bool:
    values = np.stack([each.values for each in one.inputs], axis=1)[::2]
    happened = one.happened[::2]
    _, step = searched(values, happened)
    inside = happened[step.box.holds(values)]
    return bool(step.box.limited) and wilson(int(inside.sum()), len(inside))[0] > happened.mean()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_exact_worth_is_covered(case: Case) -> None:
    found = list(valued(case, REPETITIONS, count=500))
    assert np.mean([covers(own, case.worth) for own, _, _ in found]) >= 0.9
    assert np.mean([covers(both, case.worth) for _, _, both in found]) >= 0.9
    assert np.mean([covers(other, 0.0) for _, other, _ in found]) >= 0.93
    assert np.mean([other.clear for _, other, _ in found]) <= 0.03


def unbiased(means: list[float]) -> bool:
    """Tell whether information without worth is not given any."""
    return t_interval(np.array(means))[0] <= 0.0


def test_noise_is_given_no_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant pays the rule out on the replications that it was learnt on."""
    nothing = Case(0.0, 0.0, 2.0)
    assert unbiased([other.mean for _, other, _ in valued(nothing, REPETITIONS, count=300)])

    def seen_before(candidates: list[object], targets: Array, fold: NDArray[np.intp]) -> Fits:
        fits = held_out(candidates, targets, fold)  # type: ignore[arg-type]
        return Fits(fits.fitted, fits.fitted, fits.error)

    monkeypatch.setattr(valuing, "held_out", seen_before)
    assert not unbiased([other.mean for _, other, _ in valued(nothing, REPETITIONS, count=300)])
