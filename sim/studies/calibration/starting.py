"""Step by step: what single series say, and which parameters that gives a first value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from sim.analysis.calibration.steps import Step, steps
from sim.experiment.trials import middle
from sim.results import MEASURES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.analysis.calibration.observed import Observed
    from sim.arrays import Array
    from sim.studies.calibration.firm import Firm

_CHAIN: Final = ("demand.mql_rate", "acquisition.sql_rate", "acquisition.opportunity_rate", "acquisition.win_rate")
"""Shares that multiply to new customers per lead."""

_KEYS: Final[Mapping[str, str]] = {
    "revenue per order": "business.price",
    "cost of an order over its revenue": "business.cost_of_sales",
    "marketing over revenue": "business.marketing_share",
}
_GRID: Final = np.linspace(0.001, 0.999, 999)


def starting(firm: Firm, observed: Observed) -> tuple[tuple[Step, ...], Array]:
    """Return what the series say on their own, and scores to start the fit from, shape (parameters,)."""
    found = [_with_key(firm, step) for step in (*steps(observed.values), *_first(observed))]
    scores = np.zeros(len(firm.keys))
    for step in found:
        if step.key:
            scores[firm.keys.index(step.key)] = _score(firm, step.key, step.start)
    return tuple(found), scores


def _first(observed: Observed) -> list[Step]:
    """Return the first figures of the stocks that open the simulation."""
    return [
        Step(f"{name} in the first month", MEASURES[name].unit, value, float("nan"), float("nan"), 1)
        for name in ("customers", "cash")
        if name in observed.measures and np.isfinite(value := float(observed.values[name][0]))
    ]


def _with_key(firm: Firm, step: Step) -> Step:
    """Name the parameter that a figure starts, where there is one that is fitted."""
    key, start = _KEYS.get(step.name, ""), step.value
    if step.name == "customers in the first month":
        key = "business.customers"
    elif step.name == "cash in the first month":
        key = "business.cash"
    elif step.name == "new customers per lead":
        open_ = [one for one in _CHAIN if one in firm.keys]
        if len(open_) == 1:  # of several only the product is known
            others = [float(np.asarray(middle(firm.scenario, one))) for one in _CHAIN if one != open_[0]]
            key, start = open_[0], step.value / max(float(np.prod(others)), 1e-12)
    return replace(step, key=key, start=start) if key in firm.keys else step


def _score(firm: Firm, key: str, value: float) -> float:
    """Return the standard normal score of a value under its prior, within three standard deviations."""
    quantile: Callable[[Array], Array] = firm.inputs.beliefs[key].quantile
    probability = float(np.interp(value, quantile(_GRID), _GRID))
    return float(ndtri(probability))
