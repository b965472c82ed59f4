"""The tables of `diff`: what differs, what all of it does, and what each difference does alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.comparing.effects import Effects, PolicyEffect
    from sim.analysis.statistics.paired import Difference
    from sim.scenario.differing import Differing
    from sim.studies.diff import Diff


def tables(found: Diff) -> dict[str, pd.DataFrame]:
    """Return the tables by name."""
    import pandas as pd

    found_tables = {
        "differences": pd.DataFrame([_difference_entry(one) for one in found.differing], columns=_DIFFERENCE)
    }
    if found.effects is not None:
        found_tables["effects"] = pd.DataFrame([_effect_entry(one) for one in found.effects.policies])
        found_tables["alone"] = pd.DataFrame(_alone_entries(found.effects), columns=["key", "policy", *_GAP])
    return found_tables


_DIFFERENCE: Final = [
    "key", "kind", "a", "b", "a_file", "a_line", "b_file", "b_line",
    "a_source", "a_confidence", "b_source", "b_confidence",
]  # fmt: skip
_GAP: Final = ["difference", "low", "high", "better", "equal"]


def _difference_entry(one: Differing) -> dict[str, Any]:
    entry: dict[str, Any] = {"key": one.key, "kind": one.kind}
    for name, side in (("a", one.left), ("b", one.right)):
        if side is not None:
            entry |= {name: side.text, f"{name}_file": side.file, f"{name}_line": side.line,
                      f"{name}_source": side.source, f"{name}_confidence": side.confidence}  # fmt: skip
    return entry


def _effect_entry(one: PolicyEffect) -> dict[str, Any]:
    return {
        "policy": one.policy, "a": one.left, "b": one.right, **_gap_entry(one.gap),
        "ruin_a": one.ruin_left.probability, "ruin_b": one.ruin_right.probability,
        "ruin_difference": one.ruin.counts.mean, "ruin_low": one.ruin.ci95[0], "ruin_high": one.ruin.ci95[1],
        "ruin_p_value": one.ruin.counts.p_value,
    }  # fmt: skip


def _gap_entry(gap: Difference) -> dict[str, float]:
    return dict(zip(_GAP, (gap.mean, *gap.ci95, gap.better.probability, gap.equal), strict=True))


def _alone_entries(effects: Effects) -> list[dict[str, Any]]:
    entries = [
        {"key": key.key, "policy": name, **_gap_entry(gap)} for key in effects.keys for name, gap in key.gaps.items()
    ]
    return [
        *entries,
        *({"key": "on one another", "policy": name, **_gap_entry(gap)} for name, gap in effects.rest.items()),
    ]
