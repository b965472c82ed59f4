"""A run folder: whatever is changed in a table is found, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from sim.archive.manifest import fingerprint
from sim.errors import CyclesimError, MissingFileError, ScenarioError, UsageError
from sim.report import verify as command
from sim.report.delivery import deliver
from sim.report.order import Order
from sim.report.verify import verify
from sim.studies.source import Asked, Source, opened
from tests.unit.report.verifying.conftest import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


MANIFEST = (
    b'{"schema": 1, "created": "", "seconds": {}, "packages": %s, "platform": {}, "files": {}, "run": {"scenario": "",'
    b'"scenario_hash": 7, "currency": "", "seed": %s, "replications": 1, "months": 1, "start": "", "policies": [],'
    b'"rules": [], "baseline": ""}}'
)
"""Facts of other kinds than a manifest has."""


def rewritten(file: Path, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Change a table, and let the manifest vouch for it."""
    if file.suffix == ".csv":
        change(pd.read_csv(file)).to_csv(file, index=False)
    else:
        change(pd.read_parquet(file)).to_parquet(file, index=False)
    vouched(file)


def vouched(file: Path) -> None:
    manifest = file.parent / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["files"][file.name] = fingerprint(file)
    manifest.write_text(json.dumps(content), encoding="utf-8")


def one_more(column: str, row: int = 5) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def change(table: pd.DataFrame) -> pd.DataFrame:
        table[column] = [1.001 * value if place == row else value for place, value in enumerate(table[column])]
        return table

    return change


def test_an_untouched_folder_agrees(folder: Path) -> None:
    found = verify(str(folder))
    assert (found.agrees, found.kind, found.run) == (True, "run folder", found.run)
    assert found.findings.figures > 10_000
    assert found.findings.notes == ("Documents in the folder are not compared; verify each by itself: report.xlsx.",)


@pytest.mark.parametrize(
    ("file", "column", "place"),
    [
        ("outcomes.parquet", "npv", "outcomes.parquet, policy carry_on, replication 5, column 'npv'"),
        ("paths.parquet", "p50", "paths.parquet, policy carry_on, month 0, measure "),
        ("samples.parquet", "revenue", "samples.parquet, policy carry_on, replication 1, month 1, column 'revenue'"),
    ],
)
def test_one_changed_number_is_found_and_named(folder: Path, file: str, column: str, place: str) -> None:
    rewritten(folder / file, one_more(column))
    (found,) = verify(str(folder)).findings.differences
    assert found.place.startswith(place)
    assert isinstance(found.stated, float)
    assert isinstance(found.recomputed, float)
    assert found.stated == pytest.approx(1.001 * found.recomputed)


@pytest.mark.parametrize(("file", "column"), [("summary.csv", "npv_mean"), ("uncertainty.csv", "luck")])
def test_a_changed_number_of_a_text_table_is_found(folder: Path, file: str, column: str) -> None:
    rewritten(folder / file, one_more(column, 1))
    (found,) = verify(str(folder)).findings.differences
    assert found.place.startswith(file)
    assert found.place.endswith(f"column {column!r}")


def test_a_verify_that_trusts_the_tables_would_miss_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: recompute from what the folder holds instead of from its scenario."""

    def trusting(name: str, *_: object, **__: object) -> Source:
        return opened(name, Asked())

    rewritten(folder / "outcomes.parquet", one_more("npv"))
    assert not verify(str(folder)).agrees
    monkeypatch.setattr(command, "again", trusting)
    assert "outcomes" not in str(verify(str(folder)).findings.differences)


def test_a_changed_scenario_is_found(folder: Path) -> None:
    file = folder / "scenario.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("seed: 7", "seed: 8"), encoding="utf-8")
    found = verify(str(folder))
    assert [one.place for one in found.findings.differences[:2]] == ["the run that it names", "manifest.json, seed"]
    assert any(one.place.startswith("outcomes.parquet") for one in found.findings.differences)
    assert "scenario.yaml is not the file that the run wrote: its checksum differs." in found.findings.notes


def test_a_renamed_policy_and_a_lost_row_are_found(folder: Path) -> None:
    rewritten(folder / "outcomes.parquet", lambda table: table.replace({"policy": {"harvest": "gather"}}).iloc[:-1])
    found = [one for one in verify(str(folder)).findings.differences if "outcomes" in one.place]
    assert [one.rows for one in found] == [1, 60]


@pytest.mark.parametrize("paths", ["all", "none"])
def test_what_the_run_kept_of_its_months_is_kept_again(tmp_path: Path, paths: Any) -> None:  # noqa: ANN401 (a literal)
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    order = Order(file=str(tmp_path / "small.yaml"), out=tmp_path, paths=paths, charts="skip", policies=("steady",))
    found = verify(str(deliver(order).folder))
    assert found.agrees
    assert found.findings.figures > 1_000


@pytest.mark.parametrize(
    ("file", "content", "error"),
    [
        ("outcomes.parquet", b"PAR1 and no more", ScenarioError),
        ("summary.csv", b"\xff\xfe\x00", ScenarioError),
        ("scenario.yaml", b"extends: /etc/passwd", ScenarioError),
        ("scenario.yaml", b"\xff", ScenarioError),
        ("manifest.json", b"{}", ScenarioError),
        ("manifest.json", MANIFEST % (b"[]", b"{}"), ScenarioError),
        ("manifest.json", MANIFEST % (b"{}", b'"a"'), ScenarioError),
        ("paths.parquet", None, MissingFileError),
        ("scenario.yaml", None, MissingFileError),
    ],
)
def test_a_broken_folder_is_a_sentence(folder: Path, file: str, content: bytes | None, error: type) -> None:
    (folder / file).unlink() if content is None else (folder / file).write_bytes(content)
    with pytest.raises(error, match="not a manifest" if b"schema" in (content or b"") else file) as told:
        verify(str(folder))
    assert isinstance(told.value, CyclesimError)


def test_a_scenario_that_takes_for_ever_is_refused(folder: Path) -> None:
    file = folder / "scenario.yaml"
    text = file.read_text(encoding="utf-8").replace("replications: 60", "replications: 10_000_000")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="--yes"):
        verify(str(folder))


def test_another_engine_is_said_and_still_compared(folder: Path) -> None:
    manifest = folder / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["run"]["engine"], content["packages"]["cyclesim"] = "0123456789ab", "0.0.9"
    manifest.write_text(json.dumps(content), encoding="utf-8")
    found = verify(str(folder))
    assert found.agrees
    assert "Written by cyclesim 0.0.9, engine 0123456789ab" in " ".join(found.as_text().split())
