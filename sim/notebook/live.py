"""Looks at settings as fast as a hand moves: few replications at once, all of them when the slider rests."""

from __future__ import annotations

import asyncio
import functools
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sim.errors import ScenarioError
from sim.experiment.pieces import worlds_of
from sim.experiment.preview import Preview
from sim.notebook.seen import OUTCOMES, Seen, gains_of, seen

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from sim.analysis.statistics.resampling import Estimate
    from sim.notebook.tuning import Tuning
    from sim.scenario import Scenario

REPLICATIONS: Final = 1000
"""Of a picture, once the slider rests."""
DRAFT: Final = 200
"""Of the picture while it moves: whole hypercubes, the first of the others, under the same luck."""
REST: Final = 0.1
"""Seconds without a move after which a slider rests; a held key repeats faster."""
_REMEMBERED: Final = 32


@functools.cache
def warm(workers: int | None) -> Preview:
    """Return the processes that all sliders of a notebook share; they end with it."""
    return Preview(workers)


class Live:
    """What a hand at the sliders sees.

    Parameters
    ----------
    replications
        Of a picture at rest.
    workers
        Processes; as many as there are cores when None, none beside this one when 1.
    """

    def __init__(self, *, replications: int = REPLICATIONS, workers: int | None = None) -> None:
        self.replications = replications
        self._workers = workers
        self._gains: dict[tuple[str, ...], tuple[Estimate, ...]] = {}
        self._work: Future[Any] | None = None

    def now(self, tuning: Tuning) -> Seen:
        """Return what can be seen of a setting at once.

        Raises
        ------
        ScenarioError
            When these numbers are no possible firm.
        """
        preview = warm(self._workers)
        preview.abandon()
        if self._work is not None:
            self._work.cancel()
        known = preview.knows(tuning.looked_at, **self._wanted(tuning))
        return self._look(tuning, self.replications if known else min(DRAFT, self.replications))

    def whole(self, tuning: Tuning) -> Seen:
        """Return what a setting leads to, in as many replications as wanted."""
        return self._look(tuning, self.replications)

    async def at_rest(self, tuning: Tuning, toward: tuple[str, int] | None, show: Callable[[Seen], None]) -> None:
        """Wait until the slider rests; then show all replications, look ahead, show the gain, and learn to be quick.

        Parameters
        ----------
        toward
            The knob moved last, and the stops it was moved by: the stops beside are simulated before they are wanted.
        show
            Told what is seen, twice.
        """
        await asyncio.sleep(REST)
        preview = warm(self._workers)
        await _all(preview.prepare(tuning.looked_at, **self._wanted(tuning)))
        show(self.whole(tuning))
        for beside in _beside(tuning, toward):
            await _all(preview.prepare(beside.looked_at, **self._wanted(beside)))
        if self._key(tuning) not in self._gains:
            self._work = preview.aside(gains_of, tuning.looked_at, self.replications)
            found = await asyncio.wrap_future(self._work)
            self._gains = dict([*self._gains.items(), (self._key(tuning), found)][-_REMEMBERED:])
            show(self.whole(tuning))
        for _ in range(preview.workers):  # last of all, and one after the other: a hand may come back any moment
            self._work = preview.learn(_touched(tuning, toward), measures=tuning.measures, outcomes=OUTCOMES)
            await asyncio.wrap_future(self._work)

    def _look(self, tuning: Tuning, replications: int) -> Seen:
        wanted = {**self._wanted(tuning), "replications": replications}
        look = warm(self._workers).look(tuning.looked_at, **wanted)
        return replace(seen(tuning, look), gains=self._gains.get(self._key(tuning), ()))

    def _wanted(self, tuning: Tuning) -> dict[str, Any]:
        return {"replications": self.replications, "measures": tuning.measures, "outcomes": OUTCOMES}

    @staticmethod
    def _key(tuning: Tuning) -> tuple[str, ...]:
        worlds = worlds_of(tuning.looked_at)
        return tuple(worlds[policy] for policy in tuning.pair)


async def _all(waiting: list[Future[Any]]) -> None:
    if waiting:
        await asyncio.wait([asyncio.wrap_future(future) for future in waiting])


def _touched(tuning: Tuning, toward: tuple[str, int] | None) -> Scenario:
    """Return what the next move will simulate if it is like the last one: a policy whose own number it was, or all."""
    scenario = tuning.looked_at
    own = {
        name: policy
        for name, policy in scenario.policies.items()
        if toward and toward[0].startswith(f"policies.{name}.")
    }
    return replace(scenario, policies=own) if own else scenario


def _beside(tuning: Tuning, toward: tuple[str, int] | None) -> list[Tuning]:
    """Return the settings one stop further and one stop back, if they are possible firms."""
    if toward is None:
        return []
    key, stops = toward
    found = []
    for step in (1, -1) if stops >= 0 else (-1, 1):
        with suppress(ScenarioError):
            beside = tuning.beside(key, step)
            _ = beside.varied
            found += [beside] if beside.moved != tuning.moved else []
    return found
