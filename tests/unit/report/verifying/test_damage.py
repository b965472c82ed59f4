"""Damaged and hostile documents: each is verified or refused in a sentence, in seconds, never by a traceback."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import CyclesimError, MissingFileError, ScenarioError, UsageError
from sim.report import verify as command
from sim.report.deck.build import deck
from sim.report.page.page import page
from sim.report.verify import verify
from sim.report.verifying import again as doing
from tests.unit.report.verifying.conftest import edited

if TYPE_CHECKING:
    from pathlib import Path

    from sim.report.pack.chapter import Pack

Damage = list[tuple[float, bytes]]
UNDONE = SimpleNamespace(results=SimpleNamespace(facts=SimpleNamespace(run_id="")))
"""Stands for the run done again, which nobody looks into."""
DAMAGE = st.lists(st.tuples(st.floats(0.0, 1.0), st.binary(max_size=6)), min_size=1, max_size=4)
"""Where, as a share of the length, and which bytes stand there then."""
QUICK = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def damaged(content: bytes, damage: Damage) -> bytes:
    for share, piece in damage:
        start = int(share * len(content))
        content = content[:start] + piece + content[start + max(1, len(piece)) :]
    return content


@pytest.fixture(scope="session")
def small(made: Path, pack: Pack) -> dict[str, bytes]:
    """Return a document of every kind, as small as it gets."""
    one = replace(pack, chapters=pack.chapters[:1])
    return {"xlsx": (made / "report.xlsx").read_bytes(), "pptx": deck(one), "html": page(one)}


@pytest.fixture
def unsimulated(small: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the run done again be the one that was written, so that only reading and comparing are tried."""
    monkeypatch.setattr(command, "again", lambda *_, **__: UNDONE)
    for name, form in (("as_workbook", "xlsx"), ("as_deck", "pptx"), ("as_page", "html")):
        monkeypatch.setattr(command, name, lambda *_, form=form: small[form])


def survived(content: bytes, file: Path) -> None:
    """Verify a document, which may be refused; anything else fails the test."""
    file.write_bytes(content)
    start = time.perf_counter()
    with suppress(CyclesimError):
        verify(str(file)).as_text()
    assert time.perf_counter() - start < 10.0


@pytest.mark.usefixtures("unsimulated")
@QUICK
@given(form=st.sampled_from(["xlsx", "pptx", "html"]), damage=DAMAGE)
def test_changed_bytes(small: dict[str, bytes], tmp_path: Path, form: str, damage: Damage) -> None:
    survived(damaged(small[form], damage), tmp_path / f"a.{form}")


@pytest.mark.usefixtures("unsimulated")
@QUICK
@given(form=st.sampled_from(["xlsx", "pptx"]), which=st.floats(0.0, 1.0), damage=DAMAGE)
def test_changed_bytes_inside_a_part(
    small: dict[str, bytes], tmp_path: Path, form: str, which: float, damage: Damage
) -> None:
    file = tmp_path / f"a.{form}"
    file.write_bytes(small[form])
    with ZipFile(file) as archive:
        names = [name for name in archive.namelist() if not name.endswith(("layout1.xml", "theme1.xml"))]
    name = names[int(which * (len(names) - 1))]
    with suppress(AssertionError):  # the damage changed nothing
        survived(edited(small[form], name, lambda data: damaged(data, damage)), file)


SHEET: str = "xl/worksheets/sheet5.xml"


@pytest.mark.usefixtures("unsimulated")
@pytest.mark.parametrize(
    ("form", "part", "old", "new"),
    [
        ("xlsx", SHEET, "</worksheet>", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'),
        ("xlsx", SHEET, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        ("xlsx", SHEET, "</sheetData>", '<row r="9999999999999999"><c r="A1"><v>1</v></c></row></sheetData>'),
        ("xlsx", "xl/tables/table8.xml", 'ref="A', 'ref="XFD1048576:A'),
        ("xlsx", "xl/workbook.xml", "<workbook ", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><workbook '),
        ("pptx", "ppt/charts/chart1.xml", 'idx="0"', 'idx="x"'),
        ("pptx", "ppt/slides/slide2.xml", 'r:id="', 'r:id="../../'),
    ],
)
def test_hostile_parts(small: dict[str, bytes], tmp_path: Path, form: str, part: str, old: str, new: str) -> None:
    hostile = edited(small[form], part, lambda data: data.replace(old.encode(), new.encode(), 1))
    survived(hostile, tmp_path / f"a.{form}")


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 1000, b"PK", b"%PDF-1.7", b"<html>", b"<" * 100_000, b"<a>" * 300_000]
)
def test_what_is_no_document_at_all(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.pptx"
    file.write_bytes(content)
    with pytest.raises(ScenarioError):
        verify(str(file))


def test_what_is_not_there_or_is_a_scenario(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        verify(str(tmp_path / "nowhere.pptx"))
    with pytest.raises(ScenarioError, match="unfinished run"):
        verify(str(tmp_path))
    (tmp_path / "a.yaml").write_text("name: a", encoding="utf-8")
    with pytest.raises(UsageError, match="scenario"):
        verify(str(tmp_path / "a.yaml"))


def test_doing_again_is_the_real_thing() -> None:
    """The stand-ins above replace what the command really calls."""
    for name in ("again", "as_workbook", "as_deck", "as_page"):
        assert getattr(command, name) is getattr(doing, name)
