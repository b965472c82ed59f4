"""What `cyclesim --help` shows: the commands by purpose, each with its whole sentence, and the exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
