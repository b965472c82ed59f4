"""Echoes: the same firm, fresh luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.run.two_kinds import CERTAIN
from sim.experiment.design import input_draws
from sim.experiment.run import run
from sim.experiment.trials import Simulator, Trials
from sim.scenario import load
from sim.studies.two_kinds import FRESH, echoes, two_kinds

if TYPE_CHECKING:
    from sim.results import Results
    from sim.scenario import Scenario


@pytest.fixture(scope="module")
def firm() -> Scenario:
    found = load("scenarios/presets/b2b_services.yaml")
    dropped = {f"policies.{name}": None for name in found.policies if name not in ("carry_on", "harvest")}
    return found.vary({**dropped, "horizon": 8, "business.price": "1000 to 2000"})


@pytest.fixture(scope="module")
def results(firm: Scenario) -> Results:
    return run(firm, replications=400, paths="none")


def test_an_echo_has_the_inputs_and_not_the_luck(firm: Scenario, results: Results) -> None:
    found = two_kinds(firm, results.ends)
    assert found.echoed == 100
    again = Simulator(firm).outcomes(Trials(FRESH + np.arange(100), input_draws(firm, 0, 100)))["npv"]
    first = np.stack([values[:100] for values in results.ends.column("npv").values()])
    assert (again != first).all()
    luck = np.mean((first - again) ** 2, axis=1) / 2.0
    assert [found.of(policy).luck for policy in firm.policies] == pytest.approx(luck.tolist())


def test_what_matters_shows_and_what_does_not_does_not(firm: Scenario, results: Results) -> None:
    """The price decides revenue; a belief that is next to certain decides nothing."""
    names = ("final_revenue",)
    assert two_kinds(firm, results.ends, names=names).of("carry_on", *names).ci95[0] > 0.3
    idle = firm.vary({"business.price": "1399.999 to 1400.001"})
    found = two_kinds(idle, run(idle, replications=400, paths="none").ends, names=names)
    assert found.of("carry_on", *names).share < 0.25


def test_differences_to_the_baseline_and_other_outcomes(firm: Scenario, results: Results) -> None:
    found = two_kinds(firm, results.ends, names=("npv", "customers"))
    assert [(part.policy, part.less, part.outcome) for part in found.parts] == [
        ("carry_on", "", "npv"),
        ("harvest", "", "npv"),
        ("harvest", "carry_on", "npv"),
        ("carry_on", "", "customers"),
        ("harvest", "", "customers"),
        ("harvest", "carry_on", "customers"),
    ]


def test_workers_change_nothing(firm: Scenario, results: Results) -> None:
    assert two_kinds(firm, results.ends, workers=1) == two_kinds(firm, results.ends, workers=2)


def test_without_uncertain_inputs_nothing_is_simulated(
    firm: Scenario, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Simulator, "outcomes", None)
    found = two_kinds(firm.vary({"business.price": 1400}), results.ends)
    assert found.echoed == 0
    assert {part.split.note for part in found.parts} == {CERTAIN}


def test_missing_outcomes_are_said(firm: Scenario, results: Results) -> None:
    assert np.isnan(two_kinds(firm, results.ends, names=("payback_month",)).of("harvest", "payback_month").share)


@pytest.mark.parametrize(
    ("replications", "count"), [(50, 50), (150, 100), (1_000, 250), (2_000, 500), (1_000_000, 500)]
)
def test_echoes_cost_at_most_a_quarter_of_a_long_run(replications: int, count: int) -> None:
    assert echoes(replications) == count
