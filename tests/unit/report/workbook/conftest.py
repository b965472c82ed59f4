"""Made-up runs as workbooks, read back by another library than the one that writes them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from sim.report.story import told
from sim.report.workbook.book import workbook
from sim.scenario import load
from sim.studies.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from sim.report.story import Story
    from sim.results import Results

Told = Callable[..., "Story"]

WORDS = """
name: "=1+1"
description: "@SUM(A1)"
business:
  price: {value: 18 to 26, source: "=HYPERLINK(\\"http://evil\\")", confidence: low}
  cost_of_sales: {value: 45%, source: "+cmd|' /C calc'!A0"}
"""
POLICIES = "policies: {harvest: {rule: harvest}, steady: {rule: fixed_share, share: 40%}}\n"


@pytest.fixture
def story(tmp_path: Path) -> Told:
    """Return a function that tells the story of made-up results, under a scenario of risky words."""

    def tell(results: Results, text: str = WORDS) -> Story:
        file = tmp_path / "scenario.yaml"
        file.write_text(f"{text}\n{POLICIES}", encoding="utf-8")
        return told(Source("run", results, load(str(file))), version="0.0")

    return tell


def opened(story: Story, **options: Any) -> Any:  # noqa: ANN401 (openpyxl's)
    """Return the workbook of a story as openpyxl reads it."""
    return load_workbook(BytesIO(workbook(story, **options)))


def table(book: Any, name: str) -> list[dict[str, Any]]:  # noqa: ANN401 (openpyxl's)
    """Return the rows of a table of the workbook by the names of its columns."""
    for sheet in book.worksheets:
        if name in sheet.tables:
            head, *rows = [[cell.value for cell in row] for row in sheet[sheet.tables[name].ref]]
            return [dict(zip(head, row, strict=True)) for row in rows]
    raise AssertionError(name)


def cells(book: Any) -> list[Any]:  # noqa: ANN401 (openpyxl's)
    """Return every cell that holds something."""
    return [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
