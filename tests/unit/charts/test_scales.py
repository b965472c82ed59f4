"""Axes that tell the truth."""

from __future__ import annotations

import math

import pytest
from matplotlib.figure import Figure

from sim.charts import scales
from sim.charts.scales import Unit

MONEY = Unit("money", "GBP")


@pytest.mark.parametrize(
    ("unit", "values", "texts"),
    [
        (MONEY, [0, 250_000, 500_000], ["£0", "£250k", "£500k"]),
        (MONEY, [0, 500_000, 1_000_000], ["£0", "£0.5m", "£1.0m"]),
        (MONEY, [0, 2_500], ["£0", "£2,500"]),
        (MONEY, [0, 2.5], ["£0.0", "£2.5"]),
        (Unit("money", "CHF"), [-5e6, 0], ["−CHF 5m", "CHF 0"]),
        (Unit("money", "USD"), [0, 2e13], ["$0", "$20tn"]),
        (Unit("share"), [0, 0.025, 0.05], ["0%", "2.5%", "5.0%"]),
        (Unit("share"), [0, 0.2], ["0%", "20%"]),
        (Unit("count"), [0, 1_500], ["0", "1,500"]),
    ],
)
def test_ticks_are_told_apart(unit: Unit, values: list[float], texts: list[str]) -> None:
    """Rounding 2.5 % steps to whole percent would print 0 %, 2 %, 5 %."""
    found = unit.ticks(values)
    assert found == [text.replace("£0.0", "£0") for text in texts]
    assert len(set(found)) == len(values)


def test_a_value_on_its_own() -> None:
    assert (MONEY.text(1_240_000), Unit("share").text(0.17), Unit("count").text(1_500)) == ("£1.24m", "17%", "1,500")


def test_the_unit_of_a_column() -> None:
    assert Unit.of("money/month", "EUR") == Unit("money", "EUR")
    assert Unit.of("count/month", "EUR") == Unit("count", "")


@pytest.mark.parametrize(
    ("low", "high"), [(10.0, 100.0), (-50.0, 100.0), (-100.0, -50.0), (0.0, 0.0), (math.nan, math.nan)]
)
def test_zero_is_always_on_the_axis(low: float, high: float) -> None:
    bottom, top = scales.limits(low, high)
    assert bottom <= 0.0 <= top
    assert bottom < top
    if not math.isnan(low):
        assert bottom <= low <= high <= top


def test_differences_have_room_on_both_sides_of_zero() -> None:
    low, high = scales.around_zero([3.0, math.nan, 5.0])
    assert low < 0.0
    assert high > 5.0
    assert scales.around_zero([]) == (-1.0, 1.0)


def _labels(months: int, start: str, inches: float) -> list[str]:
    axes = Figure().add_subplot()
    scales.month_axis(axes, months, start, inches)
    return [label.get_text() for label in axes.get_xticklabels()]


@pytest.mark.parametrize(
    ("months", "start", "inches", "labels"),
    [
        (120, "2026-01", 8.5, [f"Dec {year}" for year in range(2025, 2036)]),
        (120, "2026-01", 1.9, ["Dec 2025", "Dec 2030", "Dec 2035"]),
        (60, "2026-07", 4.0, [f"Jun {year}" for year in range(2026, 2032)]),
        (1, "2026-12", 2.0, ["Nov 2026", "Dec 2026"]),
        (18, "2026-04", 2.4, ["Mar 2026", "Sep 2026", "Mar 2027", "Sep 2027"]),
        (120, "", 1.9, ["year 0", "year 5", "year 10"]),
        (6, "someday", 2.4, ["month 0", "month 2", "month 4", "month 6"]),
        (1200, "2026", 3.0, ["Dec 2025", "Dec 2075", "Dec 2125"]),
    ],
)
def test_calendar_labels(months: int, start: str, inches: float, labels: list[str]) -> None:
    assert _labels(months, start, inches) == labels


def test_a_month_has_its_own_name_under_its_figure_and_the_opening_stands_at_zero() -> None:
    ticks, labels = scales.month_ticks(3, "2009-12", 9)
    assert dict(zip(ticks, labels, strict=True)) == {0.0: "Nov 2009", 1.0: "Dec 2009", 2.0: "Jan 2010", 3.0: "Feb 2010"}
