"""What a setting leads to in words: a headline, a line for each policy, and how sure each figure is; as HTML."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import MISSING, counted, money, percent, sentence, signed_money, spoken
from sim.notebook.seen import PUSHED, from_pin

if TYPE_CHECKING:
    from sim.analysis.intervals import Chance, Interval
    from sim.analysis.statistics.paired import Difference
    from sim.analysis.statistics.resampling import Estimate
    from sim.notebook.seen import Fate, Seen

WAITING: Final = "…"
COLUMNS: Final = ("", "Net present value", "Closes", "Goes", "Cycle gain")
_TABLE: Final = "border-collapse:collapse;font-size:12px;color:#1B2130"
_CELL: Final = "padding:2px 18px 2px 0;text-align:left;vertical-align:top"
_FEW: Final = 2
"""Replications below which nothing is sure."""


def told(now: Seen, pinned: Seen | None = None) -> str:
    """Return headline, table and legend of a setting, and how it differs from a pinned one."""
    rows = [_row(now, place) for place in range(len(now.fates))]
    table = "".join(
        "<tr>" + "".join(f'<{kind} style="{_CELL}">{escape(cell)}</{kind}>' for cell in row) + "</tr>"
        for kind, row in [("th", COLUMNS), *(("td", row) for row in rows)]
    )
    lines = [f"<b>{escape(headline(now))}</b>", f'<table style="{_TABLE}">{table}</table>']
    lines += [escape(line) for line in (*_against_pin(now, pinned), _legend(now, pinned))]
    return "<br>".join(lines).replace("</table><br>", "</table>")


def headline(now: Seen) -> str:
    """Return what matters most in a sentence that holds."""
    currency, first = now.tuning.scenario.currency, now.fates[0]
    if now.ahead is None:
        return f"{sentence(spoken(first.policy))} is worth {money(first.worth.value, currency)} on average."
    one, other, gap = spoken(first.policy), spoken(now.ahead.baseline), now.ahead
    if gap.equal == 1.0:
        return f"{sentence(one)} and {other} come to the same in every replication."
    if not gap.clear:
        return f"No clear difference between {one} and {other}: {_signed(gap, currency)}."
    if gap.mean < 0.0:
        one, other = other, one
    size, ends = money(abs(gap.mean), currency), sorted(abs(end) for end in gap.ci95)
    between = f"{money(ends[0], currency)} to {money(ends[1], currency)}"
    return f"{sentence(one)} is worth {size} more than {other} on average (95% interval {between})."


def _signed(gap: Difference, currency: str) -> str:
    if not all(map(math.isfinite, gap.ci95)):
        return f"{signed_money(gap.mean, currency)}, too few replications for an interval"
    low, high = (signed_money(end, currency) for end in gap.ci95)
    return f"{signed_money(gap.mean, currency)} on average (95% interval {low} to {high})"


def _row(now: Seen, place: int) -> tuple[str, ...]:
    fate: Fate = now.fates[place]
    currency = now.tuning.scenario.currency
    low, high = (money(end, currency) for end in fate.worth.ci95)
    worth = f"{money(fate.worth.value, currency)} ({low} to {high})"
    gain = _gain(now.gains[place]) if now.gains else WAITING
    return (sentence(spoken(fate.policy)), worth, _chance(fate.closed), fate.regime.label, gain)


def _chance(found: Chance) -> str:
    low, high = found.ci95
    return f"{percent(found.probability)} ({percent(low)} to {percent(high)})"


def _gain(found: Estimate) -> str:
    if not found.known:
        return MISSING
    return f"{found.value:.2f} ({_ends(found.ci95)})"


def _ends(interval: Interval) -> str:
    return " to ".join(f"{end:.2f}" for end in interval)


def _against_pin(now: Seen, pinned: Seen | None) -> list[str]:
    """Say how each policy shown differs from when the setting was pinned."""
    if pinned is None:
        return []
    currency, lines = now.tuning.scenario.currency, []
    for policy in now.look.policies:
        gap = from_pin(now, pinned, policy)
        name = sentence(spoken(policy))
        if gap is None:
            lines.append(f"{name} was not shown when you pinned.")
        elif gap.equal == 1.0:
            lines.append(f"{name}: as pinned in every replication.")
        else:
            lines.append(f"{name} against the pinned setting: {_signed(gap, currency)}{_unsure(gap)}.")
    return lines


def _unsure(gap: Difference) -> str:
    return "" if gap.clear else ", within noise"


def _legend(now: Seen, pinned: Seen | None) -> str:
    count, tuning = now.look.replications, now.tuning
    parts = [f"{sentence(counted(count, 'replication'))} of the same luck, seed {tuning.scenario.seed}"]
    if now.ahead is not None and now.ahead.equal < 1.0 and count >= _FEW:
        parts.append(f"{spoken(now.fates[0].policy)} comes out ahead in {_chance(now.ahead.better)} of them")
    parts.append(f"gain from the first {min(PUSHED, count)}" if now.gains else "gain when the slider rests")
    dashed = " Dashed: the pinned setting." if pinned is not None else ""
    return f"{'; '.join(parts)}; in brackets 95% intervals. Bands hold 50, 80 and 95% of paths.{dashed}"
