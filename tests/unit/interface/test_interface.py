"""Results and answers are frozen, typed and tidy, and say what is wrong."""

from __future__ import annotations

import inspect
import pickle
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING, Any, assert_type

import pytest

import sim
from sim.analysis.comparison import Comparison
from sim.analysis.odds import Reach
from sim.analysis.tipping import Curve
from sim.analysis.tipping_map import Map
from sim.experiment.run import run
from sim.results import MEASURES, OUTCOMES, Results

if TYPE_CHECKING:
    from pathlib import Path

MISSPELT: Any = {"replication": 3}
NO_SUBJECT: Any = 3
"""What a type checker would refuse."""


def test_nothing_can_be_set(results: sim.Results, scenario: sim.Scenario) -> None:
    for thing, name in ((results, "facts"), (results, "scenario"), (results.compare(), "told"), (scenario, "seed"),
                        (results.plot, "results")):  # fmt: skip
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, None)


def test_results_are_still_results(results: sim.Results, tmp_path: Path) -> None:
    assert isinstance(results, Results)
    assert sim.summarise(results) == results.summary
    assert sim.write_run(results, results.scenario.dump(), tmp_path).name == results.facts.run_id
    assert pickle.loads(pickle.dumps(results.facts)) == results.facts  # noqa: S301 (our own)


def test_the_types_are_known(results: sim.Results, scenario: sim.Scenario) -> None:
    """Mypy checks these lines; running them checks that they say so of the real thing."""
    compared = assert_type(results.compare(), sim.Answer[Comparison])
    reached = assert_type(results.odds(above=0.0), sim.Answer[Reach])
    assert (type(compared.found), type(reached.found)) == (Comparison, Reach)
    key = "policies.steady.share=20%:60%:2"
    curves = assert_type(sim.sweep(scenario, key, replications=32), sim.Answer[tuple[Curve, ...]])
    plane = assert_type(sim.sweep(scenario, (key, "acquisition.win_rate=20%:30%:2"), replications=32), sim.Answer[Map])
    assert [type(curve) for curve in curves.found] == [Curve]
    assert type(plane.found) is Map


@pytest.mark.parametrize("name", sim.__all__)
def test_every_public_name_says_its_types_and_what_it_is_for(name: str) -> None:
    value = getattr(sim, name)
    assert inspect.getdoc(value)
    own: list[Any] = [value] if inspect.isfunction(value) else [one for one in vars(value).values() if callable(one)]
    for function in filter(inspect.isfunction, own):
        if function.__module__.startswith("sim.interface"):
            if function.__name__.startswith("__"):
                continue  # what dataclasses write
            signature = inspect.signature(function)
            assert signature.return_annotation is not signature.empty, function
            assert all(one.annotation is not one.empty or one.name == "self" for one in signature.parameters.values())


def test_units_are_beside_the_figures(results: sim.Results) -> None:
    units = results.units
    assert units.columns.tolist() == ["table", "name", "unit", "meaning"]
    assert units[units["table"] == "outcomes"]["name"].tolist() == list(OUTCOMES)
    assert units[units["table"] == "paths"]["name"].tolist() == list(MEASURES)
    assert not units["unit"].str.contains("money").any()
    own = results.outcomes.attrs["units"]
    assert (own["npv"], own["growth"], own["ruined"]) == ("GBP", "share/year", "flag")
    assert set(own) == set(results.outcomes.columns) - {"policy", "replication"}
    assert results.ends.frame.attrs == {}, "files hold what tables carry, so units are put on a copy"


def test_results_know_what_was_run(scenario: sim.Scenario, tmp_path: Path) -> None:
    results = sim.run(scenario, replications=10, seed=3)
    assert (results.scenario.replications, results.scenario.seed) == (10, 3)
    folder = results.write(tmp_path)
    again = sim.read_run(folder)
    assert (again.facts, again.scenario, again.folder) == (results.facts, results.scenario, folder)
    assert again.odds(above=0.0).text == results.odds(above=0.0).text


def test_a_report_stands_in_the_folder_of_its_run(results: sim.Results, tmp_path: Path) -> None:
    file = results.report("xlsx", out=tmp_path)
    assert file.parent == tmp_path
    folder = next(tmp_path.rglob("manifest.json")).parent
    assert folder.name == results.facts.run_id
    assert sim.read_run(folder).report("xlsx").parent == folder


def test_an_answer_reads_like_the_command(results: sim.Results) -> None:
    answer = results.compare()
    assert str(answer) == repr(answer) == answer.text
    assert "\x1b" not in answer.text
    assert "\n" not in answer.headline
    assert answer.text.split()[:4] == answer.headline.split()[:4]
    assert "policies" in answer.tables
    assert answer.content["headline"] in answer.headline


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (sim.odds, "one target"),
        (lambda one: sim.odds(one, above=1.0, below=2.0), "one target"),
        (lambda _: sim.compare(), "nothing to compare"),
        (lambda one: sim.compare(one, policies="steady"), "a list of names"),
        (lambda one: sim.compare(one, policies=["stedy"]), "Did you mean 'steady'"),
        (lambda one: sim.compare(one, **MISSPELT), "no option 'replication'"),
        (lambda _: sim.compare(NO_SUBJECT), "not of 3"),
        (lambda one: sim.replay(one, percentile=5, replication=1), "not both"),
        (lambda one: sim.replay(one, percentile=500), "between 0 and 100"),
        (lambda one: sim.worth(one.vary(dict.fromkeys(("policies.steady", "policies.harvest")))), "has one policy"),
        (lambda one: sim.sweep(sim.run(one, replications=2), "policies.steady.share=1%:2%:2"), "finished run"),
        (lambda one: sim.run(one, replications=2).compare(measure="nvp"), "Did you mean 'npv'"),
        (lambda one: sim.compare(sim.run(one, replications=2), seed=8), "is a finished run"),
    ],
)  # fmt: skip
def test_what_can_not_be_asked_is_said(asked: Any, words: str, scenario: sim.Scenario) -> None:  # noqa: ANN401 (a question)
    with pytest.raises(sim.CyclesimError, match=words):
        asked(scenario)


def test_results_without_a_scenario_are_refused(scenario: sim.Scenario) -> None:
    plain: Any = run(scenario, replications=2)
    with pytest.raises(sim.CyclesimError, match="don't know their scenario"):
        sim.compare(plain)
