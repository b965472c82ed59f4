"""Speaker notes: what to say, where the figures come from, how to edit them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import counted
from sim.report.workbook.text import legal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.pack.chapter import Chapter
    from sim.report.story import Story

EDIT: Final = (
    "To edit a chart: right click, Edit Data; the sheet holds every figure in full. Texts beside points, and headings, "
    "do not follow a changed figure: type them anew."
)


def spoken(chapter: Chapter) -> list[str]:
    """Return what to say with a chapter."""
    said = [*chapter.say, *chapter.sentences]
    return [f"{chapter.title}.", *said] if said else [f"{chapter.title}."]


def note(slide: Any, story: Story, said: Sequence[str]) -> None:  # noqa: ANN401 (python-pptx's)
    """Write the notes of a slide."""
    facts = story.facts
    count = counted(facts.replications, "replication")
    run = f"Run {facts.run_id}, seed {facts.seed}, {count}, scenario {facts.scenario_hash}, cyclesim {story.version}."
    lines = ["What to say", *said, "", "Where it comes from", run, "", "How to edit", EDIT]
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:  # a template's notes may have no place for text
        frame.text = legal("\n".join(lines))
