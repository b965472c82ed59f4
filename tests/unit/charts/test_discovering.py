"""The charts of `discover` and `worth` draw what was found, in any run, without texts on one another."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from sim.analysis.discovering.discovery import Discovery, discovery
from sim.analysis.inputs.information import Information, information
from sim.charts.box import box
from sim.charts.information import ALL
from sim.charts.information import information as bars
from sim.charts.page import Dress
from sim.charts.style import BLUE, MUTED, tint
from tests.unit.analysis.futures import happened, inputs, planted, rival_policies, stepped
from tests.unit.analysis.synthetic import made_up
from tests.unit.charts.runs import artists
from tests.unit.charts.test_layout import boxes, overlapping

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CLAUSE = "plan first beats carry on"
FACTS = replace(made_up(replications=1).facts, replications=1_000)


def search(kind: str) -> Discovery:
    known = inputs(1_000, 1)
    if kind == "two":
        return discovery(known, planted(known, 1))
    if kind == "steps":
        known = (stepped(known[0], 5), stepped(known[1], 3), *known[2:])
        return discovery(known, happened(np.where((known[0].values > 2) & (known[1].values < 3), 0.95, 0.2), 1))
    if kind == "three":
        inside = np.stack([one.values > 0.3 for one in known[:3]]).all(axis=0)
        return discovery(known, happened(np.where(inside, 0.97, 0.1), 1))
    if kind == "one":
        return discovery(known, happened(np.where(known[2].values > 0.6, 0.9, 0.3), 1))
    if kind == "one of few":
        known = (*known[:3], stepped(known[3], 4), *known[4:])
        return discovery(known, happened(np.where(known[3].values > 2, 0.9, 0.3), 1))
    return discovery(known, happened(np.full(1_000, 0.5), 1))


def drawn(kind: str) -> Figure:
    figure = box(search(kind), FACTS, happens=CLAUSE)
    assert figure is not None
    return figure


def tidy(figure: Figure) -> None:
    found, page = boxes(figure), figure.bbox
    assert [text for text, one in found if one.x0 < 0 or one.y0 < 0 or one.x1 > page.x1 or one.y1 > page.y1] == []
    assert [(one[0], two[0]) for one, two in combinations(found, 2) if overlapping(one[1], two[1])] == []


@pytest.mark.parametrize("kind", ["two", "steps", "three", "one", "one of few"])
def test_boxes_are_tidy(kind: str) -> None:
    tidy(drawn(kind))


def test_the_box_and_the_points_are_those_that_check() -> None:
    found, figure = search("two"), drawn("two")
    rectangle = artists(figure, "box")[0]
    assert isinstance(rectangle, Rectangle)
    assert rectangle.get_x() == pytest.approx(found.limits[0].low)
    assert rectangle.get_y() + rectangle.get_height() == pytest.approx(found.limits[1].high)
    shown = {gid: artists(figure, gid)[0] for gid in ("happens", "not")}
    counts = {gid: len(np.asarray(one.get_offsets())) for gid, one in shown.items() if isinstance(one, PathCollection)}
    assert counts == {"happens": found.base.count, "not": found.base.trials - found.base.count}


def test_of_many_limits_the_others_hold_for_every_point() -> None:
    found, figure = search("three"), drawn("three")
    assert len(found.limits) == 3
    points = artists(figure, "happens")[0]
    assert isinstance(points, PathCollection)
    assert found.density.count <= len(np.asarray(points.get_offsets())) < found.base.count


def test_bars_within_the_limits_are_blue_and_end_at_them() -> None:
    found, figure = search("one"), drawn("one")
    inside = [one for one in artists(figure, "inside") if isinstance(one, Rectangle)]
    assert min(one.get_x() for one in inside) == pytest.approx(found.limits[0].low)
    assert {to_hex(one.get_facecolor()) for one in inside} == {tint(BLUE, 0.6).lower()}


def test_the_figures_told_are_those_of_the_sentence() -> None:
    found, figure = search("two"), drawn("two")
    said = [text for text, _ in boxes(figure)]
    assert f"{found.density.probability:.0%}" in said
    assert f"{found.base.probability:.0%}" in said
    assert str(figure.get_label()).startswith("If win rate is above")
    assert f"in {found.density.probability:.0%} of paths" in str(figure.get_label())


def test_where_nothing_was_found_nothing_is_drawn() -> None:
    assert box(search("noise"), FACTS, happens=CLAUSE) is None


def test_a_bare_box_has_no_words_around_it() -> None:
    bare = box(search("one"), FACTS, happens=CLAUSE, dress=Dress.BARE)
    assert bare is not None
    assert not any(FACTS.run_id in text for text, _ in boxes(bare))


def valued(count: int, *, lead: float = 0.0, slope: float = 1.0) -> Information:
    score, column = rival_policies(1_000, 1, lead=lead, slope=slope, luck=1.0)
    money = {name: 1e5 * values for name, values in column.items()}
    keys = [f"a_rather_long_group.input_number_{place}" for place in range(count)]
    known = [
        replace(inputs(1_000, place)[0], key=key, name=key[20:].replace("_", " ")) for place, key in enumerate(keys)
    ]
    return information("npv", money, [replace(known[0], values=score, confidence="low"), *known[1:]])


@pytest.mark.parametrize(("count", "lead"), [(1, 0.0), (3, 0.0), (15, 0.0), (2, 30.0)])
def test_bars_are_tidy(count: int, lead: float) -> None:
    tidy(bars(valued(count, lead=lead), FACTS))


def test_bars_are_as_long_as_worths() -> None:
    found = valued(3)
    figure = bars(found, FACTS)
    for name, value in [("Input number 0", found.each[0]), (ALL, found.everything)]:
        bar = next(one for one in artists(figure, name) if isinstance(one, Rectangle))
        assert bar.get_width() == pytest.approx(value.mean)
        assert to_hex(bar.get_facecolor()) == tint(BLUE, 0.45).lower()
    rest = [one for one in artists(figure, "Input number 1") if isinstance(one, Rectangle)]
    assert to_hex(rest[0].get_facecolor()) == tint(MUTED, 0.45).lower()
    assert "low confidence" in [text for text, _ in boxes(figure)]


def test_inputs_left_out_are_counted() -> None:
    said = " ".join(text for text, _ in boxes(bars(valued(15), FACTS)))
    assert "3 inputs of less worth not drawn" in said


def test_the_title_says_what_is_worth_measuring() -> None:
    assert str(bars(valued(3), FACTS).get_label()).startswith("Measuring input number 0 first is worth up to £")
    assert str(bars(valued(2, lead=30.0), FACTS).get_label()).startswith("Nothing is worth measuring: whatever")
