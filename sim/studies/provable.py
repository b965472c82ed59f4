"""Which limits on ruin a number of replications can prove."""

from __future__ import annotations

from sim.analysis.tuning.ruin_limit import allowed_share
from sim.studies.search import selection


def provable(limit: float, count: int) -> bool:
    """Tell whether a report on so many replications can show that a limit is kept, if no path is ruined."""
    return allowed_share(limit, selection(count), count) >= 0.0


def enough(limit: float) -> int:
    """Return a round number of replications from which a limit can be shown."""
    count = 10
    while not provable(limit, count):
        count += 10
    return count
