"""What of a firm's months is there, and how large its money is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.calibration.observed import Observed
    from sim.studies.calibration.firm import Firm


def months_seen(observed: Observed) -> dict[str, NDArray[np.bool_]]:
    """Return in which months each measure has a figure."""
    return {name: np.isfinite(observed.values[name]) for name in observed.measures}


def money_of(observed: Observed, firm: Firm) -> float:
    """Return a month's revenue: the data's, else the middle firm's."""
    if "revenue" in observed.measures:
        return max(float(np.nanmean(observed.values["revenue"])), 1.0)
    return max(float(firm.expected(np.zeros((len(firm.keys), 1)), ("revenue",)).mean()), 1.0)
