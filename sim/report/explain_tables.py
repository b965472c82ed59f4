"""What `explain` found, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.analysis.loops.words import average

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from sim.analysis.cycle.explanation import Explanation
    from sim.analysis.fate.decided import Decided
    from sim.analysis.loops.shares import LoopShares
    from sim.analysis.statistics.resampling import Estimate
    from sim.analysis.sweep.tipping import Curve

FIGURES: Final = ("gain", "discounted", "intensive", "survival", "returned", "spent", "lap", "growth")

Row = dict[str, Any]


def tables(found: Explanation) -> dict[str, pd.DataFrame]:
    """Return turns, gains, steps, contrasts, leads and loops, each a row per figure with its interval."""
    import pandas as pd

    rows = {
        "turns": _turns(found),
        "gains": _gains(found),
        "steps": _steps(found),
        "contrasts": _contrasts(found),
        "leads": _leads(found),
        "loops": _loops(found),
        "tipping": _tipping(found.tipping) if found.tipping else (),
        "paths": _paths(found.decided) if found.decided else (),
        "calibration": _calibration(found.decided) if found.decided else (),
        "loop_shares": families(found.loops) if found.loops else (),
    }
    frames = {name: pd.DataFrame(list(entries)) for name, entries in rows.items()}
    return {name: frame for name, frame in frames.items() if len(frame)}


def _turns(found: Explanation) -> Iterator[Row]:
    for turn in found.turns:
        spiral = turn.spiral
        shares = {name: getattr(spiral, name).probability for name in ("growing", "shrinking", "closed")}
        for figure, one in (("profit growth a month", spiral.growth.rate), ("replacement", turn.replacement)):
            yield {"policy": turn.policy, "label": spiral.label, "figure": figure, **_row(one), **shares}


def _gains(found: Explanation) -> Iterator[Row]:
    for turn in found.turns:
        for gain in (turn.spiral.gain, *turn.later):
            for figure in FIGURES:
                yield {"policy": turn.policy, "month": gain.push.month, "figure": figure, **_row(getattr(gain, figure))}


def _steps(found: Explanation) -> Iterator[Row]:
    for turn in found.turns:
        for factor in turn.waterfall.factors:
            yield {"policy": turn.policy, "step": factor.step, "factor": factor.name, **_row(factor.ratio),
                   "identified": factor.identified}  # fmt: skip
        shares = ((2, "share of the leads that customers bring", turn.waterfall.referred),
                  (4, "share of the customer-months from staying longer", turn.waterfall.stayed))  # fmt: skip
        for step, name, one in shares:
            yield {"policy": turn.policy, "step": step, "factor": name, **_row(one), "identified": one.known}


def _contrasts(found: Explanation) -> Iterator[Row]:
    for one in (*found.contrasts, *(date for turn in found.turns for date in turn.dates)):
        sides = {"policy": one.policy, "month": one.month, "base": one.base, "base_month": one.base_month}
        for part in one.parts:
            yield {**sides, "step": part.step, "part": part.name, **_row(part.adds)}
        yield {**sides, "step": 0, "part": "total", **_row(one.total)}


def _leads(found: Explanation) -> Iterator[Row]:
    for gap in found.gaps:
        sides = {"policy": gap.policy, "baseline": gap.baseline}
        for part in gap.parts:
            yield {**sides, "step": part.step, "part": part.name, **_row(part.adds)}
        yield {**sides, "step": 0, "part": "total", **_row(gap.total)}


def _loops(found: Explanation) -> Iterator[Row]:
    for one in found.attributions:
        sides = {"policy": one.policy, "outcome": one.outcome}
        for share in (*one.loops, *one.pairs):
            yield {**sides, "loops": " and ".join(share.loops), **_row(share.adds)}
        yield {**sides, "loops": "all together", **_row(one.total)}


def _tipping(curve: Curve) -> Iterator[Row]:
    for point in curve.points:
        odds = point.odds
        yield {"policy": curve.policy, "key": curve.axis.key, "at": point.value, "value": odds.probability,
               "low": odds.ci95[0], "high": odds.ci95[1]}  # fmt: skip


def _paths(found: Decided) -> Iterator[Row]:
    for paths in found.paths:
        for label, share in (("virtuous", paths.virtuous), ("vicious", paths.vicious)):
            yield {"policy": paths.policy, "month": found.month, "label": label, "value": share.probability,
                   "low": share.ci95[0], "high": share.ci95[1]}  # fmt: skip


def _calibration(found: Decided) -> Iterator[Row]:
    for number, tenth in enumerate(found.calibration.tenths, 1):
        yield {"month": found.month, "tenth": number, "expected": tenth.expected, "value": tenth.happened.probability,
               "low": tenth.happened.ci95[0], "high": tenth.happened.ci95[1]}  # fmt: skip


def families(found: LoopShares) -> list[Row]:
    """Return the share of each family of loops in all loop movement, averaged over months, by policy."""
    return [
        {"policy": policy.policy, "family": family.name, "sign": family.sign, "share": average(family.share),
         "low": average(family.low), "high": average(family.high)}
        for policy in found.policies
        for family in policy.families
    ]  # fmt: skip


def _row(one: Estimate) -> Row:
    return {"value": one.value, "low": one.ci95[0], "high": one.ci95[1]}
