"""A small firm for the tests of the Python interface."""

from __future__ import annotations

import pytest

import sim


@pytest.fixture(scope="session")
def scenario() -> sim.Scenario:
    """Return three policies over two years, some inputs uncertain."""
    changes = {"horizon": 24, "replications": 60, "policies.plan_first": None, "policies.all_in": None}
    return sim.load("online_retailer.yaml").vary(changes)


@pytest.fixture(scope="session")
def results(scenario: sim.Scenario) -> sim.Results:
    """Return its run."""
    return sim.run(scenario)
