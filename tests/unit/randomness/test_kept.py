"""Uniforms kept for the next look are those that would be made anew, and there is an end to their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.randomness import KeyedStreams, KeyedUniforms, accelerator, kept, keyed
from sim.randomness.chains import links

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from numpy.typing import NDArray

    from sim.arrays import Array

BATCHES = (
    (5, np.arange(8)),
    (6, np.arange(8)),
    (5, np.arange(4, 12)),
    (5, np.arange(40)),
    (5, np.tile(np.arange(8), 2)),
)
"""Seeds and replications of which each differs from all others in one thing."""


@pytest.fixture(autouse=True)
def _without_compiled_code(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(accelerator, "compiled", None)
    kept.forget()
    yield
    kept.forget()


def made_anew(seed: int, replications: NDArray[np.int64], name: str, month: int, slots: int) -> Array:
    blocks = int(replications.max()) // 4 + 1
    rows: Array = KeyedUniforms(seed).rows(name, month, slots, ((0, blocks),))
    return rows[:, replications]


def every_look_is_as_if_the_first() -> bool:
    """Ask for whatever differs in one thing, twice over, in one process."""
    asked = [(name, month, slots) for name in ("wins", "wins.0") for month in (-1, 0, 3) for slots in (1, 2)]
    return all(
        np.array_equal(KeyedStreams(seed, lanes).uniform(*one), made_anew(seed, lanes, *one))
        for _ in range(2)
        for seed, lanes in BATCHES
        for one in asked
    )


def splits_are_chains_of_binomials() -> bool:
    """Split, twice over, where the same names were drawn from as streams of their own."""
    count, chances = np.full(40, 9.0), np.full((3, 40), 0.4)
    parts = KeyedStreams(5, np.arange(40)).split("wins", 3, count, chances)
    streams, left = KeyedStreams(5, np.arange(40)), count
    for part, link in zip(parts, links("wins", 3), strict=False):
        drawn = streams.binomial(link, 3, left, 0.4)
        if not np.array_equal(part, drawn):
            return False
        left = left - drawn
    return np.array_equal(streams.split("wins", 3, count, chances), parts)


def test_what_is_kept_is_what_would_be_made() -> None:
    assert every_look_is_as_if_the_first()
    assert splits_are_chains_of_binomials()


@pytest.mark.parametrize("forgotten", range(5))
def test_a_key_that_leaves_something_out_is_caught(forgotten: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutants keep without the batch, the kind, the name, the month or the slots."""

    def shorter(key: tuple[Hashable, ...], make: Callable[[], Array]) -> Array:
        return kept.kept((key[:forgotten], key[forgotten + 1 :]), make)

    monkeypatch.setattr(keyed, "kept", shorter)
    streams = KeyedStreams(5, np.arange(40))
    streams.uniform("wins", 3, 3)  # as many rows as the chain of that name has parts
    assert not (splits_are_chains_of_binomials() and every_look_is_as_if_the_first())


def test_kept_numbers_come_to_an_end_and_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 100)
    made = []

    def look(month: int, wide: int = 30) -> Array:
        def make() -> Array:
            made.append(month)
            return np.full((1, wide), float(month))

        return kept.kept(month, make)

    for month in (0, 1, 2, 0, 1, 2, 3, 3, 1, 0, 0):  # the fourth pushes out the first
        assert (look(month) == month).all()
    assert made == [0, 1, 2, 3, 0]
    for _ in range(2):
        look(9, kept.WIDEST + 1)
    assert made[-2:] == [9, 9]
    with pytest.raises(ValueError, match="read-only"):
        look(2)[:] = 0.0
