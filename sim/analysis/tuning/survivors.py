"""Which of many settings are worth a closer look: screening under the same luck, with a limit on ruin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from sim.analysis.intervals import LEVEL, wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.outcomes import Array


def ranked(values: Array, ruined: NDArray[np.bool_], share: float) -> NDArray[np.intp]:
    """Return candidates, best first: those within the allowed share of ruin by value, then the others by ruin.

    Parameters
    ----------
    values, ruined
        Shape (candidates, replications); position j of every row is the same replication.
    share
        Share of ruined replications up to which a candidate is allowed.
    """
    ruin = ruined.mean(axis=1)
    excess = np.where(ruin <= share, 0.0, ruin - share)
    worth = np.nan_to_num(values.mean(axis=1), nan=-np.inf)
    return np.lexsort((-worth, excess))


def survivors(values: Array, ruined: NDArray[np.bool_], share: float, *, least: int, most: int) -> NDArray[np.intp]:
    """Return the candidates that may be the best within the allowed share of ruin, best first.

    Dropped is who is beaten beyond noise by the best allowed one (paired t, one-sided, Bonferroni), and whose ruin is
    beyond the allowed share even at the lower end of its Wilson interval; but `least` are kept in any case, and no more
    than `most`.
    """
    order = ranked(values, ruined, share)
    hopeful = [index for index in order if not too_ruinous(ruined[index], share)]
    close = set(contending(values, hopeful, order[0])) if hopeful else set()
    kept = [index for index in order if index in close]
    rest = [index for index in order if index not in close]
    return np.array((kept + rest[: max(0, least - len(kept))])[:most], np.intp)


def too_ruinous(ruined: NDArray[np.bool_], share: float) -> bool:
    """Tell whether ruin surely lies beyond a share."""
    return wilson(int(np.count_nonzero(ruined)), len(ruined))[0] > share


def contending(values: Array, candidates: list[int], best: int) -> list[int]:
    """Return the candidates that `best` does not beat beyond noise under the same luck."""
    trials, rivals = values.shape[1], max(1, len(candidates) - 1)
    if trials < 2:  # noqa: PLR2004 (no spread, no verdict)
        return candidates
    gap = values[best] - values[candidates]
    strict = float(stdtrit(trials - 1, 1.0 - (1.0 - LEVEL) / rivals))
    with np.errstate(invalid="ignore"):
        beaten = gap.mean(axis=1) > strict * gap.std(axis=1, ddof=1) / np.sqrt(trials)
    unknown = np.isnan(gap).any(axis=1)
    return [index for index, lost in zip(candidates, beaten | unknown, strict=True) if not lost or index == best]
