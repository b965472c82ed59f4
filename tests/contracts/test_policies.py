"""The rules that come with the tool keep the contract that anybody can run on theirs (`sim.testing`)."""

from __future__ import annotations

import pytest

from sim.policies.catalog import OWN, build
from sim.testing import PolicyContract, check_policy
from sim.testing.firms import healthy_firms
from sim.testing.policies import CLAUSES

SPENDING = [rule for rule in OWN if rule != "harvest"]


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize("rule", OWN)
def test_every_rule_keeps_the_contract(rule: str, clause: str) -> None:
    contract = type("Contract", (PolicyContract,), {"kind": OWN[rule]})()
    getattr(contract, clause)()


class TestHarvest(PolicyContract):
    """The way others use it: pytest finds the tests in the class."""

    kind = OWN["harvest"]


def test_all_of_it_at_once() -> None:
    check_policy(OWN["staged"])


@pytest.mark.parametrize("rule", SPENDING)
def test_a_healthy_firm_reinvests(rule: str) -> None:
    assert (build(rule).decide(healthy_firms()).amount > 0).all()


@pytest.mark.parametrize("rule", [rule for rule in OWN if rule != "buffer_first"])
def test_owners_get_what_the_setting_says(rule: str) -> None:
    """Buffer-first pays out less while it still fills a larger buffer than the engine's."""
    assert (build(rule, {"payout": 0.25}).decide(healthy_firms()).payout == 0.25).all()
