"""The giftware wholesaler, carrying on as today, lives through the year its books show.

Figures: UCI Online Retail II (Chen, Sain & Guo 2012; CC BY 4.0), December 2009 to November 2010,
own monthly totals. Fitted to this year: customers, price and the seasonality of orders. What came out:
how active customers and revenue move through the year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.experiment.run import only, run
from sim.scenario import load

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

REVENUE = np.array(
    [825685.76, 652708.50, 553339.73, 833570.13, 681528.99, 659858.86,
     752270.14, 650712.94, 697274.91, 924333.01, 1165483.91, 1470272.48]
)  # fmt: skip
ACTIVE = np.array([955, 720, 772, 1057, 942, 966, 1041, 928, 911, 1145, 1497, 1607])


@pytest.fixture(scope="module")
def year(root: Path) -> pd.DataFrame:
    """Mean of every measure in months 1 to 12."""
    scenario = load(root / "scenarios" / "online_retailer.yaml").vary({"horizon": "12 months"})
    paths = run(only(scenario, ["carry_on"]), replications=1000, workers=1).paths
    return paths[paths.month > 0].pivot_table(index="month", columns="measure", values="mean")


def test_revenue_of_the_year(year: pd.DataFrame) -> None:
    assert year.revenue.sum() == pytest.approx(REVENUE.sum(), rel=0.05)


def test_season_of_revenue(year: pd.DataFrame) -> None:
    revenue = year.revenue.to_numpy()
    for month in (2, 11):  # February, November
        place = 2 if month == 2 else 11
        assert revenue[place] / revenue.mean() == pytest.approx(REVENUE[place] / REVENUE.mean(), rel=0.15)


def test_active_customers(year: pd.DataFrame) -> None:
    active = year.active_customers.to_numpy()
    assert np.mean(np.abs(active / ACTIVE - 1)) < 0.15


def test_orders_stay_below_the_invoices_on_file(year: pd.DataFrame) -> None:
    """Orders of known customers only: 15 % of the year's value carries no customer number."""
    assert 0.75 * 1676 < year.orders.mean() < 1676
