"""Where one policy's lead over another comes from, step by step, in money."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.cycle.gain import STREAM
from sim.analysis.cycle.log_mean import Part, contributions
from sim.analysis.cycle.waterfall import over
from sim.analysis.statistics.resampling import estimate, means

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.analysis.statistics.resampling import Estimate
    from sim.outcomes import Array


@dataclass(frozen=True, slots=True)
class Gap:
    """Where one policy's lead over another comes from.

    Attributes
    ----------
    policy, baseline
        Who leads whom.
    total
        Mean difference in what is left after reinvestment over the horizon; the parts sum to it.
    parts
        What each step adds.
    """

    policy: str
    baseline: str
    total: Estimate
    parts: tuple[Part, ...]


LEVELS: Final = (
    (2, "qualified leads"),
    (3, "customers per qualified lead"),
    (4, "customer-months per customer won"),
    (4, "customer-months of today's customers"),
    (5, "gross profit per customer-month"),
    (6, "share of gross profit left after staff, fixed cost and tax"),
)
"""What profit before reinvestment is made of: (1 × 2 × 3 + 4) × 5 × 6 of this list."""


def gap(had: Mapping[str, Array], baseline_had: Mapping[str, Array], *, policy: str, baseline: str, seed: int) -> Gap:
    """Take the lead of one policy over another apart by step.

    Parameters
    ----------
    had, baseline_had
        Sums of the measures of `pulse.FLOWS`, and `old`, over the horizon of the same replications under the two
        policies.
    """
    rows = {f"{side} {name}": values for side, sums in (("here", had), ("there", baseline_had))
            for name, values in sums.items()}  # fmt: skip
    drawn = means(rows, seed=seed, stream=STREAM)
    here, there = ({name: drawn[f"{side} {name}"] for name in had} for side in ("here", "there"))
    won, old = (contributions(_won(there), _won(here)), contributions(_old(there), _old(here)))
    adds = (*won[:3], old[0], won[3] + old[1], won[4] + old[2])
    parts = [Part(step, name, estimate(own)) for (step, name), own in zip(LEVELS, adds, strict=True)]
    spent = there["reinvested"] - here["reinvested"]
    total = here["profit"] - here["reinvested"] - there["profit"] + there["reinvested"]
    return Gap(policy, baseline, estimate(total), (*parts, Part(1, "money reinvested", estimate(spent))))


def _won(sums: Mapping[str, Array]) -> Array:
    """Return the factors of the profit that customers won bring."""
    chain = [sums["sql"], sums["new_customers"], sums["customers"] - sums["old"]]
    return np.stack([chain[0], *(over(above, below) for below, above in pairwise(chain)), *_margins(sums)])


def _old(sums: Mapping[str, Array]) -> Array:
    """Return the factors of the profit that today's customers bring."""
    return np.stack([sums["old"], *_margins(sums)])


def _margins(sums: Mapping[str, Array]) -> tuple[Array, Array]:
    return over(sums["gross_profit"], sums["customers"]), over(sums["profit"], sums["gross_profit"])
