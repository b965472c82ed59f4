"""What has been simulated of which settings on one stretch of luck, so that nothing is simulated twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.intervals import Chance, chance

if TYPE_CHECKING:
    from sim.arrays import Array

Flags = NDArray[np.bool_]
Evaluate = Callable[["Array", NDArray[np.int64]], tuple["Array", Flags]]
"""From settings, shape (candidates, settings), and replications, shape (n,), to value and whether ruined, both of shape
(candidates, n). The same settings under the same replication give the same, whatever else is asked."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one setting did on some replications.

    Attributes
    ----------
    mean, error
        Mean of the value, and its standard error.
    ruin
        Share ruined.
    """

    mean: float
    error: float
    ruin: Chance

    @classmethod
    def of(cls, values: Array, ruined: Flags) -> Sample:
        """Describe the value and the ruin of every replication."""
        n = len(values)
        error = float(np.std(values, ddof=1) / np.sqrt(n)) if n > 1 else np.nan
        return cls(float(np.mean(values)), error, chance(ruined))


@dataclass(slots=True)
class LuckSeen:
    """A stretch of replications, and what candidates did on its first ones.

    Attributes
    ----------
    evaluate
        Who simulates.
    first
        The first replication.
    """

    evaluate: Evaluate
    first: int
    _seen: dict[bytes, tuple[Array, Flags]] = field(default_factory=dict)
    _settings: dict[bytes, Array] = field(default_factory=dict)

    def look(self, candidates: Array, count: int) -> tuple[Array, Flags]:
        """Return value and ruin of every candidate on the first `count` replications, shape (candidates, count)."""
        keys = [candidate.tobytes() for candidate in candidates]
        self._settings |= dict(zip(keys, candidates, strict=True))
        for had, missing in self._missing(keys, count).items():
            asked = np.stack([self._settings[key] for key in missing])
            found = self.evaluate(asked, np.arange(self.first + had, self.first + count))
            for key, values, ruined in zip(missing, *found, strict=True):
                self._seen[key] = _joined(self._seen.get(key), (values, ruined))
        rows = [self._seen[key] for key in keys]
        return np.stack([row[0][:count] for row in rows]), np.stack([row[1][:count] for row in rows])

    def looked_at(self, count: int) -> Array:
        """Return every candidate that was seen on `count` replications or more, in a fixed order."""
        known = [self._settings[key] for key, row in self._seen.items() if len(row[0]) >= count]
        return np.stack(known)

    def sample(self, candidate: Array, count: int) -> Sample:
        """Describe one candidate."""
        values, ruined = self.look(candidate[None], count)
        return Sample.of(values[0], ruined[0])

    def _missing(self, keys: list[bytes], count: int) -> dict[int, list[bytes]]:
        """Return who lacks replications, each once, by the number already had."""
        found: dict[int, list[bytes]] = {}
        for key in dict.fromkeys(keys):
            had = len(self._seen[key][0]) if key in self._seen else 0
            if had < count:
                found.setdefault(had, []).append(key)
        return found


def _joined(before: tuple[Array, Flags] | None, after: tuple[Array, Flags]) -> tuple[Array, Flags]:
    if before is None:
        return after
    return np.concatenate([before[0], after[0]]), np.concatenate([before[1], after[1]])
