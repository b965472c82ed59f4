"""The answer of `explain`: which way the cycle turns, how sure that is, and which step carries it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import percent, quantity
from sim.analysis.turning import chain_of, headline, lead_of, loops_of
from sim.report.answer import Answer
from sim.report.columns import columns, paragraph
from sim.report.explain_tables import tables
from sim.studies.explain import explain as found_why
from sim.studies.pulse import WINDOW
from sim.studies.source import Asked, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.figure import Figure

    from sim.analysis.explanation import Explanation
    from sim.analysis.resampling import Estimate
    from sim.experiment.progress import Progress

YEAR: Final = 12.0


def explain(
    source: str,
    asked: Asked,
    *,
    months: Sequence[int] = (1,),
    attributed: int = 0,
    progress: Progress | None = None,
) -> Answer:
    """Answer why the cycle turns as it does under the policies of a run or a scenario file.

    Parameters
    ----------
    source, asked
        Which run or file, and how it is run.
    months
        When money is pushed in; the first is the one told step by step.
    attributed
        Replications of the attribution to loops; none when 0.

    Raises
    ------
    CyclesimError
        When the run or file can't be used.
    """
    known = opened(source, asked, progress=progress)
    scenario = known.scenario
    found = found_why(scenario, results=known.results, months=months, attributed=attributed, workers=asked.workers)
    return Answer(
        command="explain",
        facts=known.results.facts,
        options={"months": list(months), "window": WINDOW, "attributed": attributed},
        text=_text(found),
        content={"headline": headline(found), "explanation": found},
        tables=tables(found),
        figures=_figures(found),
        scenario=scenario.dump(),
    )


def _figures(found: Explanation) -> dict[str, Callable[[], Figure | None]]:
    def gain() -> Figure | None:
        from sim.charts.gain import gain as draw

        return draw(found)

    def ladder() -> Figure | None:
        from sim.charts.gain_steps import gain_steps as draw

        return draw(found)

    def lead() -> Figure | None:
        from sim.charts.lead import lead as draw

        return draw(found)

    def loops() -> Figure | None:
        from sim.charts.loops_add import loops_add as draw

        return draw(found)

    return {"gain": gain, "gain_steps": ladder, "lead": lead, "loops": loops}


def _text(found: Explanation) -> str:
    lines = [line for text in headline(found) for line in paragraph(f"{text}.", hanging="  ")]
    return "\n".join([*lines, "", *columns(_rows(found)), "", *_more(found), *paragraph(_legend(found))])


def _rows(found: Explanation) -> list[list[str]]:
    rows = [["policy", "turn", "gain", "interval", "lap, years", "profit a year", "interval", "grow", "close"]]
    for turn in found.turns:
        spiral = turn.spiral
        rows.append(
            [
                turn.policy,
                spiral.label,
                quantity(spiral.gain.gain.value),
                _between(spiral.gain.gain),
                _number(spiral.gain.lap.value / YEAR),
                _yearly(spiral.growth.rate.value),
                "…".join(_yearly(end) for end in spiral.growth.rate.ci95),
                percent(spiral.growing.probability),
                percent(spiral.closed.probability),
            ]
        )
    return rows


def _more(found: Explanation) -> list[str]:
    currency = found.facts.currency
    told = [chain_of(turn, currency) for turn in found.turns]
    told += [lead_of(gap, currency) for gap in found.gaps]
    told += [loops_of(one, currency) for one in found.attributions]
    lines = [line for text in told if text for line in paragraph(f"{text}.", hanging="  ")]
    return [*lines, ""] if lines else []


def _yearly(rate: float) -> str:
    return percent(math.expm1(YEAR * rate)) if math.isfinite(rate) else "n/a"


def _number(value: float) -> str:
    return f"{value:.1f}" if math.isfinite(value) else "n/a"


def _between(one: Estimate) -> str:
    return "…".join(quantity(end) for end in one.ci95)


def _legend(found: Explanation) -> str:
    facts, push = found.facts, found.turns[0].spiral.gain.push
    return (
        f"{facts.replications:,} replications × {facts.months} months, seed {facts.seed}, the same luck for every policy. "
        f"Gain: money more to reinvest within {push.window} months, by the policy's own rule, per unit put in once in "
        f"month {push.month}, all later budgets held; above 1 the cycle feeds itself. Lap: mean time until it is there. "
        "Profit: before reinvestment, from the first to the last two years. Intervals: 95%. Turn: by one-sided tests of 5%."
    )
