"""An answer's folder holds what was found, under a name that the question alone decides."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.run.odds import Target
from sim.errors import UsageError
from sim.report.answer import Answer, plain, tell
from tests.unit.analysis.synthetic import made_up

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def answer() -> Answer:
    return Answer(
        command="odds",
        facts=made_up(replications=20).facts,
        options={"above": 3.0},
        text="three in ten",
        content={"target": Target("npv", "above", 3.0), "share": np.float64(0.3), "unknown": math.nan},
        tables={"odds": pd.DataFrame({"policy": ["a"], "share": [0.3]})},
        figures={"dots": Figure, "nothing": lambda: None},
        scenario="name: x\n",
    )


def test_the_folder_holds_every_form(answer: Answer, tmp_path: Path) -> None:
    told = tell(answer, tmp_path)
    files = sorted(str(file.relative_to(told.folder)) for file in told.folder.rglob("*") if file.is_file())
    assert (
        files
        == ["answer.json", "charts/dots.png", "charts/dots.svg", "odds.csv", "scenario.yaml"]
        == told.content["files"]
    )
    content = json.loads((told.folder / "answer.json").read_text())
    assert content["target"] == {"measure": "npv", "side": "above", "value": 3.0}
    assert content["unknown"] is None
    assert (told.folder / "odds.csv").read_text() == "policy,share\na,0.3\n"
    assert told.text.startswith("three in ten")


def test_asked_again_it_gives_the_same_bytes_in_the_same_place(answer: Answer, tmp_path: Path) -> None:
    first = tell(answer, tmp_path)
    before = {file.name: file.read_bytes() for file in first.folder.rglob("*") if file.is_file()}
    second = tell(replace(answer, text="said otherwise"), tmp_path, charts="skip")
    after = {file.name: file.read_bytes() for file in second.folder.rglob("*") if file.is_file()}
    assert second.folder == first.folder
    assert sorted(after) == ["answer.json", "odds.csv", "scenario.yaml"]
    assert all(before[name] == content for name, content in after.items())
    assert len(list(first.folder.parent.iterdir())) == 1


def test_another_question_has_another_place(answer: Answer, tmp_path: Path) -> None:
    other = tell(replace(answer, options={"above": 4.0}), tmp_path, charts="skip")
    assert other.folder != tell(answer, tmp_path, charts="skip").folder


def test_a_place_that_cannot_be_written_is_an_error_to_put_right(answer: Answer, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(UsageError, match=r"can't write the answer.*ask again"):
        tell(answer, blocked)


def test_plain_is_what_json_has() -> None:
    assert plain({"a": (1, np.int64(2)), "b": np.array([1.0, math.inf])}) == {"a": [1, 2], "b": [1.0, None]}
