"""Decks of made-up packs, read back by python-pptx and by parsers that know nothing of it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation

from sim.report.deck import deck
from sim.report.story import told
from sim.scenario import load
from sim.studies.source import Source
from tests.unit.analysis.synthetic import made_up
from tests.unit.report.pack.samples import pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sim.report.pack.chapter import Pack

CHART = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}


@pytest.fixture(scope="module")
def sample(root: Path) -> Pack:
    """Return a pack with every kind of plot."""
    scenario = load(str(root / "scenarios" / "tipping_point.yaml"))
    story = told(Source("run", made_up(replications=60, months=24), scenario), version="1.2")
    return pack(story, scenario.dump())


@pytest.fixture(scope="module")
def file(sample: Pack) -> bytes:
    """Return its deck."""
    return deck(sample)


def slides(file: bytes) -> list[Any]:
    """Return the slides as python-pptx reads them."""
    return list(Presentation(BytesIO(file)).slides)


def shapes(file: bytes) -> dict[str, Any]:
    """Return the shapes of a deck by their names."""
    return {shape.name: shape for slide in slides(file) for shape in slide.shapes}


def named(file: bytes, start: str) -> Any:  # noqa: ANN401 (python-pptx's)
    """Return the one shape whose name begins like this and that holds a chart or a picture."""
    found = [shape for name, shape in shapes(file).items() if name == start]
    assert len(found) == 1, start
    return found[0]


def plot(shape: Any) -> Any:  # noqa: ANN401 (lxml's)
    """Return the markup of a chart."""
    return shape.chart._chartSpace


def rows(shape: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (python-pptx's)
    """Return the sheet behind a chart, a dictionary per row."""
    content = shape.chart.part.chart_workbook.xlsx_part.blob
    sheet = load_workbook(BytesIO(content)).active
    head, *body = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(head, row, strict=True)) for row in body]


def series(shape: Any) -> dict[str, list[float | None]]:  # noqa: ANN401 (python-pptx's)
    """Return the cached numbers of every series of a chart by name."""
    found = {}
    for one in plot(shape).iterfind(".//c:ser", CHART):
        name = one.findtext(".//c:tx//c:v", namespaces=CHART)
        values = one.find("c:val", CHART) if one.find("c:val", CHART) is not None else one.find("c:yVal", CHART)
        count = int(values.find(".//c:ptCount", CHART).get("val"))
        numbers: list[float | None] = [None] * count
        for point in values.iterfind(".//c:pt", CHART):
            numbers[int(point.get("idx"))] = float(point.findtext("c:v", namespaces=CHART))
        found[str(name)] = numbers
    return found


def parts(file: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every part of the file."""
    with ZipFile(BytesIO(file)) as pack_:
        for name in pack_.namelist():
            yield name, pack_.read(name)


def words(file: bytes) -> str:
    """Return every text on the slides."""
    found = [etree.fromstring(part) for name, part in parts(file) if name.startswith("ppt/slides/slide")]
    return "\n".join(text for root in found for text in root.itertext())
