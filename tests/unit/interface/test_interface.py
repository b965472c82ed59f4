"""Results and answers are frozen, typed and tidy, and say what is wrong."""

from __future__ import annotations

import inspect
import pickle
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING, Any, assert_type

import pandas as pd
import pytest

import sim
from sim.analysis.comparing.comparison import Comparison
from sim.analysis.run.odds import Reach
from sim.analysis.sweep.tipping import Curve
from sim.analysis.sweep.tipping_map import Map
from sim.analysis.tracking.tracking import Tracking
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


def test_the_types_are_known(results: sim.Results, scenario: sim.Scenario) -> None:
    """Mypy checks these lines; running them checks that they say so of the real thing."""
    compared = assert_type(results.compare(), sim.Answer[Comparison])
    reached = assert_type(results.odds(above=0.0), sim.Answer[Reach])
    assert (type(compared.found), type(reached.found)) == (Comparison, Reach)
    tracked = assert_type(results.track(SALES), sim.Answer[Tracking])
    assert type(tracked.found) is Tracking
    key = "policies.steady.share=20%:60%:2"
    curves = assert_type(sim.sweep(scenario, key, replications=32), sim.Answer[tuple[Curve, ...]])
    plane = assert_type(sim.sweep(scenario, (key, "acquisition.win_rate=20%:30%:2"), replications=32), sim.Answer[Map])
    assert [type(curve) for curve in curves.found] == [Curve]
    assert type(plane.found) is Map


def test_everything_goes_to_another_process_and_back(results: sim.Results, scenario: sim.Scenario) -> None:
    sweep = sim.sweep(scenario, "policies.steady.share=20%:60%:2", replications=32)
    track = results.track(revenue([1e6, 7e5, 6e5]))
    answers = (results.compare(), results.odds(above=0.0), results.replay(), sweep, track)
    for one in answers:
        again = pickle.loads(pickle.dumps(one))  # noqa: S301 (our own)
        assert (again.text, again.facts, dir(again.plot)) == (one.text, one.facts, dir(one.plot))
    assert pickle.loads(pickle.dumps(scenario)) == scenario  # noqa: S301 (our own)
    copy = pickle.loads(pickle.dumps(results))  # noqa: S301 (our own)
    assert copy.outcomes.equals(results.outcomes)
    with pytest.raises((AttributeError, pickle.PicklingError)):
        pickle.dumps(lambda: results)  # the mutant: a figure drawn by a function inside a function


def test_a_console_is_shown_a_line(results: sim.Results, scenario: sim.Scenario) -> None:
    assert repr(scenario).startswith("Scenario online_retailer: carry_on, harvest, steady; 24 months from 2009-12")
    assert repr(results) == (
        f"Results {results.facts.run_id} of online_retailer: carry_on, harvest, steady; 60 replications × 24 months"
    )


def test_results_can_be_keys_and_are_equal_to_none_but_themselves(results: sim.Results) -> None:
    again = sim.run(results.scenario)
    assert {results: 1, again: 2}[results] == 1
    assert results != again, "a table has no one answer to whether it equals another"


def test_an_answer_knows_its_scenario(results: sim.Results, scenario: sim.Scenario) -> None:
    assert results.compare().scenario == scenario
    with pytest.raises(sim.CyclesimError, match="no one scenario behind this compare"):
        _ = sim.compare(scenario, scenario.vary({"name": "other"}), replications=3).scenario


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


def revenue(values: list[Any], start: str = "2009-12") -> pd.DataFrame:
    """Return a firm's revenue, its months the index."""
    return pd.DataFrame({"revenue": values}, index=pd.period_range(start, periods=len(values), freq="M"))


SALES = revenue([1e6, 7e5, 6e5])
DAYS = pd.date_range("2009-12-31", periods=3, freq="ME")


@pytest.mark.parametrize(
    "same",
    [
        SALES.set_axis(DAYS),
        SALES.set_axis(DAYS.tz_localize("UTC")),
        SALES.rename_axis("Monat").reset_index(),
        SALES.rename_axis("Datum").reset_index().astype({"Datum": str}).set_index("Datum"),
        SALES.astype("Int64"),
        SALES.astype("category"),
        SALES.astype(str),
        pd.concat([revenue([None, pd.NA, ""], "2009-09"), SALES]),
        SALES.assign(note="all of it"),
    ],
)
def test_a_table_may_have_its_figures_in_many_forms(same: pd.DataFrame, results: sim.Results) -> None:
    assert results.track(same).found.updates == results.track(SALES).found.updates


ENTRIES: Any = ["Netto=revenue"]
TEXT: dict[str, Any] = {"noise": "5%"}
SLIP: Any = {"polcy": "steady"}
A_WORD: Any = "no"
HALVES: Any = 2.5


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda one: one.track(SALES["revenue"]), "not Series"),
        (lambda one: one.track(SALES.iloc[:0]), "data frame is empty"),
        (lambda one: one.track(revenue([1e6, "714k", -3.0])), "2 problems in the data frame"),
        (lambda one: one.track(pd.concat([SALES, SALES])), "2009-12 stands in row 0 already"),
        (lambda one: one.track(pd.concat([SALES, SALES], axis=1)), "more than once"),
        (lambda one: one.track(SALES.reset_index(drop=True)), "no column has the months"),
        (lambda one: one.track(SALES.rename(columns={"revenue": "Netto"})), "no column is a measure"),
        (lambda one: one.track(SALES, mapping=ENTRIES), "mapping says what columns are"),
        (lambda one: one.track(SALES, mapping={"Netto": "revenue"}), "no column 'Netto'"),
        (lambda one: one.track(SALES, use="revenue"), r"use=\['revenue'\]"),
        (lambda one: one.track(SALES, **TEXT), "noise is a share"),
        (lambda one: one.track(SALES, above=1.0, below=2.0), "one target"),
        (lambda one: one.track(SALES, **SLIP), "Did you mean 'policy'"),
        (lambda one: sim.track(one, SALES, seed=8), "is a finished run"),
        (lambda one: sim.calibrate(one, SALES, fit="business.price"), "fit takes a list"),
        (lambda one: sim.calibrate(one, SALES, gain=A_WORD), "gain is 'tell' or 'skip', not 'no'"),
        (lambda one: sim.calibrate(one, SALES.head(2)), "2 of the 3 months"),
        (lambda one: sim.explain(one, loops=A_WORD), "loops is 'tell' or 'leave out'"),
        (lambda one: sim.forecast(one, SALES, months=HALVES), "whole months"),
        (lambda one: sim.backtest(one, SALES, every=0), "1 or more"),
        (lambda one: one.scenario.vary("horizon=3"), "vary takes values by key"),
    ],
)
def test_figures_that_can_not_be_used_are_named(asked: Any, words: str, results: sim.Results) -> None:  # noqa: ANN401 (a question)
    with pytest.raises(sim.CyclesimError, match=words):
        asked(results)


def test_results_without_a_scenario_are_refused(scenario: sim.Scenario) -> None:
    plain: Any = run(scenario, replications=2)
    with pytest.raises(sim.CyclesimError, match="don't know their scenario"):
        sim.compare(plain)
