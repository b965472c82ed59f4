"""When a run with `--until` stopped, in words and for programs."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

from sim.analysis.amounts import counted, listed, money, percent, quantity, spoken
from sim.analysis.stopping.targets import SHARES
from sim.errors import Problem
from sim.report.answer import plain
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from sim.analysis.stopping.targets import Judgement, Stopped

FEW = 30
"""Replications below which nothing is said about how many more it takes."""
MOST_SAID = 1e9
"""Replications beyond which a number says no more than that it is out of reach."""


def lines(stopped: Stopped, currency: str, *, width: int) -> list[str]:
    """Return what the terminal says: how it ended, then every target."""
    told = [f"  {one.text}: {_came_to(one, stopped, currency)}{_own_need(one, stopped)}" for one in stopped.judgements]
    texts = [f"{headline(stopped)}.", *told]
    return [line for text in texts for line in textwrap.wrap(text, width, subsequent_indent="    ")]


def headline(stopped: Stopped) -> str:
    """Say after how many replications it stopped, and whether everything is reached."""
    n = counted(stopped.replications, "replication")
    if stopped.reached:
        return f"Stopped after {n}: {'every target is' if len(stopped.judgements) > 1 else 'the target is'} reached"
    if stopped.hopeless:
        return f"Not reached: stopped after {n}, since no number would do"
    if stopped.replications < FEW:
        return f"Not reached after {n}: too few to say how many it would need"
    return f"Not reached after {n}: {_need(max(one.needed for one in stopped.judgements))}"


def warning(stopped: Stopped) -> tuple[Problem, ...]:
    """Return the warning of a run that did not get there."""
    if stopped.reached:
        return ()
    missed = listed([one.text for one in stopped.judgements if not one.reached])
    return (Problem("--until", f"{missed}: {headline(stopped)[0].lower()}{headline(stopped)[1:]}", severity="warning"),)


def content(stopped: Stopped) -> dict[str, Any]:
    """Return what `run --json` prints."""
    return {
        "reached": stopped.reached,
        "replications": stopped.replications,
        "most": stopped.most,
        "looks": list(stopped.looks),
        "targets": plain(stopped.judgements),
    }


def _came_to(one: Judgement, stopped: Stopped, currency: str) -> str:
    if one.missing:
        return f"not reached: {one.outcome} is missing in {one.missing:,} replications, so it has no mean"
    text = _leading(one) if one.leaders else _widest(one, currency)
    if one.estimates and math.isinf(one.needed) and stopped.replications >= FEW:
        return f"{text}; of a mean that may be 0 no per cent can be had, give an amount"
    return text


def _own_need(one: Judgement, stopped: Stopped) -> str:
    """Return what a target needs, where that is not what all of them need."""
    told = (
        stopped.replications < FEW
        or one.reached
        or one.missing
        or len(stopped.judgements) == 1
        or math.isinf(one.needed)
    )
    return "" if told else f"; {_need(one.needed)}"


def _leading(one: Judgement) -> str:
    names = [spoken(name) for name in one.leaders]
    if not one.reached:
        return f"not reached: it may be {' or '.join(names)}"
    return (
        f"reached: {names[0]} is the best"
        if len(names) == 1
        else f"reached: {listed(names)} are the same, and the best"
    )


def _widest(one: Judgement, currency: str) -> str:
    widest = max(one.estimates, key=lambda estimate: estimate.shortfall)
    mean, low, high, half, wanted = (
        _amount(value, one.outcome, currency) for value in (widest.mean, *widest.ci95, widest.half, widest.wanted)
    )
    if half == wanted and not one.reached:  # told apart only by further digits
        half = _finely(widest.half, one.outcome)
    who = f", {spoken(widest.of)} is the widest" if len(one.estimates) > 1 else ""
    word = "reached" if one.reached else "not reached"
    return f"{word}{who}: {mean} ({low}…{high}), which is ±{half} where ±{wanted} was wanted"


def _amount(value: float, outcome: str, currency: str) -> str:
    unit = OUTCOMES[outcome].unit
    if unit in SHARES:
        return percent(value)
    return money(value, currency) if unit == "money" else quantity(value)


def _finely(value: float, outcome: str) -> str:
    return f"{100.0 * value:.4g}%" if OUTCOMES[outcome].unit in SHARES else f"{value:,.6g}"


def _need(replications: float) -> str:
    if not math.isfinite(replications) or replications > MOST_SAID:
        return "no number of replications within reach would do"
    return f"it would need about {float(f'{replications:.2g}'):,.0f}"
