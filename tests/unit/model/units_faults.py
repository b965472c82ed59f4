"""Deliberate faults in the engine's equations: one function rewritten in place, for one test."""

from __future__ import annotations

import importlib
import inspect
import linecache
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from types import ModuleType

    import pytest


@dataclass(frozen=True, slots=True)
class Fault:
    """A wrong equation.

    Attributes
    ----------
    says
        What is wrong with it.
    where
        Module of `sim.model` and the function, method or class and method, as `steps.supply:Supply._unit_cost`.
    right, wrong
        The text that is there, once, and the text put in its place.
    """

    says: str
    where: str
    right: str
    wrong: str

    def commit(self, patch: pytest.MonkeyPatch) -> None:
        """Put the wrong function in the right one's place."""
        name, _, path = self.where.partition(":")
        module = importlib.import_module(f"sim.model.{name}")
        *owners, last = path.split(".")
        owner: Any = module
        for each in owners:
            owner = getattr(owner, each)
        original = getattr(owner, last)
        source = textwrap.dedent(inspect.getsource(original))
        assert source.count(self.right) == 1, f"the fault no longer fits: {self.where} does not say {self.right!r} once"
        faulty = _compiled(original, source.replace(self.right, self.wrong), self.says)
        for each in [owner, *(importer for importer in _model() if getattr(importer, last, None) is original)]:
            patch.setattr(each, last, faulty)


def _model() -> list[ModuleType]:
    """Return every module of the model, which may have the function by import."""
    return [module for name, module in sys.modules.items() if name.startswith("sim.model")]


def _compiled(original: Any, source: str, says: str) -> Any:  # noqa: ANN401
    """Return a function made of other source, with the globals of the original and lines that can be told."""
    file = f"{says}/{Path(inspect.getfile(original)).name}"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    code = compile(source, file, "exec", flags=annotations.compiler_flag)
    made: dict[str, Any] = {}
    exec(code, original.__globals__, made)  # noqa: S102 (the source is the engine's own, one phrase changed)
    return made[original.__name__]


_BANK: Final = "steps.reinvestment:Reinvestment._bank"

FAULTS: Final = (
    Fault(
        "wins are added to cash",
        _BANK,
        'firm.cash + profit + flow["tax_saved"]',
        'firm.cash + profit + flow["wins"]',
    ),
    Fault(
        "the buffer is days times a month's outflow",
        _BANK,
        'r.buffer_days * flow["outflow"] / DAYS_A_MONTH',
        'r.buffer_days * flow["outflow"]',
    ),
    Fault(
        "revenue is volume, the price forgotten",
        "steps.reinvestment:Reinvestment._sell",
        'revenue = b.flow["volume"] * price * b.firm.alive',
        'revenue = b.flow["volume"] * b.firm.alive',
    ),
    Fault(
        "what new customers are worth: number plus value",
        "steps.reinvestment:Reinvestment._remember",
        'flow["new_customers"] * flow["clv"]',
        'flow["new_customers"] + flow["clv"]',
    ),
    Fault(
        "yearly interest is paid every month",
        "steps.reinvestment:Reinvestment.__post_init__",
        "(1 + r.debt_rate) ** (1 / 12) - 1",
        "r.debt_rate",
    ),
    Fault(
        "a yearly rate of rivals' moves is a month's chance",
        "world:World._rivals",
        "np.minimum(1.0, w.rival_move_rate / 12)",
        "np.minimum(1.0, w.rival_move_rate)",
    ),
    Fault(
        "yearly churn every month",
        "loyalty:_contract",
        "((1 - theta) * (1 - e.churn_floor)) ** (1 / 12)",
        "((1 - theta) * (1 - e.churn_floor))",
    ),
    Fault(
        "orders a week taken for orders a month",
        "loyalty:_orders",
        "rate / e.order_rate_scale * WEEKS_A_MONTH",
        "rate / e.order_rate_scale",
    ),
    Fault(
        "the year's referrals every month",
        "opening:opening",
        "p.business.customers * p.experience.referral_rate / 12",
        "p.business.customers * p.experience.referral_rate",
    ),
    Fault(
        "the sales cycle in days for one in months",
        "opening:opening",
        "p.acquisition.sales_cycle / DAYS_A_MONTH",
        "p.acquisition.sales_cycle",
    ),
    Fault(
        "all service spending charged to each customer",
        "steps.experience:Experience._lifetime_value",
        'b.flow["service_spend"] / np.maximum(customers, 1.0)',
        'b.flow["service_spend"]',
    ),
    Fault(
        "years of volume learnt from counted as months",
        "steps.supply:Supply.__post_init__",
        "12 * s.industry_age * b.opening.volume",
        "s.industry_age * b.opening.volume",
    ),
    Fault(
        "capability costs a share of a month's revenue",
        "upkeep:_costs_today",
        "12 * o.revenue",
        "o.revenue",
    ),
    Fault(
        "base marketing follows the number of customers",
        "steps.demand:Demand._base_marketing",
        'b.history.mean("revenue", month - 1, 3)',
        'b.history.mean("new_customers", month - 1, 3)',
    ),
)
"""Faults of units: a factor forgotten, unlike things added, a rate taken for a chance."""
