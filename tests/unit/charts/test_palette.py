"""Figures in other colours and at another size, for slides: nothing stays changed afterwards."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from matplotlib.colors import to_hex
from PIL import Image

from sim.charts.files import png
from sim.charts.page import CONTENT, MARGIN, Dress, Room, Words, filling, high, new_page
from sim.charts.style import BLUE, ORANGE, palette, tint

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

GREEN = "#00AA44"


def page() -> Figure:
    found = new_page(Words("Title", "", ""), high(2.0), Dress.BARE)
    found.axes(0.0, 0.0, 1.0, 1.0).set_facecolor(BLUE)
    return found.figure


def drawn(draw: Callable[[], Figure], colours: dict[str, str], room: Room | None = None) -> Image.Image:
    return Image.open(BytesIO(png(draw, 50, colours, room))).convert("RGB")


def test_another_colour_stands_in_for_one_of_the_house_and_its_tints() -> None:
    with palette({BLUE: GREEN}):
        assert to_hex(BLUE) == GREEN.lower()
        assert tint(BLUE, 0.5) == tint(GREEN, 0.5)
        assert to_hex(ORANGE) == ORANGE.lower()
    assert to_hex(BLUE) == BLUE.lower()


def test_two_colours_may_change_places() -> None:
    with palette({BLUE: ORANGE, ORANGE: BLUE}):
        assert (to_hex(BLUE), to_hex(ORANGE)) == (ORANGE.lower(), BLUE.lower())


def test_colours_come_back_after_an_error() -> None:
    with pytest.raises(ValueError, match="Invalid"), palette({BLUE: GREEN, ORANGE: "no colour"}):
        pass
    with pytest.raises(KeyError), palette({BLUE: GREEN}):
        raise KeyError
    assert to_hex(BLUE) == BLUE.lower()


def test_a_picture_is_drawn_in_the_colours_asked_for() -> None:
    green = tuple(int(GREEN[place : place + 2], 16) for place in (1, 3, 5))
    usual, changed = (drawn(page, colours) for colours in ({}, {BLUE: GREEN}))
    assert green in {colour for _, colour in changed.getcolors(100_000) or ()}
    assert green not in {colour for _, colour in usual.getcolors(100_000) or ()}


def test_a_bare_figure_fills_its_room_and_no_other_does() -> None:
    with filling(Room(6.0, 3.0)):
        assert tuple(page().get_size_inches()) == pytest.approx((6.0, 3.0))
    assert page().get_figwidth() == pytest.approx(CONTENT + 2.0 * MARGIN)
    assert drawn(page, {}, Room(6.0, 3.0)).size == (300, 150)
