"""The board pack put together: every chapter that can be told of a run, in the order of telling."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sim.analysis.amounts import sentence
from sim.report.pack import assumptions, drivers, tipping, why
from sim.report.pack.answer import answer
from sim.report.pack.bad import bad
from sim.report.pack.chapter import Chapter, Omitted, Pack
from sim.report.pack.odds import odds
from sim.report.pack.policies import policies
from sim.report.pack.spread import spread
from sim.report.pack.studied import Studied, explaining, study
from sim.report.pack.trade_off import trade_off
from sim.report.story import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.experiment.processes import Worker
    from sim.report.story import Story
    from sim.studies.source import Source

Told = Chapter | Omitted
Found = TypeVar("Found")


def bind(source: Source, *, version: str = "", process: Worker | None = None) -> Pack:
    """Return the board pack of a run.

    Parameters
    ----------
    source
        The run and the scenario that it came from.
    version
        Of cyclesim, when it ran.
    process
        A second one, from `explainer`; this one alone when None. The figures do not depend on it.
    """
    explained = explaining(source, process)
    story = told(source, version=version)
    found = study(source, best(story), explained)
    parts = [part for part in (*_of_run(story), *_of_studies(found, story), *_rest(found, story)) if part is not None]
    return Pack(
        story=story,
        scenario=source.scenario.dump(),
        chapters=tuple(part for part in parts if isinstance(part, Chapter)),
        omitted=tuple(part for part in parts if isinstance(part, Omitted)),
    )


def best(story: Story) -> str:
    """Return the policy that is looked into: the one worth most but for the baseline; a policy alone itself."""
    others = story.summary.others or (story.summary.baseline,)
    return max(others, key=lambda one: one.npv.mean).name


def _of_run(story: Story) -> Iterator[Told | None]:
    yield answer(story)
    yield policies(story) or Omitted("The policies", "The run kept no single months (--paths none).")
    yield odds(story)
    yield trade_off(story)


def _of_studies(found: Studied, story: Story) -> Iterator[Told | None]:
    facts, explained = story.facts, found.why
    if isinstance(explained, str):
        yield Omitted("Why", _whole(explained))
    else:
        yield why.gain(explained, facts)
        yield why.lead(explained, facts)
        yield tipping.curve(explained.tipping, facts) if explained.tipping else None
    yield _or_why_not("Where it tips", found.tipping, lambda one: tipping.plane(one, facts))
    yield _or_why_not("What drives it", found.drivers, lambda one: drivers.drivers(one, facts))
    yield _or_why_not("What to measure next", found.measuring, lambda one: drivers.measure(one, facts))
    yield _or_why_not("What could go wrong", found.bad, lambda one: bad(one, facts))


def _or_why_not(kicker: str, found: Found | str, of: Callable[[Found], Chapter]) -> Told:
    return Omitted(kicker, _whole(found)) if isinstance(found, str) else of(found)


def _whole(message: str) -> str:
    return f"{sentence(message).removesuffix('.')}."


def _rest(found: Studied, story: Story) -> Iterator[Told | None]:
    yield assumptions.assumptions(story)
    yield spread(story)
    if found.loops:
        yield why.loops(found.loops, best(story), story.facts)
    yield assumptions.figures(story)
    yield assumptions.limits(story)
