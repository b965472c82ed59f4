"""The figures of a sensitivity study draw what was found, and every text stays readable."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from sim.charts.morris import LABELLED, morris
from sim.charts.page import Dress
from sim.charts.sobol_bars import sobol_bars
from sim.charts.style import BLUE, GREY, ORANGE
from sim.charts.tornado import LUCK, MOST, tornado
from tests.unit.charts.runs import artists
from tests.unit.charts.studies import CASES, facts, of_morris, of_sobol, of_tornado
from tests.unit.charts.test_layout import boxes, overlapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

FIGURES: dict[str, tuple[Callable[..., Figure | None], Callable[[str], Any]]] = {
    "tornado": (tornado, of_tornado),
    "sobol": (sobol_bars, of_sobol),
    "morris": (morris, of_morris),
}


def drawn(name: str, case: str, **dress: Any) -> Figure:  # noqa: ANN401 (passed through)
    draw, found = FIGURES[name]
    figure = draw(facts(), found(case), **dress)
    assert figure is not None
    return figure


def bars(figure: Figure, gid: str) -> list[Rectangle]:
    return [artist for artist in artists(figure, gid) if isinstance(artist, Rectangle)]


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_drawn_of_nothing(name: str) -> None:
    draw, found = FIGURES[name]
    assert draw(facts(), found("still")) is None


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FIGURES)
def test_texts_stay_on_the_page_and_apart(name: str, case: str) -> None:
    figure = drawn(name, case)
    found, page = boxes(figure), figure.bbox
    outside = [text for text, box in found if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1]
    assert outside == []
    assert [(one[0], two[0]) for one, two in combinations(found, 2) if overlapping(one[1], two[1])] == []


@pytest.mark.parametrize(("name", "unit"), [("tornado", "replications."), ("sobol", "rows."), ("morris", "paths.")])
def test_the_footer_counts_what_the_design_has(name: str, unit: str) -> None:
    (foot,) = [text for text, _ in boxes(drawn(name, "nine")) if "seed" in text]
    assert foot.endswith(unit)


@pytest.mark.parametrize("name", FIGURES)
def test_bare_figures_carry_no_words_around_them(name: str) -> None:
    dressed, bare = drawn(name, "nine"), drawn(name, "nine", dress=Dress.BARE)
    assert bare.get_figheight() < dressed.get_figheight()
    assert not any(facts().run_id in text for text, _ in boxes(bare))
    assert any(facts().run_id in text for text, _ in boxes(dressed))
    assert bare.get_label() == dressed.get_label() != ""


class TestTornado:
    def test_bars_reach_from_the_base_to_the_ends(self) -> None:
        found, figure = of_tornado("nine"), drawn("tornado", "nine")
        for bar in found.bars:
            ends = {round(rectangle.get_x() + rectangle.get_width(), 3) for rectangle in bars(figure, bar.factor.name)}
            assert ends == {round(bar.low.mean, 3), round(bar.high.mean, 3)}
        (luck,) = bars(figure, LUCK)
        assert (luck.get_x(), luck.get_x() + luck.get_width()) == pytest.approx((found.luck.p10, found.luck.p90))

    def test_colours_say_better_and_worse(self) -> None:
        name = of_tornado("nine").bars[0].factor.name
        assert {to_hex(bar.get_facecolor()).upper() for bar in bars(drawn("tornado", "nine"), name)} == {BLUE, ORANGE}
        by_side = {
            bar.get_width() > 0.0: to_hex(bar.get_facecolor()).upper() for bar in bars(drawn("tornado", "ruin"), name)
        }
        assert by_side == {True: ORANGE, False: BLUE}  # more ruin is worse

    def test_noise_is_grey(self) -> None:
        found = of_tornado("few")
        assert not any(bar.clear for bar in found.bars)
        colours = {
            to_hex(bar.get_facecolor()).upper()
            for one in found.bars
            for bar in bars(drawn("tornado", "few"), one.factor.name)
        }
        assert colours == {GREY}

    def test_ends_carry_the_values_of_the_input(self) -> None:
        texts = [text for text, _ in boxes(drawn("tornado", "nine"))]
        assert texts.count("16.9 days") == texts.count("39.9 days") == 9
        both = [text for text, _ in boxes(drawn("tornado", "one-sided"))]
        assert both.count("16.9 days, 39.9 days") == 9  # the one farther out stands farther out
        assert any("move the outcome the same way" in text for text in both)

    def test_the_rest_are_counted(self) -> None:
        texts = [text for text, _ in boxes(drawn("tornado", "thirty"))]
        assert any("10 more inputs move it less" in text for text in texts)
        assert sum(text.startswith("Acquisition: win rate") for text in texts if "moves" not in text) == MOST


class TestSobol:
    def test_bars_are_the_shares(self) -> None:
        found, figure = of_sobol("nine"), drawn("sobol", "nine")
        for driver in found.drivers:
            name = driver.factor.name.capitalize()
            (total,), (alone,) = bars(figure, f"{name} total"), bars(figure, f"{name} alone")
            assert total.get_width() == pytest.approx(driver.shares.total.value)
            assert alone.get_width() == pytest.approx(max(0.0, driver.shares.first.value))
        (luck,) = bars(figure, f"{LUCK} total")
        assert luck.get_width() == pytest.approx(found.luck.total.value)


class TestMorris:
    def test_points_are_the_effects(self) -> None:
        found, figure = of_morris("tied"), drawn("morris", "tied")
        for effect in found.effects:
            assert effect.factor is not None
            (point,) = artists(figure, effect.factor.name)
            across, up = (float(np.asarray(data)[0]) for data in (point.get_xdata(), point.get_ydata()))  # type: ignore[attr-defined]
            assert across == effect.size
            assert up == (effect.spread if math.isfinite(effect.spread) else 0.0)
        (luck,) = artists(figure, "luck")
        assert luck.get_xdata()[0] == found.luck.size  # type: ignore[attr-defined]
        assert any("Diamond" in text for text, _ in boxes(figure))

    def test_only_the_first_are_named(self) -> None:
        texts = [text for text, _ in boxes(drawn("morris", "thirty"))]
        assert sum(text.startswith("Acquisition: win rate") for text in texts if "moves" not in text) <= LABELLED
        assert any("20 inputs further left are not named" in text for text in texts)
