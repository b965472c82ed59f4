"""Reduce the engine to limits with known answers and write docs/explanation/closed-forms.md.

Run from the project's root: `python docs/closed_forms.py` (about half a minute).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.unit.model.closed.figures import ALPHA  # noqa: E402
from tests.unit.model.closed.register import BARE, FORMS, found  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.unit.model.closed.figures import Figure, Form

PAGE = ROOT / "docs" / "explanation" / "closed-forms.md"

HEAD = """# Closed forms

Written by `python docs/closed_forms.py`; do not edit. Where theory has an exact answer, the engine must give it once
the rest of it is switched off. Nothing here is a model beside the model: every figure comes from the same code that
runs scenarios, reduced by parameters and links. The same figures run as tests, and each form has a deliberate fault
of the engine that it must catch.

*relative* is the distance of a figure without luck (expected-flow mode), with what is allowed. *z* is the distance in
standard errors of a mean over replications; *chi²* tests a whole law, its exact figure is the degrees of freedom.
Both are held to a chance of {alpha:g} of a false alarm per figure at a fixed seed.

{bare}

"""
TAIL = """## Held by other tests

- A closed cohort survives as (1 − c)^t, mean and variance of the count; the sales cycle is Erlang (inside at any
  time: the integral of its survival); stated elasticities hold in the long run; technology without upkeep halves in
  20.8 months; data left alone loses 22.5 % a year; a firm that maintains in a calm world stays as it is:
  `tests/unit/model/test_closed_forms.py`.
- Loyalty nodes reproduce Beta and Gamma moments to 2K − 1 periods, BG/NBD orders: `tests/unit/model/test_loyalty.py`.
- Adoption, adstock, sales cycle and compounding in steps that go to nothing; identities of conservation; symmetries:
  `tests/properties`.

## What does not apply

- **Growth-optimal share (Kelly).** It needs a stake that multiplies by a random return. Here a budget is a share of
  profit, not of wealth; what it buys saturates, wears out and comes back over years; a loss is bounded by the money
  spent. No share makes the engine a product of independent returns, so g(f) = r + f(μ − r) − f²σ²/2 has no reduction.

- **Fixed and gamma lap, G^(1/L).** Customers pay every month of a geometric life, so the engine's kernel is never a
  single lag. The characteristic equation above is the general case; G^(1/mean lag) is only near it.
- **Referrals with at most one a month.** The engine draws a Poisson number of referred customers per talking customer
  and a customer talks from the second month on; the generating function above is that of the engine, and its R
  replaces p/c.
- **An upper barrier that ends the game.** Cash that is high ends nothing in the engine; the chance to be ruined
  *before* reaching 8 units is read from paths that go on.
"""


def section(form: Form, figures: Sequence[Figure]) -> str:
    """Return the part of the page on one closed form."""
    lines = [f"## {form.name}", "", f"`{form.formula}`", "", f"{form.reduction} Source: {form.source}.", ""]
    lines += ["| | engine | exact | apart |", "|---|---|---|---|"]
    lines += [
        f"| {figure.says} | {number(figure.engine)} | {number(figure.exact)} | {apart(figure)} |" for figure in figures
    ]
    return "\n".join(lines) + "\n"


def number(value: float) -> str:
    """Return a figure to seven digits."""
    return f"{value:,.7g}"


def apart(figure: Figure) -> str:
    """Return how far the two figures are apart, and how far they may be."""
    if figure.judged == "standard errors":
        return f"z = {figure.near:.1f} (±{figure.limit:.1f})".replace("-", "−")
    if figure.judged == "chi-square":
        return f"chi² {figure.near:.1f} (at most {figure.limit:.1f})"
    return f"within {figure.limit:g}"


def page() -> str:
    """Return the page."""
    parts = [section(form, found(index)) for index, form in enumerate(FORMS)]
    return HEAD.format(alpha=ALPHA, bare=BARE) + "\n".join(parts) + "\n" + TAIL.lstrip()


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    figures = [figure for index in range(len(FORMS)) for figure in found(index)]
    print(f"{sum(figure.holds for figure in figures)} of {len(figures)} figures hold; see {PAGE.name}")


if __name__ == "__main__":
    main()
