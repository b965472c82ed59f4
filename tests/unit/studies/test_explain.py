"""An explanation of a real scenario hangs together, whoever works on it and however few replications there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.errors import UsageError
from sim.experiment.run import only
from sim.report.answer import plain
from sim.studies import pushes
from sim.studies.attribution import attribute
from sim.studies.explain import Wish, explain
from sim.studies.pushes import Wanted, push

if TYPE_CHECKING:
    from pathlib import Path

    from sim.analysis.cycle.explanation import Explanation
    from sim.experiment.progress import Standing
    from sim.scenario import Scenario

WISH = Wish(months=(1, 13), window=60, attributed=12)


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    whole = sim.load(root / "scenarios" / "tipping_point.yaml").vary({"horizon": 48, "replications": 120})
    return only(whole, ("carry_on", "harvest", "plan_first"))


@pytest.fixture(scope="module")
def heard() -> list[Standing]:
    return []


@pytest.fixture(scope="module")
def found(scenario: Scenario, heard: list[Standing]) -> Explanation:
    return explain(scenario, WISH, workers=1, progress=heard.append)


def test_the_product_of_the_steps_is_the_gain(found: Explanation) -> None:
    for turn in found.turns:
        assert turn.waterfall.gain == pytest.approx(turn.spiral.gain.intensive.value, abs=1e-9)


def test_what_separates_gains_sums_to_the_difference(found: Explanation) -> None:
    gains = {(one.push.policy, one.push.month): one.gain.value for turn in found.turns
             for one in (turn.spiral.gain, *turn.later)}  # fmt: skip
    contrasts = (*found.contrasts, *(date for turn in found.turns for date in turn.dates))
    assert len(contrasts) == 2 + 3
    for one in contrasts:
        assert one.total.value == pytest.approx(gains[one.policy, one.month] - gains[one.base, one.base_month])
        assert sum(part.adds.value for part in one.parts) == pytest.approx(one.total.value, abs=1e-9)


def test_what_makes_a_lead_sums_to_it(found: Explanation) -> None:
    for gap in found.gaps:
        assert sum(part.adds.value for part in gap.parts) == pytest.approx(gap.total.value, rel=1e-9)


def test_loops_are_told_of_the_best_and_the_baseline(found: Explanation) -> None:
    assert [turn.policy for turn in found.told] == [found.best, "carry_on"]
    assert {one.policy for one in found.attributions} == {found.best, "carry_on"}
    for one in found.attributions:
        assert sum(share.adds.value for share in one.loops) == pytest.approx(one.total.value, rel=1e-9)


def test_who_harvests_reinvests_nothing(found: Explanation) -> None:
    harvest = next(turn for turn in found.turns if turn.policy == "harvest")
    assert harvest.idle
    assert harvest.spiral.gain.gain.value == 0.0
    assert not any(turn.idle for turn in found.turns if turn.policy != "harvest")


def test_progress_moves_to_the_end(found: Explanation, heard: list[Standing]) -> None:
    assert found.turns
    done = [standing.done for standing in heard]
    assert done == sorted(done)
    assert done[-1] == heard[-1].lanes == 3 * 3 * 120 + 64 * 2 * 12


def test_the_numbers_do_not_hang_on_workers_or_blocks(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    few, wanted = scenario.vary({"replications": 110}), Wanted(months=(1,), window=24)
    one = push(few, wanted, workers=1)
    two = push(few, wanted, workers=2)
    monkeypatch.setattr(pushes, "LANES_A_TASK", 1)  # blocks of a hundred instead of one block
    parts = push(few, wanted, workers=1)
    for other in (two, parts):
        for mine, yours in zip(one.responses, other.responses, strict=True):
            np.testing.assert_array_equal(mine.budgets, yours.budgets)
            np.testing.assert_array_equal(mine.from_new, yours.from_new)
        np.testing.assert_array_equal(one.profits["plan_first"], other.profits["plan_first"])


def test_loops_do_not_hang_on_blocks(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    short = replace(only(scenario, ("carry_on",)), horizon=12)
    whole = attribute(short, replications=6, workers=1)
    monkeypatch.setattr("sim.studies.attribution.LANES_A_TASK", 128)
    assert plain(attribute(short, replications=6, workers=1)) == plain(whole)


def test_a_push_is_small_enough(scenario: Scenario) -> None:
    """Half and twice the money gain the same within noise; mutant: a push of four months' revenue does not."""
    one = only(scenario, ("plan_first",))

    def gains(size: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        response = push(one, Wanted(window=60, size=size), workers=1).responses[0]
        return np.asarray(response.budgets.sum(axis=1) / response.push.money)

    half, double, huge = gains(0.025), gains(0.1), gains(4.0)
    errors = [np.std(values - half, ddof=1) / np.sqrt(len(half)) for values in (double, huge)]
    assert abs((double - half).mean()) < 2.0 * errors[0]
    assert abs((huge - half).mean()) > 3.0 * errors[1]


@pytest.mark.parametrize(("replications", "horizon"), [(1, 2), (2, 5), (30, 24)])
def test_however_few(scenario: Scenario, replications: int, horizon: int) -> None:
    small = scenario.vary({"replications": replications, "horizon": horizon})
    found = explain(small, Wish(window=24, attributed=2), workers=1)
    assert len(found.turns) == 3
    if replications == 1:
        assert {turn.spiral.label for turn in found.turns} == {"undetermined"}
        assert not found.turns[0].spiral.gain.gain.known


def test_a_policy_alone_has_nobody_to_be_compared_with(scenario: Scenario) -> None:
    found = explain(only(scenario, ("carry_on",)).vary({"replications": 20}), Wish(window=24), workers=1)
    assert (found.contrasts, found.gaps, found.contrast, found.gap) == ((), (), None, None)
    assert [turn.policy for turn in found.told] == ["carry_on"]


def test_all_closed_before_the_push(scenario: Scenario) -> None:
    ruined = scenario.vary({"replications": 20, "business.cash": 0.0, "business.operating_margin": -0.5})
    found = explain(ruined, Wish(months=(1, 48), window=12), workers=1)
    for turn in found.turns:
        assert turn.spiral.closed.count == 20
        assert turn.spiral.label in {"undetermined", "stalled", "vicious"}
        assert turn.later[0].shifted.trials == 0


def test_wishes_that_cannot_be_granted(scenario: Scenario) -> None:
    with pytest.raises(UsageError, match="no push in month 49: the scenario has months 1 to 48"):
        explain(scenario, Wish(months=(1, 49)))
    with pytest.raises(UsageError, match="a horizon of 1 month is too short"):
        explain(scenario.vary({"horizon": 1}))
