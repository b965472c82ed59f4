"""Run folders made by somebody who means harm: every checksum is right, and no more than a sentence comes of it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from sim.archive import read_manifest, read_run
from sim.errors import CyclesimError, ScenarioError
from sim.report.delivery import deliver
from sim.report.order import Order
from sim.studies.source import Asked, opened
from tests.fuzz.folders import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Return a run folder and what its files hold."""
    place = tmp_path_factory.mktemp("made")
    (place / "small.yaml").write_text(SMALL, encoding="utf-8")
    run = deliver(Order(file=str(place / "small.yaml"), out=place / "outputs", charts="skip", workers=1)).folder
    return run, {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()}


@pytest.fixture
def run(made: tuple[Path, dict[str, bytes]]) -> Path:
    """Return the folder as it was written, for the test to spoil."""
    folder, files = made
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def spoil(run: Path, **changes: Any) -> None:  # noqa: ANN401 (whatever JSON holds)
    """Change facts of the manifest."""
    file = run / "manifest.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["run"] |= changes
    file.write_text(json.dumps(content), encoding="utf-8")


def replace(run: Path, name: str, content: bytes) -> None:
    """Put another file in place of one, with the manifest vouching for it."""
    (run / name).write_bytes(content)
    file = run / "manifest.json"
    known = json.loads(file.read_text(encoding="utf-8"))
    known["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    file.write_text(json.dumps(known), encoding="utf-8")


def rewrite(run: Path, name: str, table: pa.Table) -> None:
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink)
    replace(run, name, sink.getvalue().to_pybytes())


@pytest.mark.parametrize(
    "facts",
    [
        {"replications": "4"}, {"replications": -4}, {"replications": 1e300}, {"replications": True}, {"months": 0},
        {"policies": "harvest"}, {"policies": []}, {"policies": [1, 2, 3]},
        {"policies": ["a", "a"], "rules": ["a", "a"]}, {"rules": ["harvest"]},
        {"baseline": "nobody"}, {"scenario": None}, {"seed": [1]}, {"unheard": 1},
    ],
    ids=str,
)  # fmt: skip
def test_facts_of_no_run(run: Path, facts: dict[str, Any]) -> None:
    spoil(run, **facts)
    with pytest.raises(ScenarioError, match="not a manifest"):
        read_manifest(run)


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"schema": Infinity}', '{"schema": 1e400}', '{"schema": 1, "files": 3}', "[]", "null", "9" * 5000,
     '{"schema": 1, "run": {}, "files": {"../../x": {}}}', '{"schema": 1, "run": {}, "files": {"/etc/passwd": {}}}'],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_a_manifest_that_is_none(run: Path, text: str) -> None:
    (run / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="not a manifest"):
        read_manifest(run)


@pytest.mark.parametrize("part", ["files", "packages", "platform", "seconds"])
def test_parts_of_another_kind(run: Path, part: str) -> None:
    file = run / "manifest.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**content, part: ["x"]}), encoding="utf-8")
    with pytest.raises(ScenarioError, match=f"{part}: of another kind"):
        read_manifest(run)


def _renamed(table: pa.Table) -> pa.Table:
    return table.rename_columns([f"x{name}" for name in table.column_names])


def _as_text(table: pa.Table) -> pa.Table:
    return table.cast(pa.schema([(name, pa.string()) for name in table.column_names]))


def _doubled(table: pa.Table) -> pa.Table:
    return pa.concat_tables([table] * 50)


@pytest.mark.parametrize("name", ["outcomes.parquet", "paths.parquet", "samples.parquet"])
@pytest.mark.parametrize("change", [_renamed, _as_text, _doubled])
def test_a_table_of_another_shape(run: Path, name: str, change: Callable[[pa.Table], pa.Table]) -> None:
    rewrite(run, name, change(parquet.read_table(run / name)))
    if name == "samples.parquet" and change is _doubled:  # fewer replications than are kept: within what a run may have
        spoil(run, replications=4)
        return
    with pytest.raises(ScenarioError):
        _ = read_run(run).outcomes


@pytest.mark.parametrize(("column", "value"), [("policy", "nobody"), ("replication", 99), ("replication", -1)], ids=str)
def test_outcomes_of_strangers(run: Path, column: str, value: str | int) -> None:
    table = parquet.read_table(run / "outcomes.parquet")
    place = table.column_names.index(column)
    stranger = pa.array([value] * len(table), table.schema.field(place).type)
    rewrite(run, "outcomes.parquet", table.set_column(place, column, stranger))
    with pytest.raises(ScenarioError, match="does not have"):
        read_run(run).ends.read("npv")


def test_millions_of_rows_that_take_no_room(run: Path) -> None:
    table = parquet.read_table(run / "paths.parquet").slice(0, 1)
    many = table.take(pa.array([0] * 3_000_000))
    rewrite(run, "paths.parquet", many)
    assert (run / "paths.parquet").stat().st_size < 1_000_000
    with pytest.raises(ScenarioError, match="no more than"):
        read_run(run)


def test_tables_without_rows_are_tables(run: Path) -> None:
    table = parquet.read_table(run / "paths.parquet").slice(0, 0)
    rewrite(run, "paths.parquet", pa.table({name: pa.nulls(0) for name in table.column_names}))
    assert read_run(run).paths.empty


def test_a_table_that_is_a_link_to_something_else(run: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2", encoding="utf-8")
    (run / "paths.parquet").unlink()
    (run / "paths.parquet").symlink_to(tmp_path / "secret")
    with pytest.raises(CyclesimError) as error:
        opened(str(run), Asked())
    assert "hunter2" not in str(error.value)
    (run / "paths.parquet").unlink()
