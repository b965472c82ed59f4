"""What a question of the Python interface is asked of, and how it is run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypedDict, runtime_checkable

from sim.errors import UsageError
from sim.hints import did_you_mean
from sim.results import Results as Tables
from sim.scenario import Scenario
from sim.studies.source import Asked, Given, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.experiment.progress import Progress
    from sim.interface.figures import Columns


@runtime_checkable
class Run(Protocol):
    """Results that know their scenario, as `sim.run` and `sim.read_run` return them."""

    @property
    def source(self) -> Source:
        """The results and their scenario."""
        ...


Subject = str | Path | Scenario | Run
"""What a question may be asked of: a file or a run's folder by name, a scenario, or results."""


class How(TypedDict, total=False):
    """How a scenario is run for a question; what is left out is the scenario's own."""

    replications: int
    """How many histories."""
    seed: int
    """Which luck."""
    policies: Sequence[str]
    """Only these policies."""
    workers: int | None
    """Processes: one when left out, as in `sim.run`; None for as many as pay. The numbers do not depend on it."""
    progress: Progress
    """Called after every piece of work."""


def given(subject: Subject) -> Given:
    """Return what the studies take.

    Raises
    ------
    UsageError
        When it is nothing that a question can be asked of.
    """
    if isinstance(subject, Scenario):
        return subject
    if isinstance(subject, str | Path):
        return str(subject)
    if isinstance(subject, Run):
        return subject.source
    if isinstance(subject, Tables):
        raise UsageError("these results don't know their scenario; take those of sim.run or sim.read_run")
    raise UsageError(f"a question is asked of a scenario, its file, results or a run's folder, not of {subject!r}")


def known(how: Mapping[str, Any], options: type[How | Columns]) -> None:
    """Refuse an option that is unknown.

    Raises
    ------
    UsageError
        When there is one.
    """
    allowed = options.__annotations__
    for name in how:
        if name not in allowed:
            raise UsageError(f"no option {name!r}. {did_you_mean(name, allowed, what='There are')}")


def one_of(name: str, value: str, *allowed: str) -> None:
    """Refuse a choice that is none of those allowed, which a type checker would have refused.

    Raises
    ------
    UsageError
        When it is none.
    """
    if value not in allowed:
        raise UsageError(f"{name} is {' or '.join(map(repr, allowed))}, not {value!r}")


def asked(how: How, options: type[How] = How) -> Asked:
    """Return how a scenario is to be run, as the studies take it.

    Raises
    ------
    UsageError
        When an option is unknown, or policies are one text instead of a list of names.
    """
    known(how, options)
    policies = how.get("policies", ())
    if isinstance(policies, str):
        raise UsageError(f"policies takes a list of names: policies=[{policies!r}]")
    return Asked(
        replications=how.get("replications"),
        seed=how.get("seed"),
        policies=tuple(policies),
        workers=how.get("workers", 1),
    )
