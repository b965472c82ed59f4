"""Contracts that others can run on what they write: rules of policies, and presets.

With pytest, a class of tests per rule:

    from sim.testing import PolicyContract

    class TestMomentum(PolicyContract):
        kind = Momentum

Anywhere else `check_policy(Momentum)` and `check_preset("bakery.yaml")`, which raise a `BrokenContractError` that says
everything that is wrong. Nothing here needs pytest.
"""

from __future__ import annotations

from sim.testing.broken import BrokenContractError
from sim.testing.policies import PolicyContract, check_policy
from sim.testing.presets import check_preset

__all__ = ["BrokenContractError", "PolicyContract", "check_policy", "check_preset"]
