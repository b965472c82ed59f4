"""The markup of native charts (ECMA-376 part 1, section 21.2): groups of series, and the chart around them.

python-pptx writes charts of one kind only and its axes carry ids that the standard forbids; bands with a line, whiskers
that read the sheet, and labels on single points need the markup itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.report.deck.charts.pieces import NO_STROKE, letters
from sim.report.deck.ink import MUTED, Ink

if TYPE_CHECKING:
    from sim.report.deck.charts.pieces import Series

ACROSS, UP = 111_111, 222_222
"""Ids of the two axes."""
_AXES: Final = f'<c:axId val="{ACROSS}"/><c:axId val="{UP}"/>'
_PLAIN: Final = '<c:varyColors val="0"/>'


def areas(series: list[Series], first: int = 0) -> str:
    """Return areas stacked on one another."""
    inside = "".join(one.xml(first + place) for place, one in enumerate(series))
    return f'<c:areaChart><c:grouping val="stacked"/>{_PLAIN}{inside}{_AXES}</c:areaChart>'


def lines(series: list[Series], first: int = 0) -> str:
    """Return lines."""
    inside = "".join(one.xml(first + place, last='<c:smooth val="0"/>') for place, one in enumerate(series))
    return f'<c:lineChart><c:grouping val="standard"/>{_PLAIN}{inside}<c:marker val="1"/>{_AXES}</c:lineChart>'


def bars(series: list[Series], *, way: str, grouping: str, gap: int, overlap: int) -> str:
    """Return bars (`way` is `bar`) or columns (`col`)."""
    inside = "".join(one.xml(place) for place, one in enumerate(series))
    head = f'<c:barDir val="{way}"/><c:grouping val="{grouping}"/>{_PLAIN}'
    foot = f'<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>{_AXES}'
    return f"<c:barChart>{head}{inside}{foot}</c:barChart>"


def points(series: list[Series]) -> str:
    """Return points and lines by two numbers."""
    inside = "".join(
        one.xml(place, axes=("xVal", "yVal"), last='<c:smooth val="0"/>') for place, one in enumerate(series)
    )
    return f'<c:scatterChart><c:scatterStyle val="lineMarker"/>{_PLAIN}{inside}{_AXES}</c:scatterChart>'


def chart_space(groups: str, axes: str, inner: tuple[float, float, float, float], size: float) -> bytes:
    """Return the whole chart.

    Parameters
    ----------
    groups, axes
        Markup of what is drawn, and of the axes.
    inner
        Left, top, width and height of the plotting area, as shares of the chart.
    size
        Points of type.
    """
    sides = zip(("x", "y", "w", "h"), inner, strict=True)
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    edges = "".join(f'<c:{side} val="{share:.5f}"/>' for side, share in sides)
    layout = f"<c:layout><c:manualLayout>{modes}{edges}</c:manualLayout></c:layout>"
    area = f"<c:plotArea>{layout}{groups}{axes}<c:spPr><a:noFill/>{NO_STROKE}</c:spPr></c:plotArea>"
    chart = f'<c:chart><c:autoTitleDeleted val="1"/>{area}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
    spaces = (
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    head = '<c:date1904 val="0"/><c:roundedCorners val="0"/>'
    foot = f"<c:spPr><a:noFill/>{NO_STROKE}</c:spPr>{type_of(size)}"
    return f"<c:chartSpace {spaces}>{head}{chart}{foot}</c:chartSpace>".encode()


def type_of(size: float, ink: Ink = MUTED, turn: str = "") -> str:
    """Return how text looks, perhaps turned."""
    font = f"<a:defRPr {letters(size)}>{ink.xml()}</a:defRPr>"
    return (
        f'<c:txPr><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr>{font}</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )
