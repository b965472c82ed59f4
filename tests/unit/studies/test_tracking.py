"""A firm's figures on a run folder and on a scenario file: the same answer, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.run.odds import Target
from sim.archive import write_run
from sim.errors import UsageError
from sim.experiment.run import run
from sim.report.answer import tell
from sim.report.track import target
from sim.report.track import track as answered
from sim.scenario import load
from sim.studies.books import Books
from sim.studies.source import Asked
from sim.studies.tracking import offset, track

if TYPE_CHECKING:
    from pathlib import Path

    from sim.experiment.pieces import Paths

SMALL = """extends: presets/b2b_services.yaml
name: a small firm
start: 2026-03
horizon: 30 months
replications: 120
acquisition: {win_rate: 18% to 30%}
"""
FIGURES = """month,Umsatz,customers,cash
2026-01,300000,220,
2026-02,300000,220,
2026-03,310000,222,500000
2026-04,,221,510000
2026-05,290000,225,
2026-06,305000,224,450000
"""
ASKED = Asked(workers=1)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("track")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "kpi.csv").write_text(FIGURES, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def books(place: Path) -> Books:
    return Books(data=str(place / "kpi.csv"), mapping=("Umsatz=revenue",))


def written(place: Path, paths: Paths) -> str:
    scenario = load(place / "small.yaml")
    results = run(scenario, workers=1, paths=paths)
    return str(write_run(results, scenario.dump(), place / paths / results.facts.run_id))


def test_folders_and_the_file_give_the_same(place: Path, books: Books) -> None:
    """A run that kept no single months is lived again, bit for bit."""
    alone, *others = [
        track(source, books, ASKED)
        for source in (str(place / "small.yaml"), written(place, "quantiles"), written(place, "all"))
    ]
    for other in others:
        assert np.array_equal(alone.tracking.weights.shares, other.tracking.weights.shares)
        assert alone.tracking.updates == other.tracking.updates
        assert alone.tracking.alarm.p_value == other.tracking.alarm.p_value


def test_months_are_placed_by_the_calendar(place: Path, books: Books) -> None:
    found = track(str(place / "small.yaml"), books, ASKED)
    assert offset("2027-02", "2026-03") == 11
    assert np.flatnonzero(~np.isnan(found.actual["revenue"])).tolist() == [1, 3, 4]
    assert found.actual["customers"][1] == 222.0
    assert found.tracking.last == 4
    assert found.notes[-1] == "2 months of the figures left out: the run begins in 2026-03 and lasts 30 months"


def test_what_is_refused(place: Path, books: Books) -> None:
    file = str(place / "small.yaml")
    with pytest.raises(UsageError, match="Did you mean 'steady'"):
        track(file, replace(books, policy="stedy"), ASKED)
    with pytest.raises(UsageError, match="never exact"):
        track(file, replace(books, noise=0.0), ASKED)
    with pytest.raises(UsageError, match="Did you mean 'revenue'"):
        track(file, replace(books, using=("revenu",)), ASKED)
    with pytest.raises(UsageError, match="no month is in both"):
        track(file, books, replace(ASKED, overrides=(("start", "2031-01"),)))
    with pytest.raises(UsageError, match="no outcome named 'npw'"):
        track(file, books, ASKED, target=Target("npw", "above", 0.0))


def test_slips_of_the_file_are_told_in_short(place: Path) -> None:
    (place / "odd.csv").write_text("month,revenue,widgets,leads\n2026-03,300000,3,\n", encoding="utf-8")
    found = track(str(place / "small.yaml"), Books(data=str(place / "odd.csv")), ASKED)
    assert found.notes[0].startswith("Columns left out, their names being no measure's: widgets")
    assert "Column 'leads' has no figure" in found.notes


def test_the_answer_has_words_tables_and_charts(place: Path, books: Books, tmp_path: Path) -> None:
    found = answered(str(place / "small.yaml"), books, ASKED, goal=target("npv", 1e6, None))
    assert found.text.startswith(("On track after 4 months", "Off track after 4 months"))
    assert "NPV is $1.00m or more" in found.text
    told = tell(found, tmp_path)
    names = {"updates.csv", "fans.csv", "weights.csv", "charts/fans.png", "charts/alarm.svg", "answer.json"}
    assert names <= set(told.content["files"])
    assert target("npv", None, None) is None
    again = answered(str(place / "small.yaml"), replace(books, using=("revenue",)), ASKED)
    assert again.key != found.key
