"""A deck read back: texts, tables, the cells behind every chart and the copies of them that the chart draws, notes."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sim.errors import ScenarioError
from sim.report.provenance import Provenance, months_named
from sim.report.verifying.formats import shows_digits
from sim.report.verifying.package import links, parts_of, reading, sheets, xml
from sim.report.verifying.places import Figure, Passage, Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.report.verifying.places import Key

MAIN: Final = "ppt/presentation.xml"
OURS: Final = "cyclesim:"
"""How the names of our shapes begin: `cyclesim:<chapter>[:<slide>]:<what>`."""
EMBEDDED: Final = 20 * 2**20
"""Bytes that the workbook behind a chart may have unpacked; ours have a few hundred thousand."""
CHARTS, SHEETS, CELLS = 200, 3, (5_000, 200)
"""Charts that are read; sheets, rows and columns behind each. Ours have one sheet, of 601 rows at most."""
_SPACE: Final = "urn:cyclesim:report"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def told(name: str, parts: Mapping[str, bytes]) -> Provenance:
    """Return where the figures of a deck come from.

    Raises
    ------
    ScenarioError
        When it does not say so.
    """
    items = [part for part in parts if part.startswith("customXml/item")]
    for part in sorted(items, key=lambda part: (len(part), part), reverse=True):  # a template may have brought its own
        root = xml(name, part, parts[part]) if _SPACE.encode() in parts[part] else None
        if root is not None and root.tag == f"{{{_SPACE}}}cyclesim":
            return Provenance(
                run=root.get("run", ""),
                version=root.get("version", ""),
                engine=root.get("engine", ""),
                months=months_named(root.get("months")),
                scenario=root.findtext(f"{{{_SPACE}}}scenario") or "",
            )
    raise ScenarioError(f"{name}: carries no scenario of cyclesim, so nothing can be computed again")


def read(name: str, content: bytes) -> Places:
    """Return what stands in a deck.

    Raises
    ------
    ScenarioError
        When it is none, or a damaged one.
    """
    parts = parts_of(name, content)
    found = _Found()
    with reading(name):
        ways = links(name, MAIN, parts)
        listed = xml(name, MAIN, parts[MAIN]).iter(f"{_P}sldId")
        for number, slide in enumerate(listed, 1):
            kind, part = ways.get(slide.get(f"{_R}id", ""), ("", ""))
            if kind == "slide":
                _Slide(name, parts, part, number, found).read()
    return Places(
        figures=tuple(found.figures),
        passages=tuple(found.passages),
        pictures=found.pictures,
        others=found.others,
        asides=tuple(found.asides),
    )


@dataclass(slots=True)
class _Found:
    """What was read so far; see `Places`."""

    figures: list[Figure] = field(default_factory=list)
    passages: list[tuple[Key, Passage]] = field(default_factory=list)
    pictures: dict[Key, tuple[str, str]] = field(default_factory=dict)
    others: int = 0
    asides: list[str] = field(default_factory=list)
    charts: int = 0
    cells: Counter[Key] = field(default_factory=Counter)
    """How often a cell of a table was met: its rows may have the same first text, and run over several slides."""
    before: dict[str, Counter[Key]] = field(default_factory=dict)
    """The same before each piece of a table, where it is counted from again when its slide was copied."""


class _Slide:
    """A slide that is being read."""

    def __init__(self, name: str, parts: Mapping[str, bytes], part: str, number: int, found: _Found) -> None:
        self._name, self._parts, self._found = name, parts, found
        self._root, self._ways = xml(name, part, parts[part]), links(name, part, parts)
        self._shapes = [(_name_of(shape), shape) for shape in self._root.iter(*_SHAPES)]
        title = next((" ".join(_paragraphs(shape)) for named, shape in self._shapes if named.endswith(":title")), "")
        self._where = f"slide {number}" + (f" “{title[:60]}”" if title else "")

    def read(self) -> None:
        """Read every shape that is ours, and the notes if one is."""
        ours = [(named, shape) for named, shape in self._shapes if named.startswith(OURS)]
        for named, shape in ours:
            if not named.endswith(":number"):
                self._shape(named, shape)
        self._found.others += sum(1 for named, shape in self._shapes if not named.startswith(OURS) and _says(shape))
        if ours and self._root.get("show") in {"0", "false"}:
            self._found.asides.append(f"{self._where} is hidden.")
        if ours:
            self._notes(_slide_of(ours[0][0]))

    def _shape(self, named: str, shape: Any) -> None:  # noqa: ANN401 (lxml's)
        where, what = f"{self._where}, {_what(named)}", _local(shape)
        table, chart = shape.find(f".//{_A}tbl"), shape.find(f".//{_C}chart")
        if table is not None:
            self._table(named, where, table)
        elif chart is not None:
            self._chart(named, where, chart.get(f"{_R}id", ""))
        elif what == "pic":
            self._picture(named, where, shape)
        else:
            self._say((named,), where, _paragraphs(shape))
        alt = shape.find(f"./*/{_P}cNvPr").get("descr", "")
        self._say((named, "alt"), f"{where}, alternative text", [alt])

    def _say(self, key: Key, where: str, paragraphs: list[str]) -> None:
        some = tuple(text for text in paragraphs if text.strip())
        if some:
            self._found.passages.append((key, Passage(where, some)))

    def _table(self, named: str, where: str, table: Any) -> None:  # noqa: ANN401 (lxml's)
        """Read a table by the names of its rows and columns: how many rows go on a slide depends on its template."""
        met = self._found.cells if named not in self._found.before else self._found.before[named].copy()
        self._found.before.setdefault(named, met.copy())
        heads, *rows = [[" ".join(_paragraphs(cell)) for cell in row.iter(f"{_A}tc")] for row in table.iter(f"{_A}tr")]
        for row in rows:
            for head, text in zip(heads, row, strict=False):
                key = (_whole(named), row[0], head)
                met[key] += 1
                place = f"{where}, row “{row[0][:40]}”, column “{head}”"
                self._found.figures.append(Figure((*key, str(met[key])), place, text))

    def _picture(self, named: str, where: str, shape: Any) -> None:  # noqa: ANN401 (lxml's)
        blip = shape.find(f".//{_A}blip")
        _, part = self._ways.get("" if blip is None else blip.get(f"{_R}embed", ""), ("", ""))
        if part:
            self._found.pictures[(named,)] = where, hashlib.sha256(self._parts[part]).hexdigest()

    def _chart(self, named: str, where: str, link: str) -> None:
        _, part = self._ways.get(link, ("", ""))
        self._found.charts += 1
        if not part or self._found.charts > CHARTS:
            return
        root = xml(self._name, part, self._parts[part])
        self._found.figures += _drawn(named, f"{where}, drawn by the chart", root)
        self._found.figures.append(_written(named, f"{where}, how numbers are written", root))
        words = ["".join(text.text or "" for text in one.iter(f"{_A}t")) for one in root.iter(f"{_A}p")]
        self._say((named, "words"), f"{where}, words in the chart", words)
        for kind, book in links(self._name, part, self._parts).values():
            if kind == "package":
                self._found.figures += _cells(self._name, named, f"{where}, chart data", self._parts[book])

    def _notes(self, key: str) -> None:
        for kind, part in self._ways.values():
            if kind == "notesSlide":
                root = xml(self._name, part, self._parts[part])
                bodies = [shape for shape in root.iter(f"{_P}sp") if shape.find(f".//{_P}ph[@type='body']") is not None]
                lines = [text for body in bodies for text in _paragraphs(body)]
                self._say((key, "notes"), f"{self._where}, notes", lines)


_SHAPES: Final = (f"{_P}sp", f"{_P}graphicFrame", f"{_P}pic")


def _name_of(shape: Any) -> str:  # noqa: ANN401 (lxml's)
    properties = shape.find(f"./*/{_P}cNvPr")
    return "" if properties is None else str(properties.get("name", ""))


def _says(shape: Any) -> bool:  # noqa: ANN401 (lxml's)
    return _local(shape) != "sp" or any(text.strip() for text in _paragraphs(shape))


def _local(element: Any) -> str:  # noqa: ANN401 (lxml's)
    return str(element.tag).rpartition("}")[2]


def _paragraphs(shape: Any) -> list[str]:  # noqa: ANN401 (lxml's)
    """Return the text of every paragraph; a line break is a blank."""
    return [
        "".join(part.text or "" if _local(part) == "t" else " " for part in one.iter(f"{_A}t", f"{_A}br"))
        for one in shape.iter(f"{_A}p")
    ]


def _slide_of(named: str) -> str:
    """Return what the slide of a shape is called: its chapter, and which slide of it."""
    _, chapter, *rest = named.split(":")
    return f"{chapter}:{rest[0]}" if rest and rest[0].isdigit() else chapter


def _whole(named: str) -> str:
    """Return the name of a table without the numbers of its slide and its piece."""
    return ":".join(part for part in named.split(":") if not part.isdigit())


def _what(named: str) -> str:
    """Return what a shape is, in words."""
    _, _, *rest = named.split(":")
    return " ".join(rest[1:] if rest and rest[0].isdigit() else rest) or named


def _drawn(named: str, where: str, chart: Any) -> Iterator[Figure]:  # noqa: ANN401 (lxml's)
    """Yield the values that a chart itself holds, series by series: what is seen until somebody edits its data."""
    for number, series in enumerate(chart.iter(f"{_C}ser")):
        place = _value_of(series, "idx", str(number))
        title = series.findtext(f"./{_C}tx//{_C}v") or f"series {number + 1}"
        met: Counter[tuple[str, str]] = Counter()
        for point in series.iter(f"{_C}pt"):
            kind, at = _way(point, series), str(point.get("idx", "0"))
            met[kind, at] += 1
            key = (named, "drawn", place, kind, at, str(met[kind, at]))
            text = point.findtext(f"{_C}v") or ""
            words = f"{where}, {title}, {_KINDS.get(kind.split('/')[0].split(' ')[0], kind)} {int(at) + 1}"
            yield Figure(key, words, _value(text) if "num" in kind else text)


def _written(named: str, where: str, chart: Any) -> Figure:  # noqa: ANN401 (lxml's)
    """Return the formats that show other digits than a number has, and units that it is divided by; ours do neither."""
    codes = [str(one.get("formatCode", "")) for one in chart.iter(f"{_C}numFmt")]
    codes += [one.text or "" for one in chart.iter(f"{_C}formatCode")]
    units = [f"{_local(one)} {one.get('val', '')}" for one in chart.iter(f"{_C}builtInUnit", f"{_C}custUnit")]
    found = sorted({*filter(shows_digits, codes), *units})
    return Figure((named, "format", "0"), where, "; ".join(found) or 0.0)


_KINDS: Final = {"cat": "category", "val": "value", "xVal": "x", "yVal": "y", "tx": "name", "errBars": "interval"}


def _value_of(element: Any, name: str, otherwise: str) -> str:  # noqa: ANN401 (lxml's)
    found = element.find(f"./{_C}{name}")
    return otherwise if found is None else str(found.get("val", otherwise))


def _way(point: Any, series: Any) -> str:  # noqa: ANN401 (lxml's)
    """Return the names of the elements from a series down to a point."""
    names: list[str] = []
    parent = point.getparent()
    while parent is not None and parent is not series:
        names.append(f"{_local(parent)} {_value_of(parent, 'errDir', '')}".rstrip())
        parent = parent.getparent()
    return "/".join(reversed(names))


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _cells(name: str, named: str, where: str, content: bytes) -> Iterator[Figure]:
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
