"""Identities that hold in every month of every firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.model.recorder import Recording


def _close(left: np.ndarray, right: np.ndarray, scale: np.ndarray) -> None:
    """Hold an identity to 1e-9 of the figures it is made of."""
    np.testing.assert_array_less(np.abs(left - right), 1e-9 * (np.abs(scale) + 1.0))


def assert_conserved(r: Recording) -> None:
    """Hold customers, pipeline, money, units and cost to what moved them."""

    def step(name: str) -> np.ndarray:
        return np.diff(r[name], axis=0)

    def flow(name: str) -> np.ndarray:
        return r[name][1:]

    _close(step("customers"), flow("new_customers") - flow("churned"), r["customers"].max())
    _close(step("pipeline"), flow("opportunities") - flow("wins") - flow("losses"), r["pipeline"].max())
    _close(flow("new_customers"), flow("wins"), r["wins"].max())
    assert (flow("mql") <= flow("leads") + 1e-9).all()
    assert (flow("sql") - flow("referral_leads") <= flow("mql") * (1 + 1e-12) + 1e-9).all()
    assert (flow("opportunities") <= flow("sql") * (1 + 1e-12) + 1e-9).all()
    worth = r["cash"] - r["debt"] + r["working_capital"]
    sources = flow("profit") + flow("tax_saved") + flow("injected") + flow("written_off")
    uses = flow("reinvested") + flow("cash_lost") + flow("distributed")
    _close(np.diff(worth, axis=0), sources - uses, np.abs(r["revenue"]).max() + np.abs(worth).max())
    _close(flow("demanded"), flow("volume") + flow("lost_volume"), r["demanded"].max())
    open_ = 1 - r["closed"][:-1]
    _close(
        flow("revenue") - flow("gross_profit"), flow("volume") * flow("unit_cost") * open_, np.abs(r["revenue"]).max()
    )


def assert_possible(r: Recording) -> None:
    """Hold every measure to numbers it can have."""
    for name in (
        "customers",
        "leads",
        "pipeline",
        "orders",
        "volume",
        "debt",
        "reinvested",
        "distributed",
        "unit_cost",
    ):
        assert (r[name] >= 0).all(), name
    for name in ("plan_quality", "data_quality", "crm_use", "stockouts", "recession", "rival_capability"):
        assert ((r[name] >= 0) & (r[name] <= 1)).all(), name
    for stock in ("process_quality", "technology", "adoption"):
        for step in ("plans", "demand", "acquisition", "experience", "supply"):
            values = r[f"{stock}_{step}"]
            assert ((values >= 0) & (values <= 1)).all(), f"{stock}_{step}"
    assert {name for name in r.names() if not np.isfinite(r[name]).all()} <= {"cac"}


def assert_whole(r: Recording) -> None:
    """Hold counts to whole numbers; the opening is a mean."""
    for name in (
        "customers",
        "leads",
        "mql",
        "sql",
        "opportunities",
        "wins",
        "losses",
        "pipeline",
        "churned",
        "embedded_customers",
        "orders",
        "active_customers",
    ):
        counts = r[name][1:]
        assert (counts == np.rint(counts)).all(), name
