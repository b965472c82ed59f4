"""The markup of native charts (ECMA-376 part 1, section 21.2), built from a few pieces.

python-pptx writes charts of one kind only and its axes carry ids that the standard forbids; bands with a line, whiskers
that read the sheet, and labels on single points need the markup itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from sim.report.deck.charts.ink import MUTED, TEXT, Ink

if TYPE_CHECKING:
    from sim.report.deck.charts.sheet import Sheet

TYPE: Final = 12.0
"""Points of what is written in charts."""
_PAD: Final = "\N{NO-BREAK SPACE}"
"""Keeps a label off the whisker beside it; the margins of labels are not drawn everywhere."""
_EMU: Final = 12_700
"""English metric units of a point."""
_SHOWN: Final = (
    '<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: colour, width in points, and dashes by their name in the standard."""

    ink: Ink
    width: float = 1.0
    dash: str = "solid"

    def xml(self) -> str:
        """Return it as markup."""
        width = round(self.width * _EMU)
        return f'<a:ln w="{width}" cap="flat">{self.ink.xml()}<a:prstDash val="{self.dash}"/><a:round/></a:ln>'


NO_STROKE: Final = "<a:ln><a:noFill/></a:ln>"


def look(fill: Ink | None = None, stroke: Stroke | None = None) -> str:
    """Return the properties of a shape: nothing is drawn that isn't asked for."""
    inside = fill.xml() if fill else "<a:noFill/>"
    return f"<c:spPr>{inside}{stroke.xml() if stroke else NO_STROKE}</c:spPr>"


@dataclass(frozen=True, slots=True)
class Label:
    """A text at one point of a series; it moves with the data.

    Attributes
    ----------
    place
        Index of the point.
    text
        What it says.
    where
        `t`, `b`, `l`, `r`, `ctr`, `outEnd`, `inEnd`.
    ink
        Colour.
    bold
        Weight.
    shift
        Moves it down by a share of the chart's height, away from its neighbours.
    """

    place: int
    text: str
    where: str
    ink: Ink = TEXT
    bold: bool = False
    shift: float = 0.0

    def xml(self, size: float) -> str:
        """Return it as markup."""
        move = f'<c:manualLayout><c:x val="0"/><c:y val="{self.shift:.5f}"/></c:manualLayout>' if self.shift else ""
        shift = f"<c:layout>{move}</c:layout>" if move else ""
        font = f'lang="en-GB" {letters(size, bold=int(self.bold))}'
        run = f"<a:r><a:rPr {font}>{self.ink.xml()}</a:rPr><a:t>{_PAD}{escape(self.text)}{_PAD}</a:t></a:r>"
        body = '<a:bodyPr wrap="none" lIns="38100" tIns="19050" rIns="38100" bIns="19050"/>'
        text = f"<c:tx><c:rich>{body}<a:lstStyle/><a:p>{run}</a:p></c:rich></c:tx>"
        shown = _SHOWN.format(value=1)
        return f'<c:dLbl><c:idx val="{self.place}"/>{shift}{text}<c:dLblPos val="{self.where}"/>{shown}</c:dLbl>'


def letters(size: float, *, bold: int = 0) -> str:
    """Return size and weight of type as attributes."""
    return f'sz="{round(size * 100)}" b="{bold}"'


def labels(shown: tuple[Label, ...], size: float) -> str:
    """Return the labels of a series; other points have none."""
    if not shown:
        return ""
    return f"<c:dLbls>{''.join(label.xml(size) for label in shown)}{_SHOWN.format(value=0)}</c:dLbls>"


def whiskers(sheet: Sheet, reach: tuple[int, int], *, along: str = "", row: int | None = None) -> str:
    """Return error bars that read the sheet.

    Parameters
    ----------
    sheet
        Where the reaches are.
    reach
        Columns of the reach up and of that down.
    along
        `x` or `y`, where the chart has a choice.
    row
        The one row that is drawn.
    """
    up, down = (sheet.values(column, row) for column in reach)
    way = f'<c:errDir val="{along}"/>' if along else ""
    kind = '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
    style = f"<c:spPr>{Stroke(TEXT.lighter(0.25), 1.25).xml()}</c:spPr>"
    return f"<c:errBars>{way}{kind}<c:plus>{up}</c:plus><c:minus>{down}</c:minus>{style}</c:errBars>"


def drop_line(stroke: Stroke, length: float) -> str:
    """Return a line from the points of a series down by a length: a vertical mark."""
    kind = '<c:errDir val="y"/><c:errBarType val="minus"/><c:errValType val="fixedVal"/><c:noEndCap val="1"/>'
    return f'<c:errBars>{kind}<c:val val="{length!r}"/><c:spPr>{stroke.xml()}</c:spPr></c:errBars>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series of a chart.

    Attributes
    ----------
    name, across, values
        Markup that the sheet gives.
    style
        Markup of its look.
    marker
        Markup of its marker or, of bars, of what negative ones look like.
    points
        Markup of points that look different.
    labels
        Markup of its labels.
    whiskers
        Markup of its error bars.
    """

    name: str
    across: str
    values: str
    style: str
    marker: str = ""
    points: str = ""
    labels: str = ""
    whiskers: str = ""

    def xml(self, index: int, *, axes: tuple[str, str] = ("cat", "val"), last: str = "") -> str:
        """Return it as markup; `last` closes a line."""
        head = f'<c:idx val="{index}"/><c:order val="{index}"/><c:tx>{self.name}</c:tx>{self.style}'
        across, up = axes
        data = f"<c:{across}>{self.across}</c:{across}><c:{up}>{self.values}</c:{up}>"
        return f"<c:ser>{head}{self.marker}{self.points}{self.labels}{self.whiskers}{data}{last}</c:ser>"


NO_MARKER: Final = '<c:marker><c:symbol val="none"/></c:marker>'
UPRIGHT: Final = '<c:invertIfNegative val="0"/>'
"""Negative bars keep their colour."""


def dot(ink: Ink, size: int) -> str:
    """Return a round marker."""
    rim = Stroke(Ink("bg1"), 1.0)
    shape = f'<c:symbol val="circle"/><c:size val="{size}"/>'
    return f"<c:marker>{shape}<c:spPr>{ink.xml()}{rim.xml()}</c:spPr></c:marker>"


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
    return f'<c:txPr><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr>{font}</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
