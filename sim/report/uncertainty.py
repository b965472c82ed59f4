"""What we do not know and what nobody can know, in words, as a table and for programs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.analysis.amounts import percent, spoken
from sim.report.answer import plain

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.run.two_kinds import TwoKinds

UNCERTAINTY = "uncertainty.csv"
"""The table in a run folder."""


def sentence(found: TwoKinds, policy: str) -> str:
    """Say what part of the variance of NPV under a policy is ignorance; empty where nothing varies."""
    split = found.of(policy)
    if not found.echoed:
        return "No input is uncertain: what varies is luck."
    if math.isnan(split.share):
        return ""
    share, low, high = (percent(part) for part in (split.share, *split.ci95))
    return (
        f"Of the variance of NPV under {spoken(policy)} {share} ({low}…{high}) is what we do not know, "
        "the rest luck: measuring can remove no more than that."
    )


def frame(found: TwoKinds) -> pd.DataFrame:
    """Return a row for every outcome, policy, and difference to the baseline."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "policy": part.policy, "less": part.less, "outcome": part.outcome,
                "unknown": part.split.unknown, "luck": part.split.luck, "share": part.split.share,
                "share_low": part.split.ci95[0], "share_high": part.split.ci95[1],
                "inputs": part.split.inputs, "lucks": part.split.lucks, "note": part.split.note,
            }
            for part in found.parts
        ]
    )  # fmt: skip


def content(found: TwoKinds) -> dict[str, Any]:
    """Return what `run --json` prints."""
    parts = [
        {"policy": part.policy, "less": part.less or None, "outcome": part.outcome, **plain(part.split)}
        for part in found.parts
    ]
    return {"echoed": found.echoed, "parts": parts}
