"""Whether a run has come as far as it was asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.stopping.leaders import best_known
from sim.analysis.stopping.targets import Best, Column, Judgement, Target
from sim.analysis.stopping.widths import width_reached

if TYPE_CHECKING:
    from collections.abc import Sequence


def judge(target: Target, column: Column, looked: Sequence[int]) -> Judgement:
    """Judge a target by the replications made so far.

    Parameters
    ----------
    target
        What is wanted.
    column
        The outcomes of the first `looked[-1]` replications.
    looked
        Numbers of replications at which was looked so far, this look included.
    """
    values = column(target.outcome)
    missing = max(int(np.count_nonzero(~np.isfinite(values[name]))) for name in target.about(values))
    if missing:
        return Judgement(target.text, target.outcome, reached=False, missing=missing)
    return best_known(target, values, looked) if isinstance(target, Best) else width_reached(target, values)
