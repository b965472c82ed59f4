"""`report` as it is typed: a workbook or a deck of a finished run, or both, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE

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
    (written,) = content["files"]
    assert Path(written["file"]) == Path("board/pack") / f"a-small-shop-{content['run_id']}.xlsx"
    assert (written["format"], content["run_id"]) == ("xlsx", folder.name)
    assert content["findings"]
    assert [path.name for path in Path("board/pack").iterdir()] == [Path(written["file"]).name]
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
    done = call("report", str(folder), "--format", "xlsx,docx")
    assert done.code == 2
    assert "'docx' is no format of a report; there are" in done.err
    assert call("report", str(folder)).code == 2


def test_several_formats_tell_one_story(call: Call, folder: Path) -> None:
    done = call("report", str(folder), "--format", "pptx, xlsx,pptx", "--json")
    assert (done.code, done.err) == (0, "")
    assert [one["format"] for one in done.content["files"]] == ["pptx", "xlsx"]
    deck = Presentation(str(folder / "report.pptx"))
    said = "".join(shape.text_frame.text for shape in deck.slides[1].shapes if shape.has_text_frame)
    assert load_workbook(folder / "report.xlsx")["Summary"]
    assert done.content["findings"][0].split(" (")[0] in said


def test_a_template_whose_colours_are_alike_is_warned_of(call: Call, folder: Path) -> None:
    own = Presentation()
    master = own.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    master._blob = re.sub(rb"(<a:accent[123]>).*?(</a:accent[123]>)", rb'\1<a:srgbClr val="336699"/>\2', master.blob)
    own.save("firm.pptx")
    done = call("report", str(folder), "--format", "pptx", "--template", "firm.pptx")
    assert done.code == 0
    assert done.err.count("hard to tell apart") == 3


def test_a_template_is_for_decks_and_has_to_be_one(call: Call, folder: Path) -> None:
    done = call("report", str(folder), "--format", "xlsx", "--template", "firm.potx")
    assert (done.code, "add pptx to --format" in done.err) == (2, True)
    assert call("report", str(folder), "--format", "pptx", "--template", "firm.potx").code == 66
    done = call("report", str(folder), "--format", "pptx", "--template", str(folder / "scenario.yaml"))
    assert (done.code, "can't be a template" in done.err) == (2, True)
    assert not (folder / "report.pptx").exists()


def test_a_place_that_cannot_be_written(call: Call, folder: Path) -> None:
    Path("taken").write_text("", encoding="utf-8")
    done = call("report", str(folder), "--format", "xlsx", "--out", "taken")
    assert done.code == 2
    assert "--out" in done.err
