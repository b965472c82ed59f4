"""A discovery in words: the IF-sentence, or that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import listed, percent, sentence
from sim.analysis.inputs.splines import LEVELS
from sim.analysis.intervals import chance

RARE: Final = 20
"""Fewer happenings, or failures to happen, than this can't be told apart by anything."""
LUCKY: Final = 0.95
"""Share of luck above which it is said to decide."""

if TYPE_CHECKING:
    from sim.analysis.discovering.discovery import Discovery, Limit
    from sim.analysis.intervals import Chance


def found(discovery: Discovery, happens: str, currency: str) -> str:
    """Return the finding as a sentence of a report: with intervals, or with the reason why there is none.

    Parameters
    ----------
    happens
        The condition as a clause: `plan first beats carry on`.
    """
    if not discovery.found:
        return f"{_nothing(discovery, happens)}."
    inside, base = discovery.density, percent(discovery.base.probability)
    coverage, support = (percent(one.probability) for one in (discovery.coverage, discovery.support))
    return (
        f"If {conditions(discovery, currency)}, {happens} in {percent(inside.probability)} ({between(inside)}) of "
        f"paths, against {base} overall; this covers {coverage} of all such paths and {support} of futures."
    )


def _nothing(discovery: Discovery, happens: str) -> str:
    whole = chance(discovery.happened)
    count, trials, (low, high) = whole.count, whole.trials, whole.ci95
    if count == trials:
        return (
            f"{sentence(happens)} in every path of {trials:,} (chance at least {percent(low)}): there is nothing to "
            "tell apart"
        )
    if not count:
        return (
            f"There is no path of {trials:,} in which {happens} (chance at most {percent(high)}): there is nothing to "
            "tell apart"
        )
    if count < RARE:
        return f"Too rare to tell: {happens} in {count:,} of {trials:,} paths ({between(whole)})"
    if trials - count < RARE:
        return f"Too common to tell: {happens} in all but {trials - count:,} of {trials:,} paths ({between(whole)})"
    reason = "as far as curves of them show, luck decides" if discovery.luck > LUCKY else "no limits held beyond noise"
    share = f"{percent(whole.probability)} ({between(whole)})"
    return f"Nothing known about the inputs tells when {happens}, in {share} of paths: {reason}"


def title(discovery: Discovery, happens: str, currency: str) -> str:
    """Return the finding as the title of a chart."""
    if not discovery.found:
        return found(discovery, happens, currency).rstrip(".")
    inside, base = percent(discovery.density.probability), percent(discovery.base.probability)
    return f"If {conditions(discovery, currency)}, {happens} in {inside} of paths, against {base} overall"


def conditions(discovery: Discovery, currency: str) -> str:
    """Return the limits as a list: `win rate is above 24% and churn below 2.5%`."""
    first, *rest = discovery.limits
    return listed([condition(first, currency, verb=" is"), *(condition(limit, currency) for limit in rest)])


def condition(limit: Limit, currency: str, *, verb: str = "") -> str:
    """Return the limits of one input; those of an input with few values name the last value inside."""
    name, of = f"{limit.input.name}{verb}", limit.input
    low, high = of.text(limit.low, currency), of.text(limit.high, currency)
    stepped = len(np.unique(of.values)) <= LEVELS
    if not np.isfinite(limit.high):
        return f"{name} {low} or more" if stepped else f"{name} above {low}"
    if not np.isfinite(limit.low):
        return f"{name} {high} or less" if stepped else f"{name} below {high}"
    return f"{name} {low}" if limit.low == limit.high else f"{name} between {low} and {high}"


def between(chance: Chance) -> str:
    """Return the interval of a share."""
    return " to ".join(percent(end) for end in chance.ci95)
