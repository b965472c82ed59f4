"""One firm on the day of a review, for the tests of what rules make of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.model.decisions import Observation

PROFIT, UPKEEP = 100.0, 20.0


def seen(**changes: Any) -> Observation:  # noqa: ANN401 (any figure)
    """Return one firm: profit 100, upkeep 20, cash for 30 days, nothing spare."""
    single = {
        "profit": PROFIT, "profit_two_years": PROFIT, "revenue": 1000.0, "revenue_year_ago": 1000.0, "cash": 900.0,
        "debt": 0.0, "daily_outflow": 30.0, "buffer_days": 30.0, "survival_days": 10.0, "hold": 0.0,
        "excess_use": 1.0, "required_maintenance": UPKEEP, "reinvested": 30.0, "plan_quality": 0.9,
        "data_quality": 0.8, "downturn": 0.0,
    }  # fmt: skip
    by_step = {"process_quality": 0.5, "technology": 0.4, "adoption": 0.6, "marginal_gain": 0.6}
    plain: dict[str, Any] = {"month": 59, "quarter": 20}
    for name, value in {**single, **by_step, **changes}.items():
        if name in plain:
            plain[name] = value
        elif name in by_step:
            plain[name] = np.broadcast_to(np.asarray(value, float).reshape(-1, 1), (5, 1)).copy()
        else:
            plain[name] = np.array([float(value)])
    return Observation(**plain)
