"""Going on until the answer is good enough: pieces in the order of replications, looked at all together."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.stopping.judging import judge
from sim.analysis.stopping.targets import RANKED, Best, Stopped, looks
from sim.experiment.gathering import gathered, stored_of
from sim.experiment.pieces import PIECE, kept_of, pieces
from sim.experiment.progress import Pace
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from sim.analysis.intervals import Array
    from sim.analysis.stopping.targets import Target
    from sim.experiment.pieces import Paths, Piece, PieceResult, Store
    from sim.experiment.progress import Progress
    from sim.scenario import Scenario

MOST: Final = 20_000
"""Replications after which a run stops in any case, unless it is told another number."""


def settle(
    scenario: Scenario,
    targets: Sequence[Target],
    *,
    paths: Paths,
    workers: int | str | None,
    store: Store,
    progress: Progress | None = None,
) -> Stopped:
    """Simulate a scenario until every target is reached, or to the end; the pieces are left in the store.

    At which number it stops depends on the outcomes alone, so a run of that number finds all its pieces there.

    Parameters
    ----------
    scenario
        What to simulate; its replications are the most.
    targets
        What is wanted, all at the same look.
    paths, workers, progress
        As in `run`.
    store
        Where pieces are looked for and kept.
    """
    rows = list(pieces(scenario, kept_of(scenario, paths)))
    stored = stored_of(rows, store)
    lanes = scenario.replications * len(scenario.policies)
    pace = Pace(lanes, lanes - sum(piece.replications for piece in stored))
    notes, points = _Notes(scenario, targets), looks(scenario.replications)
    stopped = Stopped((), (0,), scenario.replications)
    with closing(_coming(scenario, rows, stored, workers, store)) as coming:
        for piece, found in coming:
            notes.take(piece, found)
            (pace.fetched if piece in stored else pace.simulated)(piece.replications)
            if progress:
                progress(pace.standing)
            if piece.end in points and piece.policy == rows[0][-1].policy:
                looked = points[: points.index(piece.end) + 1]
                column = notes.until(piece.end)
                judgements = tuple(judge(target, column.__getitem__, looked) for target in targets)
                stopped = Stopped(judgements, looked, scenario.replications)
                if stopped.reached or stopped.hopeless:
                    break
    return stopped


def _coming(
    scenario: Scenario,
    rows: Sequence[tuple[Piece, ...]],
    stored: set[Piece],
    workers: int | str | None,
    store: Store,
) -> Generator[tuple[Piece, PieceResult]]:
    """Yield pieces; what is needed for the first look starts no processes unless they pay for that alone."""
    first = looks(scenario.replications)[0] // PIECE if workers is None else 0
    for part in (rows[:first], rows[first:]):
        if part:
            yield from gathered(scenario, part, stored, workers, store)


class _Notes:
    """The outcomes that targets are about, of the replications made so far."""

    def __init__(self, scenario: Scenario, targets: Sequence[Target]) -> None:
        self._names = tuple(dict.fromkeys(RANKED if isinstance(one, Best) else one.outcome for one in targets))
        self._rows = [list(OUTCOMES).index(name) for name in self._names]
        self._policies = tuple(scenario.policies)
        self._values = np.empty((len(self._names), len(self._policies), scenario.replications))

    def take(self, piece: Piece, found: PieceResult) -> None:
        """Take what the targets need of a piece."""
        self._values[:, self._policies.index(piece.policy), piece.first : piece.end] = found.outcomes[self._rows]

    def until(self, end: int) -> dict[str, Mapping[str, Array]]:
        """Return the outcomes of replications up to (not with) `end`, by name and policy."""
        return {
            name: dict(zip(self._policies, values[:, :end], strict=True))
            for name, values in zip(self._names, self._values, strict=True)
        }
