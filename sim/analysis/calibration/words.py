"""What a calibration found, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, listed, percent, quantity, sentence, spoken, symbol
from sim.analysis.calibration.identifiability import ALARM
from sim.analysis.calibration.summary import BEYOND

if TYPE_CHECKING:
    from sim.analysis.calibration.found import Calibration
    from sim.analysis.calibration.gain import GainBelief
    from sim.analysis.calibration.identifiability import Pair
    from sim.arrays import Array

_SHOWN: Final = 6


def headline(found: Calibration) -> str:
    """Return the one sentence that matters."""
    after = found.posterior
    names = dict(zip(after.keys, after.names, strict=True))
    known = [names[key].rpartition(": ")[2] for key in after.identified]
    months = f"{counted(len(found.observed), 'month')} of {found.observed.source}"
    if not known:
        return f"{sentence(months)} settle none of the {counted(len(names), 'input')} that were fitted"
    more = [f"{len(known) - _SHOWN + 1} more"] if len(known) > _SHOWN else []
    told = listed([*known[: _SHOWN - len(more)], *more])
    return f"{months} settle {len(known)} of {counted(len(names), 'input')}: {told}"


def read(value: float, unit: str) -> str:
    """Write a parameter with three or four digits; its unit only where it is part of the number."""
    if unit == "share" or unit.startswith("per "):
        return f"{100 * value:.3g}%"
    return quantity(float(f"{value:.4g}")) if abs(value) >= 1e6 else f"{float(f'{value:.4g}'):,g}"  # noqa: PLR2004 (g)


def between(ends: Array, unit: str) -> str:
    """Write a range of a parameter from its two ends."""
    return "…".join(read(float(end), unit) for end in ends)


def silent(found: Calibration) -> list[str]:
    """Return sentences on inputs that the data say nothing about, one on each that some other measure would tell."""
    names = dict(zip(found.posterior.keys, found.posterior.names, strict=True))
    told_by = found.told.told_by
    said = [f"{names[key]}; monthly {_or(by)} would" for key, by in told_by.items() if by]
    unknown = [names[key] for key, by in told_by.items() if not by]
    return [f"The data say nothing about {one}." for one in (*said, *([listed(unknown)] if unknown else []))]


def tied(found: Calibration) -> list[str]:
    """Return a sentence for every two inputs that can't be told apart."""
    return [_tied(found, pair) for pair in found.told.pairs]


def _tied(found: Calibration, pair: Pair) -> str:
    names = dict(zip(found.posterior.keys, found.posterior.names, strict=True))
    one, other = (names[key] for key in pair.keys)
    known = "the product" if pair.correlation < 0 else "the ratio"
    strength = "Only" if pair.collinearity > ALARM or abs(pair.correlation) > 0.9 else "Little but"  # noqa: PLR2004
    head = f"{strength} {known} of {one} and {other} is known"
    if pair.separated_by:
        return f"{head}: without {_or(pair.separated_by)} counts they can't be told apart."
    return f"{head}: none of the ten measures tells them apart, so look one of them up and write it as a number."


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(spoken(name) for name in names)


def gained(found: Calibration) -> str:
    """Return what is believed of the cycle gain, before and after."""
    after, before = found.gain, found.gain_before
    if after is None or before is None:
        return ""
    unit = f"{symbol(found.facts.currency)}1"
    return (
        f"Under {spoken(found.policy)} each {unit} reinvested in month 1 brings {_money(found, after.median)} "
        f"({_span(after)}) to reinvest, {_which(after)}; before the data {_money(found, before.median)} "
        f"({_span(before)})."
    )


def _money(found: Calibration, amount: float) -> str:
    return f"{symbol(found.facts.currency)}{amount:.2f}"


def _span(belief: GainBelief) -> str:
    return f"{belief.low:.2f} to {belief.high:.2f}"


def _which(belief: GainBelief) -> str:
    if belief.above_one > 0.95:  # noqa: PLR2004 (one-sided, 5 %)
        return "surely more than was put in"
    if belief.above_one < 0.05:  # noqa: PLR2004 (one-sided, 5 %)
        return "surely less than was put in"
    return f"more than was put in with a chance of {percent(belief.above_one)}"


def doubts(found: Calibration) -> list[str]:
    """Return where the model and the data disagree."""
    said = [
        f"{sentence(spoken(name))} is left out: no firm that the scenario's ranges allow shows anything like it."
        for name in found.posterior.aside
    ]
    if found.posterior.oddest > BEYOND:
        said.append(
            f"Some combination of the figures lies {quantity(found.posterior.oddest)} standard deviations from that of "
            "any firm that the scenario's ranges allow: something in the data is not in the scenario. The ranges below "
            "are those of a fit that odd figures hardly move, and too narrow if the scenario is wrong."
        )
    elif found.posterior.strange:
        said.append(
            f"The data lie {quantity(found.posterior.distance)} standard deviations of luck from anything the "
            "calibrated model produces: something in them is not in the scenario. The ranges below are widened for it."
        )
    for name in found.observed.measures:
        inside, months = found.inside(name)
        if name not in found.posterior.aside and months and inside < 0.8 * months:
            said.append(f"{sentence(spoken(name))} lies outside the 95% band in {months - inside} of {months} months.")
    return said
