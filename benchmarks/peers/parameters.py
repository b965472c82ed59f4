"""The numbers of the reference model, the same for every version of it.

A firm of 60 months with the six steps of the cycle: twenty draws a month (four normal, two uniform, two Poisson, twelve
binomial) and about 120 operations on floating-point numbers, among them seven powers and four exponentials. The
equations are those of `firm.py`, where they read best. Money is in thousands of pounds.

Python's standard library only: peers import this in environments of their own.
"""

from __future__ import annotations

from math import pi, sin
from typing import Final

MONTHS: Final = 60

MEASURES: Final = (
    "execution",
    "market",
    "budget",
    "leads",
    "qualified",
    "accepted",
    "wins",
    "churned",
    "referrals",
    "customers",
    "unit_cost",
    "revenue",
    "costs",
    "profit",
    "cash",
    "rate",
)
"""What every version records every month."""

# 1 Plans
EXECUTION_SD: Final = 0.1
SHOCK_CHANCE: Final = 0.03
SHOCK_MONTHS: Final = 4.0
SHOCK_LEAST: Final = 0.15
SHOCK_MOST: Final = 0.40
BUDGET: Final = 12.0
RATE: Final = 0.2
"""Share of last month's profit that is reinvested at the start."""

# Six capabilities: reach, content, sales, capacity, care, operations.
CAPABILITY: Final = 6.0
"""Stock of each capability at the start."""
SHARE: Final = (0.10, 0.09, 0.09, 0.08, 0.08, 0.06)
"""Of the budget that goes to each; the rest advertises."""
DECAY: Final = (0.12, 0.10, 0.08, 0.06, 0.07, 0.05)
STEEPNESS: Final = (1.6, 1.8, 2.0, 1.5, 1.7, 2.2)
HALF: Final = (9.0, 10.0, 11.0, 12.0, 11.0, 12.0)
"""Stock at which a capability brings half of what it can."""

# 2 Demand
ADVERTISING: Final = 0.5
ADVERTISING_SCALE: Final = 6.0
LEADS: Final = 95.0
REACH_GAIN: Final = 0.5
LEADS_SD: Final = 0.15
QUALIFIED: Final = 0.35
CONTENT_GAIN: Final = 0.2

# 3 Acquisition
ACCEPTED: Final = 0.40
SALES_GAIN: Final = 0.15
STAYS: Final = (0.75, 0.70)
"""Of the deals in the first and second stage of the pipeline, those that reach the next."""
WON: Final = 0.35
SALES_GAIN_WON: Final = 0.2
PIPELINE: Final = (18.0, 13.0, 9.0)

# 4 Experience
CUSTOMERS: Final = (60.0, 70.0, 50.0, 20.0)
"""In the compartments new, regular, loyal, advocate."""
CAPACITY: Final = 220.0
CAPACITY_GAIN: Final = 0.5
CHURN: Final = (0.06, 0.04, 0.025, 0.015)
CARE_GAIN: Final = 0.5
PROMOTION: Final = (0.15, 0.06, 0.03)
REFERRED: Final = 0.02

# 5 Supply
UNIT_COST: Final = 0.11
SCALE_EXPONENT: Final = -0.12
SCALE_CUSTOMERS: Final = 200.0
OPERATIONS_GAIN: Final = 0.2
COST_SD: Final = 0.05

# 6 Reinvestment
PRICE: Final = 0.25
MARKET_SHARE: Final = 0.5
"""Of a shock to the market, what reaches the revenue of customers the firm has."""
REVENUE_SD: Final = 0.06
FIXED: Final = 12.0
CASH: Final = 50.0
RESERVE: Final = 40.0
RATE_UP: Final = 0.02
RATE_DOWN: Final = 0.04
RATE_MOST: Final = 0.6

SEASON: Final = tuple(1.0 + 0.15 * sin(2.0 * pi * month / 12.0) for month in range(MONTHS))
