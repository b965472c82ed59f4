from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from sim.experiment.memory import releasing

if TYPE_CHECKING:
    from collections.abc import Iterator


class Ring:
    """Holds itself, as a SimPy environment does."""

    def __init__(self) -> None:
        self.held = self


def ring() -> weakref.ref[Ring]:
    return weakref.ref(Ring())


@pytest.fixture(autouse=True)
def _uncollected() -> Iterator[None]:
    """Leave cycles where they are until somebody collects them."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()


def test_what_only_held_itself_is_gone_when_the_batch_is_done() -> None:
    assert releasing()(ring)()() is None


def test_it_stays_without() -> None:
    assert ring()() is not None


def test_what_the_function_still_used_goes_too() -> None:
    @releasing()
    def used() -> weakref.ref[Ring]:
        kept = Ring()
        return weakref.ref(kept)

    assert used()() is None


def test_nothing_stays_set_aside_after_an_error() -> None:
    @releasing()
    def failing() -> None:
        assert gc.get_freeze_count() > 0
        raise ValueError("batch")

    with pytest.raises(ValueError, match="batch"):
        failing()
    assert gc.get_freeze_count() == 0
