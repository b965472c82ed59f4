"""What a calibration found as tables: a row per parameter, per single figure, per month and measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.calibration.found import BANDS

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.calibration.found import Calibration


def parameters(found: Calibration) -> pd.DataFrame:
    """Return prior beside posterior, a row per parameter, in its unit."""
    import pandas as pd

    after = found.posterior
    (low, high), (low_before, high_before) = after.interval(), after.before()
    return pd.DataFrame(
        {
            "key": after.keys,
            "name": after.names,
            "unit": found.units,
            "before_p05": low_before,
            "before_p50": np.median(after.prior, axis=0),
            "before_p95": high_before,
            "p05": low,
            "p50": after.median,
            "p95": high,
            "best_fit": [found.fit.value(key) for key in after.keys],
            "spread_ratio": after.ratio,
            "verdict": [found.told.verdict(place) for place in range(len(after.keys))],
        }
    )


def single(found: Calibration) -> pd.DataFrame:
    """Return the single figures read from the data."""
    import pandas as pd

    return pd.DataFrame(
        [
            {"figure": one.name, "unit": one.unit, "value": one.value, "low": one.low, "high": one.high,
             "months": one.months, "starts": one.key}
            for one in found.steps
        ],
        columns=["figure", "unit", "value", "low", "high", "months", "starts"],
    )  # fmt: skip


def months(found: Calibration) -> pd.DataFrame:
    """Return data, best fit and bands of the calibrated firm, a row per measure and month."""
    import pandas as pd

    data, frames = found.observed, []
    for name in data.measures:
        bands = {f"p{1000 * q:03.0f}".removesuffix("0"): found.bands[name][row] for row, q in enumerate(BANDS)}
        columns = {"measure": name, "month": data.months, "observed": data.series(name)}
        frames.append(pd.DataFrame({**columns, "best_fit": found.fit.expected[name], **bands}))
    return pd.concat(frames, ignore_index=True)
