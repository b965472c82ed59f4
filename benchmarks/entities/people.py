"""The life of a lead and the life of a customer, each a SimPy process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

    from simpy import Event

    from benchmarks.entities.firm import Firm

LAST_STAGE: Final = 3


def lead(firm: Firm, *, referred: bool) -> Generator[Event, object, None]:
    """Qualify, wait for the moment the opportunity opens, and walk through the pipeline.

    A referred lead is as good as sales-qualified: it joins at that point.
    """
    rates, month, uniform = firm.rates, firm.month, firm.luck.uniform
    if referred:
        month.referral_leads += 1
    else:
        month.leads += 1
        if uniform() >= rates.mql:
            return
        month.mql += 1
        if uniform() >= rates.sql:
            return
    month.sql += 1
    if uniform() >= rates.opportunity:
        return
    month.opportunities += 1
    yield from firm.arrive()
    firm.pipeline += 1
    yield from firm.pursue(firm.stages, referred=referred)


def opportunity(firm: Firm, stages: int, *, referred: bool) -> Generator[Event, object, None]:
    """Pass the stages that are left, at the pace of each month, and be won or lost."""
    env, exponential, sales = firm.env, firm.luck.exponential, firm.sales
    while stages:
        wait = exponential(sales.stage_rate)
        if env.now + wait < firm.month_end:
            yield env.timeout(wait)
            stages -= 1
        else:  # an exponential wait has no memory: it starts anew at the new month's pace
            yield firm.next_month
    firm.pipeline -= 1
    if firm.luck.uniform() < sales.win_chance:
        firm.month.wins += 1
        firm.won.append(referred)
    else:
        firm.month.losses += 1


def customer(firm: Firm, loyalty: int, stage: int) -> Generator[Event, object, None]:
    """Month by month: order, perhaps leave, perhaps move on, pay and talk."""
    uniform, moving_on = firm.luck.uniform, firm.start.moving_on
    while True:
        yield firm.reckoning
        if firm.orders is not None:
            firm.order(firm.orders[loyalty])
        if firm.leaves(loyalty, stage):
            firm.month.churned += 1
            firm.customers -= 1
            return
        if stage < LAST_STAGE and uniform() < moving_on[stage]:
            stage += 1
        firm.month.paying += firm.pay[stage]
        firm.talk(stage)
