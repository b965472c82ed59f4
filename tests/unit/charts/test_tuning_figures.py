"""The frontier and the profile draw what was found, whatever it is."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from sim.analysis.tuning.ends import Ends, Worth
from sim.analysis.tuning.tuned import Yours
from sim.charts.frontier import frontier
from sim.charts.page import Dress
from sim.charts.profile import profile
from sim.charts.style import BLUE, MUTED
from tests.unit.analysis.tunings import CASES, ends
from tests.unit.charts.runs import artists
from tests.unit.charts.test_layout import boxes, overlapping

MANY = replace(
    CASES["frontier"],
    yours=tuple(Yours(f"a_policy_with_a_long_name_{place}", Worth.of(ends(1e6 + place, 0.02))) for place in range(11))
    + CASES["frontier"].yours[1:2],
)
HUGE = replace(CASES["better"], yours=(Yours("carry_on", Worth.of(ends(-4e11, 0.0))), *CASES["better"].yours[1:]))
EVERY = {**CASES, "many": MANY, "huge": HUGE}


@pytest.mark.parametrize("draw", [frontier, profile])
@pytest.mark.parametrize("case", EVERY)
def test_texts_stay_on_the_page_and_apart(draw: object, case: str) -> None:
    figure = draw(EVERY[case])  # type: ignore[operator] # either draws
    found = boxes(figure)
    page = figure.bbox
    assert [text for text, box in found if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1] == []
    assert [(one[0], two[0]) for one, two in combinations(found, 2) if overlapping(one[1], two[1])] == []


def test_points_lie_where_value_and_ruin_are() -> None:
    found = CASES["binds"]
    figure = frontier(found)
    assert figure is not None
    for gid, worth, colour in (
        ("tuned steady: share 60%", found.best.worth, BLUE),
        ("yours carry_on", found.yours[0].worth, MUTED),
    ):
        (point,) = artists(figure, gid)
        assert isinstance(point, Line2D)
        assert point.get_xdata() == pytest.approx([worth.ruin.probability])
        assert point.get_ydata() == pytest.approx([worth.mean])
        assert to_hex(point.get_color()).upper() == colour.upper()
        (line,) = artists(figure, f"{gid} ruin")
        assert isinstance(line, Line2D)
        assert line.get_xdata() == pytest.approx(worth.ruin.ci95)
    assert artists(figure, "tuned steady: share 80%")


def test_the_limit_is_marked_and_what_lies_far_beyond_is_named_below() -> None:
    figure = frontier(CASES["better"])
    assert figure is not None
    (limit,) = artists(figure, "limit")
    assert isinstance(limit, Line2D)
    assert limit.get_xdata() == [0.05, 0.05]
    assert not artists(figure, "yours harvest")
    assert any("Too ruinous to show: harvest (40%, £800k)" in " ".join(text.split()) for text, _ in boxes(figure))


@pytest.mark.parametrize(("case", "joined"), [("frontier", 1), ("no trade-off", 0), ("binds", 0)])
def test_points_are_joined_only_where_they_trade_off(case: str, joined: int) -> None:
    figure = frontier(CASES[case])
    assert figure is not None
    assert len(artists(figure, "frontier")) == joined


def test_curves_are_those_of_the_profile() -> None:
    found = CASES["better"]
    assert found.profile is not None
    figure = profile(found)
    assert figure is not None
    value, ruin = artists(figure, "mean")
    assert isinstance(value, Line2D)
    assert isinstance(ruin, Line2D)
    assert value.get_ydata() == pytest.approx([worth.mean for worth in found.profile.worth])
    assert ruin.get_ydata() == pytest.approx([worth.ruin.probability for worth in found.profile.worth])
    assert len(artists(figure, "best")) == len(artists(figure, "yours")) == 2


def test_nothing_is_drawn_of_what_is_not_there() -> None:
    assert profile(replace(CASES["better"], profile=None)) is None
    unknown = Worth.of(Ends(np.array([math.nan]), np.array([False])))
    assert frontier(replace(CASES["better"], yours=(Yours("steady", unknown),))) is None


@pytest.mark.parametrize("draw", [frontier, profile])
def test_bare_figures_carry_no_words_around_them(draw: object) -> None:
    found = CASES["better"]
    bare = draw(found, dress=Dress.BARE)  # type: ignore[operator] # either draws
    assert not any(found.facts.run_id in text for text, _ in boxes(bare))
