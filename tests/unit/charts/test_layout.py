"""Every figure on every run: no text leaves the page, no text covers another, nothing warns."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from matplotlib.text import Text

from sim.charts.gallery import FIGURES
from sim.charts.page import Dress
from sim.charts.style import house_style
from tests.unit.charts.runs import CASES, run

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

TOUCHING = 1.0
"""Pixels of overlap (at 100 to the inch) that only the ascent and descent of letters account for."""


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    with house_style():
        figure.draw_without_rendering()
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
        return [(text.get_text(), text.get_window_extent(renderer)) for text in texts]


def overlapping(one: Bbox, other: Bbox) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(wide > TOUCHING and high > TOUCHING)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FIGURES)
def test_texts_stay_on_the_page_and_apart(name: str, case: str) -> None:
    figure = FIGURES[name](*run(case))
    if figure is None:
        return
    found = boxes(figure)
    page = figure.bbox
    outside = [text for text, box in found if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1]
    assert outside == []
    clashes = [(one[0], two[0]) for one, two in combinations(found, 2) if overlapping(one[1], two[1])]
    assert clashes == []


@pytest.mark.parametrize("name", FIGURES)
def test_bare_figures_carry_no_words_around_them(name: str) -> None:
    results, summary = run("five")
    dressed, bare = FIGURES[name](results, summary), FIGURES[name](results, summary, dress=Dress.BARE)  # type: ignore[call-arg]
    assert dressed is not None
    assert bare is not None
    assert bare.get_figheight() < dressed.get_figheight()
    assert not any(results.facts.run_id in text for text, _ in boxes(bare))
    assert any(results.facts.run_id in text for text, _ in boxes(dressed))
    assert bare.get_label() == dressed.get_label() != ""
