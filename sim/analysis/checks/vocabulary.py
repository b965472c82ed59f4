"""What claims may name: outcomes, monthly measures at a month, and short names that average over the steps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.checks.claims import Claim, Name, Number
from sim.analysis.checks.parsing import parse_name, refuse
from sim.hints import meant
from sim.results import MEASURES, OUTCOMES, STEPS

if TYPE_CHECKING:
    from collections.abc import Collection

AVERAGED: Final = ("process_quality", "technology", "adoption")
"""Short names that mean the average over the five steps."""

SHOWN: Final = 12
"""Names listed when none is near."""


def look_up(text: str, *, key: str, months: int) -> Name:
    """Read an outcome, or a measure at a month, and look it up.

    Raises
    ------
    ScenarioError
        For an unknown name, a measure without month, or a month beyond the horizon.
    """
    name = parse_name(text, key=key)
    if problem := unknown(name) or out_of_time(name, months):
        refuse(text, key, problem, column=name.column, width=len(name.text))
    return name


def columns_of(measure: str) -> tuple[str, ...]:
    """Return the columns that a monthly measure is the average of: itself, or one per step."""
    return tuple(f"{measure}_{step}" for step in STEPS) if measure in AVERAGED else (measure,)


def a_policy(name: Name, policies: Collection[str]) -> tuple[str, str] | None:
    """Return message and hint when a name is that of a policy and of nothing else."""
    if name.text not in policies or name.text in {*OUTCOMES, *MEASURES, *AVERAGED}:
        return None
    hint = "a claim is about one policy at a time; `compare` sets policies side by side"
    return (f"{name.text!r} is a policy, not an outcome or measure", hint)


def refuse_slip(claim: Claim, key: str) -> None:
    """Refuse `ruined > 5`, which never holds, where 5 % must be meant."""
    for side, other in ((claim.left, claim.right), (claim.right, claim.left)):
        if isinstance(side, Name) and isinstance(other, Number) and other.value > 1.0 and _is_share(side):
            problem = (f"{side.text} is a share between 0 and 1", f"Did you mean {other.value:g}%?")
            refuse(claim.text, key, problem, column=side.column, width=len(side.text))


def _is_share(name: Name) -> bool:
    table = OUTCOMES if name.month is None else MEASURES
    return table[columns_of(name.text)[0]].unit in {"share", "flag"}


def unknown(name: Name) -> tuple[str, str] | None:
    """Return message and hint when a name means nothing, or nothing with this month or without one."""
    measures = [*MEASURES, *AVERAGED]
    if name.month is None:
        if name.text in OUTCOMES:
            return None
        if name.text in measures:
            return (f"{name.text!r} is a monthly measure and needs a month", f"such as '{name.text} at 24 months'")
        return (f"{name.text!r} is not an outcome or measure", hint_for(name.text, [*OUTCOMES, *measures]))
    if name.text in measures:
        return None
    if name.text in OUTCOMES:
        return (f"{name.text!r} is an outcome of the whole run", "leave out 'at …'")
    return (f"{name.text!r} is not a measure", hint_for(name.text, measures))


def out_of_time(name: Name, months: int | None) -> tuple[str, str] | None:
    """Return message and hint when a month is beyond the horizon."""
    if months is None or name.month is None or math.isinf(name.month) or name.month <= months:
        return None
    return (f"month {name.month:.0f} is beyond the horizon", f"the run has {months} months")


def hint_for(word: str, known: tuple[str, ...] | list[str]) -> str:
    """Return a hint: the name that was meant, else some of those there are."""
    listed = f"known: {', '.join(sorted(known)[:SHOWN])}{', …' if len(known) > SHOWN else ''}"
    return meant(word, known, likeness=0.5).lstrip() or listed
