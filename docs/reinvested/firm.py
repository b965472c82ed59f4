"""The retailer under changed assumptions, and the lead of reinvesting everything over the best of the others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.intervals import t_interval
from sim.analysis.statistics.bootstrap import resampled
from sim.experiment.run import run
from sim.scenario import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.results import Results

FILE = Path(__file__).resolve().parents[2] / "scenarios" / "online_retailer.yaml"
REPLICATIONS = 1000
DRAWS = 1000
ALL_IN = "all_in"


def simulated(changes: Mapping[str, object], replications: int = REPLICATIONS) -> Results:
    """Run the retailer with some keys changed, always under the same luck."""
    return run(load(FILE).vary(dict(changes)), replications=replications)


@dataclass(frozen=True)
class Mean:
    """A mean with its 95 % interval."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, values: np.ndarray) -> Mean:
        """Return the mean of replications."""
        return cls(float(np.mean(values)), *t_interval(values))

    def text(self, form: str) -> str:
        """Write it with its interval."""
        value, low, high = (form.format(number) for number in (self.value, self.low, self.high))
        return f"{value} [{low}, {high}]".replace("%", " %").replace("-", "−")


@dataclass(frozen=True)
class Leads:
    """How far reinvesting everything is ahead of every other policy, at several values of a key.

    Attributes
    ----------
    at
        The values.
    gaps
        Shape (values, other policies, replications).
    """

    at: tuple[float, ...]
    gaps: np.ndarray

    def flip(self) -> Mean | None:
        """Return where the mean lead over the best of the others is nothing, by interpolation; None when nowhere.

        The interval comes from resampled replications; every value and policy keeps its luck.
        """
        found = _crossing(self.at, self.gaps.mean(axis=2).min(axis=1))
        if found is None:
            return None
        values, others, count = self.gaps.shape
        rows = resampled(count, 7, draws=DRAWS, stream="docs:reinvesting")
        means = rows.means(rows.averaged(self.gaps.reshape(values * others, count)))
        flips = [_crossing(self.at, one) for one in means.reshape(-1, values, others).min(axis=2)]
        known = np.array([self.at[-1] if one is None else one for one in flips])
        return Mean(found, *(float(end) for end in np.quantile(known, (0.025, 0.975))))


def _crossing(at: Sequence[float], lead: np.ndarray) -> float | None:
    """Return where a lead first turns into its contrary."""
    for place in range(len(at) - 1):
        before, after = float(lead[place]), float(lead[place + 1])
        if before * after < 0.0:
            return at[place] + (at[place + 1] - at[place]) * before / (before - after)
    return None


def leads(along: Mapping[float, Mapping[str, object]], replications: int = REPLICATIONS) -> Leads:
    """Measure the lead at every value; `along` has the changed keys by value."""
    gaps = []
    for changes in along.values():
        worth = simulated(changes, replications).ends.column("npv")
        gaps.append([worth[ALL_IN] - values for name, values in worth.items() if name != ALL_IN])
    return Leads(tuple(along), np.array(gaps))


def yearly(results: Results, policy: str, measure: str, year: int) -> float:
    """Return the mean of a measure over one year, counted from 1."""
    paths = results.paths
    chosen = paths[(paths.policy == policy) & (paths.measure == measure)].set_index("month")["mean"]
    return float(chosen.loc[12 * year - 11 : 12 * year].sum())
