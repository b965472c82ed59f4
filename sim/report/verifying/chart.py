"""A chart of a slide: what it draws, how it writes numbers, and the workbook behind it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from sim.report.verifying.formats import shows_digits
from sim.report.verifying.markup import C, tag
from sim.report.verifying.package import parts_of, reading, sheets
from sim.report.verifying.places import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

EMBEDDED: Final = 20 * 2**20
"""Bytes that the workbook behind a chart may have unpacked; ours have a few hundred thousand."""
SHEETS, CELLS = 3, (5_000, 200)
"""Sheets, rows and columns behind a chart that are read. Ours have one sheet, of 601 rows at most."""
_KINDS: Final = {"cat": "category", "val": "value", "xVal": "x", "yVal": "y", "tx": "name", "errBars": "interval"}


def drawn(named: str, where: str, chart: Any) -> Iterator[Figure]:  # noqa: ANN401 (lxml's)
    """Yield the values that a chart itself holds, series by series: what is seen until somebody edits its data."""
    for number, series in enumerate(chart.iter(f"{C}ser")):
        place = _value_of(series, "idx", str(number))
        title = series.findtext(f"./{C}tx//{C}v") or f"series {number + 1}"
        met: Counter[tuple[str, str]] = Counter()
        for point in series.iter(f"{C}pt"):
            kind, at = _way(point, series), str(point.get("idx", "0"))
            met[kind, at] += 1
            key = (named, "drawn", place, kind, at, str(met[kind, at]))
            text = point.findtext(f"{C}v") or ""
            words = f"{where}, {title}, {_KINDS.get(kind.split('/')[0].split(' ')[0], kind)} {int(at) + 1}"
            yield Figure(key, words, _value(text) if "num" in kind else text)


def written(named: str, where: str, chart: Any) -> Figure:  # noqa: ANN401 (lxml's)
    """Return the formats that show other digits than a number has, and units that it is divided by; ours do neither."""
    codes = [str(one.get("formatCode", "")) for one in chart.iter(f"{C}numFmt")]
    codes += [one.text or "" for one in chart.iter(f"{C}formatCode")]
    units = [f"{tag(one)} {one.get('val', '')}" for one in chart.iter(f"{C}builtInUnit", f"{C}custUnit")]
    found = sorted({*filter(shows_digits, codes), *units})
    return Figure((named, "format", "0"), where, "; ".join(found) or 0.0)


def _value_of(element: Any, name: str, otherwise: str) -> str:  # noqa: ANN401 (lxml's)
    found = element.find(f"./{C}{name}")
    return otherwise if found is None else str(found.get("val", otherwise))


def _way(point: Any, series: Any) -> str:  # noqa: ANN401 (lxml's)
    """Return the names of the elements from a series down to a point."""
    names: list[str] = []
    parent = point.getparent()
    while parent is not None and parent is not series:
        names.append(f"{tag(parent)} {_value_of(parent, 'errDir', '')}".rstrip())
        parent = parent.getparent()
    return "/".join(reversed(names))


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def cells(name: str, named: str, where: str, content: bytes) -> Iterator[Figure]:
    """Yield the cells of the workbook behind a chart."""
    parts_of(name, content, EMBEDDED)
    rows, columns = CELLS
    with reading(name), sheets(content) as book:
        for page in book.worksheets[:SHEETS]:
            heads: tuple[Any, ...] = ()
            grid = page.iter_rows(min_row=1, max_row=rows, max_col=columns, values_only=True)
            for number, row in enumerate(grid, 1):
                heads = heads or row
                for column, value in enumerate(row):
                    if value is not None:
                        key = (named, "cell", page.title, str(number), str(column))
                        place = f"{where}, sheet row {number}, column “{heads[column] or column + 1}”"
                        yield Figure(key, place, value if isinstance(value, int | float | str) else str(value))
