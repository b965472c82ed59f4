"""Forest and regret: what is drawn is what was found, and texts keep apart in every case."""

from __future__ import annotations

import functools
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from sim.analysis.comparing.compare import compare
from sim.analysis.comparing.regret import Future, regret
from sim.analysis.comparing.words import best
from sim.charts.forest import forest
from sim.charts.page import Dress
from sim.charts.regret import regret as regret_map
from sim.charts.style import BLUE, MUTED, ORANGE, house_style
from sim.studies.compare import compared
from sim.studies.sources import Told, side_by_side
from tests.unit.charts.runs import artists, run

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

    from sim.analysis.comparing.comparison import Comparison
    from sim.results import RunFacts

SHAPES = ("five", "two", "twelve", "scripts", "huge", "tiny", "often ruined", "no date", "all the same")
GROUPS = ("operating margin", "an_input_with_a_very_long_name_indeed", "elasticity")
PARTS = ("up to 7.5%", "7.5% to 8.8%", "from 0.0238")


@functools.cache
def found(case: str, measure: str = "npv") -> tuple[Comparison, RunFacts]:
    """Return a comparison of a made-up run, with nine futures that turn its order round."""
    told = Told(run(case)[0])
    done = compared([told], measure=measure)
    alternatives, known = side_by_side([told]).alternatives(measure).complete()
    merit, every = alternatives.merit, np.ones(int(known.sum()), dtype=np.bool_)
    futures = [
        Future(group, part, merit * (1.0 - 0.4 * (number + place)), every)
        for number, group in enumerate(GROUPS)
        for place, part in enumerate(PARTS)
    ]
    turned = regret(alternatives.names, futures)
    return replace(done.comparison, regret=turned), done.facts


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    with house_style():
        figure.draw_without_rendering()
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
        return [(text.get_text(), text.get_window_extent(renderer)) for text in texts]


@pytest.mark.parametrize("case", SHAPES)
@pytest.mark.parametrize("draw", [forest, regret_map])
def test_texts_stay_on_the_page_and_apart(draw: type[forest], case: str) -> None:  # type: ignore[valid-type]
    figure = draw(*found(case), notes=("A note that every reader has to see " * 3,))  # type: ignore[misc]
    texts = boxes(figure)
    page = figure.bbox
    outside = [text for text, box in texts if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1]
    assert outside == []
    clashes = [
        (one[0], two[0])
        for one, two in combinations(texts, 2)
        if min(one[1].x1, two[1].x1) - max(one[1].x0, two[1].x0) > 1.0
        and min(one[1].y1, two[1].y1) - max(one[1].y0, two[1].y0) > 1.0
    ]
    assert clashes == []


class TestForest:
    def test_lines_are_the_simultaneous_intervals_the_best_first(self) -> None:
        comparison, facts = found("five")
        figure = forest(comparison, facts)
        order = []
        for policy in comparison.policies:
            if policy.against is None:
                assert artists(figure, policy.name) == []
                continue
            line = artists(figure, f"{policy.name} interval")[0]
            assert isinstance(line, Line2D)
            assert line.get_xdata() == pytest.approx(policy.against.interval)
            order.append((np.asarray(line.get_ydata())[0], -policy.mean))
        assert [row for row, _ in sorted(order)] == [row for row, _ in sorted(order, key=lambda pair: pair[1])]
        assert figure.get_label() == best(comparison, "GBP")

    def test_colour_is_for_better_whichever_way_that_is(self) -> None:
        for measure, of_better in (("npv", BLUE), ("ruined", MUTED)):
            comparison, facts = found("five", measure)
            figure = forest(comparison, facts)
            line = artists(figure, "plan_first")[0]
            assert isinstance(line, Line2D)
            assert to_hex(line.get_color()) == of_better.lower()
        dot = artists(figure, "all_in")[0]
        assert isinstance(dot, Line2D)
        assert to_hex(dot.get_color()) == ORANGE.lower()  # ruined more often: the difference is above zero, and worse

    def test_noise_is_grey(self) -> None:
        dot = artists(forest(*found("all the same")), "steady")[0]
        assert isinstance(dot, Line2D)
        assert to_hex(dot.get_color()) == MUTED.lower()

    def test_bare_carries_no_words(self) -> None:
        comparison, facts = found("five")
        bare = forest(comparison, facts, dress=Dress.BARE)
        assert not any(facts.run_id in text for text, _ in boxes(bare))
        assert any(facts.run_id in text for text, _ in boxes(forest(comparison, facts)))


class TestRegret:
    def test_every_cell_is_a_regret(self) -> None:
        comparison, facts = found("five")
        figure = regret_map(comparison, facts)
        assert figure is not None
        assert len(artists(figure, "cell")) == 5 * 9
        written = [text.get_text() for text in artists(figure, "regret") if isinstance(text, Text)]
        clear = sum(loss.clear for of in comparison.regret.of for loss in of.in_future)
        assert sum(text not in {"0", "≈ 0"} for text in written) == clear > 0

    def test_the_worst_future_is_framed_where_it_costs_something(self) -> None:
        comparison, facts = found("five")
        figure = regret_map(comparison, facts)
        assert figure is not None
        frames = [one for one in artists(figure, "worst") if isinstance(one, Rectangle)]
        assert len(frames) == sum(of.worst.clear for of in comparison.regret.of) > 0

    def test_darker_is_worse(self) -> None:
        comparison, facts = found("five")
        figure = regret_map(comparison, facts)
        assert figure is not None
        cells = [one for one in artists(figure, "cell") if isinstance(one, Rectangle)]
        order = sorted(comparison.regret.of, key=lambda of: of.worst.mean)
        losses = [of.in_future[future] for future in range(9) for of in order]
        shades = [sum(to_rgb(one.get_facecolor())) for one in cells]
        pairs = [(loss.mean, shade) for loss, shade in zip(losses, shades, strict=True) if loss.clear]
        assert [shade for _, shade in sorted(pairs)] == sorted((shade for _, shade in pairs), reverse=True)

    def test_one_future_is_no_map(self) -> None:
        told = Told(run("five")[0])
        done = compared([told])
        assert regret_map(done.comparison, done.facts) is None


def test_the_titles_never_contradict_the_rows() -> None:
    """Turned round, the title names the other policy."""
    alternatives, known = side_by_side([Told(run("two")[0])]).alternatives("npv").complete()
    for sign in (1.0, -1.0):
        turned = replace(alternatives, values=sign * alternatives.values)
        one = compare(turned, "harvest", regret(turned.names, [Future("", "", turned.merit, known)]), seed=1)
        title = forest(one, run("two")[0].facts).get_label()
        assert str(title).startswith("Plan first is worth" if sign > 0 else "No policy beats harvest")
