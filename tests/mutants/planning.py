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
        "np.minimum(wanted, np.maximum(b.firm.cash, 0.0))",
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
        "wear.adoption * bare - diluted",
        "wear.adoption * bare",
        (_GROWTH,),
    ),
    Mutant(
        "no limit to change",
        "Any amount of change at once works as well as a little.",
        _PLANS,
        "used / price * (ranked * crowded)",
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
        "sim/model/spending.py",
        "split[_CUSTOMER_FACING] * (1 - take)",
        "split[_CUSTOMER_FACING]",
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
        "uplift * self.fate.yields",
        "uplift * self.fate.worth",
        (_INITIATIVES,),
    ),
    Mutant(
        "released at once",
        "Work is finished in the month it is paid for, not when it is due.",
        _PORTFOLIO,
        "month < self.fate.soonest:\n            return 0.0\n"
        "        finished = np.where(np.maximum(self.fate.due, self._worked + 1) == month",
        "month <= self._worked:\n            return 0.0\n        finished = np.where(self.fate.due > 0",
        (_INITIATIVES,),
    ),
    Mutant(
        "another fate at the review",
        "What is under way at a review ends as the initiatives that start then, not as its own.",
        _PORTFOLIO,
        "            self.queue.put(self.fate.due, self.started)",
        "            pass",
        (_INITIATIVES,),
    ),
    Mutant(
        "the first split for ever",
        "Growth money goes where the first review wanted it, whatever the reviews after it say.",
        _PLANS,
        "if shares is None or shares.decision is not self.decision:",
        "if shares is None:",
        (_GROWTH,),
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
        "monthly(asarray(c.technology_depreciation))",
        "asarray(c.technology_depreciation) / 12",
        ("tests/unit/model/test_capability.py",),
    ),
    Mutant(
        "weights not normalised",
        "Benefit weights that do not sum to 1 make every effect larger.",
        "sim/model/capability.py",
        "np.maximum(asarray(c.technology_weight + c.simplicity_weight + c.joint_weight), 1e-12)",
        "1.0",
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
