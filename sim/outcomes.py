"""The outcomes of a run, a column at a time, from memory or from a file that need not fit into it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from sim.arrays import Array


@dataclass(frozen=True)
class Outcomes:
    """One number per outcome, policy and replication.

    Attributes
    ----------
    policies
        Names, in the order of the run.
    replications
        Number of replications of every policy.
    read
        Returns the outcome of a name, shape (policies, replications), so that equal columns share their luck.
    """

    policies: tuple[str, ...]
    replications: int
    read: Callable[[str], Array]

    def column(self, name: str) -> dict[str, Array]:
        """Return one outcome per policy, ordered by replication."""
        return dict(zip(self.policies, self.read(name), strict=True))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All of them as a table: `policy`, `replication`, then a column per outcome, policy by policy."""
        import pandas as pd

        columns: dict[str, object] = {
            "policy": pd.array(list(self.policies), dtype="str").repeat(self.replications),
            "replication": np.tile(np.arange(self.replications), len(self.policies)),
        }
        columns |= {name: self.read(name).reshape(-1) for name in OUTCOMES}
        return pd.DataFrame(columns, copy=False)
