"""Commands about scenario files: start one, check it, say where a value comes from."""

from __future__ import annotations

import json
import sys

import click

from sim.commands.options import JSON
from sim.commands.speaking import ask, say, warn
from sim.commands.values import Setting


@click.command(epilog="Example: cyclesim init my_firm --preset saas")
@click.argument("name", required=False)
@click.option("--preset", default="b2b_services", show_default=True, help="The kind of firm to start from.")
@click.option("--list", "listing", is_flag=True, help="List the presets.")
@JSON
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


@click.command(epilog="Example: cyclesim assess --answers 2,1,0,3,1,2,0,1,2,1")
@click.option("--answers", help="Ten numbers from 0 (no) to 3 (yes, and we measure it): 2,1,0,3,1,2,0,1,2,1.")
@JSON
def assess(answers: str | None, as_json: bool) -> None:
    """Answer ten questions; get a score and the starting capabilities to paste."""
    from sim.scenario import assessment

    if answers is None and not sys.stdin.isatty():
        message = "The questions are asked on a terminal; elsewhere use --answers 2,1,0,3,1,2,0,1,2,1."
        raise click.UsageError(message)
    found = assessment.assess(assessment.parse(answers) if answers else ask(assessment.QUESTIONS, assessment.ANSWERS))
    say(found.as_text(), found.as_json(), as_json=as_json)


@click.command(epilog="Example: cyclesim check my_firm.yaml")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@JSON
def check(files: tuple[str, ...], as_json: bool) -> None:
    """Say everything that is wrong with scenario files."""
    from sim.report.checking import check as checked

    found = checked(files)
    warn(found.warnings)
    if found.error is None or (found.good and not as_json):
        say(found.as_text(), found.as_json(), as_json=as_json)
    if found.error is not None:
        raise found.error


@click.command(epilog="Example: cyclesim origin my_firm.yaml acquisition.win_rate")
@click.argument("file")
@click.argument("key")
@click.option("--set", "overrides", multiple=True, type=Setting(), help="Lay one value over the file first.")
@JSON
def origin(file: str, key: str, overrides: tuple[tuple[str, str], ...], as_json: bool) -> None:
    """Say which FILE and line set a KEY, what it means and what is allowed."""
    from sim.report.origin import origin as traced

    found = traced(file, key, overrides)
    say(found.as_text(), found.as_json(), as_json=as_json)


@click.command(epilog="Example: cyclesim schema > cyclesim.schema.json")
@click.option("--json", "_", is_flag=True, help="The schema is JSON in any case.")
def schema(_: bool) -> None:
    """Print the JSON Schema of scenario files, for editors."""
    import sim

    click.echo(json.dumps(sim.schema(), indent=2))
