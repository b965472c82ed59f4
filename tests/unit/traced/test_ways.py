"""Where only half of the code could be compiled, or NumPy keeps its loops elsewhere, functions stand in for loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.randomness import accelerator
from sim.traced import operations
from sim.traced.graph import UntraceableError
from tests.unit.traced.batches import batch, by_replay, compiled_only, deciding, engines, learnt, preset

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[pytest.MonkeyPatch], None]

pytestmark = compiled_only


def without_loops(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(operations, "compiled", None)


def with_loops_elsewhere(patch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str, _: object) -> None:
        raise UntraceableError(f"no loop for {name}")

    patch.setattr(operations, "inner_loop", nowhere)


def watched(patch: pytest.MonkeyPatch, more: float = 0.0) -> list[int]:
    """Let the accelerator note how many rows it counts in one go, and count so many Poisson events more."""
    rows: list[int] = []
    counts = accelerator.counts

    def noting(luck: Any, place: Any, trials: Any, chance: Any, uniform: Any) -> Any:  # noqa: ANN401
        found = counts(luck, place, trials, chance, uniform)
        if place is None and found is not None:  # not the engine's
            rows.append(len(found))
            found += more if trials is None else 0.0
        return found

    patch.setattr(accelerator, "counts", noting)
    return rows


@pytest.mark.parametrize("change", [without_loops, with_loops_elsewhere])
def test_functions_stand_in_for_loops_and_the_accelerator_counts(
    monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    scenario = deciding(preset(), "all_in", "harvest")
    wanted = engines(batch(scenario, 0, 50))
    change(monkeypatch)
    programs = learnt(scenario)
    rows = watched(monkeypatch)
    np.testing.assert_array_equal(by_replay(programs, batch(scenario, 0, 50), monkeypatch), wanted)
    assert max(rows) > 1


def test_an_event_more_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = deciding(preset(), "all_in", "harvest")
    wanted = engines(batch(scenario, 0, 50))
    without_loops(monkeypatch)
    programs = learnt(scenario)
    watched(monkeypatch, more=1.0)
    assert (by_replay(programs, batch(scenario, 0, 50), monkeypatch) != wanted).any()
