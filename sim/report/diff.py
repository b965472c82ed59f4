"""The answer of `diff`: what two scenarios say differently, and what that is worth under the same luck."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, p_value, percent, sentence
from sim.analysis.comparing.effects_words import carrier, focus, others, refused, together
from sim.analysis.written import Written
from sim.errors import UsageError
from sim.hints import did_you_mean
from sim.report.answer import Answer
from sim.report.columns import columns, paragraph
from sim.report.diff_tables import tables
from sim.results import OUTCOMES
from sim.scenario.shipped import known_as
from sim.studies.diff import MOST_ALONE, Diff
from sim.studies.diff import diff as compared

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from sim.analysis.comparing.effects import Effects, PolicyEffect
    from sim.analysis.statistics.paired import Difference
    from sim.experiment.progress import Progress
    from sim.results import RunFacts
    from sim.scenario.differing import Differing, Side
    from sim.studies.source import Asked

CELL: Final = 28
"""Characters of a value that the terminal shows; the table on disk has all of it."""


def diff(names: tuple[str, str], measure: str, asked: Asked, *, progress: Progress | None = None) -> Answer:
    """Answer what two scenarios, or the scenarios of two runs, say differently and what that does.

    Raises
    ------
    CyclesimError
        When a file can't be used, or the outcome or a policy is unknown.
    """
    if measure not in OUTCOMES:
        raise UsageError(f"no outcome named {measure!r}. {did_you_mean(measure, OUTCOMES, what='There are')}".strip())
    found = compared(names, measure, asked, progress=progress)
    unit = OUTCOMES[measure].unit
    words = Written.of(unit, found.facts.currency)
    headline = _headline(found, words)
    return Answer(
        command="diff",
        facts=found.facts,
        options={"other": found.right.hash, "names": list(names), "measure": measure, "policies": list(asked.policies)},
        text=_text(found, names, headline, words),
        content={"headline": list(headline), "a": names[0], "b": names[1], "differences": found.differing,
                 "effects": found.effects},
        tables=tables(found),
        figures=_figures(found, words),
        scenario=found.left.dump(),
    )  # fmt: skip


def _figures(found: Diff, words: Written) -> dict[str, Callable[[], Figure | None]]:
    facts, effects = found.facts, found.effects
    return {} if effects is None else {"effects": partial(_figure, facts, effects, words)}


def _figure(facts: RunFacts, effects: Effects, words: Written) -> Figure | None:
    from sim.charts.effects import effects_forest

    title = together(effects, focus(effects, facts.baseline), words)
    return effects_forest(facts, effects, words, title)


def _headline(found: Diff, words: Written) -> tuple[str, ...]:
    """Return the sentences that open the answer."""
    numbers = [one for one in found.differing if one.kind == "number"]
    if not found.differing:
        return ("The two say the same",)
    if not numbers:
        return ("The two give the same numbers under the same luck; they differ in " + _kinds(found.differing),)
    if found.effects is None:
        return ("The two have no policy in common, so there is no effect to compare",)
    about = focus(found.effects, found.facts.baseline)
    said = (
        *_currencies(found),
        together(found.effects, about, words),
        others(found.effects, about),
        carrier(found.effects, about, words),
    )
    return tuple(text for text in said if text)


def _currencies(found: Diff) -> tuple[str, ...]:
    one, other = found.left.currency, found.right.currency
    return () if one == other else (f"A is in {one} and B in {other}: amounts are compared as they stand, unconverted",)


def _kinds(differing: tuple[Differing, ...]) -> str:
    kinds = {one.kind for one in differing}
    parts = ["seed or replications"] if "run" in kinds else []
    return " and ".join([*parts, *(["words: sources, checks, currency or baseline"] if "words" in kinds else [])])


def _text(found: Diff, names: tuple[str, str], headline: tuple[str, ...], words: Written) -> str:
    lines = [line for text in headline for line in paragraph(f"{text}.", hanging="  " if text != headline[0] else "")]
    lines += ["", *(f"{side}: {name}" for side, name in zip("AB", names, strict=True))]
    if found.differing:
        lines += ["", *columns([["difference", "A", "B", "set in A", "set in B"], *map(_row, found.differing)], left=5)]
    if found.effects is not None:
        lines += _effect_lines(found, found.effects, words)
    return "\n".join(lines)


def _row(one: Differing) -> list[str]:
    return [one.key, *map(_value, (one.left, one.right)), *map(_place, (one.left, one.right))]


def _value(side: Side | None) -> str:
    if side is None:
        return "–"
    text = side.text if len(side.text) <= CELL else side.text[: CELL - 1] + "…"
    passport = ", ".join(part for part in (side.source, side.confidence) if part)
    return f"{text} ({passport})" if passport and len(text) + len(passport) < CELL else text


def _place(side: Side | None) -> str:
    if side is None:
        return ""
    return f"{known_as(side.file)}:{side.line}" if side.line else side.file


def _effect_lines(found: Diff, effects: Effects, words: Written) -> list[str]:
    head = ["policy", "in A", "in B", "B less A", "interval", "ruin in A", "in B", "p"]
    lines = ["", *columns([head, *(_effect(one, words) for one in effects.policies)])]
    about = focus(effects, found.facts.baseline)
    if effects.keys:
        lines += ["", *columns([[f"under {about.policy}", "effect", "interval"], *_key_rows(effects, about, words)])]
        lines += [line for text in refused(effects.keys) for line in paragraph(f"{text}.", hanging="  ")]
    return [*lines, "", *paragraph(_legend(found, effects))]


def _effect(one: PolicyEffect, words: Written) -> list[str]:
    chances = [percent(chance.probability) for chance in (one.ruin_left, one.ruin_right)]
    means = [words.value(value) for value in (one.left, one.right)]
    return [one.policy, *means, *_gap(one.gap, words), *chances, p_value(one.ruin.counts.p_value)]


def _gap(gap: Difference, words: Written) -> list[str]:
    return ["none", ""] if gap.equal == 1.0 else [words.signed(gap.mean), words.signs(gap.ci95, "…")]


def _key_rows(effects: Effects, about: PolicyEffect, words: Written) -> list[list[str]]:
    rows = [[f"{key.key} alone", *_gap(key.gaps[about.policy], words)] for key in effects.keys if not key.refused]
    if effects.rest:
        rows.append(["on one another", *_gap(effects.rest[about.policy], words)])
    return [*rows, ["all together", *_gap(about.gap, words)]]


def _legend(found: Diff, effects: Effects) -> str:
    facts = found.facts
    text = (
        f"{counted(facts.replications, 'replication')}, seed {facts.seed}, those of A for both: the same luck on "
        "either side. "
        f"{sentence(OUTCOMES[effects.measure].meaning)}. Intervals: 95% t intervals of the mean paired difference. "
        "p: exact McNemar test of the two chances of ruin."
    )
    if OUTCOMES[effects.measure].unit.partition("/")[0] in {"flag", "share"}:
        text += " Differences are in percentage points."
    if effects.keys:
        text += (
            " Alone: A with this one difference. On one another: all together less the sum of each alone, and what "
            "can't be changed alone."
        )
    elif sum(one.kind == "number" for one in found.differing) > MOST_ALONE:
        text += f" More than {MOST_ALONE} differences are not tried one by one."
    return text
