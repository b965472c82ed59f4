"""Why: what a lap of the cycle brings back, and where the lead of the best policy comes from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.analysis.amounts import listed, money, sentence, signed_money, spoken
from sim.analysis.cycle.carrying import chain_of, lead_of, step_to_fix
from sim.analysis.cycle.turn_titles import gain_title, lead_title
from sim.analysis.cycle.turning import hundredths, turn_of
from sim.analysis.loops.words import average, lines, title
from sim.report.pack.chapter import Chapter, Exhibit
from sim.report.pack.plots.picture import Picture
from sim.report.pack.plots.ranges import Range, Ranges
from sim.report.pack.plots.scale import Scale
from sim.report.pack.plots.waterfall import Stride, Waterfall
from sim.report.pack.sources import in_currency, source

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.cycle.explanation import Explanation, Turn
    from sim.analysis.cycle.lead import Gap
    from sim.analysis.loops.shares import LoopShares
    from sim.report.pack.plots.scale import Tone
    from sim.results import RunFacts


def gain(found: Explanation, facts: RunFacts) -> Chapter:
    """Tell what each unit reinvested brings back, to be reinvested."""
    turning = [turn for turn in found.turns if not turn.idle and math.isfinite(turn.spiral.gain.gain.value)]
    said = [turn_of(turn, facts.currency) for turn in found.told]
    step = step_to_fix(found)
    return Chapter(
        key="gain",
        kicker="Why: the gain of a lap",
        title=gain_title(found),
        sentences=tuple(f"{text}." for text in ([*said, step] if step else said)),
        exhibits=(_gains(found, turning, facts),) if turning else (),
        say=tuple(f"{chain_of(turn, facts.currency)}." for turn in found.told if not turn.idle),
    )


def _gains(found: Explanation, turns: list[Turn], facts: RunFacts) -> Exhibit:
    rows = tuple(_gain(turn) for turn in turns)
    idle = [spoken(turn.policy) for turn in found.turns if turn.idle]
    nothing = f"Nothing is reinvested under {listed(idle)}." if idle else ""
    return Exhibit(
        name="cycle-gain",
        heading="Money to reinvest that comes back of each unit reinvested, one lap later",
        plot=Ranges(
            value=Scale("cycle gain", "ratio"),
            rows=rows,
            zero=("comes back in full", 1.0),
            interval="95% interval, resampled replications",
        ),
        alt=f"Cycle gain by policy: {'; '.join(f'{row.name} {row.text}' for row in rows)}. Above 1 it feeds itself.",
        source=source(facts, nothing, replications=turns[0].spiral.gain.shifted.trials),
    )


def _gain(turn: Turn) -> Range:
    value, (low, high) = turn.spiral.gain.gain.value, turn.spiral.gain.gain.ci95
    tone: Tone = "good" if low > 1.0 else "bad" if high < 1.0 else "plain"
    return Range(sentence(spoken(turn.policy)), value, low, high, tone, hundredths(value))


def lead(found: Explanation, facts: RunFacts) -> Chapter | None:
    """Tell where the lead of the best policy comes from, step by step; None for a policy alone."""
    gap = found.gap
    if gap is None or not gap.total.known:
        return None
    return Chapter(
        key="lead",
        kicker="Why: where the money comes from",
        title=lead_title(gap, facts.currency),
        sentences=(
            f"{lead_of(gap, facts.currency)}.",
            "This is money left over the horizon, undiscounted; net present value adds what the firm is worth then.",
        ),
        exhibits=(_waterfall(gap, found, facts),),
        say=("Money left after reinvestment over the horizon, undiscounted and without terminal value.",),
    )


def _waterfall(gap: Gap, found: Explanation, facts: RunFacts) -> Exhibit:
    best, base = spoken(gap.policy), spoken(gap.baseline)
    steps = [Stride(sentence(part.name), part.adds.value, *part.adds.ci95) for part in gap.parts]
    total = Stride(f"{sentence(best)} less {base}", gap.total.value, *gap.total.ci95, total=True)
    said = "; ".join(f"{one.name} {signed_money(one.amount, facts.currency)}" for one in steps)
    return Exhibit(
        name="lead-waterfall",
        heading=f"What each step adds to the lead of {best} over {base}{in_currency(facts.currency)}",
        plot=Waterfall(
            value=Scale("money left after reinvestment", "money", facts.currency), strides=(*steps, total)
        ),
        alt=f"Waterfall: {said}; in all {money(gap.total.value, facts.currency)}.",
        source=source(
            facts,
            "Log-mean shares, so their order does not matter; 95% intervals in the data.",
            replications=found.facts.replications,
        ),
    )  # fmt: skip


def loops(found: LoopShares, best: str, facts: RunFacts) -> Chapter:
    """Tell which loops move the firm."""

    def drawn() -> Figure:
        from sim.charts.causal_loop import causal_loop
        from sim.charts.page import Dress

        return causal_loop(found, best, dress=Dress.BARE)

    families = [
        (sentence(spoken(policy.policy)), family.name, average(family.share), average(family.low), average(family.high))
        for policy in found.policies
        for family in policy.families
    ]
    return Chapter(
        key="loops",
        kicker="Why: the loops",
        title=title(found),
        sentences=tuple(lines(found)),
        exhibits=(
            Exhibit(
                name="causal-loop",
                heading=f"The loops under {spoken(best)}; the wider an arrow, the more of the movement passes it",
                plot=Picture(
                    draw=drawn,
                    headings=(
                        ("policy", "text"), ("loops", "text"), ("share of movement", "share"), ("low", "share"),
                        ("high", "share"),
                    ),
                    rows=tuple(families),
                ),
                alt=f"Causal loops of the firm under {spoken(best)}: {' '.join(lines(found))}",
                source=source(facts, "Shares: mean over months, 95% band.", replications=found.facts.replications),
            ),
        ),
        appendix=True,
    )  # fmt: skip
