"""A slide read back: its texts, tables, pictures and charts, and its notes."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sim.report.verifying.chart import cells, drawn, written
from sim.report.verifying.markup import A, C, P, R, tag
from sim.report.verifying.package import links, xml
from sim.report.verifying.places import Figure, Passage
from sim.report.verifying.shape import OURS, SHAPES, name_of, paragraphs, says, slide_of, table_of, words_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.report.verifying.places import Key

CHARTS: Final = 200
"""Charts of a deck that are read."""


@dataclass(slots=True)
class Found:
    """What was read of a deck so far; see `Places`."""

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


class Slide:
    """A slide that is being read."""

    def __init__(self, name: str, parts: Mapping[str, bytes], part: str, number: int, found: Found) -> None:
        self._name, self._parts, self._found = name, parts, found
        self._root, self._ways = xml(name, part, parts[part]), links(name, part, parts)
        self._shapes = [(name_of(shape), shape) for shape in self._root.iter(*SHAPES)]
        title = next((" ".join(paragraphs(shape)) for named, shape in self._shapes if named.endswith(":title")), "")
        self._where = f"slide {number}" + (f" “{title[:60]}”" if title else "")

    def read(self) -> None:
        """Read every shape that is ours, and the notes if one is."""
        ours = [(named, shape) for named, shape in self._shapes if named.startswith(OURS)]
        for named, shape in ours:
            if not named.endswith(":number"):
                self._shape(named, shape)
        self._found.others += sum(1 for named, shape in self._shapes if not named.startswith(OURS) and says(shape))
        if ours and self._root.get("show") in {"0", "false"}:
            self._found.asides.append(f"{self._where} is hidden.")
        if ours:
            self._notes(slide_of(ours[0][0]))

    def _shape(self, named: str, shape: Any) -> None:  # noqa: ANN401 (lxml's)
        where, what = f"{self._where}, {words_for(named)}", tag(shape)
        table, chart = shape.find(f".//{A}tbl"), shape.find(f".//{C}chart")
        if table is not None:
            self._table(named, where, table)
        elif chart is not None:
            self._chart(named, where, chart.get(f"{R}id", ""))
        elif what == "pic":
            self._picture(named, where, shape)
        else:
            self._say((named,), where, paragraphs(shape))
        alt = shape.find(f"./*/{P}cNvPr").get("descr", "")
        self._say((named, "alt"), f"{where}, alternative text", [alt])

    def _say(self, key: Key, where: str, lines: list[str]) -> None:
        some = tuple(text for text in lines if text.strip())
        if some:
            self._found.passages.append((key, Passage(where, some)))

    def _table(self, named: str, where: str, table: Any) -> None:  # noqa: ANN401 (lxml's)
        """Read a table by the names of its rows and columns: how many rows go on a slide depends on its template."""
        met = self._found.cells if named not in self._found.before else self._found.before[named].copy()
        self._found.before.setdefault(named, met.copy())
        heads, *rows = [[" ".join(paragraphs(cell)) for cell in row.iter(f"{A}tc")] for row in table.iter(f"{A}tr")]
        for row in rows:
            for head, text in zip(heads, row, strict=False):
                key = (table_of(named), row[0], head)
                met[key] += 1
                place = f"{where}, row “{row[0][:40]}”, column “{head}”"
                self._found.figures.append(Figure((*key, str(met[key])), place, text))

    def _picture(self, named: str, where: str, shape: Any) -> None:  # noqa: ANN401 (lxml's)
        blip = shape.find(f".//{A}blip")
        _, part = self._ways.get("" if blip is None else blip.get(f"{R}embed", ""), ("", ""))
        if part:
            self._found.pictures[(named,)] = where, hashlib.sha256(self._parts[part]).hexdigest()

    def _chart(self, named: str, where: str, link: str) -> None:
        _, part = self._ways.get(link, ("", ""))
        self._found.charts += 1
        if not part or self._found.charts > CHARTS:
            return
        root = xml(self._name, part, self._parts[part])
        self._found.figures += drawn(named, f"{where}, drawn by the chart", root)
        self._found.figures.append(written(named, f"{where}, how numbers are written", root))
        words = ["".join(text.text or "" for text in one.iter(f"{A}t")) for one in root.iter(f"{A}p")]
        self._say((named, "words"), f"{where}, words in the chart", words)
        for kind, book in links(self._name, part, self._parts).values():
            if kind == "package":
                self._found.figures += cells(self._name, named, f"{where}, chart data", self._parts[book])

    def _notes(self, key: str) -> None:
        for kind, part in self._ways.values():
            if kind == "notesSlide":
                root = xml(self._name, part, self._parts[part])
                bodies = [shape for shape in root.iter(f"{P}sp") if shape.find(f".//{P}ph[@type='body']") is not None]
                lines = [text for body in bodies for text in paragraphs(body)]
                self._say((key, "notes"), f"{self._where}, notes", lines)
