"""Step 6: profit, cash, credit and what the owners take out or put back."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.parameters.spec import Value, growth_rate, parameter, structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinvestment:
    """Finance of the firm and the frame in which policies decide."""

    review_months: int = structure(
        3, unit="months", meaning="months between planning reviews", source="judgement: quarterly", low=1, high=12
    )
    buffer_days: Value = parameter(
        30.0,
        unit="days",
        low=0,
        high=1000,
        meaning="cash the firm wants to hold",
        source="JPMorgan Chase Institute 2016: 27 days",
    )
    survival_days: Value = parameter(
        10.0, unit="days", low=0, high=1000, meaning="cash below which only staying alive counts", source="judgement"
    )
    survival_exit: Value = parameter(
        1.5, unit="ratio", low=1, high=10, meaning="survival mode ends at this multiple of its line", source="judgement"
    )
    survival_marketing: Value = parameter(
        0.5, unit="share", low=0, high=1, meaning="base marketing kept in survival mode", source="judgement"
    )
    hold: Value = parameter(
        1.0,
        unit="share",
        low=0,
        high=1,
        meaning="1: budgets never fall below their two-year level while cash exceeds 1.5 survival lines; 0: they do",
        source="judgement",
    )
    excess_use: Value = parameter(
        1.0,
        unit="share",
        low=0,
        high=1,
        meaning="share of cash above 1.25 buffers that feeds budgets within a year, x the reinvested share",
        source="judgement",
    )
    days_sales: Value = parameter(
        45.0, unit="days", low=0, high=365, meaning="days until customers pay", source="20-60 days; listed firms 56"
    )
    days_stock: Value = parameter(
        0.0, unit="days", low=0, high=365, meaning="days of stock held", source="0 for services, 50 for goods"
    )
    days_payable: Value = parameter(
        30.0, unit="days", low=0, high=365, meaning="days until suppliers are paid", source="20-60 days"
    )
    credit_share: Value = parameter(
        0.04,
        unit="share",
        low=0,
        high=5,
        meaning="credit line, share of trailing yearly revenue: it shrinks in decline",
        source="judgement",
    )
    debt_rate: Value = growth_rate(
        0.10, low=0, high=1, meaning="interest on drawn credit", source="Pepperdine 2019: 5-15 %"
    )
    tax: Value = parameter(
        0.25, unit="share", low=0, high=0.9, meaning="tax on profit; losses are carried forward", source="judgement"
    )
    expensed_share: Value = parameter(
        1.0,
        unit="share",
        low=0,
        high=1,
        meaning="share of reinvestment that lowers this year's taxable profit",
        source="judgement: most digital spending is expensed",
    )
    discount_rate: Value = growth_rate(
        0.15,
        low=0,
        high=1,
        meaning="owners' cost of capital",
        source="Pepperdine 2019: 8-25 % for small firms",
    )
    terminal_growth_low: Value = growth_rate(
        -0.25, low=-0.9, high=0, meaning="lowest growth assumed after the horizon", source="judgement"
    )
    terminal_growth_high: Value = growth_rate(
        0.02,
        low=-0.9,
        high=0.1,
        meaning="highest growth assumed after the horizon",
        source="judgement",
    )
