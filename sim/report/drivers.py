"""What drives an outcome, as the terminal shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, listed, sentence
from sim.analysis.sensitivity.morris import Morris
from sim.analysis.sensitivity.tornado import Tornado
from sim.analysis.sensitivity.words import effects, luck_against_inputs, part, part_interval, shares, sign_turns, widest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.sensitivity.factor import Factor
    from sim.analysis.sensitivity.sobol import Index, Sobol
    from sim.analysis.sensitivity.tornado import End
    from sim.analysis.subject import Subject
    from sim.results import RunFacts

    Found = Tornado | Morris | Sobol

LUCK: Final = "luck alone"


def headlines(found: Found) -> tuple[str, ...]:
    """Return the sentences that open the answer."""
    if isinstance(found, Tornado):
        return widest(found), luck_against_inputs(found), sign_turns(found)
    return (effects(found),) if isinstance(found, Morris) else (shares(found),)


def rows_of(found: Found) -> list[list[str]]:
    """Return the table of the terminal, head first."""
    if isinstance(found, Tornado):
        return _tornado_rows(found)
    return _morris_rows(found) if isinstance(found, Morris) else _sobol_rows(found)


def _tornado_rows(found: Tornado) -> list[list[str]]:
    subject, luck = found.subject, found.luck
    rows = [["input", "P10", "change", "", "P90", "change", "", "swing"]]
    for bar in found.bars:
        swing = subject.size(bar.swing) if bar.clear else "noise"
        rows.append([bar.factor.name, *_end(bar.low, subject), *_end(bar.high, subject), swing])
    worse, better = (subject.signed(end - luck.mean) for end in (luck.p10, luck.p90))
    return [*rows, [LUCK, "P10", worse, "", "P90", better, "", subject.size(luck.p90 - luck.p10)]]


def _end(end: End, subject: Subject) -> list[str]:
    half = (end.change_ci95[1] - end.change_ci95[0]) / 2.0
    return [end.level.text, subject.signed(end.change), f"±{subject.size(half)}"]


def _morris_rows(found: Morris) -> list[list[str]]:
    subject = found.subject
    rows = [["input", "mu*", "interval", "mu", "sigma"]]
    for effect in (*found.effects, found.luck):
        name = effect.factor.name if effect.factor else LUCK
        signed = [subject.signed(effect.change), subject.size(effect.spread)]
        cells = signed if effect.factor and not effect.factor.tied else ["", ""]
        low, high = (subject.size(end) for end in effect.size_ci95)
        rows.append([name, subject.size(effect.size), f"{low} to {high}", *cells])
    return rows


def _sobol_rows(found: Sobol) -> list[list[str]]:
    rows = [["input", "total", "interval", "alone", "interval", "of the mean"]]
    for driver in found.drivers:
        one, expected = driver.shares, driver.of_expected
        rows.append([driver.factor.name, *_two(one.total), *_two(one.first), part(expected.value)])
    return [*rows, [LUCK, *_two(found.luck.total), *_two(found.luck.first), ""]]


def _two(index: Index) -> list[str]:
    return [part(index.value), part_interval(index.ci95)]


def legend(found: Found, facts: RunFacts) -> str:
    """Return what the numbers of the table are, and what they rest on."""
    if isinstance(found, Tornado):
        return _tornado_legend(found, facts)
    return _morris_legend(found, facts) if isinstance(found, Morris) else _sobol_legend(found, facts)


def _tornado_legend(found: Tornado, facts: RunFacts) -> str:
    subject, luck = found.subject, found.luck
    names = [bar.factor.name for bar in found.bars if bar.low.level.value == bar.high.level.value]
    flat = f" {sentence(listed(names))}: the belief has one value at both quantiles." if names else ""
    return (
        f"One input at a time at the P10 and P90 of its belief, the others at their medians; change of the mean from "
        f"{subject.text(luck.mean)} ({subject.between(luck.ci95)}), ± 95% t interval. "
        f"{counted(found.replications, 'replication')} × {counted(facts.months, 'month')}, seed {facts.seed}, the same "
        f"luck in every row; {counted(found.lanes, 'lane')}. Swing: from the lowest to the highest of both ends and "
        "the base; noise: nothing differs beyond noise, all inputs judged together. "
        f"Luck alone: P10 and P90 of replications, every input at its median.{_tied(found.tied, _ALONG)}{flat}"
        f"{_few(found.replications, 'replication')}"
    )


def _sobol_legend(found: Sobol, facts: RunFacts) -> str:
    subject, rows = found.subject, found.base
    near = len(found.drivers) > 1 and not found.still and not found.drivers[0].above_rest
    more = f" The first two inputs are not yet told apart; --base {2 * rows} may do it." if near else ""
    tied = _tied([driver.factor for driver in found.drivers if driver.factor.tied], _TOGETHER)
    return (
        f"Shares of the variance over inputs and luck: mean {subject.text(found.mean)}, standard deviation "
        f"{subject.size(found.deviation)}. Total: what would be left if all but this were known; that of luck is what "
        "no knowledge of the inputs removes. Alone: what would go if this were known. Of the mean: the same, of the "
        "variance of the mean over luck only. "
        f"{counted(rows, 'row')} of scrambled Sobol points × {counted(facts.months, 'month')}, seed {facts.seed}, "
        f"{counted(found.lanes, 'lane')}; 95% intervals of the row bootstrap.{tied}{more}{_few(rows, 'row')}"
    )


def _morris_legend(found: Morris, facts: RunFacts) -> str:
    near = len(found.effects) > 1 and not found.still and not found.effects[0].above_rest
    more = f" The first two inputs are not yet told apart; --base {2 * found.paths} may do it." if near else ""
    tied = _tied([one.factor for one in found.effects if one.factor and one.factor.tied], _TOGETHER)
    return (
        "A step moves one input by half its belief (P12.5 to P62.5, or P37.5 to P87.5) under the same luck, wherever "
        "the others stand. Mu*: mean size of the change; mu: mean change for a step upwards; sigma: its standard "
        "deviation, large where the effect hangs on other inputs or on luck. Luck alone: all luck drawn anew, no step "
        "of half a belief, so compare its order of magnitude only. "
        f"{counted(found.paths, 'path')} × {counted(facts.months, 'month')}, seed {facts.seed}, "
        f"{counted(found.lanes, 'lane')}; 95% intervals of the bootstrap over paths.{tied}{more}"
        f"{_few(found.paths, 'path')}"
    )


FEW: Final = 30
"""Below this many replications, rows or paths intervals of skewed outcomes are not to be relied on."""
_ALONG: Final = "are correlated: each takes the other along to its conditional median, so their bars overlap"
_TOGETHER: Final = "are correlated and vary together: an index of one of them is not defined here"


def _few(count: int, thing: str) -> str:
    """Warn of a thin design; begins with a space."""
    if count >= FEW:
        return ""
    return f" Only {counted(count, thing)}: intervals are rough, and noise may hide what matters."


def _tied(groups: Sequence[Factor], what: str) -> str:
    """Say in words what is done with correlated inputs; begins with a space."""
    return "".join(f" {sentence(listed([*group.names]))} {what}." for group in groups)
