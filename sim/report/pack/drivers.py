"""What drives it, and what is worth measuring next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import money, sentence, spoken
from sim.analysis.inputs import words as measuring
from sim.analysis.sensitivity import words
from sim.report.pack.chapter import Chapter, Exhibit
from sim.report.pack.plots.ranges import Range, Ranges
from sim.report.pack.plots.scale import Scale
from sim.report.pack.plots.tornado import Swing, Tornado
from sim.report.pack.sources import in_currency, source
from sim.report.tables.table import kind_of

if TYPE_CHECKING:
    from sim.analysis.inputs.information import Worth
    from sim.analysis.inputs.inputs import Input
    from sim.analysis.sensitivity.tornado import Bar
    from sim.analysis.sensitivity.tornado import Tornado as Found
    from sim.results import RunFacts
    from sim.studies.worth import Valuation

MOST: Final = 10
"""Inputs shown; the rest does less."""


def drivers(found: Found, facts: RunFacts) -> Chapter:
    """Tell which inputs move the lead of the best policy."""
    said = (words.widest(found), words.luck_against_inputs(found), words.sign_turns(found))
    subject, luck = found.subject, found.luck
    short = names(found)
    swings = tuple(_swing(bar, name) for bar, name in zip(found.bars[:MOST], short, strict=False))
    by_luck = Swing("luck alone", luck.p10 - luck.mean, luck.p90 - luck.mean, "P10", "P90", clear=True)
    shown = ", ".join(swing.name for swing in swings[:3])
    kind = kind_of(subject.unit)
    return Chapter(
        key="drivers",
        kicker="What drives it",
        title=title(found),
        sentences=tuple(f"{text}." for text in said if text),
        exhibits=(
            Exhibit(
                name="tornado",
                heading=f"Change of {subject.phrase}, each input at its P10 and P90",
                plot=Tornado(
                    value=Scale(f"change of {subject.what}", kind, subject.currency if kind == "money" else ""),
                    base=luck.mean,
                    swings=(*swings, by_luck),
                ),
                alt=f"Tornado of {subject.phrase}, widest first: {shown}.",
                source=source(
                    facts,
                    "One input at a time, the others at their medians, same luck; luck alone for comparison.",
                    replications=found.replications,
                ),
            ),
        ),
        say=("What is not beyond noise here may still matter together with something else.",),
    )


def title(found: Found) -> str:
    """Return the message: which input leads, if one does."""
    whose = f"the lead of {spoken(found.subject.policy)} over {spoken(found.subject.less)}"
    what = whose if found.subject.less else f"what {spoken(found.subject.policy)} is worth"
    clear = [name for bar, name in zip(found.bars, names(found), strict=True) if bar.clear]
    if not clear:
        return f"No input moves {what} beyond noise"
    if found.leads or len(clear) == 1:
        return sentence(f"{clear[0]} moves {what} most" if found.leads else f"{clear[0]} moves {what}")
    return sentence(f"{clear[0]} and {clear[1]} move {what} most, not yet told apart")


def names(found: Found) -> list[str]:
    """Return the names of the inputs without their part of the cycle, where that leaves them apart."""
    whole = [bar.factor.name for bar in found.bars]
    short = [name.partition(": ")[2] or name for name in whole]
    return [one if short.count(one) == 1 else name for one, name in zip(short, whole, strict=True)]


def _swing(bar: Bar, name: str) -> Swing:
    low, high = bar.low, bar.high
    return Swing(name, low.change, high.change, low.level.text, high.level.text, clear=bar.clear)


def measure(done: Valuation, facts: RunFacts) -> Chapter:
    """Tell what it is worth to know before choosing."""
    found, currency = done.information, facts.currency
    rows = tuple(_row(one, value, currency) for one, value in found.ranked[:MOST])
    everything = Range("all inputs", *_worth(found.everything), "plain", _text(found.everything, currency))
    said = measuring.headline(found, currency).removesuffix(".")
    title = said.partition(";")[0].partition(" (")[0] if len(said) > LONG else said
    return Chapter(
        key="measuring",
        kicker="What to measure next",
        title=title,
        sentences=(
            *(() if title == said else (f"{said}.",)),
            f"Without knowing more the choice is {measuring.choice(found)}.",
        ),
        exhibits=(
            Exhibit(
                name="worth-of-knowing",
                heading=f"Worth of knowing an input before choosing{in_currency(currency)}",
                plot=Ranges(
                    value=Scale("gain in mean net present value", "money", currency),
                    rows=(*rows, everything),
                    zero=("nothing", 0.0),
                    interval="95% interval",
                ),
                alt=f"{said}.",
                source=source(
                    facts, "Expected value of perfect information, cross-validated.", replications=found.replications
                ),
            ),
        ),
        say=("Perfect knowledge is the ceiling: what measuring really brings is less.",),
    )


LONG: Final = 90
"""Letters beyond which a title says the first thing only."""


def _row(one: Input, value: Worth, currency: str) -> Range:
    tone = "good" if value.clear else "plain"
    return Range(one.name, *_worth(value), tone, _text(value, currency))  # type: ignore[arg-type]


def _worth(value: Worth) -> tuple[float, float, float]:
    return max(0.0, value.mean), max(0.0, value.ci95[0]), max(0.0, value.ci95[1])


def _text(value: Worth, currency: str) -> str:
    return money(max(0.0, value.mean), currency)
