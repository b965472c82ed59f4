"""A run folder is complete or absent, says what it holds, and never costs an earlier run."""

from __future__ import annotations

import errno
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.archive import folder_name, read_manifest, read_run, write_run
from sim.archive import place as moving
from sim.archive import write as writing
from sim.errors import MissingFileError, ScenarioError, UsageError
from sim.results import OUTCOMES, PATH_COLUMNS, SAMPLE_MEASURES, Results, RunFacts
from tests.unit.analysis.synthetic import ends_of

FACTS = RunFacts(
    scenario="Should we keep reinvesting?",
    scenario_hash="0123456789abcdef",
    currency="GBP",
    seed=7,
    replications=3,
    months=2,
    start="2026-01",
    policies=("harvest", "steady"),
    rules=("harvest", "fixed_share"),
    baseline="harvest",
)
SCENARIO = "name: Should we keep reinvesting?\n"


def made(offset: float = 0.0) -> Results:
    """Return small results with text, whole numbers, flags and missing values."""
    lanes = pd.DataFrame({"policy": ["harvest"] * 3 + ["steady"] * 3, "replication": np.tile(np.arange(3), 2)})
    outcomes = lanes.assign(**{name: np.linspace(0.0, 1.0, 6) + offset for name in OUTCOMES})
    outcomes["ruin_month"] = [np.nan, 1.0, np.nan, 2.0, np.nan, np.nan]
    numbers = {name: [1.5 + offset, 2.5] for name in PATH_COLUMNS[3:]}
    paths = pd.DataFrame({"policy": ["harvest", "steady"], "month": [0, 1], "measure": ["cash", "cash"], **numbers})
    samples = lanes.assign(month=0, **dict.fromkeys(SAMPLE_MEASURES, 1.0 / 3.0))
    return Results(FACTS, ends_of(outcomes), paths, samples)


def hidden(place: Path) -> list[str]:
    """Return what lies beside the run, other runs apart."""
    return [path.name for path in place.parent.iterdir() if path != place]


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    results = replace(made(), replications=made().samples)
    place = write_run(results, SCENARIO, tmp_path, attachments={"charts/fan.svg": b"<svg/>"}, seconds={"run": 0.25})

    again = read_run(place)

    assert place == tmp_path / "should-we-keep-reinvesting" / FACTS.run_id
    assert again.facts == results.facts
    for table in ("outcomes", "paths", "samples", "replications"):
        pd.testing.assert_frame_equal(getattr(again, table), getattr(results, table), check_dtype=True)
    assert (place / "scenario.yaml").read_text(encoding="utf-8") == SCENARIO
    assert (place / "charts" / "fan.svg").read_bytes() == b"<svg/>"
    assert hidden(place) == []


def test_the_manifest_lists_every_file_and_the_versions(tmp_path: Path) -> None:
    place = write_run(made(), SCENARIO, tmp_path, summary=pd.DataFrame({"policy": ["harvest"]}), seconds={"run": 0.25})

    manifest = read_manifest(place)

    assert set(manifest.files) == {
        "outcomes.parquet", "paths.parquet", "samples.parquet", "scenario.yaml", "summary.csv",
    }  # fmt: skip
    assert manifest.seconds == {"run": 0.25}
    assert manifest.packages["numpy"] == np.__version__
    assert json.loads((place / "manifest.json").read_text(encoding="utf-8"))["run_id"] == "01234567-s7-n3"


def test_repeating_a_run_gives_the_same_bytes_apart_from_the_manifest(tmp_path: Path) -> None:
    summary = pd.DataFrame({"policy": ["harvest"], "npv": [1 / 3]})
    one = write_run(made(), SCENARIO, tmp_path / "one", summary=summary)
    two = write_run(made(), SCENARIO, tmp_path / "two", summary=summary)

    names = sorted(path.name for path in one.iterdir() if path.name != "manifest.json")
    assert names
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in names)


def test_a_repeated_run_replaces_the_old_one_and_keeps_what_others_put_there(tmp_path: Path) -> None:
    place = write_run(made(), SCENARIO, tmp_path, attachments={"charts/old.svg": b"old"})
    (place / "report").mkdir()
    (place / "report" / "board.html").write_text("mine", encoding="utf-8")

    assert write_run(made(offset=1.0), SCENARIO, tmp_path) == place

    assert read_run(place).outcomes["npv"].min() == 1.0
    assert (place / "report" / "board.html").read_text(encoding="utf-8") == "mine"
    assert not (place / "charts" / "old.svg").exists()
    assert hidden(place) == []


def test_a_full_disk_is_said_and_the_earlier_run_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = write_run(made(), SCENARIO, tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing, "_write_texts", full)
    with pytest.raises(UsageError, match="the disk is full"):
        write_run(made(offset=1.0), SCENARIO, tmp_path)

    assert read_run(place).outcomes["npv"].min() == 0.0
    assert hidden(place) == []


def test_an_interruption_between_setting_aside_and_replacing_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write_run(made(), SCENARIO, tmp_path)
    rename = Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        if self.name.endswith(".unfinished") and not Path(target).exists():
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_run(made(offset=1.0), SCENARIO, tmp_path)

    assert read_run(place).outcomes["npv"].min() == 0.0
    assert hidden(place) == []


def test_a_writer_killed_in_the_middle_is_put_right_by_the_next_reader(tmp_path: Path) -> None:
    place = write_run(made(), SCENARIO, tmp_path)
    place.rename(place.with_name(f".{place.name}.dead.0.old"))

    assert read_run(place).outcomes["npv"].min() == 0.0


@pytest.mark.parametrize("obstacle", ["file", "file below"])
def test_a_file_in_the_way_is_said(tmp_path: Path, obstacle: str) -> None:
    blocked = tmp_path / "out" if obstacle == "file" else tmp_path / "out" / folder_name(FACTS.scenario)
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_text("in the way", encoding="utf-8")

    with pytest.raises(UsageError, match="can't write the run"):
        write_run(made(), SCENARIO, tmp_path / "out")

    assert blocked.read_text(encoding="utf-8") == "in the way"


def test_attachments_stay_inside_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a name inside"):
        write_run(made(), SCENARIO, tmp_path / "out", attachments={"../escaped.svg": b""})
    assert not list(tmp_path.rglob("escaped.svg"))


def test_no_such_folder_is_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no such run folder"):
        read_run(tmp_path / "nowhere")


def test_a_lost_table_is_a_missing_file(tmp_path: Path) -> None:
    place = write_run(made(), SCENARIO, tmp_path)
    (place / "paths.parquet").unlink()
    with pytest.raises(MissingFileError, match=r"paths\.parquet"):
        read_run(place)


def test_a_changed_table_is_refused(tmp_path: Path) -> None:
    place = write_run(made(), SCENARIO, tmp_path)
    other = write_run(made(offset=1.0), SCENARIO, tmp_path / "other")
    shutil.copy(other / "outcomes.parquet", place / "outcomes.parquet")
    with pytest.raises(ScenarioError, match="checksum differs"):
        read_run(place)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (None, "unfinished"),
        ("{", "not a manifest"),
        ("[]", "not a manifest"),
        ('{"schema": 99}', "newer"),
        ('{"schema": 1, "files": {"../../etc/passwd": {}}}', "outside the folder"),
        ('{"schema": 1, "files": {}, "run": {"scenario": "x"}}', "not a manifest"),
    ],
)
def test_a_bad_manifest_is_refused(tmp_path: Path, change: str | None, message: str) -> None:
    place = write_run(made(), SCENARIO, tmp_path)
    path = place / "manifest.json"
    path.unlink() if change is None else path.write_text(change, encoding="utf-8")
    with pytest.raises(ScenarioError, match=message):
        read_run(place)


def test_drafts_of_killed_writers_go_after_a_day(tmp_path: Path) -> None:
    place = tmp_path / "should-we-keep-reinvesting"
    old, growing, young = (place / f".run.{name}.unfinished" for name in ("aaaa", "bbbb", "cccc"))
    for draft in (old, growing, young):
        draft.mkdir(parents=True)
        (draft / "outcomes.parquet").write_bytes(b"half")
    for path in (old / "outcomes.parquet", old, growing):  # a long run made its folder days ago and still writes
        os.utime(path, (1e9, 1e9))
    write_run(made(), SCENARIO, tmp_path)
    assert not old.exists()
    assert growing.exists()
    assert young.exists()


def test_another_writer_that_sets_the_old_run_aside_first_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write_run(made(), SCENARIO, tmp_path)
    rename, rivals = Path.rename, [place.with_name(f".{place.name}.rival.0.old")]

    def quicker(path: Path, target: Path) -> Path:
        if path == place and rivals:
            rename(place, rivals.pop())
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", quicker)
    write_run(made(1.0), SCENARIO, tmp_path)
    assert not rivals
    assert read_run(place).paths["mean"][0] == 2.5


def test_another_writer_that_puts_the_old_run_back_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write_run(made(), SCENARIO, tmp_path)
    rename, rivals = Path.rename, ["one"]

    def quicker(path: Path, target: Path) -> Path:
        if path.name.endswith(".unfinished") and not place.exists() and rivals:
            rivals.pop()
            moving.recover(place)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", quicker)
    write_run(made(1.0), SCENARIO, tmp_path)
    assert not rivals
    assert read_run(place).paths["mean"][0] == 2.5
    assert hidden(place) == []
