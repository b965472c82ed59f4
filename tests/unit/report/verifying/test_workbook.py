"""A workbook: one changed cell is found, and so is its scenario."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from sim.errors import ScenarioError
from sim.report import verify as command
from sim.report.verify import verify
from tests.unit.report.verifying.conftest import edited

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "report.xlsx"


def resaved(file: Path, change: Callable[[Any], None]) -> None:
    """Change a workbook by another program, which writes every part of it anew."""
    book = load_workbook(file)
    change(book)
    content = BytesIO()
    book.save(content)
    file.write_bytes(content.getvalue())


def test_an_untouched_workbook_agrees(file: Path) -> None:
    found = verify(str(file))
    assert (found.agrees, found.kind) == (True, "workbook")
    assert (found.findings.reworded, found.findings.missing, found.findings.extra) == ((), (), 0)
    assert found.findings.figures > 5_000


def test_one_changed_cell_is_found_and_named(file: Path) -> None:
    pattern = rb'(<c r="C6" s="\d+"><v>)([^<]*)'
    change = lambda sheet: re.sub(pattern, rb"\g<1>12345", sheet)  # noqa: E731 (used once)
    file.write_bytes(edited(file.read_bytes(), "xl/worksheets/sheet5.xml", change))
    (found,) = verify(str(file)).findings.differences
    assert found.place.startswith("sheet 'Outcomes', table Outcomes, policy carry_on, replication ")
    assert found.stated == 12345.0


def test_a_verify_that_trusts_the_workbook_would_miss_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: hold the document against itself instead of against its scenario."""
    change = lambda sheet: re.sub(rb'(<c r="C6" s="\d+"><v>)([^<]*)', rb"\g<1>12345", sheet)  # noqa: E731 (used once)
    file.write_bytes(edited(file.read_bytes(), "xl/worksheets/sheet5.xml", change))
    monkeypatch.setattr(command, "as_workbook", lambda *_: file.read_bytes())
    assert verify(str(file)).agrees


def test_a_workbook_that_others_saved_sorted_and_extended_agrees(file: Path) -> None:
    def change(book: Any) -> None:  # noqa: ANN401 (openpyxl's)
        book["Summary"].insert_rows(1, 3)
        book["Summary"]["A1"] = "Our view of 2027: 99% sure"
        book.create_sheet("Mine")["B2"] = 42
        rows = [[cell.value for cell in row] for row in book["Outcomes"].iter_rows()]
        first = next(number for number, row in enumerate(rows, 1) if row[0] == "policy") + 1
        for number, row in enumerate(reversed(rows[first - 1 :]), first):
            for column, value in enumerate(row, 1):
                book["Outcomes"].cell(number, column).value = value

    resaved(file, change)
    found = verify(str(file))
    assert found.findings.differences == ()
    assert found.findings.extra == 2


def test_a_cell_of_every_kind_of_sheet(file: Path) -> None:
    def change(book: Any) -> None:  # noqa: ANN401 (openpyxl's)
        book["Summary"]["A5"] = re.sub(r"\d", "9", book["Summary"]["A5"].value)
        for sheet, cell in (("Policies", "B5"), ("Monthly", "F9"), ("Assumptions", "C8")):
            book[sheet][cell] = 0.5

    resaved(file, change)
    found = sorted(one.place.split(",")[0] for one in verify(str(file)).findings.differences)
    assert found == ["sheet 'Assumptions'", "sheet 'Monthly'", "sheet 'Policies'", "sheet 'Summary'"]


def test_a_changed_scenario_is_found(file: Path) -> None:
    def change(book: Any) -> None:  # noqa: ANN401 (openpyxl's)
        for row in book["Scenario"].iter_rows(max_col=2):
            if row[1].value == "seed: 7":
                row[1].value = "seed: 8"

    resaved(file, change)
    found = verify(str(file))
    assert any("Outcomes" in one.place for one in found.findings.differences)
    assert any(str(one.stated).startswith("Run id") for one in found.findings.differences)


@pytest.mark.parametrize("lines", ["extends: /etc/passwd", "name: [", "policies: {a: {rule: nothing}}"])
def test_a_scenario_that_is_none_is_refused(file: Path, lines: str) -> None:
    def change(book: Any) -> None:  # noqa: ANN401 (openpyxl's)
        rows = [row for row in book["Scenario"].iter_rows(max_col=2) if isinstance(row[0].value, int) and row[0].value]
        for row in rows:
            row[1].value = lines if row is rows[0] else None

    resaved(file, change)
    with pytest.raises(ScenarioError, match="scenario in it is not sound"):
        verify(str(file))


def test_a_workbook_of_others_is_refused(file: Path) -> None:
    def change(book: Any) -> None:  # noqa: ANN401 (openpyxl's)
        del book["Scenario"]

    resaved(file, change)
    with pytest.raises(ScenarioError, match="no sheet Scenario"):
        verify(str(file))
