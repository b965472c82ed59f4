"""Any number may differ between lanes: a sweep is one run, and each of its lanes is the run it would be alone."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.cycle import simulate
from sim.model.panel import Seat
from sim.model.parameters import Parameters, Spec, substitute, walk
from sim.model.setup import Setup
from sim.policies.fixed_share import FixedShare
from sim.randomness import KeyedStreams

NUMBERS = {key: (spec, value) for key, spec, value in walk(Parameters()) if not spec.whole}
MONTHS = 9


def _changed(spec: Spec, value: float) -> float:
    """Return another allowed value, not far from the default."""
    if np.isnan(value):
        return min(max(spec.low, 0.03), spec.high)
    step = 0.1 * max(abs(value), 0.1)
    return value + step if value + step <= spec.high else value - step


def _setup(parameters: Parameters, replications: np.ndarray, months: int = MONTHS) -> Setup:
    lanes = replications.size
    return Setup(
        parameters=parameters,
        seats=[Seat(FixedShare(share=0.6), slice(0, lanes))],
        streams=KeyedStreams(3, replications),
        lanes=lanes,
        months=months,
        start_month=6,
    )


def test_each_lane_of_a_sweep_is_the_run_it_would_be_alone() -> None:
    """One lane per parameter, that parameter changed in it, all in one batch against one batch each."""
    keys = sorted(NUMBERS)
    changes = {}
    for lane, key in enumerate(keys):
        spec, value = NUMBERS[key]
        vector = np.full(len(keys), float(value))
        vector[lane] = _changed(spec, float(value))
        changes[key] = vector
    replications = np.arange(len(keys)) % 7
    together = simulate(_setup(substitute(Parameters(), changes), replications)).recording.values
    assert not np.isnan(np.delete(together, 0, axis=1)[0]).any()
    for lane in range(0, len(keys), 9):
        one: Parameters = substitute(Parameters(), {keys[lane]: float(changes[keys[lane]][lane])})
        alone = simulate(_setup(one, replications[lane : lane + 1])).recording.values
        np.testing.assert_array_equal(alone[..., 0], together[..., lane], err_msg=keys[lane])


ASLEEP = (
    # need an option that is off by default
    *(
        "acquisition.discount",
        "acquisition.loss_weight",
        "acquisition.price_",
        "experience.price_churn",
        "acquisition.reference_memory",
    ),
    *("capability.onsite", "world.rival_move_size", "world.firm_age"),
    # too rare or too slow for sixty small firms in these months
    *("acquisition.cycle_effect", "plans.overrun_cap", "demand.channels.digital.share"),
    # belong to firms without contracts
    *("experience.order_rate", "experience.dropout"),
    # matter after the months simulated here, or at the end only
    *("reinvestment.debt_rate", "reinvestment.credit_share", "reinvestment.survival_", "reinvestment.terminal_"),
    *("reinvestment.discount_rate", "supply.volume_", "world.other_closure"),
    # matter under a heavier load of change than this policy's
    *("capability.parallel_limit", "capability.simplify_max_rate", "capability.change_capacity", "capability.overload"),
)


def test_every_parameter_that_is_awake_is_felt() -> None:
    """A parameter that moves nothing is not a parameter."""
    base = simulate(_setup(Parameters(), np.arange(60))).recording.values
    silent = []
    for key in sorted(NUMBERS):
        if key.startswith(ASLEEP):
            continue
        spec, value = NUMBERS[key]
        moved: Parameters = substitute(Parameters(), {key: _doubled(spec, float(value))})
        if np.array_equal(simulate(_setup(moved, np.arange(60))).recording.values, base, equal_nan=True):
            silent.append(key)
    assert silent == []


def _doubled(spec: Spec, value: float) -> float:
    """Return an allowed value far from the default."""
    if np.isnan(value):
        return min(max(spec.low, 0.03), spec.high)
    return 2 * value + 0.1 if 2 * value + 0.1 <= spec.high else (value + spec.low) / 2


WAKE: dict[str, dict[str, float]] = {
    "acquisition.cycle_effect": {"business.customers": 5000.0},
    "plans.overrun_cap": {"plans.overrun_tail": 1.0, "plans.overrun_pareto": 1.05, "plans.overrun_cap": 1.5},
    "capability.change_capacity": {"capability.change_capacity": 0.01},
    "capability.overload": {"capability.change_capacity": 0.01},
    "capability.parallel_limit": {"capability.parallel_limit": 1.0},
    "capability.simplify_max_rate": {"capability.simplify_max_rate": 0.001},
    "capability.onsite_cost": {"capability.hosted_share": 0.0},
    "capability.onsite_upkeep": {"capability.hosted_share": 0.0},
    "demand.channels.digital.share": {"demand.channels.digital.adstock": 0.9},
    "demand.channels.digital.lead_cost": {"demand.channels.digital.elasticity": 0.1},
    "reinvestment.credit_share": {"business.cash": 0.0, "reinvestment.days_sales": 200.0},
    "reinvestment.debt_rate": {"business.cash": 0.0, "reinvestment.credit_share": 5.0},
    "reinvestment.survival_exit": {"business.cash_days": 9.0},
    "reinvestment.survival_marketing": {"business.cash_days": 1.0},
    "supply.volume_elasticity": {"experience.monthly_churn": 0.2, "demand.leads": 0.0},
    "world.rival_move_size": {"world.rival_move_rate": 6.0},
    "world.other_closure": {"world.other_closure": 0.5},
    "world.firm_age": {"world.other_closure": 2.0},
}


@pytest.mark.parametrize("key", sorted(WAKE))
def test_sleeping_parameters_wake_when_they_should(key: str) -> None:
    spec, value = NUMBERS[key]
    base: Parameters = substitute(Parameters(), WAKE[key])
    now = WAKE[key].get(key, float(value))
    moved: Parameters = substitute(base, {key: _doubled(spec, now)})
    one, other = (simulate(_setup(p, np.arange(60), 15)).recording.values for p in (base, moved))
    assert not np.array_equal(one, other, equal_nan=True)
