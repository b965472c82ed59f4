"""The board pack put together: every chapter that can be told of a run, in the order of telling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.pack.chapter import Pack
from sim.report.pack.policies import policies
from sim.report.story import told

if TYPE_CHECKING:
    from sim.studies.source import Source


def bind(source: Source, *, version: str = "") -> Pack:
    """Return the board pack of a run.

    Parameters
    ----------
    source
        The run and the scenario that it came from.
    version
        Of cyclesim, when it ran.
    """
    story = told(source, version=version)
    chapters = (policies(story),)
    return Pack(
        story=story,
        scenario=source.scenario.dump(),
        chapters=tuple(chapter for chapter in chapters if chapter is not None),
    )
