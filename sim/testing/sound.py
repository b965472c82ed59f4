"""Whether a decision is one that the engine can carry out, and whether two are the same."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.model.decisions import KINDS, Decision
from sim.results import STEPS
from sim.testing.broken import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.arrays import Array

SHARES: Final = ("payout", "discount", "maintain_first")
ROUNDING: Final = 1e-12


def require_sound(decision: Decision, lanes: int) -> None:
    """Check shapes, sums and ranges.

    Raises
    ------
    BrokenContractError
        With the first thing that is wrong.
    """
    shapes = {"steps": (len(STEPS), lanes), "kinds": (len(STEPS), len(KINDS), lanes)}
    for item in fields(Decision):
        value, shape = getattr(decision, item.name), shapes.get(item.name, (lanes,))
        array = isinstance(value, np.ndarray) and value.dtype == np.float64
        require(kept=array, otherwise=f"{item.name} is no array of float64")
        require(kept=value.shape == shape, otherwise=f"{item.name} has shape {value.shape}, not {shape}")
        require(kept=np.isfinite(value).all(), otherwise=f"{item.name} is missing or infinite for some firms")
        require(kept=(value >= 0).all(), otherwise=f"{item.name} is negative for some firms")
    together = decision.steps.sum(axis=0)
    require(kept=np.allclose(together, 1.0, rtol=0, atol=ROUNDING), otherwise="shares of the steps don't sum to 1")
    for name in SHARES:
        require(kept=(getattr(decision, name) <= 1).all(), otherwise=f"{name} is above 1 for some firms")


def require_equal(one: Mapping[str, Array], other: Mapping[str, Array], otherwise: str) -> None:
    """Check that two decisions, or two views of firms, are the same to the last digit.

    Raises
    ------
    BrokenContractError
        With what differs, and a sentence that says why that is wrong.
    """
    for name, value in one.items():
        require(kept=np.array_equal(value, other[name]), otherwise=f"{name} {otherwise}")
