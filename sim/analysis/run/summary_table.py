"""The summary as a flat table (`summary.csv`) and as JSON (`run --json`)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from sim.results import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from sim.analysis.intervals import Chance, Spread
    from sim.analysis.run.summary import AgainstBaseline, PolicySummary
    from sim.analysis.statistics.paired import Difference


def _spread_columns(name: str, meaning: str) -> dict[str, Column]:
    return {
        f"{name}_mean": Column("money", f"mean {meaning}"),
        f"{name}_low": Column("money", f"mean {meaning}: lower end of its 95 % interval"),
        f"{name}_high": Column("money", f"mean {meaning}: upper end of its 95 % interval"),
        f"{name}_p05": Column("money", f"{meaning} that 5 in 100 replications stay below"),
        f"{name}_p50": Column("money", f"median {meaning}"),
        f"{name}_p95": Column("money", f"{meaning} that 5 in 100 replications exceed"),
    }


def _chance_columns(name: str, meaning: str) -> dict[str, Column]:
    return {
        name: Column("share", meaning),
        f"{name}_low": Column("share", f"{meaning}: lower end of its 95 % Wilson interval"),
        f"{name}_high": Column("share", f"{meaning}: upper end of its 95 % Wilson interval"),
    }


def _difference_columns(name: str, meaning: str) -> dict[str, Column]:
    return {
        f"{name}_mean": Column("money", f"mean paired difference of {meaning} from the baseline policy"),
        f"{name}_low": Column("money", f"paired difference of {meaning}: lower end of its 95 % interval"),
        f"{name}_high": Column("money", f"paired difference of {meaning}: upper end of its 95 % interval"),
        f"{name}_better": Column("share", f"replications in which {meaning} is above the baseline policy's"),
        f"{name}_variance_reduction": Column("ratio", f"what the same luck is worth for {meaning}: see `Difference`"),
    }


COLUMNS: Final[Mapping[str, Column]] = {
    "policy": Column("name", "name of the policy"),
    "rule": Column("name", "rule it follows"),
    **_spread_columns("npv", "net present value with terminal value"),
    **_spread_columns("npv_without_terminal_value", "net present value without terminal value"),
    **_spread_columns("final_revenue", "revenue of the last twelve months"),
    **_chance_columns("ruin", "replications in which the firm closes"),
    "regime": Column("name", "growing, shrinking, holding, mixed or undetermined"),
    **_chance_columns("growing", "replications that grow"),
    **_chance_columns("holding", "replications that hold"),
    **_chance_columns("shrinking", "replications that shrink, the ruined ones included"),
    **_chance_columns("ending_lower", "replications that end below the opening year's revenue, or closed"),
    "payback_month": Column("months", "median months to beat harvest; missing when half or more never do"),
    **_chance_columns("payback_ever", "replications that beat harvest within the horizon"),
    "baseline": Column("name", "policy the differences are taken from"),
    **_difference_columns("npv_difference", "net present value"),
    **_difference_columns("npv_without_terminal_value_difference", "net present value without terminal value"),
}
"""Columns of the summary table; differences are missing in the baseline's own row."""

SPREADS: Final = ("npv", "npv_without_terminal_value", "final_revenue")
DIFFERENCES: Final = ("npv", "npv_without_terminal_value")


def frame(policies: Iterable[PolicySummary]) -> pd.DataFrame:
    """Return a row per policy with the columns of `COLUMNS`."""
    import pandas as pd

    return pd.DataFrame([_row(policy) for policy in policies], columns=list(COLUMNS))


def _row(policy: PolicySummary) -> dict[str, Any]:
    row: dict[str, Any] = {"policy": policy.name, "rule": policy.rule, "regime": policy.regime.label}
    for name in SPREADS:
        row |= _spread_cells(name, getattr(policy, name))
    for name, share in _chances(policy).items():
        row |= {name: share.probability, f"{name}_low": share.ci95[0], f"{name}_high": share.ci95[1]}
    row["payback_month"] = policy.payback.month
    if policy.against_baseline is not None:
        row["baseline"] = policy.against_baseline.npv.baseline
        for name in DIFFERENCES:
            row |= _difference_cells(f"{name}_difference", getattr(policy.against_baseline, name))
    return row


def _chances(policy: PolicySummary) -> dict[str, Chance]:
    return {
        "ruin": policy.ruin,
        "growing": policy.regime.growing,
        "holding": policy.regime.holding,
        "shrinking": policy.regime.shrinking,
        "ending_lower": policy.ending_lower,
        "payback_ever": policy.payback.ever,
    }


def _spread_cells(name: str, of: Spread) -> dict[str, float]:
    return {
        f"{name}_mean": of.mean, f"{name}_low": of.ci95[0], f"{name}_high": of.ci95[1],
        f"{name}_p05": of.p05, f"{name}_p50": of.p50, f"{name}_p95": of.p95,
    }  # fmt: skip


def _difference_cells(name: str, of: Difference) -> dict[str, float]:
    return {
        f"{name}_mean": of.mean, f"{name}_low": of.ci95[0], f"{name}_high": of.ci95[1],
        f"{name}_better": of.better.probability, f"{name}_variance_reduction": of.variance_reduction,
    }  # fmt: skip


def entry(policy: PolicySummary) -> dict[str, Any]:
    """Return one policy as `run --json` prints it."""
    seen = policy.regime
    return {
        "name": policy.name,
        "rule": policy.rule,
        **{name: _spread_json(getattr(policy, name)) for name in SPREADS},
        "ruin": _chance_json(policy.ruin),
        "regime": {
            "label": seen.label,
            "growing": finite(seen.growing.probability),
            "holding": finite(seen.holding.probability),
            "shrinking": finite(seen.shrinking.probability),
            "growing_ci95": list(seen.growing.ci95),
            "shrinking_ci95": list(seen.shrinking.ci95),
        },
        "ending_lower": _chance_json(policy.ending_lower),
        "payback": {"month": finite(policy.payback.month), "ever": _chance_json(policy.payback.ever)},
        "difference": None if policy.against_baseline is None else _differences_json(policy.against_baseline),
    }


def _differences_json(against: AgainstBaseline) -> dict[str, Any]:
    return {
        "baseline": against.npv.baseline,
        **{name: _difference_json(getattr(against, name)) for name in DIFFERENCES},
        "ruin": {"mean": finite(against.ruin.mean), "p_value": finite(against.ruin.p_value)},
    }


def _spread_json(of: Spread) -> dict[str, Any]:
    return {
        "mean": finite(of.mean),
        "ci95": [finite(end) for end in of.ci95],
        "p05": finite(of.p05),
        "p50": finite(of.p50),
        "p95": finite(of.p95),
    }


def _chance_json(of: Chance) -> dict[str, Any]:
    return {"probability": finite(of.probability), "ci95": list(of.ci95)}


def _difference_json(of: Difference) -> dict[str, Any]:
    return {
        "mean": finite(of.mean),
        "ci95": [finite(end) for end in of.ci95],
        "better": finite(of.better.probability),
        "equal": finite(of.equal),
        "variance_reduction": finite(of.variance_reduction),
    }


def finite(number: float) -> float | None:
    """Return the number, or None where JSON has no word for it (NaN, infinite)."""
    return float(number) if math.isfinite(number) else None
