"""Firms to try a rule on: what managers of very different firms see, and those of a healthy one."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.model.decisions import Decision, Observation
from sim.randomness import KeyedStreams
from sim.results import STEPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array

LANES: Final = 40

SEEN: Final = {
    "profit": (-50.0, 100.0), "profit_two_years": (-50.0, 100.0), "revenue": (0.0, 900.0),
    "revenue_year_ago": (0.0, 900.0), "cash": (-100.0, 3000.0), "debt": (0.0, 100.0), "daily_outflow": (0.0, 30.0),
    "buffer_days": (0.0, 90.0), "survival_days": (0.0, 20.0), "hold": (0.0, 1.0), "excess_use": (0.0, 1.0),
    "required_maintenance": (0.0, 40.0), "reinvested": (0.0, 60.0), "plan_quality": (0.0, 1.0),
    "data_quality": (0.0, 1.0), "downturn": (0.0, 1.0),
}  # fmt: skip
"""Range of what managers may see, by name; money a month in an arbitrary currency."""
BY_STEP: Final = {
    "process_quality": (0.0, 1.0), "technology": (0.0, 1.0), "adoption": (0.0, 1.0), "marginal_gain": (-0.5, 2.0),
}  # fmt: skip
EXTREMES: Final = 0.2
"""Share of figures that sit at an end of their range."""
HEALTHY: Final = {
    "profit": 60.0, "profit_two_years": 50.0, "revenue": 600.0, "revenue_year_ago": 580.0, "cash": 5000.0, "debt": 0.0,
    "daily_outflow": 18.0, "buffer_days": 30.0, "survival_days": 10.0, "hold": 1.0, "excess_use": 1.0,
    "required_maintenance": 15.0, "reinvested": 20.0, "plan_quality": 0.5, "data_quality": 0.8, "downturn": 0.0,
}  # fmt: skip
HEALTHY_BY_STEP: Final = {"process_quality": 0.5, "technology": 0.4, "adoption": 0.6, "marginal_gain": 0.6}


def any_firms(seed: int, quarter: int = 5, lanes: int = LANES) -> Observation:
    """Return what managers of very different firms see, ends of the ranges included."""
    streams = KeyedStreams(seed, np.arange(lanes))

    def figure(name: str, ends: tuple[float, float], slots: int | None = None) -> Array:
        low, high = ends
        u = streams.uniform(name, quarter, slots)
        rounded = np.where(u < EXTREMES / 2, 0.0, np.where(u > 1 - EXTREMES / 2, 1.0, u))
        return np.asarray(low + (high - low) * rounded)

    return Observation(
        month=3 * quarter - 1,
        quarter=quarter,
        **{name: figure(name, ends) for name, ends in SEEN.items()},
        **{name: figure(name, ends, len(STEPS)) for name, ends in BY_STEP.items()},
    )


def healthy_firms(lanes: int = LANES) -> Observation:
    """Return firms with profit, a full buffer and room to grow.

    Their figures are those of `HEALTHY` and, in every step, of
    `HEALTHY_BY_STEP`.
    """
    return Observation(
        month=59,
        quarter=20,
        **{name: np.full(lanes, value) for name, value in HEALTHY.items()},
        **{name: np.full((len(STEPS), lanes), value) for name, value in HEALTHY_BY_STEP.items()},
    )


def arrays(whole: Observation | Decision, lanes: NDArray[np.intp] | slice = slice(None)) -> dict[str, Array]:
    """Return the arrays of some lanes, by name."""
    found = {item.name: getattr(whole, item.name) for item in fields(whole)}
    return {name: value[..., lanes] for name, value in found.items() if isinstance(value, np.ndarray)}


def some_of(seen: Observation, lanes: NDArray[np.intp] | slice) -> Observation:
    """Return what is seen in some lanes."""
    return Observation(month=seen.month, quarter=seen.quarter, **arrays(seen, lanes))
