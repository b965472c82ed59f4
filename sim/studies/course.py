"""How far a study is whose later parts depend on its earlier ones, so that nobody knows beforehand what they take."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.experiment.progress import ENOUGH, Standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.experiment.progress import Progress


@dataclass(slots=True)
class Course:
    """Counts parts by what they take at most, so that one that takes less doesn't stall the bar.

    Attributes
    ----------
    lanes
        What all parts take at most.
    progress
        Who is told; nobody when None.
    clock
        Seconds, from any moment on.
    """

    lanes: int
    progress: Progress | None
    clock: Callable[[], float] = time.monotonic
    _began: float | None = None
    _end: int = 0
    _done: int = 0
    _real: int = 0

    def begin(self, lanes: int) -> None:
        """Count what came before as done, and begin a part that takes so many lanes at most."""
        self._done = self._end
        self._end += lanes

    def heard(self, standing: Standing) -> None:
        """Take note of lanes that were simulated."""
        self._done = min(self._done + standing.done - self._real, self._end)
        self._real = standing.done
        if self.progress:
            self.progress(Standing(self._done, self.lanes, self._left()))

    def finish(self) -> None:
        """Say that all is done."""
        if self.progress:
            self.progress(Standing(self.lanes, self.lanes, None))

    def _left(self) -> float | None:
        if self._began is None:
            self._began = self.clock()
        seconds = self.clock() - self._began
        return seconds * (self.lanes - self._done) / self._done if seconds >= ENOUGH and self._done else None
