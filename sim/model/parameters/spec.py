"""How a parameter is declared: default, unit, range, meaning, source, all in one place."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from typing import Any, Final

import numpy as np

from sim.arrays import Array, asarray

Value = float | Array
"""A number, or one number per lane."""

UNITS: Final = {
    "share": "a share between 0 and 1; 25% is 0.25",
    "ratio": "a number without unit",
    "score": "a score from 1 to 5",
    "money": "money in the scenario's currency, constant prices",
    "count": "a number of things",
    "days": "days",
    "months": "months",
    "years": "years",
    "weeks": "weeks",
    "per month": "share per month",
    "per year": "effective share per year",
}
"""Every unit a parameter may carry, in words."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What is known of one parameter.

    Attributes
    ----------
    default
        Value when no scenario says otherwise; NaN means "left to the model", see `meaning`.
    unit
        One of `UNITS`.
    low, high
        Allowed range, ends included, in `unit`.
    meaning
        One sentence.
    source
        Where the default comes from: a publication, own calculation on data, or `judgement`.
    whole
        True for structural whole numbers, which can't be uncertain or differ between lanes.
    compounds
        How a rate stated for another period is converted: as a `loss`, 1 - (1 - x)^n, or as `growth`, (1 + x)^n - 1.
    """

    default: float
    unit: str
    low: float
    high: float
    meaning: str
    source: str
    whole: bool = False
    compounds: str = "loss"

    @property
    def optional(self) -> bool:
        """Whether the parameter may be left to the model."""
        return math.isnan(self.default)


def parameter(
    default: float, *, unit: str, meaning: str, source: str, low: float = -math.inf, high: float = math.inf
) -> Any:  # noqa: ANN401 (dataclass fields are typed by their annotation)
    """Declare a parameter that may be a number, uncertain, or one number per lane."""
    spec = Spec(default, unit, low, high, meaning, source)
    return field(default=default, metadata={"spec": spec})


def growth_rate(default: float, *, meaning: str, source: str, low: float, high: float) -> Any:  # noqa: ANN401
    """Declare a yearly rate of growth or interest: stated for another period, it compounds upwards."""
    spec = Spec(default, "per year", low, high, meaning, source, compounds="growth")
    return field(default=default, metadata={"spec": spec})


def structure(default: int, *, unit: str = "count", meaning: str, source: str, low: int, high: int) -> Any:  # noqa: ANN401
    """Declare a whole number that shapes the model itself, the same in every lane."""
    spec = Spec(default, unit, low, high, meaning, source, whole=True)
    return field(default=default, metadata={"spec": spec})


def choice(default: str, *, options: tuple[str, ...], meaning: str, source: str) -> Any:  # noqa: ANN401
    """Declare a choice among names."""
    return field(default=default, metadata={"options": options, "meaning": meaning, "source": source})


def per_step(default: float, *, unit: str, meaning: str, source: str, low: float, high: float) -> Any:  # noqa: ANN401
    """Declare one parameter per capability step (plans … supply); a single number means all five."""
    spec = Spec(default, unit, low, high, meaning, source)
    return field(default_factory=lambda: PerStep.same(default), metadata={"spec": spec, "per_step": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class PerStep:
    """One value per step that holds capability."""

    plans: Value
    demand: Value
    acquisition: Value
    experience: Value
    supply: Value

    @classmethod
    def same(cls, value: Value) -> PerStep:
        """Give every step the same value."""
        return cls(plans=value, demand=value, acquisition=value, experience=value, supply=value)

    def stacked(self, lanes: int) -> Array:
        """Return the values as an array of shape (5, lanes)."""
        return np.stack([np.broadcast_to(asarray(getattr(self, f.name)), (lanes,)) for f in fields(self)])
