"""What `explain` found, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.explanation import Explanation
    from sim.analysis.resampling import Estimate


def tables(found: Explanation) -> dict[str, pd.DataFrame]:
    """Return gains, steps, leads and loops, each a row per figure with its interval."""
    import pandas as pd

    gains = [gain for turn in found.turns for gain in (turn.spiral.gain, *turn.later)]
    kinds = ("gain", "discounted", "intensive", "survival", "returned", "lap", "growth")
    rows = {
        "turns": [
            {"policy": turn.policy, "label": turn.spiral.label, **_row(turn.spiral.growth.rate)} for turn in found.turns
        ],
        "gains": [
            {"policy": gain.push.policy, "month": gain.push.month, "figure": kind, **_row(getattr(gain, kind))}
            for gain in gains
            for kind in kinds
        ],
        "steps": [
            {"policy": turn.policy, "step": factor.step, "factor": factor.name, **_row(factor.ratio),
             "identified": factor.identified}
            for turn in found.turns
            for factor in turn.waterfall.factors
        ],
        "leads": [
            {"policy": gap.policy, "baseline": gap.baseline, "step": part.step, "part": part.name, **_row(part.adds)}
            for gap in found.gaps
            for part in gap.parts
        ],
        "loops": [
            {"policy": one.policy, "outcome": one.outcome, "loops": " and ".join(share.loops), **_row(share.adds)}
            for one in found.attributions
            for share in (*one.loops, *one.pairs)
        ],
    }  # fmt: skip
    return {name: pd.DataFrame(entries) for name, entries in rows.items() if entries}


def _row(one: Estimate) -> dict[str, float]:
    return {"value": one.value, "low": one.ci95[0], "high": one.ci95[1]}
