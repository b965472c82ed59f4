"""How commands speak: results on stdout; progress, warnings and questions on stderr."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from sim.commands.whole import Whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sim.errors import Problem
    from sim.experiment.progress import Progress, Standing


def say(text: str, content: Mapping[str, Any], *, as_json: bool) -> None:
    """Print a result for people or for programs."""
    from sim.report.printed import escaped, printed

    if as_json:
        click.echo(escaped(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)))
    else:
        click.echo(printed(text))


def warn(warnings: Sequence[Problem]) -> None:
    """Print what is legal yet looks like a slip."""
    from sim.report.printed import printed

    for warning in warnings:
        click.secho(printed(str(warning)), err=True, fg="yellow")


def ask(questions: Sequence[str], answers: Sequence[str]) -> tuple[int, ...]:
    """Ask questions on the terminal, each answered by a number of points."""
    click.echo("   ".join(f"{points} = {meaning}" for points, meaning in enumerate(answers)), err=True)
    allowed = Whole(0, len(answers) - 1)
    return tuple(
        click.prompt(f"{number:>2}. {text}", type=allowed, err=True) for number, text in enumerate(questions, 1)
    )


@contextmanager
def progress(label: str = "Simulating") -> Iterator[Progress]:
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
