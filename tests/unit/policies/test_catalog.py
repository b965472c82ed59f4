"""The table of rules refuses what it does not know, and says what it does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.errors import UsageError
from sim.model.parameters.spec import PerStep
from sim.policies import Growing
from sim.policies.catalog import RULES, build
from sim.policies.fixed_share import FixedShare


def test_every_rule_file_is_in_the_table(root: Any) -> None:  # noqa: ANN401 (a path)
    files = {path.stem for path in (root / "sim" / "policies").glob("*.py")} - {"__init__", "catalog", "rules"}
    assert files == set(RULES)
    assert all(kind.__module__ == f"sim.policies.{rule}" for rule, kind in RULES.items())


def test_settings_are_set_and_the_rest_keeps_its_default() -> None:
    policy = build("fixed_share", {"share": 0.2, "split": {"demand": 1.0}})
    assert policy == FixedShare(
        share=0.2, split=PerStep(plans=0.0, demand=1.0, acquisition=0.0, experience=0.0, supply=0.0)
    )
    assert build("fixed_share") == FixedShare()


def test_split_may_be_one_number_a_record_or_lanes() -> None:
    assert isinstance(build("fixed_share", {"split": 0.2}), Growing)
    lanes = np.array([0.1, 0.9])
    policy = build("fixed_share", {"split": {"demand": lanes, "supply": 1 - lanes}})
    assert isinstance(policy, Growing)
    assert (policy.steps(2)[[1, 4]] == [lanes, 1 - lanes]).all()


@pytest.mark.parametrize(
    ("rule", "settings", "told"),
    [
        ("fixed_shares", {}, r"no rule 'fixed_shares'. Did you mean 'fixed_share'\? Known: harvest, maintain"),
        ("fixed_share", {"shares": 0.2}, r"fixed_share has no setting 'shares'. Did you mean 'share'\? Known: payout"),
        ("harvest", {"share": 0.2}, "harvest has no setting 'share'. Known: payout, discount"),
        ("fixed_share", {"share": 1.2}, r"fixed_share.share is 1.2; allowed: 0 to 1. It means: share of profit"),
        ("fixed_share", {"share": np.array([0.5, np.nan])}, "fixed_share.share is nan"),
        ("fixed_share", {"split": {"demand": 0.5}}, "fixed_share.split sums to 50%, not 100%"),
        (
            "fixed_share",
            {"split": {"demandd": 1.0}},
            r"no step 'demandd'. Did you mean 'demand'\? Known: plans, demand",
        ),
        ("fixed_share", {"split": {"demand": 1.5, "supply": -0.5}}, "fixed_share.split.demand is 1.5"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(rule: str, settings: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        build(rule, settings)
