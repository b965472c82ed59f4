"""Measure every claim the model must reproduce; write docs/explanation/claims.md and its pictures.

Run from the project's root: `python docs/claims.py` (about a minute).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from pictures.canvas import repeatable  # noqa: E402
from pictures.catalog import DRAWN  # noqa: E402
from pictures.words import statement  # noqa: E402

from tests.statistical.claims.register import CLAIMS, found  # noqa: E402
from tests.statistical.claims.series import LEVEL  # noqa: E402

if TYPE_CHECKING:
    from tests.statistical.claims.statements import Claim, Found

PAGE = ROOT / "docs" / "explanation" / "claims.md"
PICTURES = PAGE.with_suffix("")

HEAD = """# What the model must reproduce

Written by `python docs/claims.py`; do not edit. Eighteen claims about digital investment, each on a short scenario of
its own in `scenarios/claims/`, which says what is compared. Differences are taken replication by replication under the
same luck. Behind each figure stands its {level:.0f} % interval; a claim holds when the whole interval of every
statement excludes the contrary. The same measurements run as tests, and so do worlds in which the claims must fail
(a link cut, an effect of nothing). The pictures are drawn from the runs of the statements.

Money is in shares of the firm's yearly revenue today unless a currency stands with it. NPV is that of the owners, with
terminal value. Horizon: ten years unless said otherwise.

That a claim holds says that the model behaves as its sources say, not that firms do. Most effect sizes are judgement
(see [parameters](../reference/parameters.md)); what the model leaves out stands under [limits](limits.md).

"""


def overview() -> str:
    """Return the list of claims: number, sentence, whether it holds."""
    rows = [
        f"| [C{claim.number}](#c{claim.number}) | {claim.text} | {_verdict(found(claim.number))} |\n"
        for claim in CLAIMS
    ]
    return "| | claim | holds |\n|---|---|---|\n" + "".join(rows)


def section(claim: Claim, result: Found, heading: str) -> str:
    """Return what the page says of a claim; `heading` is that of its picture."""
    said = [statement(line) for line in result.lines]
    if result.remark:
        said.append(result.remark)
    scenario = f"[`{claim.name}`](../../scenarios/claims/{claim.name}.yaml)"
    parts = [
        f'<a id="c{claim.number}"></a>\n\n## C{claim.number}. {claim.text}',
        f"Source: {claim.source}. Scenario: {scenario}. Holds: {_verdict(result)}.",
        f"![{heading}]({PICTURES.name}/{picture_name(claim)})",
        "\n".join(f"- {line}" for line in said),
    ]
    if claim.limits:
        parts.append(f"**Where it stops.** {claim.limits}")
    return "\n\n".join(parts) + "\n\n"


def _verdict(result: Found) -> str:
    return "yes" if result.holds else "**no**"


def picture_name(claim: Claim) -> str:
    """Return the file of a claim's picture."""
    return f"c{claim.number:02d}.svg"


def drawn(claim: Claim, result: Found) -> tuple[str, str]:
    """Return the heading of a claim's picture and the picture as SVG."""
    with repeatable():
        made = DRAWN[claim.number](claim, result)
        return str(made.figure.get_label()), made.svg()


def main() -> None:
    """Write the page and the pictures."""
    PICTURES.mkdir(exist_ok=True)
    sections = []
    for claim in CLAIMS:
        heading, svg = drawn(claim, found(claim.number))
        (PICTURES / picture_name(claim)).write_text(svg, encoding="utf-8")
        sections.append(section(claim, found(claim.number), heading))
    text = HEAD.format(level=100 * LEVEL) + overview() + "\n" + "".join(sections)
    PAGE.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    print(f"{sum(found(claim.number).holds for claim in CLAIMS)} of {len(CLAIMS)} claims hold; see {PAGE.name}")


if __name__ == "__main__":
    main()
