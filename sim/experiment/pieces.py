"""What a run is made of: pieces of one policy and a few hundred replications, each known by its content's address.

A piece depends on the world, its own policy, the seed and its replications, and on nothing else of the scenario. So
a run with another policy, or with more replications, shares the pieces it has in common with this one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from sim.errors import UsageError
from sim.experiment.engine import fingerprint, own_code
from sim.results import BAND_PATHS, SAMPLE_PATHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from sim.scenario import Scenario

Paths = Literal["quantiles", "all", "none"]
"""What to keep of single months."""

PIECE: Final = 500
"""Replications of a piece."""

LANES_A_TASK: Final = 4096
"""Lanes worth simulating together: enough to make NumPy's overhead small, few enough for the processor's caches."""

_POLICIES_A_TASK: Final = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """Replications `first` up to (not with) `end` under one policy.

    Attributes
    ----------
    kept
        Replications, from `first` on, whose months are kept.
    key
        Address of the content.
    """

    policy: str
    first: int
    end: int
    kept: int
    key: str

    @property
    def replications(self) -> int:
        """Number of replications."""
        return self.end - self.first


@dataclass(frozen=True, slots=True)
class PieceResult:
    """What a piece holds.

    Attributes
    ----------
    outcomes
        Shape (outcomes, replications), in the order of `OUTCOMES`.
    sums, counts
        Of every measure and month over the replications in which it is known, shape (measures, months + 1).
    months
        Every measure by month of the kept replications, shape (measures, months + 1, kept), single precision.
    """

    outcomes: NDArray[np.float64]
    sums: NDArray[np.float64]
    counts: NDArray[np.float64]
    months: NDArray[np.float32]


class Store(Protocol):
    """Where pieces are kept between runs, by the address of their content."""

    def has(self, key: str) -> bool:
        """Say whether something is kept under a key."""
        ...

    def get(self, key: str) -> Mapping[str, NDArray[Any]] | None:
        """Return the arrays under a key, None where there are none or they are damaged."""
        ...

    def put(self, key: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep arrays under a key."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """Pieces that are simulated together: some policies over the same replications."""

    scenario: Scenario
    policies: tuple[str, ...]
    rows: tuple[tuple[Piece, ...], ...]
    """For each range of replications its pieces, in the order of `policies`."""

    @property
    def first(self) -> int:
        """First replication."""
        return self.rows[0][0].first

    @property
    def end(self) -> int:
        """First replication that is no longer simulated."""
        return self.rows[-1][0].end


def kept_of(scenario: Scenario, paths: Paths) -> int:
    """Return how many replications have their months kept.

    Raises
    ------
    UsageError
        When `paths` is none of the three words.
    """
    most = {"all": scenario.replications, "quantiles": BAND_PATHS, "none": SAMPLE_PATHS}
    if paths not in most:
        raise UsageError(f"paths must be one of {', '.join(most)}, not {paths!r}")
    return min(most[paths], scenario.replications)


def pieces(scenario: Scenario, kept: int) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces of a scenario: for each range of replications one per policy."""
    worlds = worlds_of(scenario)
    for first in range(0, scenario.replications, PIECE):
        end = min(first + PIECE, scenario.replications)
        own = max(0, min(end, kept) - first)
        yield tuple(
            Piece(name, first, end, own, hashlib.sha256(f"{world}:{first}:{end}:{own}".encode()).hexdigest())
            for name, world in worlds.items()
        )


def tasks(scenario: Scenario, missing: Sequence[Sequence[Piece]], processes: int) -> Iterator[Task]:
    """Yield tasks for the pieces that are missing, of a size that is quick to simulate, earlier replications first."""
    for names, group in groupby(missing, key=lambda row: tuple(piece.policy for piece in row)):
        rows = [tuple(row) for row in group]
        together = _together(len(names), len(rows), processes)
        for index in range(0, len(rows) if names else 0, together):
            for start in range(0, len(names), _POLICIES_A_TASK):
                chosen = slice(start, start + _POLICIES_A_TASK)
                part = tuple(row[chosen] for row in rows[index : index + together])
                yield Task(scenario, names[chosen], part)


def _together(policies: int, rows: int, processes: int) -> int:
    """Return how many ranges of replications one task takes: as many as pay, but work for every process."""
    most = max(1, LANES_A_TASK // (PIECE * max(1, policies)))
    return max(1, min(most, -(-rows // processes)))


def worlds_of(scenario: Scenario) -> dict[str, str]:
    """Return for each policy a checksum of everything its numbers depend on, replications apart."""
    tied = {key for pair in scenario.correlations for key in pair[:2]}
    meaning = scenario.meaning()
    shared = {key: meaning[key] for key in ("start", "horizon", "parameters", "correlations", "events")} | {
        "engine": fingerprint(),
        "seed": scenario.seed,
    }

    def checksum(policy: str) -> str:
        others = tuple(f"policies.{name}." for name in scenario.policies if name != policy)
        content = shared | {
            "policy": [*meaning["policies"][policy], *own_code(type(scenario.policies[policy]))],
            # Beliefs about other policies' settings matter only through correlations.
            "uncertain": {
                key: belief for key, belief in meaning["uncertain"].items() if key in tied or not key.startswith(others)
            },
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    return {policy: checksum(policy) for policy in scenario.policies}
