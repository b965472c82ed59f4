"""Firms that cannot be are refused with the key to change, before anything runs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.experiment.run import run
from sim.model.consistency import impossible
from sim.model.parameters import substitute
from sim.scenario import load

FIRM = "scenarios/presets/b2b_services.yaml"


@pytest.mark.parametrize(
    "key", ["demand.mql_rate", "acquisition.sql_rate", "acquisition.opportunity_rate", "acquisition.win_rate"]
)
def test_leads_cannot_follow_when_none_is_ever_won(key: str) -> None:
    with pytest.raises(ScenarioError, match=f"{key}: no lead ever becomes a customer"):
        load(FIRM).vary({key: 0})


def test_with_leads_stated_nobody_need_be_won() -> None:
    firm = load(FIRM).vary({"acquisition.win_rate": 0, "demand.leads": 20, "horizon": 6})
    wins = run(firm, replications=4, paths="all").replications
    assert wins is not None
    assert wins.loc[wins["month"] > 0, "wins"].sum() == 0


def test_new_customers_who_are_gone_at_once_make_no_firm() -> None:
    rush = {"order_rate_shape": 17.8, "order_rate_scale": 0.19, "dropout_alpha": 2.3}
    with pytest.raises(ScenarioError, match="of a hundred new customers not one is left"):
        load("scenarios/presets/online_retailer.yaml").vary({f"experience.{key}": to for key, to in rush.items()})


def test_draws_that_win_nobody_are_counted() -> None:
    drawn = substitute(load(FIRM).parameters, {"acquisition.win_rate": np.array([0.2, 0.0, 0.3, 0.1])})
    assert [(key, share) for key, share, _ in impossible(drawn, 4)] == [("acquisition.win_rate", 0.25)]
