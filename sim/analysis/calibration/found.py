"""Everything that a calibration found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.analysis.calibration.fit import Fit
    from sim.analysis.calibration.gain import GainBelief
    from sim.analysis.calibration.identifiability import Identifiability
    from sim.analysis.calibration.observed import Observed
    from sim.analysis.calibration.posterior import Posterior
    from sim.analysis.calibration.steps import Step
    from sim.arrays import Array
    from sim.errors import Problem
    from sim.results import RunFacts

BANDS: Final = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
"""Quantiles of what the calibrated firm would have shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What the data say about a firm.

    Attributes
    ----------
    facts
        The scenario over the months of the data; its replications are the firms that were simulated.
    policy
        Which one the firm is taken to have lived by.
    observed
        The data.
    steps
        Single figures read from them.
    fit
        Best point of the expected flows.
    posterior
        The belief after the data.
    told
        What the data can tell apart.
    gain, gain_before
        Of the cycle under `policy`, after and before the data; None when not asked for.
    bands
        Quantiles of `BANDS` of what the calibrated firm shows, by observed measure, shape (quantiles, months).
    units
        Unit of every parameter, as parameters have it.
    warnings
        Figures that look like a slip of units, and the like.
    """

    facts: RunFacts
    policy: str
    observed: Observed
    steps: tuple[Step, ...]
    fit: Fit
    posterior: Posterior
    told: Identifiability
    gain: GainBelief | None
    gain_before: GainBelief | None
    bands: Mapping[str, Array]
    units: tuple[str, ...]
    warnings: tuple[Problem, ...]

    def inside(self, measure: str) -> tuple[int, int]:
        """Return in how many months the data lie within the 95 % band, and the number of months with a figure."""
        figures, band = self.observed.values[measure], self.bands[measure]
        there = np.isfinite(figures)
        within = (figures >= band[0] - 1e-9) & (figures <= band[-1] + 1e-9)
        return int(np.sum(within & there)), int(np.sum(there))
