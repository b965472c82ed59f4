"""The answer of `optimize`: text, tables, and the command that gives the same figures."""

from __future__ import annotations

import json
import shlex
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import click
import pytest

from sim.analysis.tuning.tuned import Setting
from sim.errors import UsageError
from sim.report.optimize import Tuning, command, optimize
from sim.report.optimize_text import render
from sim.studies.source import Asked
from tests.unit.analysis.tunings import CASES

if TYPE_CHECKING:
    from pathlib import Path

    from sim.report.answer import Answer

ASKED = Asked(overrides=(("horizon", "6"),), replications=120)


@pytest.fixture(scope="module")
def answer(root: Path) -> Answer:
    source = str(root / "scenarios" / "tipping_point.yaml")
    return optimize(source, Tuning(ruin_below=0.05, policies=("steady",), tune=("share=10%:90%",)), ASKED)


def test_the_printed_command_gives_the_same_figures(answer: Answer, root: Path, python: str, tmp_path: Path) -> None:
    line = answer.content["commands"]["steady"]
    assert line in answer.text
    words = [python, str(root / "cli.py"), *shlex.split(line)[1:], "--no-charts", "--json"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
    npv = {policy["name"]: policy["npv"]["mean"] for policy in json.loads(done.stdout)["policies"]}
    (tuned,) = answer.content["policies"]
    assert npv["steady"] == tuned["worth"]["mean"]


def test_tables_hold_what_was_found(answer: Answer) -> None:
    settings = answer.tables["settings"]
    assert settings[["policy", "setting", "yours", "lowest", "highest"]].to_numpy().tolist() == [
        ["steady", "share", 0.4, 0.1, 0.9]
    ]
    assert list(answer.tables["tuned"]["policy"]) == ["steady"]
    assert len(answer.tables["profile"]) >= 17
    assert answer.content["best"] == "steady"
    json.dumps(answer.content)


def test_figures_are_drawn(answer: Answer) -> None:
    assert all(draw() is not None for draw in answer.figures.values())


@pytest.mark.parametrize("case", CASES)
def test_every_case_prints(case: str) -> None:
    text = render(CASES[case], "cyclesim run x.yaml")
    assert "nan" not in text
    assert "  cyclesim run x.yaml" in text
    assert all(len(line) <= 100 for line in click.unstyle(text).splitlines())


def test_a_policy_that_left_no_room_is_marked_by_how_it_did_afterwards() -> None:
    """The old mark, `limit not kept`, stood beside intervals below the limit."""
    hopeless = next(case for case in CASES.values() if not case.best.holds)
    text = render(hopeless, "")
    marks = {"kept": "no room to spare", "unsure": "limit not shown", "broken": "limit broken"}
    assert [mark for mark in marks.values() if mark in text] == [marks[hopeless.best.verdict]]


def test_every_difference_has_its_interval() -> None:
    lines = render(CASES["better"], "").splitlines()
    for start in ("  more than yours", "  more than carry_on"):
        (line,) = [line for line in lines if line.startswith(start)]
        assert line.count("…") == 1


def test_parts_of_a_split_are_set_together() -> None:
    best = CASES["better"].best
    parts = [("plans", 0.1), ("demand", 0.9), ("acquisition", 0.0), ("experience", 0.0), ("supply", 0.0)]
    split = [
        Setting(name=f"split.{step}", unit="share", meaning="", yours=0.2, best=part, searched=(0.0, 1.0),
                close=(part, part))
        for step, part in parts
    ]  # fmt: skip
    line = command("a file.yaml", Asked(seed=3), replace(best, settings=(*best.settings, *split)))
    assert line == (
        "cyclesim run 'a file.yaml' --set policies.steady.share=0.6 --set 'policies.steady.split="
        "{plans: 0.1, demand: 0.9, acquisition: 0, experience: 0, supply: 0}' --seed 3"
    )


def test_a_finished_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs the scenario file"):
        optimize(str(tmp_path), Tuning(ruin_below=0.05), Asked())
