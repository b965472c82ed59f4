"""The answer of `forecast`: what the firm's next months may be."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.analysis.amounts import amount, counted, percent, sentence, spoken
from sim.analysis.forecasting import words
from sim.analysis.forecasting.outlook import LUCKS, SETS
from sim.experiment.run import facts_of
from sim.report.answer import Answer, plain
from sim.report.columns import columns, paragraph
from sim.results import MEASURES, QUANTILE_NAMES, QUANTILES
from sim.studies.books import remarks
from sim.studies.forecast import ALWAYS, Forecast
from sim.studies.forecast import forecast as made

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.results import RunFacts
    from sim.studies.books import Books
    from sim.studies.source import Asked, Given

SHOWN: Final = ((0.25, 0.75), (0.1, 0.9), (0.025, 0.975))


def forecast(given: Given, books: Books, months: int, asked: Asked) -> Answer:
    """Answer what a firm's next months may be, given its figures.

    Raises
    ------
    CyclesimError
        When the scenario or the data can't be used.
    """
    found = made(given, books, months, asked)
    facts = _facts(found)
    return Answer(
        command="forecast",
        facts=facts,
        options=plain({"noise": books.noise, "months": months, "figures": dict(found.observed.values)}),
        text=_text(found, facts, books),
        content=_content(found, facts, books),
        tables={"forecast": table(found)},
        figures={"forecast": partial(_drawn, found, facts)},
        scenario=found.stated.dump(),
        found=found.outlook,
    )


def _facts(found: Forecast) -> RunFacts:
    """Return what identifies the design: every set of inputs with every luck."""
    return replace(facts_of(found.scenario), replications=SETS * LUCKS)


def table(found: Forecast) -> pd.DataFrame:
    """Return a row per month and measure: mean and the ends of the 50, 80, 90 and 95 % bands."""
    import pandas as pd

    known, parts = found.outlook.known, []
    for measure in found.outlook.members:
        rows = found.outlook.bands(measure)[known:]
        part = pd.DataFrame(rows, columns=list(QUANTILE_NAMES))
        part.insert(0, "mean", found.outlook.ahead(measure).mean(axis=1))
        part.insert(0, "measure", measure)
        part.insert(0, "month", found.labels)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _sentences(found: Forecast, currency: str) -> list[str]:
    said = words.left_out(found.posterior.aside)
    said += [words.ahead(found.outlook, name, currency) for name in ALWAYS]
    said += remarks(found.observed)
    if found.posterior.strange:
        said.append(words.STRANGE)
    return said


def _text(found: Forecast, facts: RunFacts, books: Books) -> str:
    said = [line for text in _sentences(found, facts.currency) for line in paragraph(f"{text}.", hanging="  ")]
    parts = [part for name in ALWAYS for part in ["", *columns(_rows(found, name, facts.currency))]]
    return "\n".join([*said, *parts, "", *paragraph(_legend(found, facts, books))])


def _rows(found: Forecast, measure: str, currency: str) -> list[list[str]]:
    unit = MEASURES[measure].unit
    rows = [[spoken(measure), "mean", "median", "50%", "80%", "95%"]]
    means, bands = found.outlook.ahead(measure).mean(axis=1), found.outlook.bands(measure)[found.outlook.known :]
    for label, mean, row in zip(found.labels, means, bands, strict=True):
        at = dict(zip(QUANTILES, (amount(float(value), unit, currency) for value in row), strict=True))
        cells = [amount(float(mean), unit, currency), at[0.5], *(f"{at[low]}…{at[high]}" for low, high in SHOWN)]
        rows.append([label, *cells])
    return rows


def _legend(found: Forecast, facts: RunFacts, books: Books) -> str:
    observed = found.observed
    fitted = [spoken(name) for name in observed.measures if name not in found.posterior.aside]
    return (
        f"Fitted to {observed.source}, {observed.span} ({', '.join(fitted)}), policy "
        f"{spoken(found.scenario.baseline)}, seed {facts.seed}: {SETS} sets of "
        f"{counted(len(found.posterior.keys), 'input')} from the fit, each lived with {LUCKS} paths of luck, of which "
        f"those that agree with the figures go on. Errors of measurement {percent(books.noise)} (--noise)."
    )


def _content(found: Forecast, facts: RunFacts, books: Books) -> dict[str, Any]:
    return {
        "sentences": _sentences(found, facts.currency),
        "policy": found.scenario.baseline,
        "noise": books.noise,
        "temper": found.outlook.temper,
        "strange": found.posterior.strange,
        "left_out": found.posterior.aside,
        "data": {"source": found.observed.source, "months": list(found.observed.months),
                 "measures": list(found.observed.measures)},
        "months": list(found.labels),
        "forecast": {
            measure: {
                "mean": found.outlook.ahead(measure).mean(axis=1),
                **dict(zip(QUANTILE_NAMES, found.outlook.bands(measure)[found.outlook.known :].T, strict=True)),
            }
            for measure in found.outlook.members
        },
    }  # fmt: skip


def _drawn(found: Forecast, facts: RunFacts) -> Figure:
    from sim.charts.forecast_fans import forecast_fans

    title = words.ahead(found.outlook, ALWAYS[0], facts.currency)
    figures, nothing = dict(found.observed.values), np.full(len(found.observed), np.nan)
    actual = {name: figures.get(name, nothing) for name in ALWAYS}
    return forecast_fans(sentence(title), found.outlook, actual, facts)
