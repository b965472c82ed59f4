"""Commands about the firm's own figures: fit a scenario to them, follow a run, look ahead, look back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.commands.answering import answers
from sim.commands.options import BOOKS, FITTED, SCENARIO, TARGET, options
from sim.commands.speaking import progress
from sim.commands.whole import Whole

if TYPE_CHECKING:
    from sim.report.answer import Answer
    from sim.studies.source import Asked


@click.command(epilog="Example: cyclesim calibrate my_firm.yaml --data kpi.csv --write calibrated.yaml")
@click.argument("file")
@click.option("--data", required=True, metavar="KPI.csv", help="The firm's figures: a header, a row for every month.")
@click.option("--map", "mapping", multiple=True, metavar="COLUMN=MEASURE",
              help="What a column is, such as Umsatz=revenue; repeat for more.")  # fmt: skip
@click.option("--policy", default="", metavar="NAME", help="The policy that the firm has lived by; else the baseline.")
@click.option("--fit", "fitted", multiple=True, metavar="KEY[=LOW to HIGH]",
              help="Fit this input, with a prior if the file has none; repeat for more; else all.")  # fmt: skip
@click.option("--write", metavar="NEW.yaml", help="Write the calibrated scenario, which extends FILE.")
@click.option(
    "--gain/--no-gain", default=True, show_default=True, help="Say what the cycle gains, which takes longest."
)
@answers(FITTED)
def calibrate(
    asked: Asked,
    *,
    file: str,
    data: str,
    mapping: tuple[str, ...],
    policy: str,
    fitted: tuple[str, ...],
    write: str | None,
    gain: bool,
) -> Answer:
    """Fit the uncertain inputs of a scenario FILE to the firm's own monthly figures."""
    from sim.report import calibrate as report

    figures = report.Data(file=data, mapping=mapping, write=write)
    wish = report.Wish(policy=policy, fitted=fitted, gain="tell" if gain else "skip")
    with progress() as heard:
        return report.calibrate(file, figures, wish, asked, progress=heard)


@click.command(epilog="Example: cyclesim track my_firm.yaml --data kpi.csv")
@click.argument("source", metavar="RUN_OR_FILE")
@options(BOOKS, TARGET)
@answers(SCENARIO)
def track(
    asked: Asked, *, source: str, measure: str, above: float | None, below: float | None, **figures: Any
) -> Answer:
    """Say whether the firm's own figures are on the track of a run, and how its odds have moved."""
    from sim.report import track as report
    from sim.studies.books import Books

    if above is not None and below is not None:
        message = "Give one target: --above VALUE or --below VALUE."
        raise click.UsageError(message)
    goal = report.target(measure, above, below)
    with progress() as heard:
        return report.track(source, Books(**figures), asked, goal=goal, progress=heard)


@click.command(epilog="Example: cyclesim forecast my_firm.yaml --data kpi.csv")
@click.argument("file")
@click.option("--months", type=Whole(1, 120), default=12, show_default=True, help="Months to forecast.")
@options(BOOKS)
@answers(FITTED)
def forecast(asked: Asked, *, file: str, months: int, **figures: Any) -> Answer:
    """Forecast the firm's next months from a scenario FILE that is fitted to its figures."""
    from sim.report import forecast as report
    from sim.studies.books import Books

    return report.forecast(file, Books(**figures), months, asked)


@click.command(epilog="Example: cyclesim backtest my_firm.yaml --data kpi.csv")
@click.argument("file")
@click.option("--first", type=Whole(min=1), help="Months before the first forecast; else two thirds of all.")
@click.option("--every", type=Whole(min=1), default=1, show_default=True, help="Months between forecasts.")
@click.option("--months", type=Whole(1, 120), default=12, show_default=True, help="Months ahead, at most.")
@options(BOOKS)
@answers(FITTED)
def backtest(asked: Asked, *, file: str, first: int | None, every: int, months: int, **figures: Any) -> Answer:
    """Forecast the firm's own past from a scenario FILE, and score that beside naive methods."""
    from sim.report import backtest as report
    from sim.studies.books import Books

    folds = report.Folds(first=first, every=every, months=months)
    with progress("Fitting and forecasting") as heard:
        return report.backtest(file, Books(**figures), folds, asked, progress=heard)
