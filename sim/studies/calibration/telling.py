"""How strongly every measure would answer to every parameter, and so which the data tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.calibration.identifiability import Identifiability, identifiability
from sim.analysis.calibration.observed import MEASURES
from sim.analysis.calibration.scales import scaled
from sim.studies.calibration.seen import months_seen

if TYPE_CHECKING:
    from sim.analysis.calibration.posterior import Posterior
    from sim.studies.calibration.fitting import Misfit

_NUDGE: Final = 0.1
"""Step in standard deviations of the prior."""


def telling(against: Misfit, after: Posterior) -> Identifiability:
    """Return what the data of a firm can tell apart, at the middle of the belief after them."""
    middle, count = after.scores.mean(axis=0), len(after.keys)
    steps = _NUDGE * np.eye(count)
    figures = against.firm.expected(middle[:, None] + np.hstack([steps, -steps]))
    answers = {}
    for row, name in enumerate(MEASURES):
        own = scaled(name, figures[row], against.money) / against.noise[row][:, None]
        answers[name] = np.nan_to_num((own[:, :count] - own[:, count:]) / (2 * _NUDGE))
    return identifiability(after.keys, answers, months_seen(against.observed), (after.ratio, after.correlation))
