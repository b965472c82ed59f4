"""The answer of `worth`: what it is worth to know an uncertain input before choosing a policy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import counted
from sim.analysis.inputs import words as measuring
from sim.analysis.inputs.information import FEWEST_CHANGES
from sim.report.answer import Answer
from sim.report.columns import columns, paragraph
from sim.results import called
from sim.studies.worth import Valuation, valuation

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.analysis.inputs.information import Information, Worth
    from sim.analysis.inputs.inputs import Input
    from sim.experiment.progress import Progress
    from sim.studies.source import Asked, Given


_METHOD: Final = (
    "What to choose is learnt on nine tenths of the replications and paid out on the tenth not seen. It is the ceiling "
    "for a measurement, which is less sure. Intervals: 95% each; beyond noise means above zero for all inputs at once, "
    f"with {FEWEST_CHANGES} changes of choice or more. Worths don't add up."
)


def worth(source: Given, measure: str, asked: Asked, *, progress: Progress | None = None) -> Answer:
    """Answer what knowing each uncertain input is worth, for a run or for a scenario file.

    Raises
    ------
    CyclesimError
        When the outcome is no money, there is nothing to choose or nothing uncertain, there are too few
        replications, or the run or file can't be used.
    """
    done = valuation(source, measure, asked, progress=progress)
    return Answer(
        command="worth",
        facts=done.source.results.facts,
        options={"measure": measure, "policies": list(done.source.scenario.policies)},
        text=_text(done),
        content=_content(done),
        tables={"worth": _frame(done)},
        figures={"worth": partial(_drawn, done)},
        scenario=done.source.scenario.dump(),
        found=done.information,
    )


def _text(done: Valuation) -> str:
    found, currency = done.information, done.source.scenario.currency
    rows: list[tuple[str, ...]] = [("know beforehand", "worth", "interval", "of all", "choice changes", "confidence")]
    for one, value in found.ranked:
        rows.append((one.name, *_figures(value, found.everything, currency), one.confidence or "not said"))
    rows.append(("all of these", *_figures(found.everything, found.everything, currency), ""))
    worth, interval, _, changed = _figures(found.clairvoyance, found.everything, currency)
    rows.append(("luck as well", worth, interval, "", changed, ""))
    blocks = [paragraph(measuring.headline(found, currency)), columns(rows), paragraph(_legend(done))]
    return "\n\n".join("\n".join(lines) for lines in blocks)


def _figures(value: Worth, everything: Worth, currency: str) -> tuple[str, ...]:
    return (
        measuring.amount(value, currency),
        measuring.interval(value, currency),
        measuring.share(value, everything),
        measuring.changes(value),
    )


def _legend(done: Valuation) -> str:
    found, source = done.information, done.source
    parts = [
        f"{counted(found.replications, 'replication')}, seed {source.results.facts.seed}.",
        _meaning(found),
        _METHOD,
        "Learning an input also tells about those that it is correlated with." if source.scenario.correlations else "",
        "Luck as well: nobody can buy that.",
        measuring.all_and_one(found),
        measuring.hanging(found, done.flips),
    ]
    return " ".join(part for part in parts if part)


def _meaning(found: Information) -> str:
    return (
        f"Worth: mean gain in {called(found.measure)} when the policy is chosen knowing the input, over "
        f"{measuring.choice(found)}, the choice without it."
    )


def _content(done: Valuation) -> dict[str, Any]:
    found = done.information
    return {
        "measure": found.measure,
        "sentence": measuring.headline(found, done.source.scenario.currency),
        "replications": found.replications,
        "chosen": found.chosen,
        "tied": found.tied,
        "inputs": [{**_passport(one), "worth": value} for one, value in found.ranked],
        "everything": found.everything,
        "clairvoyance": found.clairvoyance,
        "flips": done.flips,
    }


def _passport(one: Input) -> dict[str, str]:
    return {"key": one.key, "confidence": one.confidence, "source": one.source}


def _frame(done: Valuation) -> pd.DataFrame:
    import pandas as pd

    found = done.information
    named = [
        *((_passport(one), value) for one, value in found.ranked),
        ({"key": "all inputs"}, found.everything),
        ({"key": "inputs and luck"}, found.clairvoyance),
    ]
    return pd.DataFrame(
        {
            **passport,
            "worth": value.mean,
            "low": value.ci95[0],
            "high": value.ci95[1],
            "beyond_noise": value.clear,
            "changes": value.changes,
            "instead": value.instead,
        }
        for passport, value in named
    )


def _drawn(done: Valuation) -> Figure | None:
    from sim.charts.information import information

    return information(done.information, done.source.results.facts)
