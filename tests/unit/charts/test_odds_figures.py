"""Dots and cumulative curves of a target: what they draw is what was counted, on every kind of run."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from matplotlib.lines import Line2D

from sim.analysis.run.odds import Reach, Target, reach
from sim.charts.dots import DOTS, Dots, dots_of, places
from sim.charts.ecdf import curve, ecdf, half_width
from sim.charts.page import Dress
from sim.charts.quantile_dots import quantile_dots
from sim.results import OUTCOMES, Results
from tests.unit.charts.runs import CASES, artists, run
from tests.unit.charts.test_layout import boxes, overlapping

DRAW = {"quantile_dots": quantile_dots, "ecdf": ecdf}
ABOVE = Target("npv", "above", 1e7)


def asked(results: Results, target: Target = ABOVE) -> Reach:
    column = results.ends.column(target.measure)
    return reach(column, target, unit=OUTCOMES[target.measure].unit, baseline=results.facts.baseline)


def points(figure: object, gid: str) -> list[tuple[float, float]]:
    return [
        (float(x), float(y))
        for line in artists(figure, gid)  # type: ignore[arg-type]
        if isinstance(line, Line2D)
        for x, y in zip(np.asarray(line.get_xdata()), np.asarray(line.get_ydata()), strict=True)
    ]


MEASURES = [*((case, "npv") for case in CASES),
            *((case, measure) for case in ("five", "broke", "twelve", "one replication")
              for measure in ("payback_month", "ruined"))]  # fmt: skip


@pytest.mark.parametrize(("case", "measure"), MEASURES)
@pytest.mark.parametrize("name", DRAW)
def test_texts_stay_on_the_page_and_apart(name: str, case: str, measure: str) -> None:
    results, _ = run(case)
    value = {"npv": float(np.nanmedian(results.ends.column("npv")[results.facts.baseline])) if case != "nothing known"
             else 5.0, "payback_month": 60.0, "ruined": 1.0}[measure]  # fmt: skip
    figure = DRAW[name](results.facts, asked(results, Target(measure, "above", value)))
    if figure is None:
        return
    found = boxes(figure)
    page = figure.bbox
    outside = [text for text, box in found if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1]
    assert outside == []
    assert [(one[0], two[0]) for one, two in combinations(found, 2) if overlapping(one[1], two[1])] == []


@pytest.mark.parametrize("name", DRAW)
def test_bare_figures_carry_no_words_around_them(name: str) -> None:
    results, _ = run("five")
    dressed, bare = (DRAW[name](results.facts, asked(results), dress=dress) for dress in (Dress.PAGE, Dress.BARE))
    assert dressed is not None
    assert bare is not None
    assert bare.get_figheight() < dressed.get_figheight()
    assert bare.get_label() == dressed.get_label() != ""


class TestDots:
    def test_they_are_middles_of_twenty_slices(self) -> None:
        dots = dots_of(np.arange(100.0), Target("npv", "above", 60.0))
        assert list(dots.values) == [float(value) for value in range(2, 100, 5)]
        assert dots.count == 8

    def test_the_share_of_dots_is_that_of_paths_as_near_as_twenty_allow(self) -> None:
        values = np.arange(1000.0)
        for target in (0.0, 17.0, 500.0, 523.0, 999.0, 2000.0):
            share = float(np.mean(values >= target))
            assert abs(dots_of(values, Target("npv", "above", target)).count / DOTS - share) <= 0.5 / DOTS

    def test_fewer_paths_are_drawn_as_they_are(self) -> None:
        assert list(dots_of(np.array([3.0, 1.0, 2.0]), ABOVE).values) == [1.0, 2.0, 3.0]

    def test_what_never_comes_is_last_and_not_reached(self) -> None:
        dots = dots_of(np.array([math.nan, 4.0, math.nan, 2.0]), Target("ruin_month", "above", 0.0))
        assert dots.reached == (True, True, False, False)

    @pytest.mark.parametrize("side", ["above", "below"])
    @pytest.mark.parametrize("values", [[5.0] * 20, list(range(20)), [4.9, 5.0, 5.1] * 6, [0.0] * 12 + [1e9] * 8])
    def test_none_hides_another_and_each_lies_on_its_side(self, side: str, values: list[float]) -> None:
        target = Target("npv", "above" if side == "above" else "below", 5.0)
        dots = Dots(np.sort(np.array(values)), tuple(bool(met) for met in target.met(np.sort(np.array(values)))))
        found = places(dots, target, 0.5, 4)
        assert len(set(found)) == len(found)
        assert max(height for _, height in found) < 4
        for (column, _), met in zip(found, dots.reached, strict=True):
            assert (column >= 0) == (met if side == "above" else not met)
        for column, height in Counter(column for column, _ in found).items():
            assert sorted(h for c, h in found if c == column) == list(range(height))

    @pytest.mark.parametrize("case", ["five", "twelve", "all the same", "one replication", "huge", "broke"])
    def test_blue_dots_are_counted_ones(self, case: str) -> None:
        results, _ = run(case)
        target = Target("npv", "above", float(np.median(results.ends.column("npv")[results.facts.baseline])))
        found = asked(results, target)
        figure = quantile_dots(results.facts, found)
        for policy in results.facts.policies:
            dots = dots_of(found.values[policy], target)
            blue, grey = points(figure, f"{policy} reached"), points(figure, f"{policy} not reached")
            assert (len(blue), len(blue) + len(grey)) == (dots.count, len(dots.values))
            assert all(x > target.value for x, _ in blue)
            assert all(x < target.value for x, _ in grey)
            low, high = figure.axes[0].get_xlim()
            assert all(low <= x <= high for x, _ in (*blue, *grey))

    def test_what_never_comes_stands_apart(self) -> None:
        results, _ = run("five")
        figure = quantile_dots(results.facts, asked(results, Target("payback_month", "below", 60.0)))
        assert len(points(figure, "harvest missing")) == DOTS
        assert points(figure, "harvest reached") == []


class TestCurve:
    def test_it_is_the_share_at_or_below(self) -> None:
        x, y = curve(np.array([3.0, 1.0, 2.0, 2.0]))
        assert (list(x), list(y)) == ([1.0, 2.0, 2.0, 3.0], [0.25, 0.5, 0.75, 1.0])

    def test_many_values_are_thinned_without_a_slant(self) -> None:
        x, y = curve(np.arange(50_000.0))
        assert len(x) == 1000
        assert np.abs((x + 1.0) / 50_000.0 - y).max() < 1e-12

    def test_what_is_missing_is_above_every_value(self) -> None:
        _, y = curve(np.array([1.0, math.nan, 2.0, math.nan]))
        assert list(y) == [0.25, 0.5]

    def test_the_band_is_massarts(self) -> None:
        assert half_width(100) == pytest.approx(0.1358, abs=1e-4)

    @pytest.mark.parametrize("side", ["above", "below"])
    def test_the_dot_lies_where_the_chance_says(self, side: str) -> None:
        results, _ = run("five")
        target = Target("npv", "above" if side == "above" else "below", ABOVE.value)
        found = asked(results, target)
        figure = ecdf(results.facts, found)
        for axes, odds in zip(figure.axes if figure else [], found.policies, strict=True):
            ((x, y),) = [(line.get_xdata()[0], line.get_ydata()[0]) for line in axes.lines if line.get_gid() == "share"]  # type: ignore[index]
            assert x == target.value
            assert y == pytest.approx(1.0 - odds.reached.probability if side == "above" else odds.reached.probability)

    @pytest.mark.parametrize(("case", "measure"), [("nothing known", "npv"), ("five", "ruined")])
    def test_nothing_is_drawn_of_nothing(self, case: str, measure: str) -> None:
        results, _ = run(case)
        assert ecdf(results.facts, asked(results, Target(measure, "above", 1.0))) is None
