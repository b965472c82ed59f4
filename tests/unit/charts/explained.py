"""A made-up explanation, every figure of which a test may choose."""

from __future__ import annotations

import math

from sim.analysis.cycle.attribution import Attribution, Share
from sim.analysis.cycle.contrast import CLOSINGS, Contrast
from sim.analysis.cycle.explanation import Explanation, Turn
from sim.analysis.cycle.gain import Gain
from sim.analysis.cycle.lead import LEVELS, Gap
from sim.analysis.cycle.log_mean import Part
from sim.analysis.cycle.pulse import Push
from sim.analysis.cycle.spiral import Growth, spiral
from sim.analysis.cycle.waterfall import STEPS, Factor, Waterfall
from sim.analysis.intervals import Chance, wilson
from sim.analysis.statistics.resampling import NOTHING, Estimate
from tests.unit.analysis.synthetic import Shape, made_up

COUNT = 500
LOOPS = ("reinvestment", "referral", "capacity")


def about(value: float, half: float) -> Estimate:
    return Estimate(value, (value - half, value + half))


def share(count: int) -> Chance:
    return Chance(count / COUNT, wilson(count, COUNT), count, COUNT)


def turn(policy: str, gain: float, half: float = 0.05, *, growing: int = 1, lost: int = -1) -> Turn:
    """Return the turn of a policy; `lost` is the factor that is not identified."""
    push, one = Push(policy, 1, 1000.0, 180, 3), about(gain, half)
    survival = about(0.0, 0.0)
    own = Gain(push, one, one, one, survival, one, about(1.0, 0.01), about(60.0, 2.0), NOTHING, share(0))
    moved = Growth(about(growing * 0.01, 0.002), 0.001, growing, float(COUNT))
    named = spiral(moved, own, growing=share(300), shrinking=share(100), closed=share(5))
    ratios = [0.002, 0.15, 50.0, 300.0, 1.1, 0.5, gain / (0.002 * 0.15 * 50.0 * 300.0 * 1.1 * 0.5)]
    factors = tuple(
        Factor(step, name, about(ratio, 0.1 * ratio), place != lost)
        for place, ((step, name), ratio) in enumerate(zip(STEPS, ratios, strict=True))
    )
    return Turn(policy, named, about(1.0, 0.1), gain == 0.0, (), Waterfall(push, factors, gain, one, one), ())


def gap(policy: str, sizes: tuple[float, ...] = (5e5, -2e4, 3e3, 1e4, 8e4, 3e5, -6e5), half: float = 1e4) -> Gap:
    names = (*LEVELS, (1, "money reinvested"))
    parts = tuple(Part(step, name, about(size, half)) for (step, name), size in zip(names, sizes, strict=True))
    return Gap(policy, "carry_on", about(math.fsum(sizes), half), parts)


def contrast(policy: str, total: float, half: float = 0.1) -> Contrast:
    names = (*STEPS, (6, CLOSINGS))
    parts = tuple(Part(step, name, about(total / (2 << k), half)) for k, (step, name) in enumerate(names))
    return Contrast(policy, 1, "carry_on", 1, about(total, half), parts)


def loops(policy: str, sizes: tuple[float, ...] = (4e5, 5e4, -1e5), half: float = 1e4) -> Attribution:
    shares = tuple(Share((name,), about(size, half)) for name, size in zip(LOOPS, sizes, strict=True))
    pairs = (Share(("reinvestment", "capacity"), about(-9e4, half)),)
    return Attribution("npv", policy, COUNT, about(1e6, half), about(math.fsum(sizes), half), shares, pairs)


def explanation(*turns: Turn, best: str = "plan_first", lead: Gap | None = None, apart: float = 2.0,
                added: tuple[Attribution, ...] = ()) -> Explanation:  # fmt: skip
    names = [one.policy for one in turns]
    facts = made_up({name: Shape() for name in names}, replications=20, months=24).facts
    others = [name for name in names if name != facts.baseline]
    return Explanation(
        facts=facts,
        best=best if others else facts.baseline,
        leads=True,
        turns=turns,
        contrasts=tuple(contrast(name, apart) for name in others),
        gaps=tuple(lead or gap(name) for name in others),
        attributions=added,
    )


def three() -> Explanation:
    return explanation(turn("carry_on", 0.6), turn("harvest", 0.0), turn("plan_first", 3.1),
                       added=(loops("plan_first"), loops("carry_on", (1e4, 3e4, -5e4))))  # fmt: skip
