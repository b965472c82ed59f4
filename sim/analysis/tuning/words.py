"""Sentences about tuned settings, each computed: what is within noise is not called."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import listed, money, percent, quantity, sentence, spoken
from sim.analysis.run.reliance_words import owed
from sim.results import OUTCOMES, STEPS, called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.intervals import Chance, Interval
    from sim.analysis.tuning.frontier import Frontier
    from sim.analysis.tuning.tuned import Optimum, Setting, Tuned

_SPLIT: Final = "split."


def sentences(found: Optimum) -> tuple[str, ...]:
    """Return what tuning found, the most important first."""
    caveat = owed(found.reliance, found.facts.currency)
    every = (headline(found), caveat, risk(found), price(found), optimism(found), close(found), edges(found))
    return tuple(text for text in every if text)


def headline(found: Optimum) -> str:
    """Say whether tuning helps, and how."""
    best, limit, name = found.best, limit_text(found.limit), spoken(found.best.policy)
    if not best.holds:
        who = listed([spoken(one.policy) for one in found.policies])
        return f"No setting of {who} was found to keep ruin below {limit} with room to spare"
    if found.of_best.worth.verdict(found.limit) == "broken" and best.verdict == "kept":
        was, now = (percent(worth.ruin.probability) for worth in (found.of_best.worth, best.worth))
        return sentence(f"{settings_text(best)} brings the ruin of {name} from {was} to {now}, below {limit}")
    gap = best.against_yours
    if gap.clear and gap.mean > 0.0:
        more = amount(gap.mean, found)
        text = f"{name} with {settings_text(best)} brings {more} more {noun(found)} than with your settings"
        return sentence(f"{text}{_and_ruin(best, limit)}")
    if gap.clear:
        return (
            f"To keep ruin of {name} below {limit} with room to spare takes {amount(-gap.mean, found)} of {noun(found)}"
        )
    return f"No setting of {name} is better than yours beyond noise"


def risk(found: Optimum) -> str:
    """Give the chance of ruin of the best, and that under today's settings."""
    best, yours, limit = found.best, found.of_best.worth, limit_text(found.limit)
    what = "The safest found" if not best.holds else f"{sentence(spoken(best.policy))} with {settings_text(best)}"
    verdict = {
        "kept": f"below the limit of {limit}",
        "unsure": f"the limit of {limit} lies within the interval",
        "broken": f"above the limit of {limit}",
    }[best.verdict]
    which = f", {settings_text(best)} for {spoken(best.policy)}," if not best.holds else ""
    today = f"with your settings in {chance_text(yours.ruin)}"
    return f"{what}{which} is ruined in {chance_text(best.worth.ruin)}, {verdict}; {today}"


def price(found: Optimum) -> str:
    """Say what the limit costs."""
    if found.price is None:
        return ""
    if not found.price.binds:
        return "The limit does not bind: the best setting found without it keeps it anyway"
    free, cost = found.price.free, found.price.cost
    best = f"without it the best found is {spoken(free.policy)} with {settings_text(free)}"
    best += f", ruined in {percent(free.worth.ruin.probability)} of paths"
    if free.worth.verdict(found.limit) == "kept":
        best += "; more replications may show that it keeps the limit too"
    if not cost.clear:
        return f"What the limit costs is within noise ({between(cost.ci95, found)}); {best}"
    if cost.mean < 0.0:
        return f"The limit costs nothing on these paths; {best}"
    return f"The limit costs {amount(cost.mean, found)} ({between(cost.ci95, found)}): {best}"


def optimism(found: Optimum) -> str:
    """Say what the search promised too much."""
    gap = found.best.optimism
    noise = "" if gap.ci95[0] > 0.0 or gap.ci95[1] < 0.0 else ", within noise"
    size = f"{amount(gap.mean, found)} ({between(gap.ci95, found)}){noise}"
    return f"Optimism of the search, removed from all figures: {size}"


def close(found: Optimum) -> str:
    """Say which settings can't be told from the best."""
    wide = [setting for setting in found.best.settings if setting.close[0] < setting.close[1]]
    ranges = [f"{setting.name} from {' to '.join(number(end, setting) for end in setting.close)}" for setting in wide]
    return f"Settings within noise of the best: {listed(ranges)}" if ranges else ""


def edges(found: Optimum) -> str:
    """Name settings at the edge of what was searched."""
    ends = [
        f"{setting.name} of {spoken(tuned.policy)} ({number(setting.best, setting)}, the {setting.edge} searched)"
        for tuned in found.policies
        for setting in tuned.settings
        if setting.edge and not setting.name.startswith(_SPLIT)
    ]
    return f"At the edge of its range: {listed(ends)}" if ends else ""


def trade_off(found: Optimum, frontier: Frontier) -> str:
    """Say whether more value takes more risk."""
    if not frontier.points:
        return "No setting was found that keeps any of the limits"
    standing = [point.tuned for point in frontier.standing]
    if not standing:
        return f"No tuned setting stands against your own policies in both {noun(found)} and ruin"
    safest, boldest = standing[0], standing[-1]
    if len(frontier.points) == 1:
        return f"No trade-off: {spoken(safest.policy)} with {settings_text(safest)} is the best found under every limit"
    if not frontier.trade_off:
        return f"No clear trade-off between {noun(found)} and ruin among the tuned settings"
    (low, high), (risky, risk_high) = [
        (amount(one.worth.mean, found), percent(one.worth.ruin.probability)) for one in (safest, boldest)
    ]
    return f"More {noun(found)} at more risk: from {low} at {high} ruin to {risky} at {risk_high}"


def profile_title(found: Optimum) -> str:
    """Say what the tuned setting brings, and what today's does; without judging which is better."""
    best, yours = found.best, found.of_best
    tuned, today = (
        f"brings {amount(worth.mean, found)} of {noun(found)} at {percent(worth.ruin.probability)} ruin"
        for worth in (best.worth, yours.worth)
    )
    setting = best.settings[0]
    if setting.best == setting.yours:
        return sentence(f"{spoken(best.policy)} with {settings_text(best)}, as it is, {tuned}")
    with_yours = f"with yours, {number(setting.yours, setting)}, it {today}"
    return sentence(f"{spoken(best.policy)} with {settings_text(best)} {tuned}; {with_yours}")


def _and_ruin(best: Tuned, limit: str) -> str:
    return {
        "kept": f", and ruin stays below {limit}",
        "unsure": f"; whether ruin stays below {limit} is within noise",
        "broken": f", but ruin exceeds {limit} on fresh replications",
    }[best.verdict]


def noun(found: Optimum) -> str:
    """Return what the measure is called in a sentence."""
    return called(found.measure)


def amount(value: float, found: Optimum) -> str:
    """Write a value of the measure."""
    return written(value, OUTCOMES[found.measure].unit, found.facts.currency)


def written(value: float, unit: str, currency: str) -> str:
    """Write a value in the unit of an outcome."""
    kind = unit.partition("/")[0]
    if kind == "money":
        return money(value, currency)
    return percent(value) if kind == "share" else quantity(value)


def between(interval: Interval, found: Optimum) -> str:
    """Write an interval of the measure."""
    return " to ".join(amount(end, found) for end in interval)


def chance_text(chance: Chance) -> str:
    """Write a chance with its interval."""
    low, high = (percent(end) for end in chance.ci95)
    return f"{percent(chance.probability)} of paths ({low} to {high})"


def limit_text(limit: float) -> str:
    """Write a limit as it was asked for: 5%, 0.5%."""
    return f"{100.0 * limit:g}%"


def number(value: float, setting: Setting) -> str:
    """Write a value of a setting, with all its digits."""
    if math.isnan(value):
        return "left to the rule"
    if setting.unit == "share":
        return f"{100.0 * value:.6g}%"
    return f"{value:g} days" if setting.unit == "days" else f"{value:g}"


def settings_text(tuned: Tuned) -> str:
    """Write the settings of a policy: `share 62%`, `split 10/35/15/25/15%`."""
    parts = [f"{spoken(one.name)} {number(one.best, one)}" for one in tuned.settings if not one.name.startswith(_SPLIT)]
    split = [one for one in tuned.settings if one.name.startswith(_SPLIT)]
    return listed([*parts, split_text(split)] if split else parts)


def split_text(parts: Sequence[Setting]) -> str:
    """Write a split over the steps in their order."""
    return f"split {'/'.join(f'{100.0 * one.best:.0f}' for one in parts)}% over {', '.join(STEPS)}"
