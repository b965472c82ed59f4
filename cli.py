"""The command line: which commands there are, and with which exit code a command leaves.

Results go to stdout; progress, warnings and errors to stderr. Exit codes: 0 good, 1 a condition that was asked for is
not met, 2 usage, 65 bad scenario or data, 66 no such file, 69 an optional part is missing, 70 our bug, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from sim import __version__
from sim.commands import books, designs, files, questions, runs
from sim.commands.speaking import say
from sim.errors import CyclesimError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

BUG, INTERRUPTED = 70, 130


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    commands=[
        *(files.init, files.assess, files.check, files.origin, files.schema),
        *(runs.run, runs.report, runs.verify),
        *(questions.odds, questions.explain, questions.replay, questions.discover, questions.worth),
        *(questions.compare, questions.diff),
        *(designs.sweep, designs.sensitivity, designs.optimize),
        *(books.calibrate, books.track, books.forecast, books.backtest),
    ],
)
@click.version_option(__version__, message="cyclesim %(version)s")
def app() -> None:
    """Compare what a firm's digital reinvestment policies lead to, under the same luck."""


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
