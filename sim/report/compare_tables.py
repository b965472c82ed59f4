"""The tables of a comparison, a row per policy, pair, or policy and future."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.comparing.comparison import Compared, Comparison


def tables(found: Comparison) -> dict[str, pd.DataFrame]:
    """Return every table by name."""
    import pandas as pd

    return {
        "policies": pd.DataFrame([_policy(policy) for policy in found.policies]),
        "pairs": pd.DataFrame([_pair(pair.policy, pair.less, pair.mean, pair.interval) for pair in found.pairs]),
        "regret": pd.DataFrame(_regret(found)),
    }


def _policy(policy: Compared) -> dict[str, Any]:
    stand, against = policy.standing, policy.against
    return {
        "policy": policy.name,
        "mean": policy.mean,
        **_ends("mean", policy.ci95),
        "difference": against.paired.mean if against else None,
        **_ends("difference", against.interval if against else (None, None)),
        "better_in": against.better.probability if against else None,
        "variance_reduction": against.paired.variance_reduction if against else None,
        "against_best": stand.gap,
        **_ends("against_best", stand.interval),
        "may_be_best": stand.may_be_best,
        "p_best": stand.probability,
        "best_in": stand.paths.probability,
        "ruin": policy.ruin.probability,
        **_ends("ruin", policy.ruin.ci95),
        "ruin_difference": against.ruin.mean if against else None,
        "ruin_p_holm": against.ruin_p_value if against else None,
        "tail_mean": policy.tail.mean,
        **_ends("tail_mean", policy.tail.ci95),
        "dominance": against.dominance.verdict if against else None,
        "dominance_order": against.dominance.order if against else None,
        "dominance_violation": against.dominance.violation if against else None,
    }


def _ends(name: str, interval: tuple[float | None, float | None]) -> dict[str, float | None]:
    return {f"{name}_low": interval[0], f"{name}_high": interval[1]}


def _pair(policy: str, less: str, mean: float, interval: tuple[float, float]) -> dict[str, Any]:
    return {"policy": policy, "less": less, "difference": mean, "low": interval[0], "high": interval[1]}


def _regret(found: Comparison) -> list[dict[str, Any]]:
    rows = []
    for policy, of in zip(found.regret.policies, found.regret.of, strict=True):
        futures = [found.regret.label(number) for number in range(len(of.in_future))]
        summed = [("expected", of.expected), ("worst", of.worst), ("chosen once for all", of.overall)]
        for future, loss in [*zip(futures, of.in_future, strict=True), *summed]:
            rows.append({"policy": policy, "future": future, "regret": loss.mean, **_ends("regret", loss.ci95)})
    return rows
