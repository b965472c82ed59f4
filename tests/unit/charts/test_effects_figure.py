"""The forest of effects: what is drawn is what was computed, and nothing covers anything."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.lines import Line2D

from sim.analysis.comparing.effects import Effects, Ends, effects
from sim.analysis.written import Written
from sim.charts.effects import ALL, REST, effects_forest
from sim.charts.page import Dress
from sim.charts.style import BLUE, MUTED, ORANGE
from tests.unit.analysis.synthetic import made_up, uniforms
from tests.unit.charts.runs import TWELVE, artists
from tests.unit.charts.test_layout import boxes, overlapping

COUNT = 60
LUCK = uniforms(COUNT, 3) * 1e6
WORDS = Written("money", "GBP")
LONG = "demand.channels.a_channel_with_a_name_that_never_seems_to_end.elasticity"


def ends(by: float, names: tuple[str, ...], wobble: float = 0.0) -> Ends:
    values = {name: LUCK + by + wobble * uniforms(COUNT, 5) for name in names}
    return Ends(values, {name: np.zeros(COUNT, bool) for name in names})


def case(name: str) -> Effects:
    names = tuple(TWELVE) if name == "twelve" else ("先に計画する",) if name == "scripts" else ("carry_on", "steady")
    sizes = {"tiny": 1e-3, "huge": 1e13, "nothing": 0.0}
    size = sizes.get(name, 1e5)
    alone = {} if name in {"twelve", "one key"} else {LONG: ends(size, names, size), "events": ends(-2 * size, names)}
    return effects("npv", ends(0.0, names), ends(-size, names, size), alone, refused={})


@pytest.mark.parametrize("name", ["two keys", "one key", "twelve", "scripts", "tiny", "huge", "nothing"])
def test_texts_stay_on_the_page_and_apart(name: str) -> None:
    facts = made_up(replications=20, months=2).facts
    found = case(name)
    figure = effects_forest(facts, found, WORDS, "A title that was computed")
    assert figure is not None
    every, page = boxes(figure), figure.bbox
    assert [text for text, box in every if box.x0 < 0 or box.x1 > page.x1 or box.y0 < 0 or box.y1 > page.y1] == []
    assert [(one[0], two[0]) for one, two in combinations(every, 2) if overlapping(one[1], two[1])] == []
    bare = effects_forest(facts, found, WORDS, "A title that was computed", dress=Dress.BARE)
    assert bare is not None
    assert bare.get_figheight() < figure.get_figheight()


def test_rows_are_the_differences_then_the_rest_then_all() -> None:
    facts = made_up(replications=20, months=2).facts
    found = case("two keys")
    figure = effects_forest(facts, found, WORDS, "t")
    assert figure is not None
    drawn = {}
    for name in (LONG, "events", REST, ALL):
        (dot,) = artists(figure, name)
        assert isinstance(dot, Line2D)
        drawn[name] = (
            float(np.asarray(dot.get_xdata())[0]),
            float(np.asarray(dot.get_ydata())[0]),
            str(dot.get_color()),
        )
    assert [place for _, place, _ in drawn.values()] == [0.0, 1.0, 2.0, 3.0]
    assert drawn["events"][0] == pytest.approx(found.keys[1].gaps["carry_on"].mean)
    assert drawn[ALL][0] == pytest.approx(found["carry_on"].gap.mean)
    assert (drawn[LONG][2], drawn["events"][2]) == (BLUE, ORANGE)


def test_noise_is_grey_and_what_is_unknown_is_not_drawn() -> None:
    facts = made_up(replications=20, months=2).facts
    start = ends(0.0, ("a",))
    turned = Ends({"a": start.values["a"][::-1]}, start.ruined)
    figure = effects_forest(facts, effects("npv", start, turned, {}, refused={}), WORDS, "t")
    assert figure is not None
    (dot,) = artists(figure, "A")
    assert isinstance(dot, Line2D)
    assert dot.get_color() == MUTED
    unknown = Ends({"a": np.full(COUNT, np.nan)}, start.ruined)
    assert effects_forest(facts, effects("npv", start, unknown, {}, refused={}), WORDS, "t") is None
