"""One sheet, filled from top to bottom: title, sentences, tables, charts."""

from __future__ import annotations

import math
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from sim.report.tables.table import largest
from sim.report.workbook.placed import Placed, width_of
from sim.report.workbook.text import is_risky, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from sim.report.tables.table import Cell, Heading, Table
    from sim.report.workbook.styles import Styles

WIDE: Final = 12
"""Columns that a sentence runs over."""
LINE, LETTERS = 16.0, 135
"""Height of a line in points, and how many letters fit into a sentence's line."""


class Sheet:
    """A sheet in the making.

    Attributes
    ----------
    cells
        XlsxWriter's.
    name
        Of the sheet.
    row
        Where the next part goes.
    """

    def __init__(self, book: Workbook, name: str, styles: Styles, footer: str) -> None:
        self.cells, self.name, self.row, self._styles = book.add_worksheet(name), name, 0, styles
        self._widths: dict[int, float] = {}
        self.cells.hide_gridlines(2)
        self.cells.set_landscape()
        self.cells.set_paper(9)  # A4
        self.cells.fit_to_pages(1, 0)
        self.cells.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.cells.set_footer(f"&L&8{footer}&R&8&A, page &P of &N")

    def title(self, text: str) -> None:
        """Write the title of the sheet."""
        self.cells.set_row(self.row, 26)
        self.text(self.row, 0, text, self._styles.title)
        self.row += 1

    def sentence(self, text: str, style: Format | None = None) -> None:
        """Write a sentence over many columns."""
        self.cells.set_row(self.row, LINE * math.ceil(max(1, len(text)) / LETTERS) + 2)
        self.cells.merge_range(self.row, 0, self.row, WIDE - 1, "", style or self._styles.sentence)
        self.text(self.row, 0, text, style or self._styles.sentence)
        self.row += 1

    def note(self, text: str) -> None:
        """Write what to know before reading."""
        self.sentence(text, self._styles.note)

    @property
    def plain(self) -> Format:
        """A sentence that is no headline."""
        return self._styles.fact

    def part(self, text: str) -> None:
        """Write the title of a part, after a gap."""
        self.row += 1
        self.cells.set_row(self.row, 20)
        self.text(self.row, 0, text, self._styles.part)
        self.row += 1

    def fact(self, label: str, value: str) -> None:
        """Write a fact behind its label."""
        self.cells.set_row(self.row, LINE * math.ceil(max(1, len(value)) / (LETTERS - 20)))
        self.text(self.row, 0, label, self._styles.label)
        self.cells.merge_range(self.row, 1, self.row, WIDE - 1, "", self._styles.fact)
        self.text(self.row, 1, value, self._styles.fact)
        self.row += 1

    def table(self, table: Table) -> Placed:
        """Write a table that can be filtered; one without rows is only said to be empty."""
        if not table.rows:
            self.note("There are no rows.")
            return Placed(self.name, self.row, self.row, table)
        placed = Placed(self.name, self.row, self.row + 1, table)
        look_of = self._styles.heading
        columns = [{"header": one.name, "header_format": look_of(one.kind)} for one in table.headings]
        last = placed.first + len(table.rows) - 1
        look = {"name": table.name, "columns": columns, "style": "Table Style Light 1", "banded_rows": False}
        self.cells.add_table(placed.head, 0, last, len(columns) - 1, look)
        self.cells.set_row(placed.head, 2.6 * LINE)
        for place, heading in enumerate(table.headings):
            self._column(placed, place, heading)
        self._heights(placed)
        self.row = last + 2
        return placed

    def chart(self, chart: Chart, column: int, *, says: str) -> None:
        """Put a chart beside others; `says` is read out where it can't be seen."""
        self.cells.insert_chart(self.row, column, chart, {"description": safe(says)[:250], "object_position": 3})

    def freeze(self, rows: int, columns: int) -> None:
        """Keep the first rows and columns in sight, and the last of the rows on every printed page."""
        self.cells.freeze_panes(rows, columns)
        if rows:
            self.cells.repeat_rows(rows - 1)

    def widths(self, *widths: float) -> None:
        """Set the widths of the first columns, whatever their content."""
        self._widths = dict(enumerate(widths))
        for place, width in self._widths.items():
            self.cells.set_column(place, place, width)

    def text(self, row: int, column: int, text: str, style: Format) -> None:
        """Write text, never a formula or a link."""
        self.cells.write_string(row, column, safe(text), self._styles.quoted if is_risky(text) else style)

    def _column(self, placed: Placed, place: int, heading: Heading) -> None:
        cells = [row[place] for row in placed.table.rows]
        size = 0.0 if heading.kind == "text" else largest(cells)
        self._widen(place, width_of(heading, cells, size))
        if heading.kind == "text":
            self._texts(placed.first, place, cells)
        elif heading.kind == "by row":
            self._mixed(placed, place, cells)
        else:
            style = self._styles.number(heading.kind, size)
            self._numbers(placed.first, place, cells, style)

    def _heights(self, placed: Placed) -> None:
        """Make rows high enough for text that is longer than its column is wide; not every program does by itself."""
        texts = {place: one.widest for place, one in enumerate(placed.table.headings) if one.kind == "text"}
        wide = [place for place, widest in texts.items() if self._widths[place] >= widest]
        for number, row in enumerate(placed.table.rows if wide else ()):
            lines = max(math.ceil(len(str(row[place] or "")) / (texts[place] - 4)) for place in wide)
            if lines > 1:
                self.cells.set_row(placed.first + number, LINE * lines)

    def _widen(self, place: int, width: float) -> None:
        if width > self._widths.get(place, 0.0):
            self._widths[place] = width
            self.cells.set_column(place, place, width)

    def _texts(self, first: int, place: int, cells: Sequence[Cell]) -> None:
        style, write = self._styles.text, self.cells.write_string
        for row, cell in enumerate(cells, first):
            text = "" if cell is None else str(cell)
            if is_risky(text):
                self.text(row, place, text, style)
            elif text:
                write(row, place, safe(text), style)

    def _mixed(self, placed: Placed, place: int, cells: Sequence[Cell]) -> None:
        """Write numbers of several units, rows of the same scale together."""
        row = placed.first
        for scale, rows in groupby(zip(placed.table.scales, cells, strict=True), key=itemgetter(0)):
            some = [cell for _, cell in rows]
            self._numbers(row, place, some, self._styles.number(scale.kind, scale.size))
            row += len(some)

    def _numbers(self, first: int, place: int, cells: Sequence[Cell], style: Format) -> None:
        """Write numbers; what does not exist, or is infinite, stays empty."""
        write = self.cells.write_number
        for row, cell in enumerate(cells, first):
            if isinstance(cell, float | int) and math.isfinite(cell):
                write(row, place, cell, style)
