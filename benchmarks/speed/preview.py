"""What a slider shows after every move: the one place to change when the engine's preview changes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.experiment.preview import Preview
from sim.randomness import accelerator
from sim.traced import operations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.experiment.look import Look
    from sim.scenario import Scenario


def without_compiled_code() -> None:
    """Let this process do as one where nothing could be compiled."""
    accelerator.compiled = None  # type: ignore[assignment]
    operations.compiled = None  # type: ignore[assignment]


@contextmanager
def slider(scenario: Scenario, *, replications: int, workers: int) -> Iterator[Callable[[int], Look]]:
    """Lend a slider over a parameter that every policy feels, in so many warm processes; a move says where to."""
    with Preview(workers) as preview:
        if preview._crew is not None and not accelerator.present():  # noqa: SLF001
            for worker in range(workers):
                preview._crew.hand(worker, without_compiled_code).result()  # noqa: SLF001

        def at(place: int) -> Scenario:
            return scenario.vary({"acquisition.win_rate": 0.2 + 0.001 * place})

        def moved(place: int) -> Look:
            return preview.look(at(place), replications=replications)

        moved(0)
        for _ in range(workers):
            preview.learn(at(0)).result()
        yield moved
