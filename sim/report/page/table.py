"""A table of numbers as HTML: headings with scope, and the full number behind every text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import MONTHS_A_YEAR
from sim.report.page.markup import add, element, prose

if TYPE_CHECKING:
    from sim.report.page.grid import Cell, Grid, Part
    from sim.report.page.markup import Element

LONG: Final = 40
"""Rows of a part from which on a printout keeps every twelfth only."""


def table(grid: Grid, name: str, caption: str) -> Element:
    """Return a table that scrolls sideways where it is too wide.

    Parameters
    ----------
    grid
        What it holds.
    name
        Of the table in the page: `chapter:exhibit`.
    caption
        For people.
    """
    heads = [
        element("th", *prose(heading), scope="col", class_=_kind(grid, place)) if heading else element("td")
        for place, heading in enumerate(grid.headings)
    ]
    made = element(
        "table", element("caption", *prose(caption)), element("thead", element("tr", *heads)), data_exhibit=name
    )
    add(made, [_body(part, len(grid.headings), f"{identity(name)}-{place}") for place, part in enumerate(grid.parts)])
    return element("div", made, class_="scroll", tabindex="0", role="region", aria_label=caption)


def identity(name: str) -> str:
    """Return an id for the name of an exhibit in the page."""
    return name.replace(":", "--")


def _kind(grid: Grid, column: int) -> str | None:
    cells = [row[column] for part in grid.parts for row in part.rows]
    return "words" if all(cell.value is None for cell in cells) else None


def _body(part: Part, columns: int, ident: str) -> Element:
    body = element("tbody", id=ident)
    if part.name:
        add(body, [element("tr", element("th", *prose(part.name), scope="rowgroup", colspan=str(columns)))])
    long = len(part.rows) > LONG
    for place, row in enumerate(part.rows):
        between = long and place % MONTHS_A_YEAR and place != len(part.rows) - 1
        add(body, [element("tr", *_cells(row), class_="between" if between else None)])
    return body


def _cells(row: tuple[Cell, ...]) -> list[Element]:
    first, *rest = row
    return [_cell("th", first, scope="row"), *(_cell("td", cell) for cell in rest)]


def _cell(tag: str, cell: Cell, scope: str | None = None) -> Element:
    if cell.value is None:
        return element(tag, *prose(cell.text), scope=scope, class_="words")
    return element(tag, cell.text, scope=scope, data_value=repr(float(cell.value)))
