"""Measured values in words and figures, alike in the text of a page and in its pictures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.statistical.claims.statements import Claim, Found, Line


def statement(line: Line) -> str:
    """Return a measured statement in words and figures."""
    return f"{line.says}: {measured(line)}"


def measured(line: Line) -> str:
    """Return a value with its interval, where it has one."""
    value, low, high = (figure(number, line.unit) for number in (line.mean, line.low, line.high))
    return value if low == high else f"{value} [{low}, {high}]"


def figure(number: float, unit: str) -> str:
    """Return a number in its unit, with a true minus sign."""
    texts = {
        "share": f"{100 * number:.1f} %",
        "points": f"{100 * number:.2f} points",
        "times": f"{number:.2f}",
        "months": f"{number:.1f} months",
        "money": f"{number:,.0f}",
        "score": f"{number:.3f}",
        "count": f"{number:.0f}",
    }
    text = texts[unit]
    bare = text.lstrip("-")
    return f"−{bare}" if text != bare and any(digit in bare for digit in "123456789") else bare


def whole(share: float) -> str:
    """Return a share in whole per cent as charts write it, with a true minus sign; NaN is there to be seen."""
    return "n/a" if math.isnan(share) else f"{round(100 * share) + 0:.0f}%".replace("-", "−")


def tenth(share: float) -> str:
    """Return a share with one decimal as charts write it, with a true minus sign."""
    return figure(share, "share").replace(" %", "%")


def signed(share: float, digits: int = 0) -> str:
    """Return a difference of shares in per cent as charts write it, always with its sign."""
    return f"{100 * share:+.{digits}f}%".replace("-", "−")


def short(line: Line) -> str:
    """Return a value with its interval as charts write it: `12.7% [11.5%, 13.9%]`."""
    return measured(line).replace(" %", "%")


def about(found: Found, start: str) -> Line:
    """Return the statement that reads so, or else the only one that begins so."""
    exact = [line for line in found.lines if line.says == start]
    (line,) = exact or [line for line in found.lines if line.says.startswith(start)]
    return line


def title(claim: Claim, found: Found, text: str) -> str:
    """Return what a picture shows at first sight; a claim that does not hold makes no headline."""
    return text if found.holds else f"C{claim.number} does not hold in these runs"


def runs(claim: Claim) -> str:
    """Say what the bands and whiskers of a claim's picture are."""
    return f"{claim.scenario().replications:,} replications under the same luck; bands and whiskers: 99% intervals"
