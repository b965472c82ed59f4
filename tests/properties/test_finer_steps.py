"""The month is a step of the calculation: what is continuous must not feel it, or feel it less the finer it is.

A firm whose rates are halved and whose times are doubled is the same firm told in half-months. Flows that are exact
over a month (churn, the sales pipeline, wear) must agree to rounding at every full month; those that step (adoption,
carried-over marketing) must come nearer to their continuous limits in proportion. Discrete by design, and so not in
this file: budgets that stand for a quarter, supplier contracts, the order of steps within a month, learning that is
priced at the month's end (its limit is among the closed forms).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from sim.model.cycle import simulate
from sim.model.events import Event
from sim.model.links import LINKS, Mode, Switch
from sim.model.panel import Seat
from sim.model.parameters import Channel, Parameters, substitute
from sim.model.setup import Setup
from sim.model.steps import acquisition
from sim.policies.harvest import Harvest
from sim.randomness import ExpectedStreams

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.arrays import Array
    from sim.model.parameters.spec import Value
    from sim.model.recorder import Recording

STILL: dict[str, Value] = {
    "world.recession_depth": 0.0,
    "experience.referral_rate": 0.0,
    "business.marketing_share": 0.0,
    "business.cash_days": 3650.0,
    "demand.content_elasticity": 0.0,
}
MONTHS = 24


def _told(
    changes: Mapping[str, Value],
    parts: int,
    *,
    events: tuple[Event, ...] = (),
    series: Array | None = None,
    channel: Channel | None = None,
) -> Recording:
    """Run 24 months told in so many parts of a month each, every link cut, without luck."""
    parameters: Parameters = substitute(Parameters(), {**STILL, **changes})
    if channel is not None:
        parameters = replace(parameters, demand=replace(parameters.demand, channels={"only": channel}))
    parameters = replace(parameters, experience=replace(parameters.experience, loyalty_classes=1))
    switches = {name: Switch(Mode.CUT) for name in LINKS}
    if series is not None:
        switches["marketing"] = Switch(Mode.REPLAYED, series=series)
    setup = Setup(
        parameters=parameters,
        seats=[Seat(Harvest(payout=0.0), slice(0, 1))],
        streams=ExpectedStreams(1),
        lanes=1,
        months=MONTHS * parts,
        events=events,
        switches=switches,
    )
    return simulate(setup).recording


def _per(part: int, monthly: float) -> float:
    """Return the loss of a part of a month that compounds to a month's."""
    return float(-np.expm1(np.log1p(-monthly) / part))


@pytest.mark.parametrize("parts", [2, 4])
def test_churn_does_not_feel_the_step(parts: int) -> None:
    def left(part: int) -> Array:
        churn = {"experience.monthly_churn": _per(part, 0.1), "demand.leads": 0.0, "experience.churn_effect": 0.0}
        return _told({**churn, "experience.embedded_share": 0.0}, part)["customers"][::part, 0]

    np.testing.assert_allclose(left(parts), left(1), rtol=1e-9)


@pytest.mark.parametrize("parts", [2, 4])
def test_the_sales_pipeline_does_not_feel_the_step(parts: int) -> None:
    """Leads jump to three times in month 1: the pipeline fills along the same curve however often one looks."""

    def inside(part: int) -> Array:
        pace = {"acquisition.sales_cycle": 90.0 * part, "demand.leads": 60.0 / part, "acquisition.cycle_effect": 0.0}
        jump = Event(kind="demand_shock", month=1.0, size=2.0)
        return _told({**pace, "demand.lead_effect": 0.0, "demand.mql_effect": 0.0}, part, events=(jump,))["pipeline"][
            ::part, 0
        ]

    assert inside(1)[6] > 1.5 * inside(1)[0]
    np.testing.assert_allclose(inside(parts), inside(1), rtol=1e-9)


def test_a_pipeline_that_moves_one_stage_a_month_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: stages left with chance rate / (1 + rate) a month, one at a time."""

    def one_at_a_time(rate: Array, stages: int) -> tuple[Array, Array]:
        stay = np.zeros((stages, *rate.shape))
        stay[0], stay[1] = 1 / (1 + rate), rate / (1 + rate)
        return stay, stay

    monkeypatch.setattr(acquisition, "_passes", one_at_a_time)
    with pytest.raises(AssertionError):
        test_the_sales_pipeline_does_not_feel_the_step(2)


def test_technology_does_not_feel_the_step() -> None:
    def left(part: int) -> Array:
        yearly = {"capability.technology_depreciation": _per(part, 0.33)}
        return _told(yearly, part)["technology_supply"][::part, 0]

    np.testing.assert_allclose(left(2), left(1), rtol=1e-12)


def test_adoption_comes_nearer_to_bass_in_proportion_to_the_step() -> None:
    """dA/dt = v (p + q A)(1 - A): the engine steps it monthly; half the step, half the error."""
    innovation, imitation, start, when = 0.05, 0.6, 0.05, 10

    def adopted(part: int) -> float:
        changes = {
            "capability.adoption": start,
            "capability.adoption_innovation": innovation / part,
            "capability.adoption_imitation": imitation / part,
            "capability.adoption_turnover": 0.0,
            "capability.technology_depreciation": 0.999,  # so that the opening sets adoption to its highest speed, 3
        }
        return float(_told(changes, part)["adoption_supply"][when * part, 0])

    exact = solve_ivp(
        lambda _, a: 3 / 12 * (innovation + imitation * a) * (1 - a), (0, when), [start], rtol=1e-10, atol=1e-12
    ).y[0, -1]
    errors = np.array([adopted(part) - exact for part in (1, 2, 4)])
    assert abs(errors[0]) < 0.03
    np.testing.assert_allclose(errors[:-1] / errors[1:], 2.0, rtol=0.15)


def test_carried_over_marketing_comes_nearer_to_its_continuous_lag() -> None:
    """Mean lag λ / (1 - λ) steps; told finer it goes to 1 / -log λ months, half the step nearer each time."""
    carry = 0.6

    def lag(part: int) -> float:
        channel = Channel(adstock=carry ** (1 / part))
        base = {"business.marketing_share": 0.05 / part, "demand.lead_effect": 0.0, "demand.organic_share": 0.0}
        plain = np.full((MONTHS * part, 1), _told(base, 1)["marketing_spend"][0, 0])
        more = plain.copy()
        more[0] *= 1.001
        paths = [_told(base, part, series=series, channel=channel)["leads"][1:, 0] for series in (more, plain)]
        extra = paths[0] - paths[1]
        return float(np.arange(extra.size) @ extra / extra.sum()) / part

    limit = -1 / np.log(carry)
    errors = np.array([lag(part) - limit for part in (1, 2, 4)])
    np.testing.assert_allclose(errors[:-1] / errors[1:], 2.0, rtol=0.05)
