"""What is drawn over time: quantile curves of a measure, and trailing years that a season can't hide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import MONTHS_A_YEAR
from sim.results import MEASURES

if TYPE_CHECKING:
    import pandas as pd

    from sim.arrays import Array


BANDS: Final = (("p025", "p975", 0.17), ("p10", "p90", 0.38), ("p25", "p75", 0.64))
"""The 95, 80 and 50 % bands, widest first, and how strong their tint is."""

NEEDED: Final = ("mean", "p025", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "p975")


@dataclass(frozen=True, slots=True)
class Curves:
    """Quantile curves of one measure under one policy.

    Attributes
    ----------
    months
        Months, ascending.
    by_name
        One array per name in `NEEDED`, as long as `months`.
    """

    months: Array
    by_name: dict[str, Array]

    def __getitem__(self, name: str) -> Array:
        """Return one curve."""
        return self.by_name[name]

    def last(self, name: str) -> float:
        """Return the value of a curve at the horizon."""
        return float(self.by_name[name][-1])


def window(measure: str, months: int) -> int:
    """Return over how many trailing months a measure is averaged: flows over two years or more by twelve, else one."""
    is_flow = MEASURES[measure].unit.endswith("/month")
    return MONTHS_A_YEAR if is_flow and months >= 2 * MONTHS_A_YEAR else 1


def curves(paths: pd.DataFrame, policy: str, measure: str, *, averaged: int) -> Curves:
    """Return the quantile curves of a measure, each averaged over this many trailing months."""
    rows = paths[(paths["policy"] == policy) & (paths["measure"] == measure)].sort_values("month")
    values = {name: rows[name].to_numpy(dtype=np.float64) for name in NEEDED}
    values = {name: trailing(curve, averaged) for name, curve in values.items()}
    return Curves(rows["month"].to_numpy(dtype=np.float64), values)


def trailing(values: Array, months: int) -> Array:
    """Return the average of each month and those before it, `months` in all, along the last axis.

    Early months average over what there is from month 1 on; month 0, the opening position, stays as it is.
    """
    if months == 1:
        return values
    total = np.cumsum(values[..., 1:], axis=-1)
    before = np.concatenate([np.zeros_like(total[..., :months]), total], axis=-1)[..., : total.shape[-1]]
    count = np.minimum(np.arange(1, total.shape[-1] + 1), months)
    return np.concatenate([values[..., :1], (total - before) / count], axis=-1)
