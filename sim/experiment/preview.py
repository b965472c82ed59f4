"""A quick look at a scenario, for whoever moves a slider: a few measures, and worker processes that stay warm."""

from __future__ import annotations

import os
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass, replace
from itertools import count, takewhile
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from sim.experiment.crew import Crew
from sim.experiment.design import CUBE
from sim.experiment.following import learn, recorded
from sim.experiment.look import SHOWN, Look, What
from sim.experiment.memory import releasing
from sim.experiment.pieces import LANES_A_TASK, worlds_of
from sim.experiment.quantiles import quantiles
from sim.experiment.workers import processes_for
from sim.model.outcomes import outcomes

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from sim.scenario import Scenario

Months = NDArray[np.float32]
Block = tuple[Months, NDArray[np.float64]]
"""Measures by month, shape (measures, months + 1, policies, replications), and outcomes, shape (outcomes, policies,
replications)."""

_KEPT: Final = 16
"""Policies whose months are kept for the next look."""

_BACKGROUND: Final = 2 * CUBE
"""Replications simulated in one go ahead of time: a look that is wanted meanwhile waits a tenth of a second at most."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Replications `first` up to (not with) `end` of a policy, known or under way.

    Attributes
    ----------
    place
        Which policy of the block it is.
    """

    first: int
    end: int
    place: int
    block: Future[Block]


class Preview:
    """Looks at one variation of a scenario after the other; use it in a `with` statement, or call `close`.

    The figures are those that `run` would give: the same luck, the same quantiles. A policy that a variation does not
    touch is not simulated again, and a look with more replications adds those that are missing.

    Parameters
    ----------
    workers
        Processes that are kept warm; as many as the machine has cores when None, this process alone when 1.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = max(1, workers if workers is not None else os.cpu_count() or 1)
        self._crew = Crew(self.workers) if self.workers > 1 else None
        self._learning = count()
        self._seen: dict[str, list[_Part]] = {}

    def look(
        self,
        scenario: Scenario,
        *,
        replications: int = 1000,
        measures: tuple[str, ...] = SHOWN,
        outcomes: tuple[str, ...] = (),
    ) -> Look:
        """Simulate the policies of a scenario and return the bands of some measures, and some outcomes.

        Raises
        ------
        UsageError
            When a measure or an outcome is unknown, or there is nothing to look at.
        """
        what = What.of(replications, measures, outcomes)
        try:
            found = self._found(scenario, replications, what)
        except BrokenExecutor:  # a worker was ended from outside; others take its place
            found = self._found(scenario, replications, what)
        bands = quantiles(np.stack([months for months, _ in found], axis=2))
        ends = np.stack([own for _, own in found], axis=1)
        return Look(tuple(scenario.policies), measures, bands, outcomes, ends, replications)

    def prepare(
        self,
        scenario: Scenario,
        *,
        replications: int = 1000,
        measures: tuple[str, ...] = SHOWN,
        outcomes: tuple[str, ...] = (),
    ) -> list[Future[Block]]:
        """Let the workers simulate what a look would want, and return what is under way; nothing without workers.

        The arguments are those of `look`.
        """
        what = What.of(replications, measures, outcomes)
        if self._crew_for(scenario) is None:
            return []
        keys = self._started(scenario, replications, what, _BACKGROUND)
        parts = [part.block for key in keys for part in self._seen[key]]
        return [block for block in dict.fromkeys(parts) if not block.done()]

    def learn(
        self, scenario: Scenario, *, measures: tuple[str, ...] = SHOWN, outcomes: tuple[str, ...] = ()
    ) -> Future[None]:
        """Let one worker, the next one each time, learn how to have looks like this one sooner; alone, do it here.

        It takes a second or two for whatever looks have in common: policies, months, what is looked at. Then numbers
        may change. One after the other learns when this is done as often as there are `workers`; the rest can look
        meanwhile. The arguments are those of `look`.
        """
        what = What.of(1, measures, outcomes)
        return _handed(self._crew_for(scenario), next(self._learning), learn, scenario, what.recorded)

    def knows(
        self,
        scenario: Scenario,
        *,
        replications: int = 1000,
        measures: tuple[str, ...] = SHOWN,
        outcomes: tuple[str, ...] = (),
    ) -> bool:
        """Say whether a look would be there at once; the arguments are those of `look`."""
        keys = _keys(scenario, What(measures, outcomes)).values()
        return all(
            _end(parts) >= replications and all(part.block.done() for part in parts if part.first < replications)
            for parts in (self._seen.get(key, []) for key in keys)
        )

    def abandon(self) -> None:
        """Take back whatever no worker has begun."""
        for key, parts in self._seen.items():
            taken = [part.block.cancel() for part in parts]
            self._seen[key] = parts[: taken.index(True)] if True in taken else parts

    def aside(self, work: Callable[..., Any], scenario: Scenario, *arguments: Any) -> Future[Any]:  # noqa: ANN401
        """Let a worker do other work on a scenario; without workers it is done here and now."""
        return _handed(self._crew_for(scenario), 0, work, scenario, *arguments)

    def _crew_for(self, scenario: Scenario) -> Crew | None:
        return None if processes_for(scenario, None) == 1 else self._crew

    def _found(self, scenario: Scenario, replications: int, what: What) -> list[Block]:
        each = -(-replications // (self.workers * CUBE)) * CUBE  # whole hypercubes: no input is drawn twice
        keys = self._started(scenario, replications, what, each)
        return [self._gathered(key, replications) for key in keys]

    def _started(self, scenario: Scenario, replications: int, what: What, each: int) -> list[str]:
        """See to it that enough replications of every policy are known or under way; return the policies' keys."""
        keys = _keys(scenario, what)
        for key in self._seen.keys() & keys.values():
            self._seen[key] = list(takewhile(_sound, self._seen[key]))
        groups: dict[int, list[str]] = {}
        for key, name in {key: name for name, key in keys.items()}.items():  # policies alike are simulated once
            groups.setdefault(_end(self._seen.get(key, [])), []).append(name)
        for known, names in groups.items():
            own = replace(scenario, policies={name: scenario.policies[name] for name in names})
            step = min(each, max(1, LANES_A_TASK // (CUBE * len(names))) * CUBE)
            for first in range(known, replications, step):
                end = min(first + step, replications)
                block = _handed(self._crew_for(scenario), first // step, _months, own, first, end, what)
                for place, name in enumerate(names):
                    self._seen.setdefault(keys[name], []).append(_Part(first, end, place, block))
        used = {key: self._seen.pop(key) for key in dict.fromkeys(keys.values())}
        self._seen = dict([*self._seen.items(), *used.items()][-max(_KEPT, len(used)) :])  # the ones used last
        return list(keys.values())

    def _gathered(self, key: str, replications: int) -> Block:
        blocks = [(part.block.result(), part.place) for part in self._seen[key] if part.first < replications]
        months = np.concatenate([months[:, :, place] for (months, _), place in blocks], axis=-1)
        ends = np.concatenate([ends[:, place] for (_, ends), place in blocks], axis=-1)
        return months[..., :replications], ends[..., :replications]

    def close(self) -> None:
        """End the worker processes."""
        if self._crew is not None:
            self._crew.let_go()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker processes."""
        self.close()


def _keys(scenario: Scenario, what: What) -> dict[str, str]:
    return {policy: f"{world} {what}" for policy, world in worlds_of(scenario).items()}


def _sound(part: _Part) -> bool:
    """Say whether a part is known or under way, and not lost with its worker."""
    block = part.block
    return not block.done() or not (block.cancelled() or block.exception())


def _end(parts: list[_Part]) -> int:
    """Return how many replications are known or under way."""
    return parts[-1].end if parts else 0


def _handed(crew: Crew | None, turn: int, work: Callable[..., Any], *arguments: Any) -> Future[Any]:  # noqa: ANN401
    """Hand work to a crew, or do it here, and return what will come of it."""
    if crew is not None:
        return crew.hand(turn, work, *arguments)
    done: Future[Any] = Future()
    done.set_result(work(*arguments))
    return done


@releasing()
def _months(scenario: Scenario, first: int, end: int, what: What) -> Block:
    """Return measures by month, single precision as in `run`, and outcomes."""
    setup, recording = recorded(scenario, first, end, what.recorded)
    shape = (len(scenario.policies), end - first)
    months = np.stack([recording[name] for name in what.measures]).astype(np.float32)
    ends = np.empty((0, *shape))
    if what.outcomes:
        found = outcomes(recording, setup.parameters)
        ends = np.stack([found[name] for name in what.outcomes]).reshape(-1, *shape)
    return months.reshape(*months.shape[:2], *shape), ends
