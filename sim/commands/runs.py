"""Commands about runs: make one, write it up, compute it again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.commands.options import ANSWER, JSON, SCENARIO, options
from sim.commands.speaking import progress, say, warn
from sim.commands.values import Formats
from sim.errors import Problem

if TYPE_CHECKING:
    from sim.report.document import Form
    from sim.report.verifying.again import Patience


@click.command(epilog="Example: cyclesim run my_firm.yaml --policy harvest --policy steady --set horizon=60")
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
def run(*, as_json: bool, charts: bool, **asked: Any) -> None:
    """Run every policy of a scenario FILE under the same luck."""
    from shutil import get_terminal_size

    from sim.report.delivery import deliver
    from sim.report.order import Order

    with progress("Simulating and writing") as heard:
        done = deliver(Order(charts="draw" if charts else "skip", **asked), progress=heard)
    warn(done.warnings)
    say(done.as_text(width=get_terminal_size((100, 24)).columns), done.as_json(), as_json=as_json)
    for line in done.unmet:
        click.secho(f"failed: {line}", err=True, fg="red")
    if done.unmet:
        click.get_current_context().exit(1)


@click.command(epilog="Example: cyclesim report outputs/my-firm/1a2b3c4d-s1-n1000 --format xlsx")
@click.argument("run", metavar="RUN")
@click.option("--format", "forms", type=Formats(), required=True,
              help="pptx (a deck to edit), html (a page), xlsx (a workbook); several with commas.")  # fmt: skip
@click.option("--template", type=click.Path(path_type=Path), help="Look of the deck: a .pptx or .potx.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the report; else that of the run.")
@JSON
def report(*, run: str, forms: tuple[Form, ...], template: Path | None, out: Path | None, as_json: bool) -> None:
    """Write the report of a finished RUN (its folder), to hand on."""
    from sim.report.document import document

    done = document(run, forms=forms, out=out, template=template)
    warn([Problem(str(template), warning, severity="warning") for warning in done.warnings])
    say(done.as_text(), done.as_json(), as_json=as_json)


@click.command(epilog="Example: cyclesim verify report.xlsx")
@click.argument("source", metavar="RUN_OR_DOCUMENT")
@click.option("--yes", "patience", flag_value="any", default="short", help="Also run a scenario that takes minutes.")
@JSON
def verify(source: str, patience: Patience, as_json: bool) -> None:
    """Compute the figures of a run folder or a document again; exit 1 if any differs."""
    from sim.report.verify import verify as verified

    with progress() as heard:
        found = verified(source, patience, progress=heard)
    say(found.as_text(), found.as_json(), as_json=as_json)
    if not found.agrees:
        click.get_current_context().exit(1)
