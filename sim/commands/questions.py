"""Questions that a finished run answers, or a scenario that is run for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.commands.answering import answers
from sim.commands.options import POLICIES, SCENARIO, TARGET, options
from sim.commands.speaking import progress
from sim.commands.whole import Whole

if TYPE_CHECKING:
    from sim.report.answer import Answer
    from sim.studies.source import Asked


@click.command(epilog="Example: cyclesim odds my_firm.yaml --measure final_revenue --above 3.2m")
@click.argument("source", metavar="RUN_OR_FILE")
@options(TARGET)
@POLICIES
@answers(SCENARIO)
def odds(asked: Asked, *, source: str, measure: str, above: float | None, below: float | None) -> Answer:
    """Say how likely each policy reaches a target."""
    from sim.report import odds as report

    targets = [report.Target(measure, "above", above)] if above is not None else []
    targets += [report.Target(measure, "below", below)] if below is not None else []
    if len(targets) != 1:
        message = "Give one target: --above VALUE or --below VALUE."
        raise click.UsageError(message)
    with progress() as heard:
        return report.odds(source, targets[0], asked, progress=heard)


@click.command(epilog="Example: cyclesim explain my_firm.yaml --policy steady --month 24")
@click.argument("source", metavar="RUN_OR_FILE")
@POLICIES
@click.option("--month", "months", multiple=True, type=Whole(min=1), default=(1,), show_default=True,
              help="When to push money in; repeat for more, the first is told step by step.")  # fmt: skip
@click.option(
    "--attribution/--no-attribution", default=True, show_default=True, help="Say what each loop adds and moves."
)
@answers(SCENARIO)
def explain(asked: Asked, *, source: str, months: tuple[int, ...], attribution: bool) -> Answer:
    """Say which way the cycle turns, how sure that is, and which step and loop carry it."""
    from sim.report import explain as report

    wish = report.deep(months) if attribution else report.Wish(months=months)
    with progress() as heard:
        return report.explain(source, wish, asked, progress=heard)


@click.command(epilog="Example: cyclesim replay my_firm.yaml --policy steady --percentile 5")
@click.argument("source", metavar="RUN_OR_FILE")
@click.option("--policy", metavar="NAME", help="Whose path; else the baseline's.")
@click.option("--percentile", type=click.FloatRange(0, 100), help="The path nearest to it by outcome; else 50.")
@click.option("--replication", type=Whole(min=0), help="This path, counted from 0.")
@click.option("--measure", default="npv", show_default=True, help="Outcome that paths are ranked by.")
@answers(SCENARIO)
def replay(
    asked: Asked, *, source: str, policy: str | None, percentile: float | None, replication: int | None, measure: str
) -> Answer:
    """Tell what happened in one path, month by month."""
    from sim.report import replay as report

    if percentile is not None and replication is not None:
        message = "Give --percentile or --replication, not both."
        raise click.UsageError(message)
    at = 50.0 if percentile is None else percentile
    wish = report.Wish(policy=policy, replication=replication, percentile=at, measure=measure)
    with progress() as heard:
        return report.replay(source, wish, asked, progress=heard)


@click.command(epilog='Example: cyclesim discover my_firm.yaml --when "steady beats harvest by 50k"')
@click.argument("source", metavar="RUN_OR_FILE")
@click.option("--when", required=True, metavar="CONDITION",
              help='What is to happen: "A beats B", "A beats B by 50k on final_revenue", "A: ruined".')  # fmt: skip
@answers(SCENARIO)
def discover(asked: Asked, *, source: str, when: str) -> Answer:
    """Say within which limits of the uncertain inputs something happens."""
    from sim.report import discover as report

    with progress() as heard:
        return report.discover(source, when, asked, progress=heard)


@click.command(epilog="Example: cyclesim worth my_firm.yaml")
@click.argument("source", metavar="RUN_OR_FILE")
@click.option("--measure", default="npv", show_default=True, help="Outcome in money that policies are chosen by.")
@click.option("--policy", "policies", multiple=True, metavar="NAME", help="Choose among these only; repeat for more.")
@answers(SCENARIO)
def worth(asked: Asked, *, source: str, measure: str) -> Answer:
    """Say what it is worth to know each uncertain input before choosing."""
    from sim.report import worth as report

    with progress() as heard:
        return report.worth(source, measure, asked, progress=heard)


@click.command(epilog="Example: cyclesim compare my_firm.yaml --baseline harvest")
@click.argument("sources", nargs=-1, required=True, metavar="RUN_OR_FILE...")
@click.option("--baseline", metavar="POLICY", help="What the others are compared with; else the first scenario's.")
@click.option("--measure", default="npv", show_default=True, help="Outcome to compare.")
@POLICIES
@answers(SCENARIO)
def compare(asked: Asked, *, sources: tuple[str, ...], baseline: str | None, measure: str) -> Answer:
    """Say which policy is best, how sure that is, and what a wrong choice costs."""
    from sim.report import compare as report

    with progress() as heard:
        return report.compare(sources, asked, baseline=baseline, measure=measure, progress=heard)


@click.command(epilog="Example: cyclesim diff my_firm.yaml other.yaml")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("--measure", default="npv", show_default=True, help="Outcome to compare.")
@POLICIES
@answers(SCENARIO)
def diff(asked: Asked, *, left: str, right: str, measure: str) -> Answer:
    """Say what scenarios A and B (files or runs) have different, and what that does under the same luck."""
    from sim.report import diff as report

    with progress() as heard:
        return report.diff((left, right), measure, asked, progress=heard)
