"""Measure every claim the model must reproduce and write docs/explanation/claims.md.

Run from the project's root: `python docs/claims.py` (about a minute).
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.statistical.claims.register import CLAIMS, found  # noqa: E402
from tests.statistical.claims.statements import LEVEL, Claim, Found, Line  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "claims.md"

HEAD = """# What the model must reproduce

Written by `python docs/claims.py`; do not edit. Eighteen claims about digital investment, each on a short scenario of
its own in `scenarios/claims/`, which says what is compared. Differences are taken replication by replication under the
same luck. Behind each figure stands its {level:.0f} % interval; a claim holds when the whole interval of every
statement excludes the contrary. The same measurements run as tests, and so do worlds in which the claims must fail
(a link cut, an effect of nothing).

Money is in shares of the firm's yearly revenue today unless a currency stands with it. NPV is that of the owners, with
terminal value. Horizon: ten years unless said otherwise.

That a claim holds says that the model behaves as its sources say, not that firms do. Most effect sizes are judgement
(see [parameters](../reference/parameters.md)).

"""
COLUMNS = ("claim", "source", "scenario", "result", "holds")


def row(claim: Claim, result: Found) -> str:
    """Return one line of the table."""
    said = [statement(line) for line in result.lines]
    if result.remark:
        said.append(result.remark)
    scenario = f"[`{claim.name}`](../../scenarios/claims/{claim.name}.yaml)"
    holds = "yes" if result.holds else "**no**"
    cells = (f"**C{claim.number}** {claim.text}", claim.source, scenario, "<br>".join(said), holds)
    return f"| {' | '.join(cells)} |\n"


def statement(line: Line) -> str:
    """Return a measured statement in words and figures."""
    value, low, high = (figure(number, line.unit) for number in (line.mean, line.low, line.high))
    interval = "" if low == high else f" [{low}, {high}]"
    return f"{line.says}: {value}{interval}"


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


def page() -> str:
    """Return the page."""
    table = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|\n"
    table += "".join(row(claim, found(claim.number)) for claim in CLAIMS)
    limits = "".join(f"- **C{claim.number}.** {claim.limits}\n" for claim in CLAIMS if claim.limits)
    return f"{HEAD.format(level=100 * LEVEL)}{table}\n## Where the claims stop\n\n{limits}"


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{sum(found(claim.number).holds for claim in CLAIMS)} of {len(CLAIMS)} claims hold; see {PAGE.name}")


if __name__ == "__main__":
    main()
