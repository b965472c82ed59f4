"""Sentences about a firm held against a run, computed from the numbers; what is within noise is not called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import amount, counted, listed, percent, sentence, spoken
from sim.analysis.tracking.alarm import RATE
from sim.analysis.tracking.weighting import LEAST, MOST

if TYPE_CHECKING:
    from sim.analysis.tracking.tracking import Tracking, Update

FAR: Final = RATE / 2.0
"""A figure is worth a word when this share of paths or less lies beyond it."""
NEVER: Final = 1.5
"""Effective replications up to which the figures leave a single path, so that no number of paths can be named."""


def headline(found: Tracking, policy: str) -> str:
    """Say whether the firm is on track."""
    after = f"after {counted(found.alarm.looks, 'month')} of figures"
    which = f"the run under {spoken(policy)}"
    if not found.alarm.able:
        return f"Too few replications to say whether the firm is on track: an alarm takes {round(1 / RATE) - 1} or more"
    if found.alarm.off_track:
        return (
            f"Off track {after}: only {percent(found.alarm.p_value)} of paths of {which} stand as far out{_who(found)}"
        )
    return f"On track {after}: {percent(found.alarm.p_value)} of paths of {which} stand at least as far out; no alarm"


def _who(found: Tracking) -> str:
    """Name the measures that stand far out on their own, with their side."""
    low = [spoken(name) for name, place in zip(found.measures, found.alarm.places, strict=True) if place <= FAR]
    high = [spoken(name) for name, place in zip(found.measures, found.alarm.places, strict=True) if place >= 1.0 - FAR]
    sides = [f"{listed(names)} to date {side}" for names, side in ((low, "low"), (high, "high")) if names]
    return f" ({', '.join(sides)})" if sides else " (their recent turn, or how they go together)"


def moved(found: Tracking, currency: str) -> list[str]:
    """Say which chances and medians the figures move beyond noise; one sentence."""
    if found.alarm.off_track:
        return [
            "The run does not account for these figures, so the numbers below are of its nearest paths: calibrate first"
        ]
    told = [_moved(one, currency) for one in found.updates if one.moved]
    return [sentence(f"with the figures {listed(told)}")] if told else ["The figures move no chance beyond noise"]


def _moved(one: Update, currency: str) -> str:
    verb = "rises" if one.moved > 0 else "falls"
    was, now = (amount(reading.value, one.unit, currency) for reading in (one.before, one.now))
    return f"{named(one)} {verb} from {was} to {now}"


def named(one: Update) -> str:
    """Return what a number is, within a sentence."""
    if one.unit == "share":
        return {"target": "the chance of the target"}.get(one.name, f"the chance of {one.name}")
    return f"the median of {one.name}"


def collapse(found: Tracking, replications: int) -> list[str]:
    """Say how far the likelihood was weakened, and what helps; nothing when it was taken at its word."""
    weights = found.weights
    if not weights.tempered:
        return []
    told = (
        f"At full weight the figures would leave {weights.strict:.1f} of {counted(replications, 'replication')} "
        f"effective, so they count at {percent(weights.temper)} of it, which leaves {weights.effective:,.0f}"
    )
    needed = replications * LEAST / weights.strict
    if weights.strict > NEVER and needed <= MOST:
        return [
            told,
            f"About {_round(needed):,} replications would do without that, or calibrate the scenario to the figures",
        ]
    return [
        told,
        "More replications won't help: hardly any path has met this luck. Calibrate the scenario to the figures",
    ]


def _round(count: float) -> int:
    """Round up to a thousand."""
    return int(-(-count // 1000) * 1000)


def looks(found: Tracking) -> str:
    """Say how often a firm on track gets an alarm."""
    once = f"of firms on track {percent(RATE)} get an alarm at one look"
    if found.alarm.looks == 1 or not found.alarm.able:
        return once
    return f"{once}, {percent(found.alarm.any_look)} at one or more of {found.alarm.looks} monthly looks"
