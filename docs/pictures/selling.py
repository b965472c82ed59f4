"""Pictures of customers, prices and volume: discounts, content, self-service, volume, embedding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pictures.canvas import CONTENT, Picture, picture
from pictures.panels import (
    FOOT,
    PLAIN,
    ROW,
    SHARE,
    Bar,
    Box,
    Curve,
    bars,
    draw,
    level_line,
    note,
    plot,
    room,
    span,
    years,
)  # fmt: skip
from pictures.words import about, runs, short, signed, tenth, title, whole
from sim.charts.style import BLUE, INK, MUTED, ORANGE

if TYPE_CHECKING:
    from tests.statistical.claims.statements import Claim, Found

LEFT: Final = 0.5
"""Room for the labels of a value axis, in inches."""
HIGH: Final = 2.5
NEAR: Final = 6.2
"""Width of bars that grow to the left, so that their names are near."""


def discount_in_a_downturn(claim: Claim, found: Found) -> Picture:
    """C7: wins with the discount, month by month, and what it costs in the end."""
    wins, stays, ends = (
        about(found, start) for start in ("wins of the first", "NPV if the discount", "NPV if it ends")
    )
    made = picture(
        title(claim, found, f"The discount wins {whole(wins.mean)} more customers at first, and costs "
              f"{whole(-stays.mean)} of a year's revenue in NPV if it stays"),
        f"Wins a month with the discount less without, of today's; {runs(claim)}",
        HIGH + FOOT + 0.35 + 2 * ROW,
    )  # fmt: skip
    always, brief = found.curves["stays"], found.curves["ends"]
    curves = [
        Curve(always, ORANGE, signed(float(always.mean[-1])), "discount stays"),
        Curve(brief, BLUE, signed(float(brief.mean[-1])), "ends after year 1"),
    ]
    box = Box(LEFT, 0.0, room(LEFT, curves), HIGH)
    axes = plot(made, box, span([always, brief], 0.0), SHARE)
    years(axes, 60, 1)
    draw(axes, curves, box)
    rows = [
        Bar("NPV, discount stays", stays, ORANGE, short(stays)),
        Bar("NPV, it ends after year 1", ends, BLUE, short(ends)),
    ]
    bars(made, Box(0.0, HIGH + FOOT + 0.35, NEAR, 2 * ROW), rows, (1.9 * stays.low, 0.0), 1.9)
    return made


def content_and_data(claim: Claim, found: Found) -> Picture:
    """C9: data and lead quality left alone; the cost of a lead by uses of content."""
    data, lead = found.curves["data quality"], found.curves["lead quality"]
    cost = about(found, "cost of a lead")
    after = about(found, "data quality after a year")
    made = picture(
        title(claim, found, f"Data left alone loses {tenth(-after.mean)} in a year, and leads with it; content used "
              f"seven times makes leads {whole(-cost.mean)} cheaper"),
        f"Quality of customer data and of leads of a firm that harvests, of today's; {runs(claim)}",
        HIGH + FOOT + 0.35 + ROW,
    )  # fmt: skip
    curves = [
        Curve(lead, BLUE, whole(float(lead.mean[-1])), "lead quality"),
        Curve(data, ORANGE, whole(float(data.mean[-1])), "data quality"),
    ]
    box = Box(LEFT, 0.0, room(LEFT, curves), HIGH)
    axes = plot(made, box, (0.0, 1.05), SHARE)
    years(axes, 60, 1)
    draw(axes, curves, box)
    marks = ((data, ORANGE, after, (-42.0, -26.0)), (lead, BLUE, about(found, "lead quality after"), (44.0, 18.0)))
    for series, colour, line, move in marks:
        axes.plot([12], [series.mean[12]], "o", color=colour, markersize=6.5, zorder=6)
        note(axes, (12, float(series.mean[12])), f"{signed(line.mean, 1)} after a year", colour, move)
    row = Bar("cost of a lead,\nseven uses over one", cost, BLUE, short(cost))
    bars(made, Box(0.0, HIGH + FOOT + 0.35, NEAR, ROW), [row], (2.4 * cost.low, 0.0), 1.9)
    return made


def self_service(claim: Claim, found: Found) -> Picture:
    """C10: customers and service staff with self-service and without, side by side."""
    heads = about(found, "customers per head, of today's")
    made = picture(
        title(claim, found, f"With self-service each head carries {heads.mean:.1f} times the customers; without, staff "
              "grow as customers do"),
        f"Customers and service staff, of today's; {runs(claim)}",
        0.34 + 2.3 + FOOT,
    )  # fmt: skip
    everything = list(found.curves.values())
    half = (CONTENT - 0.35) / 2
    for number, (head, key) in enumerate((("With self-service", "with"), ("Without", "without"))):
        customers, staff = found.curves[f"customers {key}"], found.curves[f"staff {key}"]
        curves = [
            Curve(customers, BLUE, f"{customers.mean[-1]:.1f}", "customers"),
            Curve(staff, ORANGE, f"{staff.mean[-1]:.1f}", "staff"),
        ]
        left = LEFT + number * (half + 0.35)
        box = Box(left, 0.34, room(left, curves, half + number * (half + 0.35)), 2.3)
        axes = plot(made, box, span(everything, 0.0), PLAIN, head)
        years(axes, 84, 2)
        draw(axes, curves, box)
    return made


def volume_and_cost(claim: Claim, found: Found) -> Picture:
    """C14: volume rises, unit cost falls, with nothing spent on supply."""
    volume, cost = found.curves["volume"], found.curves["unit cost"]
    less = about(found, "unit cost after")
    made = picture(
        title(claim, found, "With nothing spent on supply, volume alone lowers unit cost by "
              f"{tenth(-less.mean)} in ten years"),
        f"Volume of the last twelve months and unit cost, of today's; {runs(claim)}",
        0.34 + 2.3 + FOOT,
    )  # fmt: skip
    half = (CONTENT - 0.35) / 2
    panels = (("Volume", volume, BLUE, (0.0, 1.1 * float(volume.high.max()))), ("Unit cost", cost, ORANGE, (0.9, 1.01)))
    for number, (head, series, colour, limits) in enumerate(panels):
        curve = [Curve(series, colour, signed(float(series.mean[-1]) - 1, number))]
        left = LEFT + number * (half + 0.35)
        box = Box(left, 0.34, room(left, curve, half + number * (half + 0.35)), 2.3)
        low = min(limits[0], float(series.low.min()) - 0.01)
        axes = plot(made, box, (low, limits[1]), SHARE, head)
        years(axes, 120, 2)
        level_line(axes, 1.0)
        draw(axes, curve, box)
    return made


def workflow_embedding(claim: Claim, found: Found) -> Picture:
    """C16: customers free to look around when the firm embeds; customers lost when a rival does."""
    own, rival = found.curves["free"], found.curves["customers"]
    churn, theirs = about(found, "churn a year, embedding"), about(found, "churn a year then")
    made = picture(
        title(claim, found, f"In five years embedding keeps {whole(-float(own.mean[-1]))} of customers from looking "
              f"around; a rival who embeds first takes {whole(-float(rival.mean[-1]))}"),
        f"Paired differences, of today's customers; {runs(claim)}",
        0.62 + 2.1 + FOOT,
    )  # fmt: skip
    half = (CONTENT - 0.35) / 2
    panels = (
        ("The firm embeds", f"customers who may look around; churn a year {_points(churn.mean)}", own, BLUE),
        ("A rival embeds a fifth of the market", f"customers; churn a year {_points(theirs.mean)}", rival, ORANGE),
    )
    for number, (head, what, series, colour) in enumerate(panels):
        left = LEFT + number * (half + 0.35)
        curve = [Curve(series, colour, whole(float(series.mean[-1])))]
        box = Box(left, 0.62, room(left, curve, half + number * (half + 0.35)), 2.1)
        axes = plot(made, box, span([own, rival], 0.0), SHARE)
        made.text(left, 0.0, head, fontsize=11.0, fontweight="bold", color=INK)
        made.text(left, 0.22, what, color=MUTED)
        years(axes, 60, 1)
        draw(axes, curve, box)
        if series is own:
            year3 = about(found, "customers who may look around")
            axes.plot([36], [year3.mean], "o", color=colour, markersize=6.0, zorder=6)
            note(axes, (36, year3.mean), f"year 3: {short(year3)}", colour, (-22, -26))
    return made


def _points(share: float) -> str:
    return f"{100 * share:+.2f} points".replace("-", "−")
