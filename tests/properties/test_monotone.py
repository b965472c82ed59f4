"""Under the same luck, more never makes less: replication by replication, not on average."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sim.model.cycle import simulate
from sim.model.links import LINKS, Mode, Switch
from sim.model.panel import Seat
from sim.model.parameters import Parameters, substitute
from sim.model.setup import Setup
from sim.policies.maintain import Maintain
from sim.randomness import KeyedStreams
from tests.properties.worlds import firms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.model.recorder import Recording

LANES = 30
EVERYTHING = {name: Switch(Mode.CUT) for name in LINKS}
quick = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


def _pairs(
    parameters: Parameters,
    key: str,
    values: tuple[float, float],
    months: int = 1,
    switches: Mapping[str, Switch] | None = None,
) -> tuple[Recording, slice, slice]:
    """Run every replication twice, with the lower and with the higher value; return where each half stands."""
    one, other = slice(0, LANES), slice(LANES, 2 * LANES)
    made: Parameters = substitute(parameters, {key: np.repeat(values, LANES)})
    setup = Setup(
        parameters=made,
        seats=[Seat(Maintain(), slice(0, 2 * LANES))],
        streams=KeyedStreams(3, np.tile(np.arange(LANES), 2)),
        lanes=2 * LANES,
        months=months,
        switches=switches or {},
    )
    return simulate(setup).recording, one, other


RATES = {
    "demand.leads": ("leads", 1, 60.0),
    "demand.mql_rate": ("mql", 1, 1.0),
    "acquisition.sql_rate": ("sql", 1, 1.0),
    "acquisition.opportunity_rate": ("opportunities", 1, 1.0),
    "acquisition.win_rate": ("new_customers", 1, 1.0),
    "experience.monthly_churn": ("churned", 1, 0.5),
    "supply.stockout_rate": ("stockouts", 1, 0.4),
    "business.cost_of_sales": ("gross_profit", -1, 0.9),
    "business.marketing_share": ("marketing_spend", 1, 0.3),
}
"""What a number moves in its month, which way, and up to where it is tried."""


@pytest.mark.parametrize("key", RATES)
@quick
@given(firms(), st.floats(0.05, 1.0), st.floats(0.05, 1.0))
def test_more_of_it_is_never_less_that_month(key: str, parameters: Parameters, one: float, other: float) -> None:
    measure, sign, most = RATES[key]
    values = (most * min(one, other), most * max(one, other))
    stated: Parameters = substitute(parameters, {"demand.leads": 60.0, "experience.referral_rate": 0.0})
    r, low, high = _pairs(stated, key, values, switches={"sales_load": Switch(Mode.CUT)})
    changed = sign * (r[measure][1, high] - r[measure][1, low])
    assert (changed >= 0).all()


CHAIN = (
    "demand.leads",
    "demand.mql_rate",
    "acquisition.sql_rate",
    "acquisition.opportunity_rate",
    "acquisition.win_rate",
)


@pytest.mark.parametrize("key", CHAIN)
def test_with_the_loop_open_more_leads_are_more_customers_for_ever(key: str) -> None:
    """Every draw on the way from lead to customer is monotone in what it draws from."""
    start = {"demand.leads": 600.0, "experience.referral_rate": 0.0, "business.cash_days": 3000.0}
    parameters: Parameters = substitute(Parameters(), start)
    values = (600.0, 900.0) if key == "demand.leads" else (0.4, 0.6)
    r, low, high = _pairs(parameters, key, values, 36, EVERYTHING)
    assert (r["customers"][:, high] >= r["customers"][:, low]).all()
    assert (r["customers"][-1, high] > r["customers"][-1, low]).mean() > 0.9


def test_rejection_samplers_would_not_be_monotone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: counts drawn by a rule in which more trials may bring fewer successes."""

    def shuffled(self: KeyedStreams, name: str, month: int, n: np.ndarray, p: np.ndarray) -> np.ndarray:
        u = self.uniform(name, month, None if np.ndim(n) == 1 else len(n))
        wild = n * np.clip(p, 0, 1) * (1 + 0.3 * np.sin(1e3 * u * (n + 1)))
        return np.asarray(np.clip(np.floor(wild), 0, n))

    monkeypatch.setattr(KeyedStreams, "binomial", shuffled)
    with pytest.raises(AssertionError):
        test_with_the_loop_open_more_leads_are_more_customers_for_ever("demand.leads")
