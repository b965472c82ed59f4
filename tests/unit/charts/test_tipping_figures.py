"""The figures of a sweep draw what was found, keep their texts apart, and stand every kind of curve and map."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.collections import QuadMesh
from matplotlib.contour import ContourSet
from matplotlib.lines import Line2D
from matplotlib.text import Text
from scipy.special import expit

from sim.analysis.sweep.aim import Aim
from sim.analysis.sweep.tipping import Tried, curve
from sim.charts.markers import Marker, rows_of
from sim.charts.page import Dress
from sim.charts.tipping_curve import tipping_curve
from sim.charts.tipping_map import tipping_map
from tests.unit.analysis.sweeps import VALUES, axis, hits, logistic, made_up
from tests.unit.analysis.test_tipping_map import of, planted
from tests.unit.charts.runs import artists, run
from tests.unit.charts.test_layout import boxes, overlapping

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.sweep.tipping import Curve

PLACES = np.array(VALUES)
FACTS = run("five")[0].facts
UP = np.linspace(0.7, 0.9, 8)
HUMP = np.array([0.05, 0.2, 0.6, 0.9, 0.9, 0.6, 0.2, 0.05])


def many(count: int) -> list[Curve]:
    return [made_up(logistic(PLACES, even=0.1 * place), policy=f"a_policy_{place}") for place in range(count)]


def crowded() -> Curve:
    """Return a curve with today, other policies and the tipping point all in one place."""
    found = hits(logistic(PLACES), 400)
    others = (("fifth", 0.4), ("another_policy_of_the_same_rule", 0.5))
    return curve(axis(0.5), Tried(PLACES, found, found, others), policy="steady", outcome="growth", seed=1)


def money() -> Curve:
    places = np.linspace(0.0, 1.6e7, 8)
    along = replace(axis(0.0, tuple(places.tolist())), unit="money", phrase="a cash injection of {}", label="money")
    found = hits(logistic(places / 2e7), 400)
    return curve(along, Tried(places, found, found), policy="steady", outcome="growth", seed=1)


CURVES = {
    "rising": lambda: [made_up(logistic(PLACES))],
    "falling": lambda: [made_up(1.0 - logistic(PLACES))],
    "always": lambda: [made_up(UP)],
    "flat": lambda: [made_up(np.full(8, 0.5))],
    "hump": lambda: [made_up(HUMP)],
    "today outside": lambda: [made_up(logistic(PLACES), today=0.95)],
    "one replication": lambda: [made_up(logistic(PLACES), replications=1)],
    "crowded": lambda: [crowded()],
    "money": lambda: [money()],
    "two": lambda: [made_up(logistic(PLACES)), made_up(UP, policy="plan_first")],
    "twelve": lambda: many(12),
}
MAPS = {
    "planted": lambda: planted(replications=500),
    "today at the rim": lambda: planted(x=0.1, y=0.8),
    "today off the map": lambda: planted(x=0.95),
    "always": lambda: of(np.full(64, 0.9)),
    "one replication": lambda: planted(replications=1),
    "steep": lambda: of(expit(80.0 * (np.repeat(PLACES, 8) - 0.45))),
}


@pytest.mark.parametrize("case", CURVES)
def test_texts_of_curves_stay_on_the_page_and_apart(case: str) -> None:
    check(tipping_curve(CURVES[case](), Aim(), FACTS))


@pytest.mark.parametrize("case", MAPS)
def test_texts_of_maps_stay_on_the_page_and_apart(case: str) -> None:
    check(tipping_map(MAPS[case](), Aim(), FACTS))


def check(figure: Figure) -> None:
    found = boxes(figure)
    page = figure.bbox
    outside = [text for text, box in found if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1]
    assert outside == []
    assert [(one[0], two[0]) for one, two in combinations(found, 2) if overlapping(one[1], two[1])] == []


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def test_the_curve_is_the_odds_and_the_marks_are_where_they_say() -> None:
    seen = made_up(logistic(PLACES))
    figure = tipping_curve([seen], Aim(), FACTS)
    (dots,) = artists(figure, "steady odds")
    assert isinstance(dots, Line2D)
    assert dots.get_ydata() == pytest.approx([point.odds.probability for point in seen.points])
    marks = [places(line)[0] for line in artists(figure, "marker")]
    assert marks == pytest.approx([seen.tips[0].value, 0.4])
    assert any(text.startswith("Even odds at 4") for text in texts(figure))
    assert any(text.startswith("Today 40%: ") for text in texts(figure))


@pytest.mark.parametrize(
    ("odds", "order"), [(logistic(PLACES), ["less", "more"]), (1 - logistic(PLACES), ["more", "less"])]
)
def test_the_sides_are_named_the_right_way_round(odds: np.ndarray, order: list[str]) -> None:
    figure = tipping_curve([made_up(odds)], Aim(), FACTS)
    named = [text for text in figure.findobj(Text) if text.get_text().endswith(" likely than not") and text.axes]
    assert [text.get_text().split()[1] for text in sorted(named, key=lambda text: text.get_position()[0])] == order


def test_titles_are_the_sentences() -> None:
    assert str(tipping_curve([made_up(UP)], Aim(), FACTS).get_label()).startswith("No tipping point between 10% and")
    assert str(tipping_map(planted(x=0.2), Aim(), FACTS).get_label()).startswith("Today growth is less likely than not")


def test_the_map_shows_every_cell_and_the_line_of_even_odds() -> None:
    seen = planted()
    figure = tipping_map(seen, Aim(), FACTS)
    (cells,) = (found for found in figure.findobj(QuadMesh) if found.get_gid() == "odds")
    assert np.asarray(cells.get_array()).ravel() == pytest.approx(seen.odds.T.ravel())
    lines = contours(figure)
    assert len(lines) == 4
    corners = np.concatenate([path.vertices for path in lines[-1].get_paths()])
    assert corners @ np.array([10.0, 8.0]) == pytest.approx(8.0, abs=0.5)


def test_a_map_without_even_odds_has_no_line_and_does_not_speak_of_one() -> None:
    figure = tipping_map(of(np.full(64, 0.9)), Aim(), FACTS)
    assert contours(figure) == []
    assert not any("Black line" in text for text in texts(figure))


def contours(figure: Figure) -> list[ContourSet]:
    return [found for found in figure.axes[0].collections if isinstance(found, ContourSet)]


def test_positions_are_marked_where_they_are() -> None:
    figure = tipping_map(planted(), Aim(), FACTS)
    (today,), (fifth,) = artists(figure, "today"), artists(figure, "fifth")
    assert places(today) == pytest.approx((0.3, 0.5))
    assert places(fifth) == pytest.approx((0.2, 0.5))


def places(artist: Any) -> tuple[float, float]:  # noqa: ANN401 (an artist)
    assert isinstance(artist, Line2D)
    x, y = (np.asarray(data, float)[0] for data in artist.get_data())
    return float(x), float(y)


def test_bare_figures_carry_no_words_around_them() -> None:
    curves, plane = [made_up(UP)], planted()
    pairs = [[tipping_curve(curves, Aim(), FACTS, dress=dress) for dress in (Dress.PAGE, Dress.BARE)]]
    pairs += [[tipping_map(plane, Aim(), FACTS, dress=dress) for dress in (Dress.PAGE, Dress.BARE)]]
    for dressed, bare in pairs:
        assert bare.get_figheight() < dressed.get_figheight()
        assert not any(FACTS.run_id in text for text in texts(bare))
        assert any(FACTS.run_id in text for text in texts(dressed))


def test_labels_in_one_place_take_rows_of_their_own() -> None:
    marks = [Marker(0.5, "one label"), Marker(0.5, "another label"), Marker(0.0, "far away")]
    assert [row for row, _ in rows_of(marks, (0.0, 1.0), 8.0)] == [0, 1, 0]
