"""What a policy sees, what it returns, and the protocol it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from sim.arrays import Array, asarray
from sim.results import STEPS

if TYPE_CHECKING:
    from sim.model.parameters.spec import Value

KINDS: Final = ("simplify", "automate", "train", "content", "data", "media", "people", "planning")
"""What growth money can buy; each step offers some of them (`OFFERED`)."""

OFFERED: Final = np.array(
    [
        # simplify, automate, train, content, data, media, people, planning
        [1, 1, 1, 0, 0, 0, 0, 1],  # plans
        [1, 1, 1, 1, 1, 1, 0, 0],  # demand
        [1, 1, 1, 0, 1, 0, 1, 0],  # acquisition
        [1, 1, 1, 0, 0, 0, 1, 0],  # experience
        [1, 1, 1, 0, 0, 0, 0, 0],  # supply
    ],
    dtype=np.float64,
)
"""Which kind of work makes sense in which step, shape (5 steps, 8 kinds)."""

STEP_INDEX: Final = {name: index for index, name in enumerate(STEPS)}
KIND_INDEX: Final = {name: index for index, name in enumerate(KINDS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a manager can know on the day of the review: figures up to the end of last month.

    Every array has one entry per lane (shape (lanes,)) or per step and lane (shape (5, lanes)).
    Money is per month unless said otherwise.
    """

    month: int
    """Month of the review, 0 at the start."""
    quarter: int
    """Number of the review, 0 at the start."""
    profit: Array
    """Mean monthly profit before reinvestment, last quarter."""
    profit_two_years: Array
    """Mean monthly profit before reinvestment, last 24 months."""
    revenue: Array
    """Mean monthly revenue, last quarter, seasonally adjusted."""
    revenue_year_ago: Array
    """Mean monthly revenue of the same quarter a year ago, seasonally adjusted."""
    cash: Array
    """Cash at the end of last month."""
    debt: Array
    """Credit drawn at the end of last month."""
    daily_outflow: Array
    """Operating cash out per day, last quarter."""
    buffer_days: Array
    """Cash target in days of outflow."""
    survival_days: Array
    """Cash in days of outflow below which only staying alive counts."""
    hold: Array
    """1 where the budget is held at its long-run level through a dip while cash allows."""
    excess_use: Array
    """Yearly share of cash above the buffer that may be added to the budget."""
    required_maintenance: Array
    """What keeping capability where it is costs a month, waste included."""
    reinvested: Array
    """Mean monthly reinvestment, last quarter."""
    process_quality: Array
    """S by step, shape (5, lanes)."""
    technology: Array
    """T by step, shape (5, lanes)."""
    adoption: Array
    """A by step, shape (5, lanes)."""
    plan_quality: Array
    data_quality: Array
    downturn: Array
    """1 where the reported economy is in recession (known with a delay)."""
    marginal_gain: Array
    """Estimated yearly profit per unit of money put into each step now, shape (5, lanes)."""

    @property
    def lanes(self) -> int:
        """Number of lanes of this policy."""
        return int(self.profit.shape[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a policy wants for the coming quarter.

    Attributes
    ----------
    amount
        Money to reinvest per month, shape (lanes,); the engine never spends more than cash allows.
    steps
        Share of growth money per step, shape (5, lanes), columns sum to 1.
    kinds
        Weight of each kind of work in each step, shape (5, 8, lanes); counts among the kinds the step offers.
    payout
        Share of cash above 1.25 x buffer that goes to the owners, shape (lanes,).
    discount
        Price cut broadcast to the market, share, shape (lanes,).
    maintain_first
        Share of the required maintenance that is paid before growth, shape (lanes,); 1 by default.
    """

    amount: Array
    steps: Array
    kinds: Array
    payout: Array
    discount: Array
    maintain_first: Array


class Policy(Protocol):
    """The rule that decides, each review, how much to reinvest and in what."""

    def decide(self, seen: Observation) -> Decision:
        """Return the decision for the coming quarter."""
        ...


def affordable(seen: Observation, share: Value) -> Array:
    """Return the budget a share of profit gives: the rule of the house, money per month.

    share x profit of the last quarter, ramped by cash between the survival line and the buffer, plus
    share x cash above 1.25 buffers spread over a year; with `hold`, never below share x the two-year
    mean while cash exceeds 1.5 survival lines.
    """
    days = seen.cash / np.maximum(seen.daily_outflow, 1e-9)
    width = np.maximum(seen.buffer_days - seen.survival_days, 1e-9)
    ramp = np.clip((days - seen.survival_days) / width, 0.0, 1.0)
    excess = np.maximum(0.0, seen.cash - 1.25 * seen.buffer_days * seen.daily_outflow)
    budget = share * np.maximum(0.0, seen.profit) * ramp + share * seen.excess_use * excess / 12.0
    held = seen.hold * share * np.maximum(0.0, seen.profit_two_years) * (days > 1.5 * seen.survival_days)
    return asarray(np.maximum(budget, held))
