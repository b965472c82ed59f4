"""`report` as it is typed: a workbook of a finished run, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Call


@pytest.fixture
def folder(call: Call, small: str) -> Path:
    """Run the small scenario and return its run folder."""
    return Path(call("run", small, "--no-charts", "--json").content["run"]["folder"])


def test_a_workbook_lies_in_the_run_folder(call: Call, folder: Path) -> None:
    done = call("report", str(folder), "--format", "xlsx")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1] == f"Report: {folder / 'report.xlsx'}"
    assert load_workbook(folder / "report.xlsx").sheetnames[0] == "Summary"


@pytest.mark.slow
def test_a_page_lies_in_the_run_folder(call: Call, folder: Path) -> None:
    done = call("report", str(folder), "--format", "html")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1] == f"Report: {folder / 'report.html'}"
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<section") > 3


def test_out_names_another_folder_and_the_run_stays_as_it_was(call: Call, folder: Path) -> None:
    before = sorted(folder.iterdir())
    content = call("report", str(folder), "--format", "xlsx", "--out", "board/pack", "--json").content
    assert Path(content["file"]) == Path("board/pack") / f"a-small-shop-{content['run_id']}.xlsx"
    assert (content["format"], content["run_id"]) == ("xlsx", folder.name)
    assert content["findings"]
    assert [path.name for path in Path("board/pack").iterdir()] == [Path(content["file"]).name]
    assert sorted(folder.iterdir()) == before


def test_the_same_run_gives_the_same_bytes_and_is_still_readable(call: Call, folder: Path) -> None:
    file = folder / "report.xlsx"
    call("report", str(folder), "--format", "xlsx")
    first = file.read_bytes()
    call("report", str(folder), "--format", "xlsx")
    assert file.read_bytes() == first
    assert call("odds", str(folder), "--above", "1m", "--no-charts").code == 0


def test_a_run_without_months_and_with_one_policy(call: Call, small: str) -> None:
    run = call("run", small, "--no-charts", "--paths", "none", "--policy", "harvest", "--json").content["run"]["folder"]
    assert call("report", run, "--format", "xlsx").code == 0


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [("nowhere", 66, "no such run folder"), ("empty", 65, "unfinished"), ("small.yaml", 2, "finished run")],
)
def test_what_is_no_finished_run(call: Call, small: str, source: str, code: int, said: str) -> None:
    assert Path(small).is_file()
    Path("empty").mkdir()
    done = call("report", source, "--format", "xlsx")
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_changed_table_is_refused(call: Call, folder: Path) -> None:
    (folder / "paths.parquet").write_bytes(b"other")
    done = call("report", str(folder), "--format", "xlsx")
    assert done.code == 65
    assert "checksum" in done.err


def test_only_formats_that_are_there_are_offered(call: Call, folder: Path) -> None:
    assert call("report", str(folder), "--format", "docx").code == 2
    assert call("report", str(folder)).code == 2


def test_a_place_that_cannot_be_written(call: Call, folder: Path) -> None:
    Path("taken").write_text("", encoding="utf-8")
    done = call("report", str(folder), "--format", "xlsx", "--out", "taken")
    assert done.code == 2
    assert "--out" in done.err
