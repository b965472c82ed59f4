"""What a figure of the board pack shows: numbers, names and units, free of any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from sim.report.tables.table import Kind

Tone = Literal["good", "bad", "plain"]
"""Whether something speaks for or against; every format has a colour of its own for it."""
Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """What an axis measures.

    Attributes
    ----------
    name
        For people: `yearly revenue`.
    kind
        How values are written.
    currency
        Code of the currency where values are money; else empty.
    """

    name: str
    kind: Kind
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """How a measure moves under one policy.

    Attributes
    ----------
    name
        Of the policy, for people.
    median
        A value per month.
    bands
        (share of paths inside in per cent, lower ends, upper ends), widest first.
    end
        What is written at its end, such as the odds; empty for nothing.
    tone
        Colour.
    """

    name: str
    median: Row
    bands: tuple[tuple[int, Row, Row], ...]
    end: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """Bands of a measure over the months, a panel per policy, all on one scale.

    Attributes
    ----------
    value
        What is measured.
    months
        Of every value; 0 is the opening position.
    start
        Calendar month of month 1, `2026-01`; empty when months have no dates.
    courses
        The panels.
    level
        A value to compare with, such as today's, and its name; None for none.
    """

    value: Scale
    months: tuple[int, ...]
    start: str
    courses: tuple[Course, ...]
    level: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A curve over the months with its interval.

    Attributes
    ----------
    name
        For people.
    middle, low, high
        A value per month; `low` and `high` are empty for no interval.
    tone
        Colour.
    """

    name: str
    middle: Row
    low: Row
    high: Row
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Lines in one panel, over months or over another quantity.

    Attributes
    ----------
    value
        What goes up.
    across
        What goes across.
    places
        Positions across.
    start
        Calendar month of month 1 where `across` is months; else empty.
    lines
        The lines.
    marks
        (name, place across) of what is marked by a vertical line.
    level
        (name, value) of a horizontal line; None for none.
    """

    value: Scale
    across: Scale
    places: Row
    start: str
    lines: tuple[Line, ...]
    marks: tuple[tuple[str, float], ...] = ()
    level: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with an interval.

    Attributes
    ----------
    name
        For people.
    middle, low, high
        The figure and the ends of its interval.
    tone
        Colour.
    text
        What is written beside it.
    """

    name: str
    middle: float
    low: float
    high: float
    tone: Tone
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """Figures with intervals under one another.

    Attributes
    ----------
    value
        What is measured.
    rows
        From the top.
    zero
        A value that matters, such as 0 for differences, and what it means; None for none.
    interval
        What the interval is: `95% interval of the mean`, `middle 90% of paths`.
    """

    value: Scale
    rows: tuple[Range, ...]
    zero: tuple[str, float] | None
    interval: str


@dataclass(frozen=True, slots=True)
class Swing:
    """What an input at its low and its high end does.

    Attributes
    ----------
    name
        Of the input, for people.
    low, high
        Change of the value from the base with the input at its low and its high end.
    low_text, high_text
        Where the input stands then.
    clear
        Whether it does anything beyond noise.
    """

    name: str
    low: float
    high: float
    low_text: str
    high_text: str
    clear: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """Swings around a base, the widest first.

    Attributes
    ----------
    value
        What swings.
    base
        The value with every input at its median.
    swings
        The bars.
    """

    value: Scale
    base: float
    swings: tuple[Swing, ...]


@dataclass(frozen=True, slots=True)
class Stride:
    """A step of a waterfall.

    Attributes
    ----------
    name
        For people.
    amount
        What it adds; of a total, where it stands.
    low, high
        Ends of its interval.
    total
        Whether it is a total, drawn from zero.
    """

    name: str
    amount: float
    low: float
    high: float
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """What steps add, one after the other, between totals.

    Attributes
    ----------
    value
        What is added up.
    strides
        In order.
    """

    value: Scale
    strides: tuple[Stride, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with its intervals.

    Attributes
    ----------
    name
        For people.
    x, y
        Where it lies.
    x_ci, y_ci
        Ends of their 95 % intervals.
    tone
        Colour: `good` for what nothing beats on both axes.
    """

    name: str
    x: float
    y: float
    x_ci: tuple[float, float]
    y_ci: tuple[float, float]
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """Points by two figures.

    Attributes
    ----------
    x, y
        What is measured.
    spots
        The points.
    """

    x: Scale
    y: Scale
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Odds over two quantities.

    Attributes
    ----------
    value
        What the odds are of.
    across, up
        The quantities.
    places_across, places_up
        Values of the cells.
    odds
        A row per value of `up`, from the lowest; a share per value of `across`.
    marks
        (name, across, up) of today and of policies.
    draw
        Draws it as a picture, without title, for formats that have no maps.
    """

    value: Scale
    across: Scale
    up: Scale
    places_across: Row
    places_up: Row
    odds: tuple[Row, ...]
    marks: tuple[tuple[str, float, float], ...]
    draw: Callable[[], Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What no format draws natively.

    Attributes
    ----------
    draw
        Draws it without a title.
    headings, rows
        Its data: a heading with kind per column, and values.
    form
        `wide` needs the whole width of a slide; beside another, words have room.
    """

    draw: Callable[[], Figure]
    headings: tuple[tuple[str, Kind], ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    form: Literal["usual", "wide"] = "usual"


Plot = Fan | Curves | Ranges | Tornado | Waterfall | Scatter | Map | Picture
