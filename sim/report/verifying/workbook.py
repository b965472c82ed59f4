"""A workbook read back: tables by their names, sentences, titles of charts, and the scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.errors import ScenarioError
from sim.report.provenance import Provenance, understood
from sim.report.tables.scenario import LINE, TEXT
from sim.report.verifying.findings import Difference, Findings, added
from sim.report.verifying.formats import PLAIN, shows_digits
from sim.report.verifying.loose import loose
from sim.report.verifying.package import links, parts_of, reading, sheets, xml
from sim.report.verifying.rows import tables
from sim.report.workbook.text import unsafe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import pandas as pd

MAIN: Final = "xl/workbook.xml"
SCENARIO: Final = "Scenario"
SHEETS, ROWS, COLUMNS, NARROW = 40, 120_000, 80, 24
"""Sheets and cells that are looked at; we write 8 sheets, at most 100,000 rows and 40 columns."""
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STYLES: Final = "xl/styles.xml"
OURS: Final = frozenset(
    {
        "Worth",
        "Position",
        "Odds",
        "Back",
        "Against",
        "Standing",
        "Pairs",
        "Regret",
        "Monthly",
        "Outcomes",
        "Assumptions",
    }
)
"""Names of our tables of figures."""
_Grid = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What stands in a workbook.

    Attributes
    ----------
    tables
        (sheet, cells) by name, the names of the columns first.
    twice
        The same of tables whose name was met before: nothing of ours has a name twice.
    hidden
        Names of sheets that are not shown.
    formats
        That show digits of their own.
    texts
        By sheet, everything outside its tables.
    titles
        Of charts.
    """

    tables: Mapping[str, tuple[str, _Grid]]
    texts: Mapping[str, tuple[str, ...]]
    titles: tuple[str, ...]
    twice: tuple[tuple[str, str, _Grid], ...] = ()
    hidden: frozenset[str] = frozenset()
    formats: tuple[str, ...] = ()


def read(name: str, content: bytes) -> Read:
    """Return what stands in a workbook.

    Raises
    ------
    ScenarioError
        When it is none, or a damaged one.
    """
    parts = parts_of(name, content)
    titles = tuple(_title(xml(name, part, data)) for part, data in sorted(parts.items()) if "/charts/chart" in part)
    found: dict[str, tuple[str, _Grid]] = {}
    twice: list[tuple[str, str, _Grid]] = []
    texts: dict[str, tuple[str, ...]] = {}
    with reading(name), sheets(content) as book:
        for sheet in book.worksheets[:SHEETS]:
            areas = dict(_areas(name, sheet._worksheet_path, parts))  # noqa: SLF001 (openpyxl has no public name for it)
            grid = _grid(sheet, areas.values())
            for table, area in areas.items():
                cells = [row[area.left : area.right] for row in grid[area.top : area.end]]
                if table in found:
                    twice.append((table, sheet.title, cells))
                else:
                    found[table] = sheet.title, cells
            texts[sheet.title] = tuple(_outside(grid, tuple(areas.values())))
        hidden = frozenset(sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible")
    return Read(
        tables=found, texts=texts, titles=titles, twice=tuple(twice), hidden=hidden, formats=_formats(name, parts)
    )


def _formats(name: str, parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the formats of numbers that show digits of their own."""
    if _STYLES not in parts:
        return ()
    codes = (str(one.get("formatCode", "")) for one in xml(name, _STYLES, parts[_STYLES]).iter(f"{_SHEET}numFmt"))
    return tuple(sorted(filter(shows_digits, codes)))


@dataclass(frozen=True, slots=True)
class _Area:
    """Cells of a table, counted from 0; `end` and `right` are the first beyond."""

    top: int
    end: int
    left: int
    right: int

    def covers(self, row: int) -> bool:
        """Tell whether a row is one of the table's."""
        return self.top <= row < self.end


def _areas(name: str, sheet: str, parts: Mapping[str, bytes]) -> Iterator[tuple[str, _Area]]:
    """Yield every table of a sheet with its cells."""
    from openpyxl.utils.cell import range_boundaries

    for kind, part in links(name, sheet, parts).values():
        if kind == "table":
            table = xml(name, part, parts[part])
            left, top, right, end = range_boundaries(table.get("ref"))
            yield str(table.get("displayName")), _Area(top - 1, end, left - 1, right)


def _grid(sheet: Any, areas: Collection[_Area]) -> _Grid:  # noqa: ANN401 (openpyxl's)
    """Return the cells of a sheet, as many as our own sheets may have."""
    width = min(COLUMNS, max((area.right for area in areas), default=NARROW))
    return list(sheet.iter_rows(min_row=1, max_row=ROWS, max_col=width, values_only=True))


def _outside(grid: _Grid, areas: Collection[_Area]) -> Iterator[str]:
    """Yield what stands in rows without a table, a text per row."""
    for number, row in enumerate(grid):
        if not any(area.covers(number) for area in areas):
            words = " ".join(unsafe(str(cell)) for cell in row if cell is not None)
            if words:
                yield words


def _title(chart: Any) -> str:  # noqa: ANN401 (lxml's)
    """Return the title of a chart."""
    title = chart.find(f".//{_CHART}title")
    return "" if title is None else "".join(part.text or "" for part in title.iter(f"{_DRAWING}t"))


def told(name: str, stated: Read) -> Provenance:
    """Return where the figures of a workbook come from.

    Raises
    ------
    ScenarioError
        When it does not say so.
    """
    rows = _frame(stated.tables[SCENARIO][1]) if SCENARIO in stated.tables else None
    if rows is None or not {LINE, TEXT} <= set(rows.columns):
        raise ScenarioError(f"{name}: has no sheet {SCENARIO} as cyclesim writes it, so nothing can be computed again")
    lines: dict[int, str] = {}
    for number, text in zip(rows[LINE], rows[TEXT], strict=True):
        if isinstance(number, int | float):
            lines[int(number)] = lines.get(int(number), "") + _text(text)
    found = understood(lines.pop(0, ""), "".join(f"{lines[number]}\n" for number in sorted(lines)))
    if found is None:
        raise ScenarioError(f"{name}: line 0 of its sheet {SCENARIO} does not say which run it is from")
    return found


def _text(cell: Any) -> str:  # noqa: ANN401 (a cell)
    return "" if cell is None else unsafe(str(cell))


def held(stated: Read, again: Read) -> Findings:
    """Return what comes of a workbook held against that of a run done again."""
    parts = [_table(table, stated, again) for table in again.tables if table != SCENARIO]
    parts += [loose(f"sheet {sheet!r}", stated.texts.get(sheet, ()), texts) for sheet, texts in again.texts.items()]
    parts.append(loose("the titles of charts", stated.titles, again.titles))
    parts += [_strange(stated, again)]
    own = sum(len(texts) for sheet, texts in stated.texts.items() if sheet not in again.texts)
    return added([*parts, Findings(extra=own + len(stated.tables.keys() - again.tables.keys() - OURS))])


def _strange(stated: Read, again: Read) -> Findings:
    """Return what no run gives: tables under names of ours, numbers that a format makes up, and what is hidden."""
    strange = [(table, stated.tables[table][0]) for table in sorted(stated.tables.keys() & OURS - again.tables.keys())]
    strange += [(table, sheet) for table, sheet, _ in stated.twice if table in again.tables]
    found = [Difference(f"sheet {sheet!r}, table {table}", "is there", None) for table, sheet in strange]
    if made_up := set(stated.formats) - set(again.formats):
        found.append(Difference("formats of numbers", "; ".join(sorted(made_up)), PLAIN))
    seen = [(table, sheet) for table, (sheet, _) in stated.tables.items() if table in again.tables]
    notes = [
        f"Table {table} stands on the sheet {sheet!r}, which is hidden."
        for table, sheet in seen
        if sheet in stated.hidden
    ]
    return Findings(differences=tuple(found), notes=tuple(notes))


def _table(table: str, stated: Read, again: Read) -> Findings:
    sheet, cells = again.tables[table]
    place = f"sheet {sheet!r}, table {table}"
    if table not in stated.tables:
        return Findings(missing=(place,))
    return tables(place, _frame(stated.tables[table][1]), _frame(cells), "edited")


def _frame(grid: _Grid) -> pd.DataFrame:
    """Return cells as a table, named by its first row."""
    import pandas as pd

    names = [str(cell) for cell in grid[0]] if grid else []
    table = pd.DataFrame(grid[1:], columns=names, dtype=object)
    return table.loc[:, ~table.columns.duplicated()]
