"""One path lived again: the numbers of the run bit for bit, from a file and from a folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.charts import replay as chart
from sim.errors import UsageError
from sim.experiment.replay import replay as lived
from sim.report.answer import tell
from sim.report.replay import replay as answered
from sim.results import MEASURES
from sim.studies.replay import Path as Told
from sim.studies.replay import Wish, npv, replay
from sim.studies.source import Asked, Source, opened

if TYPE_CHECKING:
    from pathlib import Path

SMALL = """extends: tipping_point.yaml
name: a small firm
horizon: 36 months
replications: 120
"""
LOW = Wish(policy="steady", percentile=10)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, root: Path) -> str:
    folder = tmp_path_factory.mktemp("scenario")
    for source in (root / "scenarios").glob("*.yaml"):
        (folder / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    return str(folder / "small.yaml")


@pytest.fixture(scope="module")
def folder(file: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    scenario = sim.load(file)
    return str(sim.write_run(sim.run(scenario), scenario.dump(), tmp_path_factory.mktemp("runs")))


@pytest.fixture(scope="module")
def path(folder: str) -> Told:
    return replay(folder, LOW, Asked())


def test_the_path_is_that_of_the_run_bit_for_bit(path: Told, file: str) -> None:
    scenario, number = sim.load(file), path.standing.replication
    table = sim.run(scenario, paths="all").replications
    assert table is not None
    lane = table[(table.policy == "steady") & (table.replication == number)]
    other = table[(table.policy == "steady") & (table.replication == number + 1)]
    for measure in MEASURES:
        np.testing.assert_array_equal(lane[measure].to_numpy(), path.series[measure].astype(np.float32))
    assert not np.array_equal(other["cash"].to_numpy(), path.series["cash"].astype(np.float32))


def test_the_outcome_is_that_of_the_run_bit_for_bit(path: Told, file: str) -> None:
    assert path.warnings == ()
    assert npv(sim.load(file), lived(sim.load(file), "steady", path.standing.replication)) == path.standing.value
    assert path.standing.below == pytest.approx(0.1, abs=0.01)


def test_a_file_tells_the_same_as_its_run(path: Told, file: str) -> None:
    own = replay(file, LOW, Asked())
    assert own.standing == path.standing
    assert own.happened == path.happened
    assert own.recovery == path.recovery


def test_another_engine_is_said_and_not_refused(path: Told, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = opened(folder, Asked())
    results = replace(source.results, facts=replace(source.results.facts, engine="0123456789ab"))
    monkeypatch.setattr("sim.studies.replay.opened", lambda *_, **__: Source(folder, results, source.scenario))
    found = replay(folder, LOW, Asked())
    assert "another version (0123456789ab)" in found.warnings[0]
    assert found.standing == path.standing


def test_the_answer(folder: str, tmp_path: Path) -> None:
    found = answered(folder, LOW, Asked())
    assert found.text.startswith(f"Replication {found.content['standing'].replication} under steady, nearest to")
    assert ", lower than " in found.content["sentence"]
    assert len(found.text.splitlines()) < 60
    told = tell(found, tmp_path)
    assert {"answer.json", "ledger.csv", "months.csv", "charts/replay.png"} <= set(told.content["files"])
    head, *rows = (told.folder / "months.csv").read_text(encoding="utf-8").splitlines()
    assert head == ",".join(["month", *MEASURES])
    assert len(rows) == 37
    assert (told.folder / "ledger.csv").read_text(encoding="utf-8").startswith("month,step,what,amount\n")


def test_the_chart_marks_events_and_shows_the_buffer(path: Told) -> None:
    figure = chart.replay(
        chart.Drawn("A title", path.fate, path.series, path.bands, path.happened), path.source.results.facts
    )
    strip, *panels = figure.axes
    marked = chart.main_events(path.happened)
    labels = [text.get_text() for text in strip.texts]
    assert [text.split(":")[0] for text in labels] == [str(one.month) for one in marked]
    assert len({text.get_position()[1] for text in strip.texts}) == len(marked)  # a row each
    assert len(panels) == 4
    assert [any(line.get_gid() == "buffer" for line in axes.lines) for axes in panels] == [False, True, False, False]
    line = next(line for line in panels[1].lines if line.get_gid() == "path")
    np.testing.assert_array_equal(line.get_ydata(), path.series["cash"])


@pytest.mark.parametrize(
    ("changes", "wish"),
    [
        ({"replications": 1}, Wish()),
        ({"replications": 2, "horizon": 1}, Wish(percentile=0)),
        ({"replications": 30, "horizon": 14}, Wish(policy="harvest", measure="ruined")),
        ({"replications": 30, "business.cash_days": 1, "business.operating_margin": "-20%"}, Wish(percentile=10)),
    ],
)
def test_edges(file: str, tmp_path: Path, changes: dict[str, object], wish: Wish) -> None:
    overrides = tuple((key, str(value)) for key, value in changes.items())
    found = answered(file, wish, Asked(overrides=overrides))
    assert "Policy " in found.text
    assert "nan" not in found.text
    assert "charts/replay.png" in tell(found, tmp_path).content["files"]


def test_a_closed_firm_has_no_story_any_more(file: str) -> None:
    poor = Asked(overrides=(("business.operating_margin", "-20%"), ("business.cash_days", "1")))
    found = replay(file, Wish(policy="harvest", percentile=0), poor)
    closed = int(np.argmax(found.series["closed"] > 0.0))
    assert closed > 0
    assert max(one.month for one in found.happened if one.weight) == closed
    assert "the firm closes" in [one.what for one in found.happened if one.month == closed]


def test_what_does_not_exist_is_refused(folder: str) -> None:
    for wish, message in (
        (Wish(replication=120), "there are 0 to 119"),
        (Wish(policy="stedy"), "Did you mean 'steady'"),
        (Wish(measure="npw"), "Did you mean 'npv'"),
        (Wish(measure="ruin_month"), "no replication has this outcome"),
    ):
        with pytest.raises(UsageError, match=message):
            replay(folder, wish, Asked())
