"""The belief where the model can't show the data: normal about a fit that outliers hardly move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.calibration.normals import factor, points
from sim.studies.calibration.fitting import fit, misfit
from sim.studies.saltelli import whole_seed

if TYPE_CHECKING:
    from sim.analysis.calibration.observed import Observed
    from sim.arrays import Array
    from sim.studies.calibration.firm import Firm


def robust(firm: Firm, observed: Observed, count: int) -> Array:
    """Return scores of equally likely sets of parameters, shape (parameters, count).

    The curvature of the soft-L1 fit gives their spread, wider where more is left than luck explains.
    """
    against = misfit(firm, observed)
    best = fit(firm, observed, against).scores
    slopes, left = against.slopes(best), against.at(best)[: -len(best)]
    loose = max(1.0, float(np.mean(left**2)))
    weight = np.r_[1.0 / np.sqrt(1.0 + left**2) / loose, np.ones(len(best))]
    covariance = np.linalg.inv(slopes.T @ (weight[:, None] * slopes))
    normals = points(len(best), count, whole_seed(firm.scenario.seed, "calibrate:robust") % 2**31)
    return np.asarray(best[:, None] + factor(covariance) @ normals)
