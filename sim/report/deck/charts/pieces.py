"""The pieces that series of native charts are made of: lines, markers, labels, whiskers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from sim.report.deck.ink import TEXT, Ink

if TYPE_CHECKING:
    from sim.report.deck.charts.sheet import Sheet

_PAD: Final = "\N{NO-BREAK SPACE}"
"""Keeps a label off the whisker beside it; the margins of labels are not drawn everywhere."""
_EMU: Final = 12_700
"""English metric units of a point."""
_SHOWN: Final = (
    '<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_NO_LEADERS: Final = (
    '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
    '<c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)
"""A label that has moved is still beside its point; a line to it would look like data."""


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
    return f"<c:dLbls>{''.join(label.xml(size) for label in shown)}{_SHOWN.format(value=0)}{_NO_LEADERS}</c:dLbls>"


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
    style = f"<c:spPr>{Stroke(TEXT, 1.0).xml()}</c:spPr>"
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
