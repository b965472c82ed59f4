"""A calibration for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import amount, counted, spoken
from sim.analysis.calibration.posterior import LEARNT
from sim.analysis.calibration.words import between, doubts, gained, headline, read, silent, tied
from sim.report.columns import columns, paragraph

if TYPE_CHECKING:
    from sim.analysis.calibration.found import Calibration

__all__ = ["headline", "text"]


_GAIN: Final = (
    " Gain: money more to reinvest within 180 months for each unit put in once, as `explain` has it; 90% interval."
)


def text(found: Calibration, written: str) -> str:
    """Return the answer: what is known, prior beside posterior, single figures, how well it fits."""
    sentences = [f"{headline(found)}.", *filter(None, [gained(found)]), *tied(found), *silent(found), *doubts(found)]
    blocks = [
        [line for one in sentences for line in paragraph(one, hanging="  ")],
        columns(_parameters(found)),
        columns(_steps(found)),
        columns(_measures(found)),
        paragraph(_legend(found)),
    ]
    if written:
        blocks.append([f"Calibrated scenario: {written}"])
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _parameters(found: Calibration) -> list[list[str]]:
    after = found.posterior
    now, before = after.interval(), after.before()
    rows = [["input", "before", "after", "90%", "spread", "verdict"]]
    for place, name in enumerate(after.names):
        unit = found.units[place]
        rows.append(
            [
                name,
                between(before[:, place], unit),
                read(after.median[place], unit),
                between(now[:, place], unit),
                f"{after.ratio[place]:.2f}",
                found.told.verdict(place),
            ]
        )
    return rows


def _steps(found: Calibration) -> list[list[str]]:
    if not found.steps:
        return []
    rows = [["read from the data", "value", "95%", "months", "starts"]]
    for one in found.steps:
        interval = ""
        if np.isfinite(one.low):
            interval = "…".join(amount(end, one.unit, found.facts.currency) for end in (one.low, one.high))
        rows.append([one.name, amount(one.value, one.unit, found.facts.currency), interval, str(one.months), one.key])
    return rows


def _measures(found: Calibration) -> list[list[str]]:
    rows = [["measure", "months", "inside 95%", "misfit"]]
    for name in found.observed.measures:
        inside, months = found.inside(name)
        rows.append([spoken(name), str(months), str(inside), _error(found, name)])
    return rows


def _error(found: Calibration, name: str) -> str:
    return f"{found.fit.errors[name]:.2f}" if name in found.fit.errors else "left out"


def _legend(found: Calibration) -> str:
    after, observed = found.posterior, found.observed
    return (
        f"{counted(observed.figures, 'figure')} of {observed.span}, read as the firm's under {spoken(found.policy)}; "
        f"month 1 is {observed.start}. Before: the scenario's 90% range. After: the belief given the data, median and "
        f"90% interval, from {found.facts.replications:,} simulated firms with luck of their own "
        f"({after.effective:,.0f} effective draws), seed {found.facts.seed}. Spread: that after over that before, on "
        f"the prior's normal scale; settled below {LEARNT:g}. Inside 95%: months in which the data lie in the "
        "calibrated firm's band. Misfit: of the best fit without luck, root mean square, in standard deviations of "
        f"luck (months alike counted as fewer); {found.fit.agreed} of {found.fit.starts} starts found it."
        + (_GAIN if found.gain else "")
    )
