"""Faults in steps 5 and 6, the opening and the outcomes: cost, cash, value."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

_SUPPLY = "sim/model/steps/supply.py"
_BOOKS = "sim/model/steps/reinvestment.py"
_OUTCOMES = "sim/model/outcomes.py"
_GOODS = "tests/unit/model/test_supply.py"
_CLOSING = "tests/unit/model/test_reinvestment.py"
_CASH = "tests/unit/model/test_cash.py"
_TODAY = "tests/unit/model/test_opening.py"
_ENDS = "tests/unit/model/test_outcomes.py"

MUTANTS: Final = (
    Mutant(
        "stock-outs cost nothing",
        "What is out of stock is sold all the same.",
        _SUPPLY,
        "volume = asked * (1 - firm.stockouts)",
        'volume = b.flow["demanded"]',
        (_GOODS,),
    ),
    Mutant(
        "rivals do not learn",
        "Learning counts from an industry that stands still, so that merely going on gets cheaper.",
        _SUPPLY,
        "before + b.opening.volume * month",
        "before",
        (_GOODS,),
    ),
    Mutant(
        "fixed cost down at once",
        "Fixed cost falls in the month volume does.",
        _SUPPLY,
        "month, s.fixed_cost_cut_lag + 1)",
        "month, 1)",
        (_GOODS,),
    ),
    Mutant(
        "volume makes dear",
        "Buying more costs more a unit.",
        _SUPPLY,
        "** -s.volume_elasticity",
        "**s.volume_elasticity",
        (_GOODS,),
    ),
    Mutant(
        "losses never carried forward",
        "Tax is due on every profit, whatever was lost before.",
        _BOOKS,
        "np.maximum(profit - losses, 0.0) * rate",
        "np.maximum(profit, 0.0) * rate",
        (_CLOSING,),
    ),
    Mutant(
        "growth frees money",
        "Receivables and stock bring cash in when they grow.",
        _BOOKS,
        '- flow["reinvested"] - growth',
        '- flow["reinvested"] + growth',
        (_CASH,),
    ),
    Mutant(
        "paid out and kept",
        "What owners take stays in the till.",
        _BOOKS,
        "firm.cash = cash - paid",
        "firm.cash = cash",
        (_CASH,),
    ),
    Mutant(
        "survival without hysteresis",
        "Survival mode ends the day cash is back at its line.",
        _BOOKS,
        "r.survival_days * r.survival_exit, r.survival_days",
        "r.survival_days, r.survival_days",
        ("tests/unit/model/test_end.py",),
    ),
    Mutant(
        "a bank that never worries",
        "The credit line stays where it is while sales shrink.",
        _BOOKS,
        "line = r.credit_share * sales",
        "line = r.credit_share * 12 * b.opening.revenue",
        (_CASH,),
    ),
    Mutant(
        "debt for free",
        "Nobody pays interest.",
        _BOOKS,
        "interest = firm.debt * self._interest",
        "interest = 0 * firm.debt",
        (_CLOSING,),
    ),
    Mutant(
        "a discount for all",
        "A discount reaches every present customer in full.",
        _BOOKS,
        "p.acquisition.discount_reach + (1 - p.acquisition.discount_reach) * np.minimum(fresh, 1.0)",
        "1.0",
        (_CLOSING,),
    ),
    Mutant(
        "the closed live on",
        "A firm without cash and credit carries on.",
        _BOOKS,
        "firm.alive = firm.alive - closes",
        "firm.alive = firm.alive - 0 * closes",
        ("tests/unit/model/test_end.py",),
    ),
    Mutant(
        "leads beside referrals",
        "Leads of the opening replace everyone who leaves, as if nobody came by referral: the firm grows by itself.",
        "sim/model/opening.py",
        "leads_for(p, churned - referral_wins)",
        "leads_for(p, churned)",
        (_TODAY,),
    ),
    Mutant(
        "channels never saturate",
        "The reach of a channel is today's leads, so that today's money brings fewer.",
        "sim/model/channels.py",
        "reach=paid / saturation",
        "reach=paid",
        (_TODAY,),
    ),
    Mutant(
        "past without seasons",
        "A firm that starts after its season has forgotten it.",
        "sim/model/setup.py",
        '"revenue": seasons * o.revenue,',
        '"revenue": o.revenue,',
        ("tests/unit/model/test_past.py",),
    ),
    Mutant(
        "discounted from the first",
        "Money counts at the start of its month, a month too early.",
        _OUTCOMES,
        "-np.arange(1, months + 1)[:, None]",
        "-np.arange(0, months)[:, None]",
        (_ENDS,),
    ),
    Mutant(
        "for ever without upkeep",
        "The value at the horizon is that of a firm that never maintains anything.",
        _OUTCOMES,
        '(r["profit"] - upkeep)[last]',
        'r["profit"][last]',
        (_ENDS,),
    ),
    Mutant(
        "owners' money counted as theirs to take",
        "Cash that owners put in counts as paid to them.",
        _OUTCOMES,
        'by_lane((r["distributed"] - r["injected"])[1:]',
        'by_lane((r["distributed"] + r["injected"])[1:]',
        (_ENDS,),
    ),
    Mutant(
        "ruins worth something",
        "A closed firm has a value at the horizon.",
        _OUTCOMES,
        'alive = 1 - r["closed"][-1]',
        "alive = 1.0",
        (_ENDS,),
    ),
)
