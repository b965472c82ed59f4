"""The answer of `compare` in every form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import sim
from sim.report.answer import tell
from sim.report.compare import compare
from sim.studies.source import Asked

if TYPE_CHECKING:
    from pathlib import Path

    from sim.report.answer import Answer

ASKED = Asked(overrides=(("horizon", "12"),), replications=80)


@pytest.fixture(scope="module")
def file(root: Path) -> str:
    return str(root / "scenarios" / "online_retailer.yaml")


@pytest.fixture(scope="module")
def answer(file: str) -> Answer:
    return compare([file], ASKED)


def test_a_file_and_its_run_folder_say_the_same(answer: Answer, file: str, tmp_path: Path) -> None:
    scenario = ASKED.scenario(file)
    folder = sim.write_run(sim.run(scenario), scenario.dump(), tmp_path)
    assert compare([str(folder)], Asked()).text == answer.text
    some = compare([str(folder)], Asked(policies=("harvest", "steady")))
    assert some.facts.policies == ("harvest", "steady")
    assert some.key != answer.key


def test_the_text_says_what_its_figures_are(answer: Answer) -> None:
    for words in ("which is best", "what a wrong choice costs", "what may go wrong", "80 replications × 12 months",
                  "seed 7", "simultaneous", "P(best)", "Holm", "thin"):  # fmt: skip
        assert words in answer.text
    assert max(map(len, answer.text.splitlines())) <= 120


def test_tables_and_content_hold_every_figure(answer: Answer, tmp_path: Path) -> None:
    told = tell(answer, tmp_path, charts="skip")
    assert sorted(file.name for file in told.folder.iterdir()) == [
        "answer.json", "pairs.csv", "policies.csv", "regret.csv", "scenario.yaml",
    ]  # fmt: skip
    content = json.loads((told.folder / "answer.json").read_text())
    policies = pd.read_csv(told.folder / "policies.csv").set_index("policy")
    harvest = next(one for one in content["comparison"]["policies"] if one["name"] == "harvest")
    assert policies.loc["harvest", "difference"] == pytest.approx(harvest["against"]["paired"]["mean"])
    assert policies.loc["harvest", "difference_low"] == pytest.approx(harvest["against"]["interval"][0])
    assert len(pd.read_csv(told.folder / "pairs.csv")) == 10
    assert set(pd.read_csv(told.folder / "regret.csv")["future"]) >= {"expected", "worst", "chosen once for all"}
    assert content["sources"][0]["run_id"] == answer.facts.run_id
    assert (content["winner"] is None) == (len(content["contenders"]) > 1)


def test_charts_are_drawn_when_there_is_something_to_draw(answer: Answer) -> None:
    forest, regret = answer.figures["forest"](), answer.figures["regret"]()
    assert forest is not None
    assert (regret is None) == (len(answer.content["comparison"].regret.futures) < 2)


def test_another_measure_or_baseline_is_another_answer(answer: Answer, file: str) -> None:
    other = compare([file], ASKED, measure="final_revenue", baseline="harvest")
    assert other.key != answer.key
    assert "against harvest" in other.text
    assert "final revenue" in other.text


def test_several_sources(file: str) -> None:
    found = compare([file, file], ASKED)
    assert "(2) online_reta…: all_in" in found.text
    assert found.scenario == ""
    assert "Sources: online_retailer " in found.text
