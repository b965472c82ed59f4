"""The units hold together: arrays that know what they measure go through the engine's own equations.

Every parameter is sent in with the dimension of its declared unit; every step, policy, event and kind of customer is
at work; every measure must come out as its unit says. What a yearly figure of the end measures, outcomes among them,
follows from a second check: with another currency, or with so many times the customers, all figures change by
exactly their dimension.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from sim.model.parameters import walk
from sim.results import MEASURES
from tests.unit.model.dimensions import FITTED, MONEY, PLAIN, TERMS, WEEK, YEAR, MismatchError
from tests.unit.model.units_faults import FAULTS
from tests.unit.model.units_scale import Scale, figures
from tests.unit.model.units_table import of_measure, of_parameter
from tests.unit.model.units_walk import Trip, firm, walked

if TYPE_CHECKING:
    from tests.unit.model.dimensions import Array, Dimension
    from tests.unit.model.units_faults import Fault

TRIPS: Final = {
    f"{kind}, {'drawn' if whole else 'expected'}": Trip(kind=kind, whole=whole)
    for kind in ("contract", "orders")
    for whole in (False, True)
}
ALWAYS_NOTHING: Final = {"written_off"}
"""Measures that may be zero on every trip: no firm has to close."""
NOT_WALKED: Final = {
    "world.other_closure": "inside a formula fitted to ages in years",
    "world.firm_age": "inside a formula fitted to ages in years",
    "reinvestment.terminal_growth_low": "used in outcomes only; a limit of growth, plain like it",
    "reinvestment.terminal_growth_high": "used in outcomes only; a limit of growth, plain like it",
}


def wrong(patch: pytest.MonkeyPatch, trip: Trip) -> list[str]:
    """Return the measures that come out as something else than their unit says."""
    found = walked(patch, trip)
    told = {name: (found[name], of_measure(name, column.unit)) for name, column in MEASURES.items()}
    return [f"{name} is {out}, not {due}" for name, (out, due) in told.items() if out not in (None, due)]


def caught(patch: pytest.MonkeyPatch, trip: Trip) -> bool:
    """Return whether the walk finds anything wrong."""
    try:
        return wrong(patch, trip) != []
    except MismatchError:
        return True


@pytest.mark.parametrize("trip", TRIPS.values(), ids=TRIPS)
def test_every_measure_comes_out_in_its_unit(trip: Trip, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong(monkeypatch, trip) == []


@pytest.mark.parametrize("trip", TRIPS.values(), ids=TRIPS)
def test_the_walk_reaches_every_measure(trip: Trip, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {name for name, found in walked(monkeypatch, trip).items() if found is None} <= ALWAYS_NOTHING


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.says)
def test_mutant_a_wrong_equation_is_caught(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    fault.commit(monkeypatch)
    assert caught(monkeypatch, Trip()) or caught(monkeypatch, Trip(kind="orders"))


@pytest.mark.parametrize(
    ("key", "claimed"),
    [
        ("acquisition.sales_cycle", PLAIN),  # days taken for months
        ("experience.order_rate_scale", PLAIN),  # weeks taken for months
        ("experience.referral_rate", PLAIN),  # a year's taken for a month's
        ("business.price", MONEY),  # of all customers instead of one
        ("business.customers", PLAIN),
        ("demand.leads", MONEY),
        ("supply.industry_age", WEEK),
        ("acquisition.win_rate", YEAR),
    ],
)
def test_mutant_a_wrong_unit_is_caught(key: str, claimed: Dimension, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = {key: claimed}
    assert caught(monkeypatch, Trip(claimed=claims)) or caught(monkeypatch, Trip(kind="orders", claimed=claims))


@pytest.mark.slow
def test_a_wrong_unit_on_any_parameter_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain numbers claimed to be money, everything else claimed to be plain: no parameter slips through unwalked."""
    sent = {key: of_parameter(key, spec.unit) for key, spec, _ in walk(firm(Trip())) if not spec.whole}
    claims = {key: MONEY if dimension == PLAIN else PLAIN for key, dimension in sent.items()}
    slipped = {
        key
        for key, claimed in claims.items()
        if not caught(monkeypatch, Trip(claimed={key: claimed}))
        and not caught(monkeypatch, Trip(kind="orders", whole=True, claimed={key: claimed}))
    }
    assert slipped == set(NOT_WALKED)


MONEY_ONLY: Final = Scale(money=1024.0)
MORE_CUSTOMERS: Final = Scale(count=4.0)


@pytest.mark.parametrize("kind", ["contract", "orders"])
def test_another_currency_changes_money_and_nothing_else(kind: str) -> None:
    """1 to 1,024, drawn, every rule and event: exact to the last bit, outcomes included."""
    plain, other = figures(kind, whole=True), figures(kind, MONEY_ONLY, whole=True)
    off = [name for name, (values, due) in plain.items() if not same(values * MONEY_ONLY.of(due), other[name][0])]
    assert off == []


@pytest.mark.parametrize("kind", ["contract", "orders"])
def test_four_times_the_customers_change_counts_and_money_and_nothing_else(kind: str) -> None:
    """Expected flows: no luck of small numbers."""
    plain, other = figures(kind, whole=False), figures(kind, MORE_CUSTOMERS, whole=False)
    for name, (values, dimension) in plain.items():
        np.testing.assert_allclose(other[name][0], values * MORE_CUSTOMERS.of(dimension), rtol=1e-9, err_msg=name)


def same(one: Array, other: Array) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True))


@pytest.mark.parametrize("key", ["business.price", "business.cash", "cash_injection"])
def test_mutant_money_that_is_not_declared_as_money_is_caught(key: str) -> None:
    """Left as it is when the currency changes, it throws every other figure out."""
    plain = figures("contract", whole=True)
    other = figures("contract", Scale(money=1024.0, forgotten=frozenset({key})), whole=True)
    assert not all(same(values * MONEY_ONLY.of(due), other[name][0]) for name, (values, due) in plain.items())


EXCEPTIONS: Final = [(table, key) for table in (TERMS, FITTED) for key in table]


@pytest.mark.parametrize(("table", "key"), EXCEPTIONS, ids=[function for _, (_, function) in EXCEPTIONS])
def test_no_exception_is_idle(
    table: dict[tuple[str, str], str], key: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the exception the walk stops there: none outlives the code it was made for."""
    monkeypatch.delitem(table, key)
    assert caught(monkeypatch, Trip(whole=True))
