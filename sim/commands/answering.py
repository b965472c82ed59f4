"""What every command that gives an answer does with it: write the folder, print the answer."""

from __future__ import annotations

from dataclasses import fields
from functools import wraps
from typing import TYPE_CHECKING, Any

from sim.commands.options import ANSWER, options
from sim.commands.speaking import say, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sim.commands.options import Command, Option
    from sim.report.answer import Answer


def answers(*groups: Sequence[Option]) -> Callable[[Callable[..., Answer]], Command]:
    """Return a decorator: what the function returns is written and printed.

    The function gets first how a scenario is to be run (`Asked`), from the options of `groups`, then its own options by
    name. The command has the options of `groups` and those of `ANSWER` after its own.
    """

    def command(find: Callable[..., Answer]) -> Command:
        @wraps(find)
        def told(*, out: Path, charts: bool, as_json: bool, **given: Any) -> None:
            from sim.report.answer import tell
            from sim.studies.source import Asked

            asked = Asked(**{f.name: given.pop(f.name) for f in fields(Asked) if f.name in given})
            found = find(asked, **given)
            warn(found.warnings)
            printed = tell(found, out, charts="draw" if charts else "skip")
            say(printed.text, printed.content, as_json=as_json)

        return options(*groups, ANSWER)(told)

    return command
