"""Questions that need new runs of a scenario file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import click

from sim.commands.answering import answers
from sim.commands.options import POLICIES, SCENARIO
from sim.commands.speaking import progress
from sim.commands.values import Amount
from sim.commands.whole import Whole

if TYPE_CHECKING:
    from sim.report.answer import Answer
    from sim.studies.source import Asked


@click.command(epilog="Example: cyclesim sweep my_firm.yaml --over policies.steady.share=20%:60%:11")
@click.argument("file")
@click.option("--over", multiple=True, required=True, metavar="KEY=LOW:HIGH:COUNT",
              help="The values of a key, such as policies.steady.share=20%:60%:11; twice for a map.")  # fmt: skip
@click.option("--outcome", default="growing", show_default=True, metavar="WHAT",
              help='What tips: growing, survives, or "beats POLICY".')  # fmt: skip
@POLICIES
@answers(SCENARIO)
def sweep(asked: Asked, *, file: str, over: tuple[str, ...], outcome: str) -> Answer:
    """Say where the odds tip as one or two keys of a scenario FILE change."""
    from sim.report.sweep import sweep as swept

    with progress() as heard:
        return swept(file, over, asked, outcome=outcome, progress=heard)


@click.command(epilog='Example: cyclesim sensitivity my_firm.yaml --of "steady - harvest"')
@click.argument("source", metavar="FILE")
@click.option("--method", type=click.Choice(["tornado", "morris", "sobol"]), default="tornado", show_default=True,
              help="One input at a time, screening, or shares of the variance.")  # fmt: skip
@click.option("--of", metavar='"A - B"', help="Which difference of two policies, or which one; else the best's lead.")
@click.option("--policy", metavar="NAME", help="Which one policy; the same as --of NAME.")
@click.option("--measure", default="npv", show_default=True, help="Outcome to explain.")
@click.option("--base", "size", type=Whole(min=2), help="Paths of morris (256), rows of sobol (4096).")
@answers(SCENARIO)
def sensitivity(
    asked: Asked,
    *,
    source: str,
    method: Literal["tornado", "morris", "sobol"],
    of: str | None,
    policy: str | None,
    measure: str,
    size: int | None,
) -> Answer:
    """Say which uncertain inputs drive an outcome, and how much is luck."""
    from sim.report import sensitivity as report

    if of and policy:
        message = "Give --of or --policy, not both."
        raise click.UsageError(message)
    question = report.Question(method=method, of=of or policy or "", measure=measure, size=size)
    with progress() as heard:
        return report.sensitivity(source, question, asked, progress=heard)


@click.command(epilog="Example: cyclesim optimize my_firm.yaml --ruin-below 5%")
@click.argument("file")
@click.option("--ruin-below", type=Amount(), required=True, help="Limit on the chance of ruin, such as 5%.")
@click.option("--policy", "policies", multiple=True, metavar="NAME",
              help="Tune this policy; repeat for more; else all but the baseline.")  # fmt: skip
@click.option("--tune", multiple=True, metavar="SETTING[=LO:HI]",
              help="Tune this setting, or `split`; repeat for more; else those of the rule itself.")  # fmt: skip
@click.option("--measure", default="npv", show_default=True, help="Outcome to make as high as possible.")
@click.option("--pareto", "limits", flag_value="all", default="one",
              help="Also under limits from 0.5% to 20%: value against ruin.")  # fmt: skip
@answers(SCENARIO)
def optimize(
    asked: Asked, *, file: str, ruin_below: float, tune: tuple[str, ...], measure: str, limits: Literal["one", "all"]
) -> Answer:
    """Find the best settings of policies of a scenario FILE while ruin stays below a limit."""
    from sim.report import optimize as report

    tuning = report.Tuning(ruin_below=ruin_below, policies=asked.policies, tune=tune, measure=measure, limits=limits)
    with progress("Searching") as heard:
        return report.optimize(file, tuning, replace(asked, policies=()), progress=heard)
