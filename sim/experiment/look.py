"""What a preview is asked for, and what was seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from sim.errors import UsageError
from sim.model.outcomes import SERIES
from sim.results import MEASURES, OUTCOMES, PATH_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

    from sim.arrays import Array

SHOWN: Final = ("revenue", "profit", "cash", "customers", "reinvested")
"""Measures that are looked at unless others are named."""

_WITHOUT: Final = ("payback_month",)
"""Outcomes that need a further policy beside those looked at."""


@dataclass(frozen=True, slots=True)
class What:
    """Measures and outcomes that are looked at."""

    measures: tuple[str, ...]
    outcomes: tuple[str, ...]

    @classmethod
    def of(cls, replications: int, measures: tuple[str, ...], outcomes: tuple[str, ...]) -> Self:
        """Return what is looked at.

        Raises
        ------
        UsageError
            When a name is unknown, or there is nothing to look at.
        """
        for kind, names, columns in (("measure", measures, MEASURES), ("outcome", outcomes, OUTCOMES)):
            known = [name for name in columns if name not in _WITHOUT]
            for name in names:
                if name not in known:
                    raise UsageError(f"no {kind} named {name!r}; there are {', '.join(known)}")
        if replications < 1 or not measures:
            message = f"{replications} replications of {len(measures)} measures: a look takes at least one of both"
            raise UsageError(message)
        return cls(measures, outcomes)

    @property
    def recorded(self) -> tuple[str, ...]:
        """Measures that have to be recorded for it."""
        return tuple(dict.fromkeys((*self.measures, *(SERIES if self.outcomes else ()))))


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen.

    Attributes
    ----------
    policies, measures, outcomes
        Names, in their order.
    bands
        Quantiles over replications, shape (measures, months + 1, policies, quantiles), as in `QUANTILES`.
    ends
        Outcomes of every replication, shape (outcomes, policies, replications).
    replications
        How many were looked at.
    """

    policies: tuple[str, ...]
    measures: tuple[str, ...]
    bands: Array
    outcomes: tuple[str, ...] = ()
    ends: Array = field(default_factory=lambda: np.empty((0, 0, 0)))
    replications: int = 0

    def frame(self) -> pd.DataFrame:
        """Return a row per policy, month and measure, as `Results.paths` has them, without means."""
        import pandas as pd

        months = self.bands.shape[1]
        rows = pd.MultiIndex.from_product(
            [self.policies, range(months), self.measures], names=["policy", "month", "measure"]
        )
        table = self.bands.transpose(2, 1, 0, 3).reshape(len(rows), -1)
        return pd.DataFrame(table, index=rows, columns=list(PATH_COLUMNS[4:])).reset_index()
