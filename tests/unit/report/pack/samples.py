"""A pack that holds every kind of plot, with figures on either side of zero and text that attacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from sim.report.pack.chapter import Chapter, Exhibit, Omitted, Pack
from sim.report.pack.plots.curves import Curves, Line
from sim.report.pack.plots.fan import Course, Fan
from sim.report.pack.plots.map import Map
from sim.report.pack.plots.picture import Picture
from sim.report.pack.plots.ranges import Range, Ranges
from sim.report.pack.plots.scale import Scale
from sim.report.pack.plots.scatter import Scatter, Spot
from sim.report.pack.plots.tornado import Swing, Tornado
from sim.report.pack.plots.waterfall import Stride, Waterfall
from sim.report.tables.table import Heading, Table

if TYPE_CHECKING:
    from sim.report.pack.plots.plot import Plot
    from sim.report.pack.plots.scale import Tone
    from sim.report.story import Story

ATTACK = '<script>alert("x")</script> & =HYPERLINK("http://evil") 日本語'
"""What a policy may be called."""


def drawn() -> Figure:
    figure = Figure(figsize=(6.0, 3.0))
    figure.add_subplot().plot([0, 1, 2], [0, 1, -1])
    return figure


def _course(name: str, end: float, tone: Tone, months: int = 36) -> Course:
    median = tuple(1e6 + (end - 1e6) * month / months for month in range(months + 1))
    widths = {95: 0.5, 80: 0.3, 50: 0.15}
    bands = tuple(
        (
            share,
            tuple(value * (1 - width * place / months) for place, value in enumerate(median)),
            tuple(value * (1 + width * place / months) for place, value in enumerate(median)),
        )
        for share, width in widths.items()
    )
    return Course(name, median, bands, "12% of paths end lower", tone)


MONEY = Scale("net present value", "money", "EUR")
ODDS = Scale("chance of growth", "share")
PLOTS: dict[str, Plot] = {
    "fan": Fan(
        value=Scale("yearly revenue", "money", "EUR"), months=tuple(range(37)), start="2026-01",
        courses=(_course("Steady", 2e6, "good"), _course(ATTACK, -3e5, "bad"), _course("Carry on", 1.1e6, "plain")),
        level=("today", 1e6),
    ),
    "curves": Curves(
        value=Scale("share of firms closed", "share"), across=Scale("month", "months"),
        places=tuple(float(month) for month in range(25)), start="2026-01",
        lines=(
            Line("Steady", tuple(0.002 * m for m in range(25)), tuple(0.001 * m for m in range(25)),
                 tuple(0.004 * m for m in range(25)), "good"),
            Line(ATTACK, tuple(0.01 * m for m in range(25)), (), (), "bad"),
        ),
        level=("limit", 0.05),
    ),
    "ranges": Ranges(
        value=Scale("difference to carry on", "money", "EUR"),
        rows=(
            Range("Steady", 4e5, 3e5, 5e5, "good", "+€400k"), Range(ATTACK, -2e5, -3e5, -1e5, "bad", "−€200k"),
            Range("Fifth", 1e4, -2e4, 4e4, "plain", "+€10k"),
        ),
        zero=("carry on", 0.0), interval="95% interval of the mean difference, all at once",
    ),
    "tornado": Tornado(
        value=MONEY, base=4e5,
        swings=(
            Swing("win rate", -3e5, 2e5, "18%", "30%", clear=True), Swing("price", 1e5, -1e5, "90", "110", clear=True),
            Swing(ATTACK, -1e3, 2e3, "1", "2", clear=False),
        ),
    ),
    "waterfall": Waterfall(
        value=MONEY,
        strides=(
            Stride("Carry on", -1e5, -1.2e5, -0.8e5, total=True), Stride("qualified leads", 3e5, 2e5, 4e5),
            Stride(ATTACK, -4e5, -5e5, -3e5), Stride("longer stay", 5e5, 4e5, 6e5),
            Stride("Steady", 3e5, 2e5, 4e5, total=True),
        ),
    ),
    "scatter": Scatter(
        x=Scale("chance of ruin", "share"), y=MONEY,
        spots=(
            Spot("Steady", 0.02, 9e5, (0.01, 0.03), (8e5, 1e6), "good"),
            Spot(ATTACK, 0.2, -1e5, (0.15, 0.25), (-2e5, 0.0), "bad"),
        ),
    ),
    "map": Map(
        value=ODDS, across=Scale("share of profit reinvested", "share"), up=Scale("monthly churn", "share"),
        places_across=(0.0, 0.25, 0.5, 0.75, 1.0), places_up=(0.01, 0.03, 0.05),
        odds=((0.1, 0.4, 0.7, 0.9, 1.0), (0.0, 0.2, 0.5, 0.7, 0.8), (0.0, 0.0, 0.1, 0.3, 0.4)),
        marks=(("today", 0.3, 0.02), (ATTACK, 0.6, 0.03)), draw=drawn,
    ),
    "picture": Picture(draw=drawn, headings=(("month", "number"), ("what happened", "text")), rows=((1, ATTACK),)),
}  # fmt: skip


def exhibit(name: str) -> Exhibit:
    return Exhibit(
        name=f"{name}-exhibit", heading=f"What a {name} shows, EUR", plot=PLOTS[name], alt=f"A {name} in words.",
        source="cyclesim run 0123abcd-s7-n1000, seed 7, 1,000 replications. Bars are 95% intervals.",
    )  # fmt: skip


TABLE = Table(
    name="Sample",
    title="Figures",
    headings=(
        Heading("policy", "text", "Its name."),
        Heading("NPV", "money", "Mean."),
        Heading("ruin", "share", "Odds."),
    ),
    rows=(("Steady", 9e5, 0.02), (ATTACK, -1e5, 0.2), ("Nothing", None, float("nan"))),
)


def pack(story: Story, scenario: str) -> Pack:
    """Return a pack with a chapter per kind of plot, for a real story."""
    chapters = tuple(
        Chapter(
            key=name, kicker=f"The {name}", title=f"This is what a {name} says of {ATTACK}",
            sentences=("The first sentence says most.", f"The second names {ATTACK}."),
            exhibits=(exhibit(name),), tables=(TABLE,) if name == "ranges" else (),
            say=("Say this first.",), appendix=name == "picture",
        )
        for name in PLOTS
    )  # fmt: skip
    return Pack(story=story, scenario=scenario, chapters=chapters, omitted=(Omitted("What to measure", "No inputs."),))
