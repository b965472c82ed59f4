"""Options that several commands have, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sim.commands.values import Amount, Setting
from sim.commands.whole import Whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Command = Callable[..., Any]
    Option = Callable[[Command], Command]

JSON: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, errors included.")
SCENARIO: Final = (
    click.option("--replications", type=Whole(min=1), help="How many histories; else the file's number."),
    click.option("--seed", type=Whole(min=0), help="Which luck; else the file's."),
    click.option(
        "--set", "overrides", multiple=True, type=Setting(), help="Change one value of the file; repeat for more."
    ),
    click.option("--workers", type=Whole(min=1), help="Processes; by default as many as pay."),
)
"""How a scenario file is run."""
FITTED: Final = SCENARIO[1:3]
"""How a scenario is fitted, which takes as many histories as it needs."""
POLICIES: Final = click.option(
    "--policy", "policies", multiple=True, metavar="NAME", help="Only this policy; repeat for more."
)
TARGET: Final = (
    click.option("--measure", default="npv", show_default=True, help="Outcome that has a target."),
    click.option("--above", type=Amount(), help="The target: reached at this value or more."),
    click.option("--below", type=Amount(), help="The target: reached at this value or less."),
)
"""An outcome and where it is to be."""
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
    click.option(
        "--out", type=click.Path(path_type=Path), default="outputs", show_default=True, help="Folder for results."
    ),
    click.option("--charts/--no-charts", default=True, show_default=True, help="Draw charts."),
    JSON,
)
"""Where an answer goes."""


def options(*groups: Sequence[Option]) -> Option:
    """Return a decorator that adds options in the order given."""

    def add(command: Command) -> Command:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return add
