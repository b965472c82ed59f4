"""The answer of `explain`: which way the cycle turns, how sure that is, and which step carries it."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, percent, sentence, spoken
from sim.analysis.cycle.carrying import chain_of, lead_of, loops_of, step_to_fix
from sim.analysis.cycle.turning import headline, hundredths, later_of
from sim.analysis.fate.decided import sentences
from sim.analysis.loops.words import lines
from sim.analysis.sweep.aim import Aim
from sim.analysis.sweep.words import position, tipping
from sim.report.answer import Answer
from sim.report.columns import columns, paragraph
from sim.report.explain_tables import families, tables
from sim.studies.attribution import REPLICATIONS
from sim.studies.explain import Wish
from sim.studies.explain import explain as found_why
from sim.studies.source import Asked, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from sim.analysis.cycle.explanation import Explanation, Turn
    from sim.analysis.loops.shares import LoopShares
    from sim.analysis.sweep.tipping import Curve
    from sim.experiment.progress import Progress
    from sim.studies.source import Given

__all__ = ["Wish", "deep", "explain"]

SCORED: Final = 200
"""Replications of the loop shares: bands of a few points, a few seconds."""

YEAR: Final = 12.0
FEW: Final = 30
"""Below this many replications t intervals of skewed figures are not to be relied on."""
MOST: Final = 9.0
"""Growth a year beyond which a figure would only puzzle: months extrapolated to a year."""
UNSPENT: Final = 0.95
"""A push of which less than this is spent tells of cash, not of the cycle."""


def explain(source: Given, wish: Wish, asked: Asked, *, progress: Progress | None = None) -> Answer:
    """Answer why the cycle turns as it does under the policies of a run or a scenario file.

    Parameters
    ----------
    source, asked
        Which run or file, and how it is run.
    wish
        How far to go.

    Raises
    ------
    CyclesimError
        When the run or file can't be used, or the wish can't be granted.
    """
    known = opened(source, asked, progress=progress)
    found = found_why(known.scenario, wish, results=known.results, workers=asked.workers, progress=progress)
    return Answer(
        command="explain",
        facts=known.results.facts,
        options={"months": list(wish.months), "window": wish.window, "attributed": wish.attributed},
        text=_text(found),
        content={
            "headline": headline(found),
            "step": step_to_fix(found),
            "explanation": replace(found, loops=None),  # hundreds of loops month by month: their families are told
            "loop_shares": families(found.loops) if found.loops else [],
        },
        tables=tables(found),
        figures=_figures(found),
        scenario=known.scenario.dump(),
        found=found,
    )


def deep(months: tuple[int, ...]) -> Wish:
    """Return the wish for everything: also what each loop adds and moves."""
    return Wish(months=months, attributed=REPLICATIONS, scored=SCORED)


def _figures(found: Explanation) -> dict[str, Callable[[], Figure | None]]:
    figures: dict[str, Callable[[], Figure | None]] = {
        name: partial(_figure, name, found) for name in ("gain", "gain_steps", "lead", "loops_add")
    }
    if found.tipping:
        figures["tipping_curve"] = partial(_tipping, found.tipping, found)
    if found.loops:
        figures["loop_shares"] = partial(_shares, found.loops)
        figures["causal_loop"] = partial(_causal, found.loops, found.best)
    return figures


def _figure(name: str, found: Explanation) -> Figure | None:
    from sim.charts.gain import gain
    from sim.charts.gain_steps import gain_steps
    from sim.charts.lead import lead
    from sim.charts.loops_add import loops_add

    drawings: dict[str, Callable[[Explanation], Figure | None]] = {
        "gain": gain, "gain_steps": gain_steps, "lead": lead, "loops_add": loops_add,
    }  # fmt: skip
    return drawings[name](found)


def _tipping(curve: Curve, found: Explanation) -> Figure | None:
    from sim.charts.tipping_curve import tipping_curve

    return tipping_curve((curve,), Aim(), replace(found.facts, replications=curve.replications))


def _shares(loops: LoopShares) -> Figure | None:
    from sim.charts.loop_shares import loop_shares

    return loop_shares(loops)


def _causal(loops: LoopShares, policy: str) -> Figure | None:
    from sim.charts.causal_loop import causal_loop

    return causal_loop(loops, policy)


def _text(found: Explanation) -> str:
    turns = [line for text in headline(found) for line in paragraph(f"{text}.", hanging="  ")]
    more = [line for text in _told(found) if text for line in paragraph(f"{text}.", hanging="  ")]
    return "\n".join([*turns, "", *columns(_rows(found)), "", *more, "", *paragraph(_legend(found))])


def _told(found: Explanation) -> list[str]:
    """Return what is told of the best policy and the baseline only."""
    currency = found.facts.currency
    told = [
        _where(found.tipping) if found.tipping else "",
        step_to_fix(found),
        *(chain_of(turn, currency) for turn in found.told if not turn.idle),
    ]
    told += [
        f"{sentence(spoken(turn.policy))}: {later_of(gain, turn.spiral.gain, currency)}"
        for turn in found.told
        for gain in turn.later
    ]
    told += [lead_of(found.gap, currency)] if found.gap else []
    told += [loops_of(one, currency) for one in found.attributions]
    told += [line.rstrip(".") for line in lines(found.loops)] if found.loops else []
    told += sentences(found.decided, [turn.policy for turn in found.told]) if found.decided else []
    return told + _warnings(found)


def _where(curve: Curve) -> str:
    """Say where the cycle tips along the share of profit that is reinvested, and how far today is from there."""
    parts = [tipping(curve), position(curve)]
    said = ". ".join(part for part in parts if part)
    return f"Where it tips, under {spoken(curve.policy)}: {said[:1].lower()}{said[1:]}"


def _warnings(found: Explanation) -> list[str]:
    short = [turn.policy for turn in found.turns if turn.spiral.gain.spent.ci95[1] < UNSPENT]
    names = ", ".join(spoken(name) for name in short)
    unspent = [f"Careful: cash does not allow all of the money to be spent under {names}"] if short else []
    few = found.facts.replications
    rough = [f"Careful: with {counted(few, 'replication')} intervals are rough"] if few < FEW else []
    return unspent + rough


def _rows(found: Explanation) -> list[list[str]]:
    head = ["policy", "turn", "gain", "95%", "lap, years", "profit, a year", "95%", "grow", "close"]
    return [head, *(_row(turn) for turn in found.turns)]


def _row(turn: Turn) -> list[str]:
    spiral = turn.spiral
    gain, rate, lap = spiral.gain.gain, spiral.growth.rate, spiral.gain.lap.value / YEAR
    return [
        turn.policy,
        "none" if turn.idle else spiral.label,
        hundredths(gain.value),
        "…".join(map(hundredths, gain.ci95)) if gain.known else "",
        f"{lap:.1f}" if math.isfinite(lap) else "",
        _yearly(rate.value) or "n/a",
        "…".join(map(_yearly, rate.ci95)) if rate.known else "",
        percent(spiral.growing.probability),
        percent(spiral.closed.probability),
    ]


def _yearly(rate: float) -> str:
    if not math.isfinite(rate):
        return ""
    grows = math.expm1(min(YEAR * rate, YEAR))
    return percent(grows) if grows <= MOST else f">{MOST:.0%}"


def _legend(found: Explanation) -> str:
    facts, push = found.facts, found.turns[0].spiral.gain.push
    best = (
        f" Told step by step: {spoken(found.best)}, the {'best' if found.leads else 'best other'} policy by mean net "
    )
    best += f"present value, and the baseline, {spoken(facts.baseline)}."
    replications = counted(facts.replications, "replication")
    return (
        f"Gain: money more to reinvest within {push.window} months, by the policy's own rule, for each unit more put "
        f"in once in month {push.month}, all later budgets held; above 1 the cycle feeds itself. Lap: mean time until "
        "then. Profit: before reinvestment, from the first to the last two years. Grow, close: share of paths. "
        f"Turn: by one-sided tests of 5%.{best if len(found.turns) > 1 else ''} {replications} × {facts.months} "
        f"months, seed {facts.seed}, the same luck for every policy; 95% intervals."
    )
