"""`discover` and `worth` from file or folder to answer, and what they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sim
from sim.errors import CyclesimError, UsageError
from sim.report.answer import tell
from sim.report.discover import discover
from sim.report.worth import worth
from sim.studies.known import LEAST, inputs_of
from sim.studies.source import Asked

if TYPE_CHECKING:
    from pathlib import Path

SMALL = """extends: presets/b2b_services.yaml
name: a small firm
horizon: 24 months
business: {operating_margin: {value: 2% to 20%, source: books, confidence: low}}
acquisition: {win_rate: 18% to 30%, sales_cycle: 30 days to 90 days}
plans: {success_planned: "discrete(50%: 0.5, 80%: 0.5)"}
correlations: [[acquisition.win_rate, acquisition.sales_cycle, -0.4]]
"""
ASKED = Asked(replications=400, policies=("carry_on", "steady", "harvest"))
WHEN = "carry_on: npv > 1m"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("scenario") / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


def test_inputs_carry_units_and_passports(file: str) -> None:
    known = {one.key: one for one in inputs_of(sim.load(file), 10)}
    assert known["business.operating_margin"].unit == "share"
    assert known["business.operating_margin"].confidence == "low"
    assert known["business.operating_margin"].source == "books"
    assert known["acquisition.sales_cycle"].unit == "days"
    assert known["acquisition.sales_cycle"].confidence == ""
    assert len(known["plans.success_planned"].values) == 10


def test_discover_answers_with_limits(file: str, tmp_path: Path) -> None:
    found = discover(file, WHEN, ASKED)
    assert found.text.startswith("If operating margin is above ")
    assert found.content["limits"][0]["key"] == "business.operating_margin"
    told = tell(found, tmp_path)
    assert {"answer.json", "trajectory.csv", "scenario.yaml", "charts/box.png"} <= set(told.content["files"])
    assert told.content["density"]["trials"] > 0


def test_worth_answers_in_money(file: str, tmp_path: Path) -> None:
    found = worth(file, "npv", ASKED)
    assert "know beforehand" in found.text
    assert "correlated" in found.text
    assert [one["key"] for one in found.content["inputs"]] != []
    told = tell(found, tmp_path)
    assert {"answer.json", "worth.csv", "charts/worth.png"} <= set(told.content["files"])


def test_a_run_folder_says_the_same_as_the_file(file: str, tmp_path: Path) -> None:
    scenario = ASKED.scenario(file)
    folder = str(sim.write_run(sim.run(scenario), scenario.dump(), tmp_path))
    assert discover(folder, WHEN, Asked()).text == discover(file, WHEN, ASKED).text
    assert worth(folder, "npv", Asked()).text == worth(file, "npv", ASKED).text


def test_some_policies_of_a_run_folder_are_enough(file: str, tmp_path: Path) -> None:
    scenario = Asked(replications=400).scenario(file)
    folder = str(sim.write_run(sim.run(scenario), scenario.dump(), tmp_path))
    some = worth(folder, "npv", Asked(policies=ASKED.policies))
    assert some.text == worth(file, "npv", ASKED).text
    assert some.options != worth(folder, "npv", Asked()).options
    with pytest.raises(UsageError, match="Did you mean 'steady'"):
        worth(folder, "npv", Asked(policies=("stedy", "carry_on")))


def test_settings_of_policies_that_are_not_asked_about_are_no_inputs(tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(
        "extends: presets/b2b_services.yaml\nhorizon: 3 months\npolicies: {steady: {share: 20% to 60%}}\n", "utf-8"
    )
    with pytest.raises(UsageError, match="uncertain for harvest and carry_on"):
        discover(str(path), "harvest beats carry_on", Asked(replications=200))
    scenario = Asked(replications=200).scenario(str(path))
    folder = str(sim.write_run(sim.run(scenario), scenario.dump(), tmp_path))
    with pytest.raises(UsageError, match="uncertain for harvest and carry_on"):
        discover(folder, "harvest beats carry_on", Asked())


def test_a_folder_that_is_no_run_is_called_so(tmp_path: Path) -> None:
    with pytest.raises(CyclesimError, match=r"has no manifest\.json"):
        discover(str(tmp_path), WHEN, Asked())


def test_a_file_is_run_often_enough(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.studies.known.LEAST", 2_100)
    assert LEAST == 2_000
    asked = Asked(overrides=(("horizon", "1"),), policies=("carry_on", "harvest"))
    assert discover(file, "harvest beats carry_on", asked).facts.replications == 2_100


@pytest.mark.parametrize("count", [1, 30, 199])
def test_too_few_replications_are_refused_before_they_are_run(file: str, count: int) -> None:
    with pytest.raises(UsageError, match="200 or more are needed"):
        discover(file, WHEN, Asked(replications=count))


def test_a_worth_needs_something_to_choose_in_money(file: str) -> None:
    with pytest.raises(UsageError, match="one policy"):
        worth(file, "npv", Asked(replications=400, policies=("steady",)))
    with pytest.raises(UsageError, match="mean 'npv'"):
        worth(file, "npw", ASKED)
    with pytest.raises(UsageError, match="'growth' is no outcome"):
        worth(file, "growth", ASKED)
    with pytest.raises(UsageError, match="'cac' is no outcome in money of which more is better"):
        worth(file, "cac", ASKED)


def test_where_nothing_is_uncertain_nothing_can_be_known_better() -> None:
    with pytest.raises(UsageError, match=r"nothing in .* is uncertain"):
        worth("presets/saas.yaml", "npv", Asked())
    with pytest.raises(UsageError, match=r"nothing in .* is uncertain"):
        discover("presets/saas.yaml", WHEN, Asked())


def test_outcomes_that_are_missing_are_left_out_and_counted(file: str) -> None:
    text = discover(file, "steady: clv_to_cac > 1", ASKED).text
    assert "replications" in text
    with pytest.raises(UsageError, match="can't be read"):
        discover(file, "steady: ruined > maybe", ASKED)


def test_never_and_always_are_said(file: str) -> None:
    assert discover(file, "steady: npv > 900bn", ASKED).text.startswith(
        "There is no path of 400 in which steady has NPV"
    )
    assert discover(file, "steady: npv < 900bn", ASKED).text.startswith("Steady has NPV below")
