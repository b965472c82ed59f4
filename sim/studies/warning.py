"""How long before the peak of profit the cycle gain falls below one, by pushes in many months of the same lives."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sim.analysis.cycle.slowing import Slowing, slowing
from sim.analysis.cycle.warning import EarlyWarning, Warned, warning
from sim.errors import UsageError
from sim.experiment.run import only
from sim.studies.pushes import Pushed, Wanted, push

if TYPE_CHECKING:
    from sim.outcomes import Array
    from sim.scenario import Scenario

__all__ = ["EVERY", "EarlyWarning", "Sight", "lead_time"]

EVERY: Final = 12
"""Months from one push to the next, when not said otherwise: as fine as the gain is known."""

Sight = Literal["ahead", "so far"]
"""`ahead`: an answer lives in the scenario with all its events, those after the push too. `so far`: in the scenario
without any event after the month of the push, as nobody then knows of it."""


def lead_time(
    scenario: Scenario,
    policy: str,
    *,
    months: tuple[int, ...] | None = None,
    sight: Sight = "ahead",
    workers: int | None = None,
) -> EarlyWarning:
    """Measure the months between the gain's crossing of one and the peaks of profit and customers.

    Parameters
    ----------
    scenario
        Its horizon is where peaks are looked for, its replications are the sample. What erodes is in its events.
    policy
        Under which.
    months
        When to push money in, one life of every firm each; every twelve months when None.
    sight
        Whether the answer to a push knows the events that come after it.
    workers
        Processes; as many as pay when None. The numbers do not depend on it.

    Raises
    ------
    UsageError
        When the policy is unknown, an event is uncertain, a push lies outside the horizon, there are fewer than two
        pushes, or the horizon is too short.
    """
    own = only(scenario, (policy,))
    when = _checked(own, months)
    firms = push(own, Wanted(months=when if sight == "ahead" else when[:1]), workers=workers)
    calm = push(_until(own, 0), Wanted(months=(1,), window=1), workers=workers)
    known = Warned(
        when,
        _returned(firms, policy) if sight == "ahead" else _seen(own, when, workers),
        firms.profits[policy][: own.horizon],
        firms.levels[policy]["customers"][1 : own.horizon + 1],
    )
    found = warning(known, policy=policy, seed=own.seed)
    return replace(found, slowing=_slowing(firms, calm, policy, found.profit.value))


def _checked(scenario: Scenario, months: tuple[int, ...] | None) -> tuple[int, ...]:
    when = tuple(range(1, scenario.horizon + 1, EVERY)) if months is None else tuple(sorted(set(months)))
    outside = [month for month in when if not 1 <= month <= scenario.horizon]
    if outside:
        raise UsageError(f"no push in month {outside[0]}: the scenario has months 1 to {scenario.horizon}")
    if len(when) < 2 or scenario.horizon < 2 * EVERY:  # noqa: PLR2004 (a crossing lies between two)
        raise UsageError("an early warning needs pushes in two months at least, and a horizon of 24 months")
    return when


def _until(scenario: Scenario, month: int) -> Scenario:
    """Return the scenario without the events after a month.

    Raises
    ------
    UsageError
        When an event is uncertain: it may then come before or after.
    """
    uncertain = next((key for key in scenario.uncertain if key.startswith("events.")), None)
    if uncertain:
        raise UsageError(f"an early warning needs events that are certain, and {uncertain} is not; give it one value")
    return replace(scenario, events=tuple(event for event in scenario.events if np.all(event.month <= month)))


def _seen(scenario: Scenario, months: tuple[int, ...], workers: int | None) -> Array:
    """Return what pushes bring, each in a world of its own that ends its events with the push."""
    (policy,) = scenario.policies
    rows = [
        _returned(push(_until(scenario, month), Wanted(months=(month,)), workers=workers), policy) for month in months
    ]
    return np.concatenate(rows)


def _returned(pushed: Pushed, policy: str) -> Array:
    """Return money more to reinvest per unit put in, shape (pushes, replications); NaN where the firm has closed."""
    closed = pushed.levels[policy]["closed"]
    rows = np.full((len(pushed.responses), closed.shape[1]), math.nan)
    for row, answer in zip(rows, pushed.responses, strict=True):
        row[closed[answer.push.month - 1] == 0.0] = answer.budgets.sum(axis=1) / answer.push.money
    return rows


def _slowing(firms: Pushed, calm: Pushed, policy: str, peak: float) -> tuple[Slowing, ...]:
    """Look at growth of revenue up to the peak of profit, in firms that are open then with and without erosion."""
    last = int(peak) if math.isfinite(peak) else 0
    both = [one.levels[policy] for one in (firms, calm)]
    there = np.all([level["closed"][last] == 0.0 for level in both], axis=0)
    there &= np.all([(level["revenue"][: last + 1] > 0.0).all(axis=0) for level in both], axis=0)
    eroding, same = (np.diff(np.log(level["revenue"][: last + 1, there]), axis=0) for level in both)
    return slowing(eroding, same)
