"""The answer to a push: what is different in the firm that got it, by replication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.outcomes import Array

FLOWS: Final = (
    "sql", "referral_leads", "new_customers", "customers", "gross_profit", "profit", "reinvested", "revenue",
)  # fmt: skip
"""Measures whose sums over the window an answer is told by."""


@dataclass(frozen=True, slots=True)
class Push:
    """Money put in once.

    Attributes
    ----------
    policy
        Under which.
    month
        First month in which it is spent.
    money
        How much, the same in every replication.
    window
        Months, from `month` on, in which the answer is looked for.
    spent
        Months over which it is spent, evenly.
    """

    policy: str
    month: int
    money: float
    window: int
    spent: int = 1


@dataclass(frozen=True, slots=True)
class Response:
    """What is different in the firm that got a push, later budgets held where they were.

    Replications in which the firm has closed before the push are left out: nobody can put money in.

    Attributes
    ----------
    push
        What was put in.
    budgets
        What the policy would reinvest more, by month, shape (replications, window); its cash taken as it was.
    profits
        Profit before reinvestment that comes on top, by month, shape (replications, window).
    more
        Sum over the window of what comes on top, by measure of `FLOWS`, shape (replications,).
    had
        The same sums without the push.
    from_new
        Customer-months on top that customers won on top would bring if all left as they did without the push.
    shifted
        Replications in which the push moves the month of closing, or whether there is one.
    """

    push: Push
    budgets: Array
    profits: Array
    more: Mapping[str, Array]
    had: Mapping[str, Array]
    from_new: Array
    shifted: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of replications."""
        return len(self.shifted)

    @classmethod
    def joined(cls, parts: list[Response]) -> Response:
        """Return blocks of replications as one."""
        first = parts[0]
        return cls(
            push=first.push,
            budgets=np.concatenate([part.budgets for part in parts]),
            profits=np.concatenate([part.profits for part in parts]),
            more={name: np.concatenate([part.more[name] for part in parts]) for name in first.more},
            had={name: np.concatenate([part.had[name] for part in parts]) for name in first.had},
            from_new=np.concatenate([part.from_new for part in parts]),
            shifted=np.concatenate([part.shifted for part in parts]),
        )
