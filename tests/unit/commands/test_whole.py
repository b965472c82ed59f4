"""Whole numbers as people write them."""

from __future__ import annotations

import click
import pytest

from sim.commands.whole import Whole


@pytest.mark.parametrize("text", ["10000", "10,000", "10_000", "10 000", "10\u202f000", "+10000"])
def test_thousands_may_be_set_apart(text: str) -> None:
    assert Whole(min=1).convert(text, None, None) == 10_000


@pytest.mark.parametrize("text", ["1,00", "1,0000", ",000", "1.000", "1e3", "ten", "", "1,000.5", "10,000,0"])
def test_what_is_no_whole_number_is_told_how_to_write_one(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a whole number; write it like 1000"):
        Whole(min=1).convert(text, None, None)


def test_bounds_hold() -> None:
    with pytest.raises(click.BadParameter, match="0 is not in the range x>=1"):
        Whole(min=1).convert("0", None, None)
    assert Whole(min=1).convert(7, None, None) == 7  # a default
