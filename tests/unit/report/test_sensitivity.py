"""The answer of `sensitivity`: sentences over a table, every number also as JSON and CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import sim
from sim.errors import UsageError
from sim.report.answer import plain, tell
from sim.report.sensitivity import Question, sensitivity
from sim.studies.source import Asked

if TYPE_CHECKING:
    from pathlib import Path

    from sim.report.answer import Answer

FILE = "online_retailer.yaml"
SHORT = (("horizon", "6"),)


def asked(*, replications: int | None = None) -> Asked:
    return Asked(overrides=SHORT, workers=1, replications=replications)


@pytest.fixture(scope="module")
def tornado() -> Answer:
    return sensitivity(FILE, Question(of="steady - harvest"), asked(replications=20))


def test_a_tornado_in_words_and_numbers(tornado: Answer) -> None:
    text = " ".join(tornado.text.split())
    assert "of steady less that of harvest" in text
    assert "luck alone" in text
    assert "Only 20 replications" in text
    assert "Business: cost of sales and business: operating margin are correlated" in text
    assert "Asked of" not in text
    assert max(map(len, tornado.text.splitlines())) <= 110
    table = tornado.tables["tornado"]
    assert list(table["input"])[-1] == "luck alone"
    assert len(table) == 10
    swings = table["swing"][:-1]
    assert list(swings) == sorted(swings, reverse=True)
    content = plain(tornado.content)
    assert content["method"] == "tornado"
    assert content["found"]["lanes"] == 20 * 19 * 2
    assert content["found"]["bars"][0]["low"]["change"] == table["p10_change"][0]
    json.dumps(content, allow_nan=False)


def test_what_is_picked_is_said() -> None:
    found = sensitivity(FILE, Question(method="morris", size=4), asked())
    assert "less carry on, for want of --of" in " ".join(found.text.split())


@pytest.mark.parametrize(("method", "size", "factors"), [("morris", 8, 8), ("sobol", 32, 8)])
def test_other_methods(method: str, size: int, factors: int) -> None:
    found = sensitivity(FILE, Question(method=method, of="steady", size=size), asked())  # type: ignore[arg-type]
    assert "are correlated and vary together: an index of one of them is not defined here" in " ".join(
        found.text.split()
    )
    assert len(found.tables[method]) == factors + 1
    json.dumps(plain(found.content), allow_nan=False)
    assert found.options == {"method": method, "of": "steady", "measure": "npv", "size": size}


def test_indices_not_told_apart_say_what_may_help() -> None:
    found = sensitivity(FILE, Question(method="sobol", of="steady - harvest", size=4), asked())
    text = " ".join(found.text.split())
    assert "not yet told apart; --base 8 may do it" in text
    assert "Only 4 rows" in text


def test_sizes_are_asked_for_in_the_words_of_the_method() -> None:
    with pytest.raises(UsageError, match="tornado takes --replications"):
        sensitivity(FILE, Question(size=8), asked())
    with pytest.raises(UsageError, match="sobol takes --base"):
        sensitivity(FILE, Question(method="sobol"), asked(replications=8))


def test_a_run_folder_stands_for_its_scenario(tornado: Answer, tmp_path: Path) -> None:
    scenario = sim.load(FILE, SHORT)
    folder = sim.write_run(sim.run(scenario, replications=4), scenario.dump(), tmp_path)
    found = sensitivity(str(folder), Question(of="steady - harvest"), Asked(replications=20, workers=1))
    assert found.text == tornado.text


def test_asked_again_it_is_the_same(tornado: Answer, tmp_path: Path) -> None:
    again = sensitivity(FILE, Question(of="steady - harvest"), asked(replications=20))
    assert (again.text, again.key) == (tornado.text, tornado.key)
    told = tell(again, tmp_path)
    assert {"tornado.csv", "charts/tornado.svg", "answer.json"} <= set(told.content["files"])
