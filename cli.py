"""The command line: read arguments, call sim, say where the result is.

Results go to stdout; progress, warnings and errors to stderr. Exit codes: 0 good, 1 a condition that was asked for is
not met, 2 usage, 65 bad scenario or data, 66 no such file, 69 an optional part is missing, 70 our bug, 130 interrupted.
Imports stay inside the commands, so that `--help` costs no more than click.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from sim import __version__
from sim.errors import CyclesimError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sim.experiment.progress import Progress, Standing
    from sim.report.answer import Answer
    from sim.report.document import Form
    from sim.report.verifying.again import Patience
    from sim.studies.books import Books
    from sim.studies.source import Asked

    Command = Callable[..., Any]
    Option = Callable[[Command], Command]

BUG, INTERRUPTED = 70, 130


class Setting(click.ParamType[tuple[str, str]]):
    """A scenario key and its value, `KEY=VALUE`."""

    name = "KEY=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:  # noqa: ANN401 (click's signature)
        """Split at the first equals sign."""
        key, equals, text = str(value).partition("=")
        if not (equals and key.strip()):
            self.fail(f"{value!r} is not KEY=VALUE, such as acquisition.win_rate=25%", param, ctx)
        return key.strip(), text


class Amount(click.ParamType[float]):
    """A number as people write it: `3.2m`, `5%`, `250_000`, `2 years`."""

    name = "VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 (click's signature)
        """Read sizes and percent; durations in months, as results have them."""
        from sim.scenario.quantities import MONTHS, QuantityError, read_quantity

        if isinstance(value, float):
            return value
        try:
            read = read_quantity(str(value))
            return read.number * MONTHS[read.unit] if read.kind == "duration" else read.number
        except QuantityError as error:
            self.fail(f"{error.message}. {error.hint}".strip(), param, ctx)


class Formats(click.ParamType[tuple[str, ...]]):
    """Formats of a report, with commas between them."""

    name = "FORMAT,..."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:  # noqa: ANN401 (click's signature)
        """Split at commas; each counts once."""
        from sim.report.document import FORMS

        asked = dict.fromkeys(text.strip().lower() for text in str(value).split(","))
        for form in asked:
            if form not in FORMS:
                self.fail(f"{form!r} is no format of a report; there are {', '.join(FORMS)}", param, ctx)
        return tuple(asked)


as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, errors included.")


OUT: Final = click.option(
    "--out", type=click.Path(path_type=Path), default="outputs", show_default=True, help="Folder for results."
)
SCENARIO: Final = (
    click.option("--replications", type=click.IntRange(min=1), help="How many histories; else the file's number."),
    click.option("--seed", type=click.IntRange(min=0), help="Which luck; else the file's."),
    click.option(
        "--set", "overrides", multiple=True, type=Setting(), help="Change one value of the file; repeat for more."
    ),
    click.option("--workers", type=click.IntRange(min=1), help="Processes; by default as many as pay."),
)
"""How a scenario file is run."""
BOOKS: Final = (
    click.option("--data", required=True, metavar="KPI.csv", help="Monthly figures: a header, a row a month."),
    click.option(
        "--map", "mapping", multiple=True, metavar="COLUMN=MEASURE", help="What a column is; repeat for more."
    ),
    click.option("--use", "using", multiple=True, metavar="MEASURE", help="Only these figures; repeat for more."),
    click.option("--policy", metavar="NAME", help="What the firm did; else the baseline."),
    click.option("--noise", type=Amount(), default="5%", show_default=True, help="Error of measurement of figures."),
)
"""The firm's own figures."""
ANSWER: Final = (
    OUT,
    click.option("--charts/--no-charts", default=True, show_default=True, help="Draw charts."),
    as_json_option,
)
"""Where an answer goes."""


def options(*groups: Sequence[Option]) -> Option:
    """Return a decorator that adds options in the order given."""

    def add(command: Command) -> Command:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return add


PURPOSES: Final[Mapping[str, Sequence[str]]] = {
    "Write a scenario": ("init", "assess", "check", "origin", "schema"),
    "Run it": ("run",),
    "Choose a policy": ("compare", "odds", "explain", "sweep", "discover", "optimize", "replay", "diff"),
    "Know what it rests on": ("sensitivity", "worth"),
    "Hold it to your own figures": ("calibrate", "track", "forecast", "backtest"),
    "Hand it on": ("report", "verify"),
}
"""Commands in the order that they are met."""


class Commands(click.Group):
    """Commands by purpose, each with its whole sentence."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a section for every purpose."""
        del ctx
        for purpose, names in PURPOSES.items():
            with formatter.section(purpose):
                formatter.write_dl([(name, self.commands[name].get_short_help_str(limit=1000)) for name in names])


EXITS: Final = """\b
Example: cyclesim init my_firm --preset saas && cyclesim run my_firm.yaml

\b
Each command tells more: cyclesim run --help.

\b
Exit codes:
  0    good
  1    a condition that was asked for is not met, or figures differ
  2    the command itself is wrong
  65   a scenario, a table of figures or a run folder is wrong
  66   there is no such file
  69   an optional part is not installed
  70   a mistake of cyclesim
  130  interrupted
"""


@click.group(
    cls=Commands, epilog=EXITS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, message="cyclesim %(version)s")
def app() -> None:
    """Compare what a firm's digital reinvestment policies lead to, under the same luck."""


@app.command(epilog="Example: cyclesim init my_firm --preset saas")
@click.argument("name", required=False)
@click.option("--preset", default="b2b_services", show_default=True, help="The kind of firm to start from.")
@click.option("--list", "listing", is_flag=True, help="List the presets.")
@as_json_option
def init(name: str | None, preset: str, listing: bool, as_json: bool) -> None:
    """Write a commented scenario file NAME to fill in."""
    from sim.scenario import starter

    if listing:
        presets = starter.offered()
        lines = [f"{preset:<20}{about}" for preset, about in presets.items()]
        say("\n".join(lines), {"presets": presets}, as_json=as_json)
    elif name is None:
        message = "Missing argument 'NAME'; --list shows the presets."
        raise click.UsageError(message)
    else:
        started = starter.start(name, preset=preset)
        say(started.as_text(), started.as_json(), as_json=as_json)


@app.command(epilog="Example: cyclesim assess --answers 2,1,0,3,1,2,0,1,2,1")
@click.option("--answers", help="Ten numbers from 0 (no) to 3 (yes, and we measure it): 2,1,0,3,1,2,0,1,2,1.")
@as_json_option
def assess(answers: str | None, as_json: bool) -> None:
    """Answer ten questions; get a score and the starting capabilities to paste."""
    from sim.scenario import assessment

    if answers is None and not sys.stdin.isatty():
        message = "The questions are asked on a terminal; elsewhere use --answers 2,1,0,3,1,2,0,1,2,1."
        raise click.UsageError(message)
    found = assessment.assess(assessment.parse(answers) if answers else ask(assessment.QUESTIONS, assessment.ANSWERS))
    say(found.as_text(), found.as_json(), as_json=as_json)


@app.command(epilog="Example: cyclesim check my_firm.yaml")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@as_json_option
def check(files: tuple[str, ...], as_json: bool) -> None:
    """Say everything that is wrong with scenario files."""
    from sim.report.checking import check as checked

    found = checked(files)
    warn(found.warnings)
    if found.error is None or (found.good and not as_json):
        say(found.as_text(), found.as_json(), as_json=as_json)
    if found.error is not None:
        raise found.error


@app.command(epilog="Example: cyclesim run my_firm.yaml --policy harvest --policy steady --set horizon=60")
@click.argument("file")
@click.option("--policy", "policies", multiple=True, metavar="NAME", help="Run only this policy; repeat for more.")
@options(SCENARIO)
@click.option("--cluster", metavar="ADDRESS", help="Simulate on the workers of a Dask scheduler (tcp://host:8786).")
@click.option("--resume", is_flag=True, help="Reuse what earlier runs have finished; keep what this one finishes.")
@click.option("--paths", type=click.Choice(["quantiles", "all", "none"]), default="quantiles", show_default=True,
              help="What to keep of single months.")  # fmt: skip
@click.option("--until", metavar="TARGET", help='Stop when good enough: "npv ±2%", "A - B ±50k", "best decided".')
@click.option("--fail-if", multiple=True, metavar="CLAIM", help='Exit 1 if this holds: "steady: ruined > 5%".')
@options(ANSWER)
def run(*, as_json: bool, charts: bool, **asked: Any) -> None:  # noqa: ANN401 (the options, as declared above)
    """Run every policy of a scenario FILE under the same luck."""
    from shutil import get_terminal_size

    from sim.report.delivery import Order, deliver

    with progress("Simulating and writing") as report:
        done = deliver(Order(charts="draw" if charts else "skip", **asked), progress=report)
    warn(done.warnings)
    say(done.as_text(width=get_terminal_size((100, 24)).columns), done.as_json(), as_json=as_json)
    for line in done.unmet:
        click.secho(f"failed: {line}", err=True, fg="red")
    if done.unmet:
        click.get_current_context().exit(1)


@app.command(epilog="Example: cyclesim odds my_firm.yaml --measure final_revenue --above 3.2m")
@click.argument("source", metavar="RUN_OR_FILE")
@click.option("--measure", default="npv", show_default=True, help="Outcome that has a target.")
@click.option("--above", type=Amount(), help="The target: reached at this value or more.")
@click.option("--below", type=Amount(), help="The target: reached at this value or less.")
@click.option("--policy", "policies", multiple=True, metavar="NAME", help="Only this policy; repeat for more.")
@options(SCENARIO, ANSWER)
def odds(*, source: str, measure: str, above: float | None, below: float | None, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Say how likely each policy reaches a target."""
    from sim.report import odds as report

    targets = [report.Target(measure, "above", above)] if above is not None else []
    targets += [report.Target(measure, "below", below)] if below is not None else []
    if len(targets) != 1:
        message = "Give one target: --above VALUE or --below VALUE."
        raise click.UsageError(message)
    with progress("Simulating") as heard:
        found = report.odds(source, targets[0], asked(given), progress=heard)
    answer(found, given)


@app.command(epilog="Example: cyclesim explain my_firm.yaml --policy steady --month 24")
@click.argument("source", metavar="RUN_OR_FILE")
@click.option("--policy", "policies", multiple=True, metavar="NAME", help="Only this policy; repeat for more.")
@click.option("--month", "months", multiple=True, type=click.IntRange(min=1), default=(1,), show_default=True,
              help="When to push money in; repeat for more, the first is told step by step.")  # fmt: skip
@click.option(
    "--attribution/--no-attribution", default=True, show_default=True, help="Say what each loop adds and moves."
)
@options(SCENARIO, ANSWER)
def explain(*, source: str, months: tuple[int, ...], attribution: bool, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Say which way the cycle turns, how sure that is, and which step and loop carry it."""
    from sim.report import explain as report

    wish = report.deep(months) if attribution else report.Wish(months=months)
    with progress("Simulating") as heard:
        found = report.explain(source, wish, asked(given), progress=heard)
    answer(found, given)


@app.command(epilog="Example: cyclesim replay my_firm.yaml --policy steady --percentile 5")
@click.argument("source", metavar="RUN_OR_FILE")
@click.option("--policy", metavar="NAME", help="Whose path; else the baseline's.")
@click.option("--percentile", type=click.FloatRange(0, 100), help="The path nearest to it by outcome; else 50.")
@click.option("--replication", type=click.IntRange(min=0), help="This path, counted from 0.")
@click.option("--measure", default="npv", show_default=True, help="Outcome that paths are ranked by.")
@options(SCENARIO, ANSWER)
def replay(*, source: str, percentile: float | None, replication: int | None, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Tell what happened in one path, month by month."""
    from sim.report import replay as report

    if percentile is not None and replication is not None:
        message = "Give --percentile or --replication, not both."
        raise click.UsageError(message)
    at = 50.0 if percentile is None else percentile
    policy, measure = given["policy"], given["measure"]
    wish = report.Wish(policy=policy, replication=replication, percentile=at, measure=measure)
    with progress("Simulating") as heard:
        found = report.replay(source, wish, asked(given), progress=heard)
    answer(found, given)


@app.command(epilog="Example: cyclesim sweep my_firm.yaml --over policies.steady.share=20%:60%:11")
@click.argument("file")
@click.option("--over", multiple=True, required=True, metavar="KEY=LOW:HIGH:COUNT",
              help="The values of a key, such as policies.steady.share=20%:60%:11; twice for a map.")  # fmt: skip
@click.option("--outcome", default="growing", show_default=True, metavar="WHAT",
              help='What tips: growing, survives, or "beats POLICY".')  # fmt: skip
@click.option("--policy", "policies", multiple=True, metavar="NAME", help="Only this policy; repeat for more.")
@options(SCENARIO, ANSWER)
def sweep(*, file: str, over: tuple[str, ...], outcome: str, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Say where the odds tip as one or two keys of a scenario FILE change."""
    from sim.report.sweep import sweep as swept

    with progress("Simulating") as heard:
        found = swept(file, over, asked(given), outcome=outcome, progress=heard)
    answer(found, given)


@app.command(epilog='Example: cyclesim discover my_firm.yaml --when "steady beats harvest by 50k"')
@click.argument("source", metavar="RUN_OR_FILE")
@click.option("--when", required=True, metavar="CONDITION",
              help='What is to happen: "A beats B", "A beats B by 50k on final_revenue", "A: ruined".')  # fmt: skip
@options(SCENARIO, ANSWER)
def discover(*, source: str, when: str, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Say within which limits of the uncertain inputs something happens."""
    from sim.report import discover as report

    with progress("Simulating") as heard:
        found = report.discover(source, when, asked(given), progress=heard)
    answer(found, given)


@app.command(epilog="Example: cyclesim worth my_firm.yaml")
@click.argument("source", metavar="RUN_OR_FILE")
@click.option("--measure", default="npv", show_default=True, help="Outcome in money that policies are chosen by.")
@click.option("--policy", "policies", multiple=True, metavar="NAME", help="Choose among these only; repeat for more.")
@options(SCENARIO, ANSWER)
def worth(*, source: str, measure: str, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Say what it is worth to know each uncertain input before choosing."""
    from sim.report import worth as report

    with progress("Simulating") as heard:
        found = report.worth(source, measure, asked(given), progress=heard)
    answer(found, given)


@app.command(epilog="Example: cyclesim compare my_firm.yaml --baseline harvest")
@click.argument("sources", nargs=-1, required=True, metavar="RUN_OR_FILE...")
@click.option("--baseline", metavar="POLICY", help="What the others are compared with; else the first scenario's.")
@click.option("--measure", default="npv", show_default=True, help="Outcome to compare.")
@click.option("--policy", "policies", multiple=True, metavar="NAME", help="Only this policy; repeat for more.")
@options(SCENARIO, ANSWER)
def compare(*, sources: tuple[str, ...], baseline: str | None, measure: str, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Say which policy is best, how sure that is, and what a wrong choice costs."""
    from sim.report import compare as report

    with progress("Simulating") as heard:
        found = report.compare(sources, asked(given), baseline=baseline, measure=measure, progress=heard)
    answer(found, given)


@app.command(epilog='Example: cyclesim sensitivity my_firm.yaml --of "steady - harvest"')
@click.argument("source", metavar="FILE")
@click.option("--method", type=click.Choice(["tornado", "morris", "sobol"]), default="tornado", show_default=True,
              help="One input at a time, screening, or shares of the variance.")  # fmt: skip
@click.option("--of", metavar='"A - B"', help="Which difference of two policies, or which one; else the best's lead.")
@click.option("--policy", metavar="NAME", help="Which one policy; the same as --of NAME.")
@click.option("--measure", default="npv", show_default=True, help="Outcome to explain.")
@click.option("--base", type=click.IntRange(min=2), help="Paths of morris (256), rows of sobol (4096).")
@options(SCENARIO, ANSWER)
def sensitivity(*, source: str, of: str | None, policy: str | None, base: int | None, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Say which uncertain inputs drive an outcome, and how much is luck."""
    from sim.report import sensitivity as report

    if of and policy:
        message = "Give --of or --policy, not both."
        raise click.UsageError(message)
    method, measure = given["method"], given["measure"]
    question = report.Question(method=method, of=of or policy or "", measure=measure, size=base)
    with progress("Simulating") as heard:
        found = report.sensitivity(source, question, asked(given), progress=heard)
    answer(found, given)


@app.command(epilog="Example: cyclesim diff my_firm.yaml other.yaml")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("--measure", default="npv", show_default=True, help="Outcome to compare.")
@click.option("--policy", "policies", multiple=True, metavar="NAME", help="Only this policy; repeat for more.")
@options(SCENARIO, ANSWER)
def diff(*, left: str, right: str, measure: str, **given: Any) -> None:  # noqa: ANN401 (the options, as declared above)
    """Say what scenarios A and B (files or runs) have different, and what that does under the same luck."""
    from sim.report import diff as report

    with progress("Simulating") as heard:
        found = report.diff((left, right), measure, asked(given), progress=heard)
    answer(found, given)


@app.command(epilog="Example: cyclesim report outputs/my-firm/1a2b3c4d-s1-n1000 --format xlsx")
@click.argument("run", metavar="RUN")
@click.option("--format", "forms", type=Formats(), required=True,
              help="pptx (a deck to edit), html (a page), xlsx (a workbook); several with commas.")  # fmt: skip
@click.option("--template", type=click.Path(path_type=Path), help="Look of the deck: a .pptx or .potx.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the report; else that of the run.")
@as_json_option
def report(*, run: str, forms: tuple[Form, ...], template: Path | None, out: Path | None, as_json: bool) -> None:
    """Write the report of a finished RUN (its folder), to hand on."""
    from sim.report.document import document

    done = document(run, forms=forms, out=out, template=template)
    warn([Problem(str(template), warning, severity="warning") for warning in done.warnings])
    say(done.as_text(), done.as_json(), as_json=as_json)


@app.command(epilog="Example: cyclesim verify report.xlsx")
@click.argument("source", metavar="RUN_OR_DOCUMENT")
@click.option("--yes", "patience", flag_value="any", default="short", help="Also run a scenario that takes minutes.")
@as_json_option
def verify(source: str, patience: Patience, as_json: bool) -> None:
    """Compute the figures of a run folder or a document again; exit 1 if any differs."""
    from sim.report.verify import verify as verified

    with progress("Simulating") as heard:
        found = verified(source, patience, progress=heard)
    say(found.as_text(), found.as_json(), as_json=as_json)
    if not found.agrees:
        click.get_current_context().exit(1)


@app.command(epilog="Example: cyclesim track my_firm.yaml --data kpi.csv")
@click.argument("source", metavar="RUN_OR_FILE")
@options(BOOKS)
@click.option("--measure", default="npv", show_default=True, help="Outcome that has a target.")
@click.option("--above", type=Amount(), help="The target: reached at this value or more.")
@click.option("--below", type=Amount(), help="The target: reached at this value or less.")
@options(SCENARIO, ANSWER)
def track(*, source: str, measure: str, above: float | None, below: float | None, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Say whether the firm's own figures are on the track of a run, and how its odds have moved."""
    from sim.report import track as report

    if above is not None and below is not None:
        message = "Give one target: --above VALUE or --below VALUE."
        raise click.UsageError(message)
    goal = report.target(measure, above, below)
    with progress("Simulating") as heard:
        found = report.track(source, books(given), asked(given), goal=goal, progress=heard)
    answer(found, given)


@app.command(epilog="Example: cyclesim forecast my_firm.yaml --data kpi.csv")
@click.argument("file")
@click.option("--months", type=click.IntRange(1, 120), default=12, show_default=True, help="Months to forecast.")
@options(BOOKS, SCENARIO[1:3], ANSWER)
def forecast(*, file: str, months: int, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Forecast the firm's next months from a scenario FILE that is fitted to its figures."""
    from sim.report.forecast import forecast as looked_ahead

    answer(looked_ahead(file, books(given), months, asked(given)), given)


@app.command(epilog="Example: cyclesim backtest my_firm.yaml --data kpi.csv")
@click.argument("file")
@click.option("--first", type=click.IntRange(min=1), help="Months before the first forecast; else two thirds of all.")
@click.option("--every", type=click.IntRange(min=1), default=1, show_default=True, help="Months between forecasts.")
@click.option("--months", type=click.IntRange(1, 120), default=12, show_default=True, help="Months ahead, at most.")
@options(BOOKS, SCENARIO[1:3], ANSWER)
def backtest(*, file: str, first: int | None, every: int, months: int, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Forecast the firm's own past from a scenario FILE, and score that beside naive methods."""
    from sim.report import backtest as report

    with progress("Fitting and forecasting") as heard:
        folds = report.Folds(first=first, every=every, months=months)
        found = report.backtest(file, books(given), folds, asked(given), progress=heard)
    answer(found, given)


@app.command(epilog="Example: cyclesim origin my_firm.yaml acquisition.win_rate")
@click.argument("file")
@click.argument("key")
@click.option("--set", "overrides", multiple=True, type=Setting(), help="Lay one value over the file first.")
@as_json_option
def origin(file: str, key: str, overrides: tuple[tuple[str, str], ...], as_json: bool) -> None:
    """Say which FILE and line set a KEY, what it means and what is allowed."""
    from sim.report.origin import origin as traced

    found = traced(file, key, overrides)
    say(found.as_text(), found.as_json(), as_json=as_json)


@app.command(epilog="Example: cyclesim optimize my_firm.yaml --ruin-below 5%")
@click.argument("file")
@click.option("--ruin-below", type=Amount(), required=True, help="Limit on the chance of ruin, such as 5%.")
@click.option("--policy", "policies", multiple=True, metavar="NAME",
              help="Tune this policy; repeat for more; else all but the baseline.")  # fmt: skip
@click.option("--tune", multiple=True, metavar="SETTING[=LO:HI]",
              help="Tune this setting, or `split`; repeat for more; else those of the rule itself.")  # fmt: skip
@click.option("--measure", default="npv", show_default=True, help="Outcome to make as high as possible.")
@click.option("--pareto", "limits", flag_value="all", default="one",
              help="Also under limits from 0.5% to 20%: value against ruin.")  # fmt: skip
@options(SCENARIO, ANSWER)
def optimize(*, file: str, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Find the best settings of policies of a scenario FILE while ruin stays below a limit."""
    from sim.report import optimize as report

    tuning = report.Tuning(**{f.name: given.pop(f.name) for f in fields(report.Tuning)})
    with progress("Searching") as heard:
        found = report.optimize(file, tuning, asked(given), progress=heard)
    answer(found, given)


@app.command(epilog="Example: cyclesim calibrate my_firm.yaml --data kpi.csv --write calibrated.yaml")
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
@options(SCENARIO[1:3], ANSWER)
def calibrate(*, file: str, policy: str, fitted: tuple[str, ...], gain: bool, **given: Any) -> None:  # noqa: ANN401 (click's)
    """Fit the uncertain inputs of a scenario FILE to the firm's own monthly figures."""
    from sim.report import calibrate as report

    data = report.Data(file=given["data"], mapping=given["mapping"], write=given["write"])
    wish = report.Wish(policy=policy, fitted=fitted, gain="tell" if gain else "skip")
    with progress("Simulating") as heard:
        found = report.calibrate(file, data, wish, asked(given), progress=heard)
    answer(found, given)


@app.command(epilog="Example: cyclesim schema > cyclesim.schema.json")
@click.option("--json", "_", is_flag=True, help="The schema is JSON in any case.")
def schema(_: bool) -> None:
    """Print the JSON Schema of scenario files, for editors."""
    import sim

    click.echo(json.dumps(sim.schema(), indent=2))


def say(text: str, content: Mapping[str, Any], *, as_json: bool) -> None:
    """Print a result for people or for programs."""
    from sim.report.printed import escaped, printed

    if as_json:
        click.echo(escaped(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)))
    else:
        click.echo(printed(text))


def asked(given: Mapping[str, Any]) -> Asked:
    """Return how a scenario is to be run, from the options of `SCENARIO`."""
    from sim.studies.source import Asked

    return Asked(**{f.name: given[f.name] for f in fields(Asked) if f.name in given})


def books(given: Mapping[str, Any]) -> Books:
    """Return the firm's figures and how they are to be used, from the options of `BOOKS`."""
    from sim.studies.books import Books

    return Books(**{f.name: given[f.name] for f in fields(Books)})


def answer(found: Answer, given: Mapping[str, Any]) -> None:
    """Write an answer's folder and print the answer, by the options of `ANSWER`."""
    from sim.report.answer import tell

    warn(found.warnings)
    told = tell(found, given["out"], charts="draw" if given["charts"] else "skip")
    say(told.text, told.content, as_json=given["as_json"])


def warn(warnings: Sequence[Problem]) -> None:
    """Print what is legal yet looks like a slip."""
    from sim.report.printed import printed

    for warning in warnings:
        click.secho(printed(str(warning)), err=True, fg="yellow")


def ask(questions: Sequence[str], answers: Sequence[str]) -> tuple[int, ...]:
    """Ask questions on the terminal, each answered by a number of points."""
    click.echo("   ".join(f"{points} = {meaning}" for points, meaning in enumerate(answers)), err=True)
    allowed = click.IntRange(0, len(answers) - 1)
    return tuple(
        click.prompt(f"{number:>2}. {text}", type=allowed, err=True) for number, text in enumerate(questions, 1)
    )


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Lend a function that moves a bar and says how long is left, once known; silent where stderr is no terminal."""
    with click.progressbar(
        length=1,
        label=label,
        show_eta=False,
        item_show_func=lambda left: left,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:

        def report(standing: Standing) -> None:
            bar.length = standing.lanes
            bar.update(standing.done - bar.pos, standing.left)

        yield report


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = app.main(given, prog_name="cyclesim", standalone_mode=False, color=colour())
    except Exception as error:  # noqa: BLE001 (whatever happens, the user gets a sentence and a script its code)
        code = fail(error, as_json="--json" in given)
    sys.exit(code if isinstance(code, int) else 0)


def colour() -> bool | None:
    """Return whether to colour: as the environment asks, else by whether output goes to a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def fail(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong, on stderr or as JSON on stdout, and return the exit code."""
    from sim.report.printed import printed

    code, message, problems = explained(error)
    if as_json:
        content = {"code": code, "message": message, "problems": [problem.as_dict() for problem in problems]}
        say("", {"error": content}, as_json=True)
    elif isinstance(error, click.UsageError):
        error.show()
    else:
        told = "\n".join([*(str(problem) for problem in problems), f"Error: {message}"])
        click.secho(printed(told), err=True, fg="red")
    if code == BUG and os.environ.get("CYCLESIM_DEBUG"):
        raise error
    return code


def explained(error: Exception) -> tuple[int, str, tuple[Problem, ...]]:
    """Return exit code, message and problems of an error."""
    if isinstance(error, CyclesimError):
        return error.exit_code, error.message, error.problems
    if isinstance(error, click.Abort):
        return INTERRUPTED, "interrupted", ()
    if isinstance(error, click.ClickException):
        return error.exit_code, error.format_message(), ()
    what = f"{type(error).__name__}: {error}"
    hint = "This is a mistake of cyclesim, not yours. Please report it with the scenario file, the command and what it"
    return BUG, f"{what}\n{hint} prints after CYCLESIM_DEBUG=1 is set.", ()


if __name__ == "__main__":
    main()
