"""What separates two gains: of two policies, or of two dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.cycle.log_mean import Part, contributions
from sim.analysis.cycle.waterfall import STEPS, over, ratios_of, sums_of
from sim.analysis.statistics.resampling import estimate

if TYPE_CHECKING:
    from sim.analysis.cycle.pulse import Response
    from sim.analysis.statistics.resampling import Estimate


@dataclass(frozen=True, slots=True)
class Contrast:
    """What separates two gains.

    Attributes
    ----------
    policy, month
        Whose gain, and of a push when.
    base, base_month
        Against whose, and of a push when.
    total
        Difference of the two gains; the parts sum to it.
    parts
        What each ratio adds, and last what pushes that move the month of closing add.
    """

    policy: str
    month: int
    base: str
    base_month: int
    total: Estimate
    parts: tuple[Part, ...]


def contrast(response: Response, base: Response, *, seed: int) -> Contrast:
    """Take the difference of two gains apart by step, without residual."""
    here, there = sums_of(response, seed), sums_of(base, seed)
    adds = contributions(np.stack(ratios_of(there)), np.stack(ratios_of(here)))
    closings = over(here["survival"], here["money"]) - over(there["survival"], there["money"])
    gains = [over(sums["budget"] + sums["survival"], sums["money"]) for sums in (here, there)]
    parts = [Part(step, name, estimate(own)) for (step, name), own in zip(STEPS, adds, strict=True)]
    return Contrast(
        policy=response.push.policy,
        month=response.push.month,
        base=base.push.policy,
        base_month=base.push.month,
        total=estimate(gains[0] - gains[1]),
        parts=(*parts, Part(6, CLOSINGS, estimate(closings))),
    )


CLOSINGS: Final = "firms that close later or not at all"
"""The part of a gain that comes of pushes which move the month of closing."""
