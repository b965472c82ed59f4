"""Measures that no firm of the scenario shows: a fit to them would bend everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.calibration.normals import points
from sim.errors import ScenarioError
from sim.studies.saltelli import whole_seed

if TYPE_CHECKING:
    from sim.analysis.calibration.observed import Observed
    from sim.studies.calibration.firm import Firm

_FIRMS: Final = 1024
_OUTSIDE: Final = 0.25
"""Share of the months outside what any of those firms shows, from which a measure is set aside."""
_LEAST: Final = 2


def unbelievable(firm: Firm, observed: Observed) -> tuple[str, ...]:
    """Return the measures that lie outside what any firm of the prior shows, in a quarter of the months or more.

    Raises
    ------
    ScenarioError
        When that is all of them.
    """
    scores = points(len(firm.keys), _FIRMS, whole_seed(firm.scenario.seed, "calibrate:believable") % 2**31)
    lived = firm.lived(scores, np.arange(_FIRMS), observed.measures)
    aside = []
    for name, figures in zip(observed.measures, lived, strict=True):
        data = observed.values[name]
        out = np.sum((data < np.nanmin(figures, axis=1)) | (data > np.nanmax(figures, axis=1)))
        if out >= max(_LEAST, _OUTSIDE * np.isfinite(data).sum()):
            aside.append(name)
    if len(aside) == len(observed.measures):
        lie = "lies" if len(aside) == 1 else "lie"
        raise ScenarioError(
            f"no firm of this scenario shows anything like {observed.source}: {', '.join(aside)} {lie} outside what "
            "its ranges allow. Check units and --map, or widen the ranges"
        )
    return tuple(aside)
