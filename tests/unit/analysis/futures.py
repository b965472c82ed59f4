"""Made-up futures with a known truth: inputs, when something happens, and what policies bring."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from sim.analysis.inputs.inputs import Input, named
from tests.unit.analysis.synthetic import normals, uniforms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.analysis.intervals import Array

KEYS = (
    "acquisition.win_rate", "experience.monthly_churn", "acquisition.sales_cycle", "business.price",
    "demand.content_elasticity", "plans.success_planned",
)  # fmt: skip
UNITS = ("share", "per month", "days", "money", "ratio", "share")
EDGES = (0.6, 0.7)
"""The planted box: the first input above its 60 % quantile, the second below its 70 % quantile."""
WITHIN, BEYOND = 0.91, 0.40
"""How often it happens within the planted box and elsewhere."""


def inputs(count: int, seed: int, *, keys: Sequence[str] = KEYS) -> tuple[Input, ...]:
    """Return independent inputs whose values are uniforms."""
    names = named(list(keys))
    return tuple(
        Input(key, names[key], unit, uniforms(count, seed * 101 + place))
        for place, (key, unit) in enumerate(zip(keys, UNITS, strict=False))
    )


def stepped(of: Input, levels: int) -> Input:
    """Return the input with few different values: 1, 2 and so on."""
    return replace(of, values=np.floor(of.values * levels) + 1.0)


def tied(first: Input, second: Input, seed: int, *, rho: float) -> Input:
    """Return the second input made to go with the first."""
    own = normals(1, len(second.values), seed * 101 + 77)[0]
    return replace(second, values=ndtr(rho * ndtri(first.values) + math.sqrt(1.0 - rho**2) * own))


def happened(share: Array, seed: int) -> NDArray[np.bool_]:
    """Return whether it happens, given how likely it is in each future."""
    return np.asarray(uniforms(len(share), seed * 101 + 55) < share)


def planted(known: Sequence[Input], seed: int) -> NDArray[np.bool_]:
    """Return whether it happens, when it happens often within the planted box and seldom elsewhere."""
    within = (known[0].values > EDGES[0]) & (known[1].values < EDGES[1])
    return happened(np.where(within, WITHIN, BEYOND), seed)


def rival_policies(count: int, seed: int, *, lead: float, slope: float, luck: float) -> tuple[Array, dict[str, Array]]:
    """Return an input and what two policies bring: B leads A by lead + slope · z + luck, with z the input's score."""
    score, common, own = normals(3, count, seed * 101 + 13)
    first = 3.0 * common
    return score, {"a": first, "b": first + lead + slope * score + luck * own}


def exact_worth(*, lead: float, slope: float) -> float:
    """Return the expected value of perfect information on z."""
    if slope == 0.0:
        return 0.0
    ratio = lead / slope
    density = math.exp(-(ratio**2) / 2.0) / math.sqrt(2.0 * math.pi)
    return slope * density + lead * float(ndtr(ratio)) - max(0.0, lead)
