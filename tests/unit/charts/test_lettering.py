"""Texts that fit and labels that keep apart."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.charts.lettering import balanced, height, shortened, spread, width, wrapped

LONG = "Plan first is worth £1.33m more than carry on, and this sentence goes on for quite a while after that"


def test_widths_grow_with_size_and_text() -> None:
    assert width("plan", 20) == pytest.approx(2 * width("plan", 10), rel=0.02)
    assert width("plan first", 10) > width("plan", 10)
    assert width("plan", 10, "bold") > width("plan", 10)


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    lines = wrapped(LONG, 3.0, 12)
    assert " ".join(lines) == LONG
    assert all(width(line, 12) <= 3.0 for line in lines)
    assert len(lines) > 1


def test_a_word_too_long_for_a_line_is_cut() -> None:
    (line,) = wrapped("x" * 400, 3.0, 12)
    assert line.endswith("…")
    assert width(line, 12) <= 3.0


def test_balanced_lines_are_about_as_long_as_each_other() -> None:
    room = width(LONG, 12) * 0.98
    assert wrapped(LONG, room, 12)[-1] == "that"
    lines = balanced(LONG, room, 12)
    assert len(lines) == 2
    assert " ".join(lines) == LONG
    assert width(lines[-1], 12) > 0.6 * width(lines[0], 12)


def test_nothing_to_balance() -> None:
    assert balanced("short", 3.0, 12) == ["short"]
    assert balanced("", 3.0, 12) == []


def test_shortened_marks_the_cut_only_when_it_cuts() -> None:
    assert shortened("plan", 3.0, 12) == "plan"
    assert shortened(LONG, 1.0, 12).endswith("…")


def test_height_counts_lines() -> None:
    assert height(12, 3) == pytest.approx(3 * height(12))


def test_spread_leaves_alone_what_is_apart() -> None:
    assert spread([1.0, 3.0, 2.0], 0.5, 0.0, 4.0) == [1.0, 3.0, 2.0]


def test_spread_moves_neighbours_apart_around_their_middle() -> None:
    assert spread([1.0, 1.0], 0.5, 0.0, 4.0) == [0.75, 1.25]


@given(st.lists(st.floats(-1.0, 5.0), min_size=1, max_size=12), st.floats(0.01, 0.3))
def test_spread_keeps_gap_order_and_bounds(wanted: list[float], gap: float) -> None:
    placed = spread(wanted, gap, 0.0, 4.0)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    ranked = [placed[place] for place in order]
    assert all(after - before >= gap - 1e-9 for before, after in itertools.pairwise(ranked))
    assert ranked[0] >= -1e-9
    assert ranked[-1] <= 4.0 + 1e-9


def test_spread_without_room_still_keeps_the_gap() -> None:
    assert spread([1.0, 1.0, 1.0], 1.0, 0.0, 1.0) == [0.0, 1.0, 2.0]
