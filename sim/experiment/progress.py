"""How far a run is, and how long the rest takes: said from what was simulated, once that is enough to go by."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

ENOUGH: Final = 5.0
"""Seconds of simulating before which nothing is said about the rest."""

WAVE: Final = 1.0
"""Seconds within which the first results of all workers come."""

_MINUTE: Final = 60.0
_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a run is.

    Attributes
    ----------
    done, lanes
        Lanes whose outcomes are written, and lanes in all.
    seconds_left
        Until the last outcome is written; None while nobody can know. Summary and charts come after.
    """

    done: int
    lanes: int
    seconds_left: float | None

    @property
    def left(self) -> str:
        """The time left in words, empty while unknown."""
        if self.seconds_left is None or self.done == self.lanes:
            return ""
        if self.seconds_left < 1.5 * _MINUTE:
            return f"about {max(5, 5 * round(self.seconds_left / 5))} s left"
        if self.seconds_left < 1.5 * _HOUR:
            return f"about {self.seconds_left / _MINUTE:.0f} min left"
        return f"about {self.seconds_left / _HOUR:.1f} h left"


Progress = Callable[[Standing], None]
"""Called whenever some more lanes are done."""


@dataclass(slots=True)
class Pace:
    """Counts lanes and takes the time of those that are simulated.

    What is fetched from earlier runs takes next to no time, so it counts as done and says nothing about the rest.
    Neither does the first wave of what is simulated: how long it took depends on when the workers were ready.

    Attributes
    ----------
    lanes, to_simulate
        Lanes in all, and those of them that no earlier run has left.
    clock
        Seconds, from any moment on.
    """

    lanes: int
    to_simulate: int
    clock: Callable[[], float] = time.monotonic
    _done: int = 0
    _simulated: int = 0
    _first_wave: int = 0
    _began: float | None = None

    def fetched(self, lanes: int) -> None:
        """Count lanes that were fetched."""
        self._done += lanes

    def simulated(self, lanes: int) -> None:
        """Count lanes that were simulated."""
        self._done += lanes
        self._simulated += lanes
        if self._began is None:
            self._began = self.clock()
        if self.clock() - self._began < WAVE:
            self._first_wave = self._simulated

    @property
    def standing(self) -> Standing:
        """How far the run is now."""
        seconds = 0.0 if self._began is None else self.clock() - self._began
        timed = self._simulated - self._first_wave
        known = timed > 0 and seconds >= ENOUGH
        left = seconds * (self.to_simulate - self._simulated) / timed if known else None
        return Standing(self._done, self.lanes, left)
