"""What a slider shows after every move: the one place to change when the engine's preview changes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.experiment.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.experiment.look import Look
    from sim.scenario import Scenario


@contextmanager
def slider(scenario: Scenario, *, replications: int, workers: int) -> Iterator[Callable[[int], Look]]:
    """Lend a slider over a parameter that every policy feels, in so many warm processes; a move says where to."""
    with Preview(workers) as preview:

        def moved(place: int) -> Look:
            varied = scenario.vary({"acquisition.win_rate": 0.2 + 0.001 * place})
            return preview.look(varied, replications=replications)

        moved(0)
        yield moved
