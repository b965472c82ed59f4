"""Firms whose parameters are known, and the months that they show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.calibration.observed import MEASURES, Observed
from sim.scenario import load
from sim.studies.calibration.cells import label_of
from sim.studies.calibration.firm import Firm, firm_of

if TYPE_CHECKING:
    from sim.arrays import Array

BELIEFS: Final = (
    "business.customers=150 to 350",
    "business.price=1000 to 1900",
    "business.marketing_share=2.5% to 5%",
    "demand.leads=200 to 420",
    "acquisition.win_rate=15% to 32%",
)
SOME: Final = ("customers", "new_customers", "churned", "leads", "revenue", "marketing_spend")


def prior(months: int, beliefs: tuple[str, ...] = BELIEFS) -> tuple[Firm, Observed]:
    labels = tuple(label_of(12 * 2026 + month) for month in range(months))
    empty = Observed("figures.csv", labels, {}, {})
    return firm_of(load("presets/b2b_services.yaml"), empty, policy="steady", fitted=beliefs), empty


def shown(firm: Firm, empty: Observed, truth: Array, seed: int, measures: tuple[str, ...] = SOME) -> Observed:
    """Return the months of a firm with these scores, under the luck of another seed."""
    other = replace(firm, scenario=replace(firm.scenario, seed=seed))
    lived = other.lived(truth[:, None], np.zeros(1, np.int64))[:, :, 0]
    return replace(empty, values={name: lived[MEASURES.index(name)] for name in measures})
