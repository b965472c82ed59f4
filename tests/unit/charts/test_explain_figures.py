"""The charts of `explain` show what was found, and their titles claim no more."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.cycle.turn_titles import gain_title, lead_title, loops_title, steps_title
from sim.charts.gain import gain
from sim.charts.gain_steps import LOST, gain_steps
from sim.charts.lead import lead
from sim.charts.loops_add import loops_add
from sim.charts.style import BLUE, MUTED, ORANGE
from tests.unit.charts.explained import explanation, gap, loops, three, turn

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.cycle.explanation import Explanation


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in (*figure.texts, *(text for axes in figure.axes for text in axes.texts))]


def test_gains_stand_where_they_are_coloured_by_their_side_of_one() -> None:
    noise = explanation(turn("carry_on", 0.6), turn("steady", 1.01, 0.3), turn("plan_first", 3.1))
    axes = gain(noise).axes[0]
    points = {line.get_gid(): line for line in axes.lines}
    assert [points[name].get_xdata()[0] for name in ("carry_on", "steady", "plan_first")] == [0.6, 1.01, 3.1]  # type: ignore[index]
    assert [points[name].get_color() for name in ("carry_on", "steady", "plan_first")] == [ORANGE, MUTED, BLUE]
    assert np.asarray(points["plan_first interval"].get_xdata()).tolist() == pytest.approx([3.05, 3.15])
    assert points["one"].get_xdata()[0] == 1.0  # type: ignore[index]
    assert "as much as was put in" in texts(gain(noise))


@pytest.mark.parametrize(
    ("gains", "title"),
    [
        ({"a": (3.0, 0.1), "b": (0.5, 0.1)}, "Each £1 reinvested brings back more than £1 under a, less under b"),
        ({"a": (3.0, 0.1), "b": (2.0, 0.1)}, "Each £1 reinvested brings back more than £1 under a and b"),
        ({"a": (0.3, 0.1)}, "Each £1 reinvested brings back less than £1 under a"),
        ({"a": (0.3, 0.1), "b": (1.0, 0.5)},
         "Each £1 reinvested brings back less than £1 under a; elsewhere it is within noise"),
        ({"a": (1.0, 0.1), "b": (1.0, 0.5)},
         "Whether each £1 reinvested brings back more or less than £1 is within noise"),
        ({"a": (0.0, 0.0)}, "Nothing is reinvested, so the cycle does not turn"),
    ],
)  # fmt: skip
def test_the_title_of_the_gains(gains: dict[str, tuple[float, float]], title: str) -> None:
    found = explanation(*(turn(name, *size) for name, size in gains.items()), best="b")
    assert gain_title(found) == title


def test_steps_are_followed_to_what_is_reinvested() -> None:
    found = explanation(turn("carry_on", 0.6), turn("plan_first", 3.1, lost=2))
    words = texts(gain_steps(found))
    assert {"£600", "£3,100", "2", "0.300"} <= set(words)
    assert words.count(LOST) == 1
    assert steps_title(found) == "£1,000 more put in bring back, to be reinvested, £600 under carry on"
    assert "£3,100 under plan first and £600 under carry on" in steps_title(three())


def test_a_lead_is_a_waterfall_to_its_total() -> None:
    found = explanation(turn("carry_on", 0.6), turn("plan_first", 3.1))
    figure = lead(found)
    assert figure is not None
    bars = figure.axes[0].patches
    for one, after in pairwise(bars[:-1]):
        assert one.get_x() + one.get_width() == pytest.approx(after.get_x())  # type: ignore[attr-defined]
    assert bars[-1].get_x() == 0.0  # type: ignore[attr-defined]
    assert bars[-1].get_width() == pytest.approx(bars[-2].get_x() + bars[-2].get_width())  # type: ignore[attr-defined]
    assert lead(explanation(turn("carry_on", 0.6))) is None


@pytest.mark.parametrize(
    ("sizes", "title"),
    [
        ((5e5, 0, 0, 0, 0, 0, -1e5),
         "Plan first leaves £400k more after reinvestment than carry on, above all through qualified leads"),
        ((0, 0, 0, 0, 0, 0, -3e5),
         "Plan first leaves £300k less after reinvestment than carry on, above all through money reinvested"),
        ((5e5, 0, 0, 0, 0, 0, -5e5), "Plan first leaves as much after reinvestment as carry on, within noise"),
    ],
)  # fmt: skip
def test_the_title_of_the_lead(sizes: tuple[float, ...], title: str) -> None:
    assert lead_title(gap("plan_first", sizes), "GBP") == title


def test_loops_stand_side_by_side_on_one_scale() -> None:
    figure = loops_add(three())
    assert figure is not None
    left, right = figure.axes
    assert left.get_xlim() == right.get_xlim()
    assert [bar.get_width() for bar in left.patches] == pytest.approx([4e5, 5e4, -1e5, 3.5e5])  # type: ignore[attr-defined]
    assert [bar.get_width() for bar in right.patches] == pytest.approx([1e4, 3e4, -5e4, -1e4])  # type: ignore[attr-defined]
    assert "reinvestment and capacity −£90.0k under plan first" in " ".join(texts(figure))
    assert loops_add(explanation(turn("carry_on", 0.6))) is None


def test_the_title_of_the_loops() -> None:
    def title(*added: tuple[float, ...]) -> str:
        names = ("plan_first", "carry_on")
        told = tuple(loops(name, sizes) for name, sizes in zip(names, added, strict=False))
        return loops_title(explanation(turn("carry_on", 0.6), turn("plan_first", 3.1), added=told))

    assert title((4e5, 5e4, 0.0), (0.0, 0.0, -5e4)) == (
        "Reinvestment adds most under plan first; capacity costs most under carry on"
    )
    assert title((4e5, 0.0, 0.0), (9e4, 0.0, 0.0)) == (
        "Reinvestment matters most: +£400k under plan first and +£90.0k under carry on"
    )
    assert title((0.0, 0.0, 0.0)) == "No loop adds to or takes from NPV beyond noise"


MANY = tuple(turn(f"policy_number_{n}", 0.2 * n) for n in range(12))


@pytest.mark.parametrize(
    "found",
    [
        three(),
        explanation(turn("carry_on", 0.0)),
        explanation(turn("carry_on", 0.6, lost=0)),
        explanation(*MANY, best="policy_number_3"),
    ],
)
def test_whatever_was_found_can_be_drawn(found: Explanation) -> None:
    for draw in (gain, gain_steps):
        assert draw(found).get_size_inches()[0] > 0.0
