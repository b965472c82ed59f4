"""Python and the command line give the same figures for the same question."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import cli
import sim
from sim.experiment.run import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sim.interface.figures import Columns

WHERE = ("folder", "files", "commands")
"""What the command says of its files, and the command that repeats it: Python writes none and has no file to name."""

MONTHS = ["2009-12", "2010-01", "2010-02", "2010-03", "2010-04", "2010-05", "2010-06"]
TURNOVER = [1_052_200, 714_000, 622_300, 858_300, None, 743_900, 770_000.5]
COLUMNS: Columns = {"mapping": {"Netto": "revenue"}, "policy": "steady"}
OWN = ["--data", "own.csv", "--map", "Netto=revenue", "--policy", "steady"]
"""The firm's own figures, for the command in a file and for the function in a table."""

QUESTIONS: dict[str, tuple[list[str], Callable[[sim.Scenario], sim.Answer[Any]]]] = {
    "compare": (["--measure", "growth"], lambda one: sim.compare(one, measure="growth")),
    "odds": (
        ["--measure", "cash at 12 months", "--below", "0"],
        lambda one: sim.odds(one, "cash at 12 months", below=0),
    ),
    "explain": (["--no-attribution"], lambda one: sim.explain(one, loops="leave out")),
    "replay": (["--percentile", "10"], lambda one: sim.replay(one, percentile=10)),
    "sweep": (
        ["--over", "policies.steady.share=20%:60%:3", "--replications", "32"],
        lambda one: sim.sweep(one, "policies.steady.share=20%:60%:3", replications=32),
    ),
    "sensitivity": (
        ["--of", "steady - carry_on", "--replications", "20"],
        lambda one: sim.sensitivity(one, of="steady - carry_on", replications=20),
    ),
    "discover": (
        ["--when", "steady beats carry_on", "--replications", "200"],
        lambda one: sim.discover(one, "steady beats carry_on", replications=200),
    ),
    "worth": (["--replications", "200"], lambda one: sim.worth(one, replications=200)),
    "optimize": (
        ["--ruin-below", "20%", "--policy", "steady", "--replications", "100", "--set", "horizon=6"],
        lambda one: sim.optimise(one.vary({"horizon": 6}), ruin_below=0.2, policies=["steady"], replications=100),
    ),
    "calibrate": (
        [*OWN, "--fit", "business.cost_of_sales", "--no-gain", "--seed", "3"],
        lambda one: sim.calibrate(one, figures(), fit=["business.cost_of_sales"], gain="skip", seed=3, **COLUMNS),
    ),
    "track": (
        [*OWN, "--use", "revenue", "--noise", "10%", "--above", "1000000", "--replications", "100"],
        lambda one: sim.track(one, figures(), above=1e6, use=["revenue"], noise=0.1, replications=100, **COLUMNS),
    ),
    "forecast": (
        [*OWN, "--use", "revenue", "--months", "2"],
        lambda one: sim.forecast(one, figures(), months=2, use=["revenue"], **COLUMNS),
    ),
    "backtest": (
        [*OWN, "--use", "revenue", "--first", "6", "--months", "1"],
        lambda one: sim.backtest(one, figures(), first=6, months=1, use=["revenue"], **COLUMNS),
    ),
}
"""What is asked of the command, and of the function."""


def figures() -> pd.DataFrame:
    """Return the figures as a table that knows where it is from."""
    table = pd.DataFrame({"Netto": TURNOVER}, index=pd.PeriodIndex(MONTHS, freq="M"))
    table.attrs["source"] = "own.csv"
    return table


def printed(arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return what a command prints with `--json`."""
    alone = ["--workers", "1"] if "workers" in {one.name for one in cli.app.commands[arguments[0]].params} else []
    with pytest.raises(SystemExit) as left:
        cli.main([*arguments, *alone, "--json", "--no-charts", "--out", str(folder)])
    assert not left.value.code
    content: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {key: value for key, value in content.items() if key not in WHERE}


def of(answer: sim.Answer[Any]) -> dict[str, Any]:
    content = json.loads(json.dumps(answer.content, allow_nan=False))
    return {key: value for key, value in content.items() if key not in WHERE}


@pytest.fixture(scope="module")
def file(scenario: sim.Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scenario") / "shop.yaml"
    path.write_text(scenario.dump(), encoding="utf-8")
    figures().to_csv(path.with_name("own.csv"), index_label="month")
    return path


@pytest.mark.parametrize("command", QUESTIONS)
def test_the_command_and_the_function_agree(
    command: str,
    scenario: sim.Scenario,
    file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(file.parent)
    options, asked = QUESTIONS[command]
    content = printed([command, str(file), *options], tmp_path, capsys)
    assert of(asked(scenario)) == content


def test_other_luck_is_noticed(scenario: sim.Scenario) -> None:
    """The mutant of the test above: one seed further, hardly any figure is the same."""
    assert of(sim.compare(scenario)) != of(sim.compare(scenario, seed=8))


def test_every_command_that_answers_a_question_has_a_function() -> None:
    own = {"diff"}  # of two files, line by line
    names = {name for name, one in cli.app.commands.items() if {"out", "charts"} <= {p.name for p in one.params}}
    british = {"optimize": "optimise"}
    assert {british.get(name, name) for name in names} - own <= set(sim.__all__)


def test_a_scenario_its_file_its_results_and_its_folder_say_the_same(
    scenario: sim.Scenario, results: sim.Results, file: Path, tmp_path: Path
) -> None:
    folder = results.write(tmp_path)
    answers = [sim.compare(one) for one in (scenario, file, str(file), results, folder, sim.read_run(folder))]
    assert {json.dumps(of(one)["comparison"]) for one in answers} == {json.dumps(of(answers[0])["comparison"])}


def test_a_method_asks_the_same_question(results: sim.Results) -> None:
    assert of(results.compare(baseline="harvest")) == of(sim.compare(results, baseline="harvest"))
    assert of(results.odds("growth", above=0.0)) == of(sim.odds(results, "growth", above=0.0))
    assert of(results.replay("harvest", replication=3)) == of(sim.replay(results, "harvest", replication=3))
    some = sim.run(results.scenario, replications=10).explain(policies=["steady"], loops="leave out")
    assert [turn.policy for turn in some.found.turns] == ["steady"]


def test_the_results_are_those_of_the_engine(scenario: sim.Scenario, results: sim.Results) -> None:
    plain = run(scenario)
    assert plain.facts == results.facts
    assert plain.outcomes.equals(results.outcomes)
    assert plain.paths.equals(results.paths)
