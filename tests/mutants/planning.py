"""Faults in step 1: reviews, money, capability, initiatives."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

_PLANS = "sim/model/steps/plans.py"
_PORTFOLIO = "sim/model/portfolio.py"
_TESTS = "tests/unit/model/test_plans.py"
_GROWTH = "tests/unit/model/test_growth.py"
_INITIATIVES = "tests/unit/model/test_portfolio.py"

MUTANTS: Final = (
    Mutant(
        "growth before upkeep",
        "Money builds new things first and keeps what there is from the rest.",
        _PLANS,
        "upkeep * self.decision.maintain_first",
        "upkeep * (1 - self.decision.maintain_first)",
        (_TESTS,),
    ),
    Mutant(
        "spending beyond cash",
        "A firm reinvests money it does not have.",
        _PLANS,
        "np.minimum(wanted, np.maximum(0.0, b.firm.cash))",
        "wanted",
        (_TESTS,),
    ),
    Mutant(
        "no survival mode",
        "A firm that fights for its life goes on reinvesting.",
        _PLANS,
        "allowed * (1 - b.firm.surviving) * b.firm.alive",
        "allowed * b.firm.alive",
        (_TESTS,),
    ),
    Mutant(
        "what is repeated builds",
        "Money spent again on what was wasted counts as growth money as well.",
        _PLANS,
        "amount - kept - repeated, wasted",
        "amount - kept, wasted",
        (_TESTS,),
    ),
    Mutant(
        "waste repeated every time",
        "All waste is bought again, whatever the chance.",
        _PLANS,
        "repeats * self.wasted_quarter",
        "self.wasted_quarter",
        (_TESTS,),
    ),
    Mutant(
        "renewal without learning",
        "Renewed technology is used by all from the first day.",
        _PLANS,
        "firm.adoption - diluted + spread",
        "firm.adoption + spread",
        (_GROWTH,),
    ),
    Mutant(
        "no limit to change",
        "Any amount of change at once works as well as a little.",
        _PLANS,
        "used / price * crowded * ranked",
        "used / price * ranked",
        (_GROWTH,),
    ),
    Mutant(
        "rivals forgotten",
        "The firm gains on rivals who stand still.",
        _PLANS,
        "own - noticed * shield",
        "own",
        (_TESTS,),
    ),
    Mutant(
        "platform for nothing",
        "A platform project takes the money of customer-facing steps and leaves it to them as well.",
        _PLANS,
        "kept[_CUSTOMER_FACING] * (1 - take)",
        "kept[_CUSTOMER_FACING]",
        (_GROWTH,),
    ),
    Mutant(
        "adoption not diluted",
        "New technology is used as much as the old the day it comes.",
        _PORTFOLIO,
        "firm.adoption * firm.technology / np.maximum(more, 1e-12)",
        "firm.adoption",
        (_INITIATIVES,),
    ),
    Mutant(
        "failures pay",
        "Initiatives that fail reach as much as those that succeed.",
        _PORTFOLIO,
        "uplift * self.fate.pays * self.fate.worth",
        "uplift * self.fate.worth",
        (_INITIATIVES,),
    ),
    Mutant(
        "released at once",
        "Work is finished in the month it is paid for, not when it is due.",
        _PORTFOLIO,
        "np.maximum(self.fate.due, month + 1)",
        "np.full_like(self.fate.due, month + 1)",
        (_INITIATIVES,),
    ),
    Mutant(
        "runaways on time",
        "Projects that run away cost more but are no later.",
        _PORTFOLIO,
        "(1 + (p.plans.overrun_delay - 1) * runaway)",
        "(1 + 0 * runaway)",
        (_INITIATIVES,),
    ),
    Mutant(
        "a year's loss in twelfths",
        "Technology loses a twelfth of a year's loss a month, which does not compound to the year.",
        "sim/model/upkeep.py",
        "monthly(np.asarray(c.technology_depreciation))",
        "np.asarray(c.technology_depreciation) / 12",
        ("tests/unit/model/test_capability.py",),
    ),
    Mutant(
        "weights not normalised",
        "Benefit weights that do not sum to 1 make every effect larger.",
        "sim/model/capability.py",
        "c.technology_weight / total, c.simplicity_weight / total, c.joint_weight / total",
        "c.technology_weight, c.simplicity_weight, c.joint_weight",
        ("tests/unit/model/test_capability.py",),
    ),
    Mutant(
        "managers see the future",
        "A review sees the figures of its own month.",
        "sim/model/review.py",
        "last, quarter = month - 1, r.review_months",
        "last, quarter = month, r.review_months",
        ("tests/unit/model/test_review.py",),
    ),
)
