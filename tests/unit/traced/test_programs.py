"""Figures that are replayed are the engine's, bit for bit, whatever the firm, the rules, the luck and the months."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.model.events import Event
from sim.policies.catalog import OWN, build
from sim.traced import programs as learning
from sim.traced.program import program_of
from sim.traced.programs import Programs
from tests.unit.traced.batches import (
    CONTRACT,
    MEASURES,
    ORDERS,
    batch,
    by_replay,
    deciding,
    engines,
    kept,
    learnt,
    preset,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.scenario import Scenario
    from sim.traced.program import Program

pytestmark = pytest.mark.usefixtures("way")

EVENTS = (
    Event(kind="demand_shock", month=3.0, size=-0.4, lasting=4.0),
    Event(kind="cash_injection", month=2.0, size=20_000.0),
    Event(kind="staff_exit", month=4.0, size=0.3),
    Event(kind="credit_stop", month=5.0, size=0.5, lasting=2.0),
    Event(kind="rival_move", month=1.0, size=0.2, lasting=3.0),
)
"""Events of several kinds, all within seven months."""


def assert_replayed_as_by_the_engine(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch, others: Sequence[Scenario] = (), lanes: Sequence[int] = (5,)
) -> None:
    """Learn a scenario, then replay it and others of its shape."""
    programs = learnt(scenario)
    assert kept(programs) == [True]
    for other in (scenario, *others):
        for count in lanes:
            setup = batch(other, 3, 3 + count)
            np.testing.assert_array_equal(by_replay(programs, setup, monkeypatch), engines(setup))


@pytest.mark.parametrize("rule", OWN)
def test_every_rule_alone(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_replayed_as_by_the_engine(deciding(preset(CONTRACT, 4), rule), monkeypatch, lanes=(11,))


def test_policies_that_all_decide_on_plain_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = deciding(preset(CONTRACT, 2), "marketing_only", "harvest")
    assert_replayed_as_by_the_engine(scenario, monkeypatch)


@pytest.mark.parametrize("kind", [CONTRACT, ORDERS])
def test_all_rules_together(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_replayed_as_by_the_engine(deciding(preset(kind, 4), *OWN), monkeypatch, lanes=(3,))


@pytest.mark.parametrize("kind", [CONTRACT, ORDERS, "saas", "small_manufacturer"])
def test_every_preset_for_a_year_and_a_month(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_replayed_as_by_the_engine(deciding(preset(kind, 13), "plan_first"), monkeypatch, lanes=(13,))


@pytest.mark.parametrize("kind", [CONTRACT, ORDERS])
@pytest.mark.parametrize("horizon", [1, 2])
def test_a_month_or_two(kind: str, horizon: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = deciding(preset(kind, horizon), "plan_first", "harvest")
    assert_replayed_as_by_the_engine(scenario, monkeypatch, lanes=(1, 8))


def test_five_years(monkeypatch: pytest.MonkeyPatch) -> None:
    assert_replayed_as_by_the_engine(deciding(preset(CONTRACT, 60), "staged"), monkeypatch)


def test_events(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = replace(deciding(preset(ORDERS), "all_in", "staged"), events=EVENTS)
    assert_replayed_as_by_the_engine(scenario, monkeypatch)


VARIATIONS: dict[str, dict[str, Any]] = {
    "another seed": {"seed": 99},
    "a dear product": {"business.price": 3_000, "business.customers": 80},
    "uncertain inputs": {"business.price": "1000 to 2000", "acquisition.win_rate": "10% to 40%"},
    "seasons": {"world.seasonality.11": 2.5, "world.seasonality.0": 0.4},
    "no luck": {"world.demand_noise": 0, "world.recession_onset": 0},
    "whole powers": {"acquisition.clog_win": 2, "acquisition.clog_cycle": 1, "capability.scale_exponent": 0.5},
    "no powers": {"acquisition.clog_win": 0, "capability.overload": 0, "acquisition.sales_scale_exponent": 0},
    "bad years": {"world.recession_onset": 0.5, "world.recession_depth": 0.4, "business.operating_margin": -0.2},
    "a big firm": {"business.customers": 1e6, "business.market_size": 1e3},
    "hardly a sale": {"acquisition.win_rate": 0.001},
}


def variation(changes: dict[str, Any]) -> Scenario:
    return deciding(preset(CONTRACT, 7).vary(changes), "plan_first", "counter_cyclical")


def test_other_numbers_than_learnt_from(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [variation(changes) for changes in VARIATIONS.values()]
    assert_replayed_as_by_the_engine(variation({}), monkeypatch, others, lanes=(12,))


def test_other_numbers_in_a_single_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row of one number is one that NumPy's loops might take for a number that all lanes share."""
    others = [deciding(preset(CONTRACT, 4).vary(VARIATIONS[name]), "all_in") for name in ("whole powers", "no powers")]
    assert_replayed_as_by_the_engine(deciding(preset(CONTRACT, 4), "all_in"), monkeypatch, others, lanes=(1,))


def test_variations_are_felt() -> None:
    before = engines(batch(variation({}), 0, 4))
    for name, changes in VARIATIONS.items():
        assert (engines(batch(variation(changes), 0, 4)) != before).any(), name


def test_other_settings_of_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    settings: list[dict[str, Any]]
    settings = [{"share": 0.9, "payout": 0.5}, {"share": 0.0, "discount": 0.1}, {"split": {"demand": 1.0}}]
    others = tuple(deciding(preset(), build("fixed_share", own)) for own in settings)
    assert_replayed_as_by_the_engine(deciding(preset(), "fixed_share"), monkeypatch, others)


def test_settings_that_differ_between_lanes(monkeypatch: pytest.MonkeyPatch) -> None:
    unsure = preset().vary({"policies.plan_first.share": "10% to 90%", "policies.harvest.payout": "20% to 60%"})
    assert_replayed_as_by_the_engine(preset(), monkeypatch, (unsure,))


def test_a_firm_that_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = deciding(preset(CONTRACT, 13), "all_in", "harvest")
    poor = preset(CONTRACT, 13).vary({"business.cash_days": 0, "business.operating_margin": -0.9})
    poor = deciding(poor, "all_in", "harvest")
    closed = engines(batch(poor, 3, 12))[MEASURES.index("closed")]
    assert closed[-1].any()
    assert not closed[0].any()
    assert_replayed_as_by_the_engine(scenario, monkeypatch, (poor,), lanes=(9,))


# ---- a wrong program is never kept ----------------------------------------------------------------------------------


def _last(program: Program, measure: int) -> int:
    """Return the step that gives a measure of the last month."""
    return int(np.flatnonzero(program.steps[:, 2] == program.figures[measure, -1])[-1])


def _two_places_swapped(program: Program) -> Program:
    steps, both = program.steps.copy(), [_last(program, 0), _last(program, 1)]
    steps[both, 2] = steps[both[::-1], 2]
    return replace(program, steps=steps)


def _a_step_dropped(program: Program) -> Program:
    return replace(program, steps=np.delete(program.steps, _last(program, 0), axis=0))


def _a_number_beside(program: Program) -> Program:
    return replace(program, numbers=np.where(program.numbers == 1.0, np.nextafter(1.0, 2.0), program.numbers))


def _divided_the_wrong_way_round(program: Program) -> Program:
    steps, what = program.steps.copy(), program.names.index("divide")
    which = np.flatnonzero(steps[:, 0] == what)[-3:]
    steps[which[:, None], [3, 4]] = steps[which[:, None], [4, 3]]
    return replace(program, steps=steps)


def _one_figure_for_another(program: Program) -> Program:
    return replace(program, figures=np.roll(program.figures, 1, axis=0))


MUTANTS = (
    _two_places_swapped,
    _a_step_dropped,
    _a_number_beside,
    _divided_the_wrong_way_round,
    _one_figure_for_another,
)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_program_that_differs_from_the_engine_is_not_kept(
    mutant: Callable[[Program], Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario, lay_out = deciding(preset(), "all_in"), program_of
    monkeypatch.setattr(learning, "program_of", lambda trace: mutant(lay_out(trace)))
    programs = learnt(scenario)
    assert kept(programs) == [False]
    np.testing.assert_array_equal(programs.recording(batch(scenario)).values, engines(batch(scenario)))


def test_a_wrong_program_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario, programs = deciding(preset(), "all_in"), Programs()
    programs.learn(batch(scenario))
    ((shape, program),) = programs._learnt.items()
    assert program is not None
    programs._learnt[shape] = _two_places_swapped(program)
    assert (by_replay(programs, batch(scenario), monkeypatch) != engines(batch(scenario))).any()
