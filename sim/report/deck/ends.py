"""The slides around the chapters: cover, appendix, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.analysis.amounts import counted, sentence, spoken
from sim.report.deck.boxes import Box
from sim.report.deck.chapters import put_title
from sim.report.deck.fitting import fitted
from sim.report.deck.ground import MARGIN
from sim.report.deck.ink import MUTED
from sim.report.deck.leaf import Leaf, Style, Tag
from sim.report.deck.speech import note
from sim.report.pack.chapter import Chapter
from sim.report.workbook.text import legal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.deck.ground import Ground
    from sim.report.pack.chapter import Omitted, Pack
    from sim.report.story import Story


def cover(ground: Ground, pack: Pack) -> None:
    """Write the first slide: whose figures these are."""
    facts, story = pack.story.facts, pack.story
    policies = f"{len(facts.policies)} {'policy' if len(facts.policies) == 1 else 'policies'}"
    extent = f"{policies}, {counted(facts.months, 'month')}, {counted(facts.replications, 'replication')}"
    run = f"cyclesim run {facts.run_id}: {extent}, seed {facts.seed}"
    lines = [text for text in (legal(story.description), run) if text.strip()]
    _stand(ground, story, (sentence(spoken(legal(facts.scenario))), lines), ground.cover, "cover")


def divider(ground: Ground, story: Story) -> None:
    """Write the slide that ends the telling."""
    _stand(
        ground,
        story,
        ("Appendix", ["For questions: figures and assumptions behind the pack."]),
        ground.divider,
        "appendix",
    )


def left_out(omitted: Sequence[Omitted]) -> Chapter:
    """Return what could not be told, and why, as a chapter."""
    return Chapter(
        key="left-out",
        kicker="Left out",
        title="What this pack could not tell of the run",
        sentences=tuple(f"{one.kicker}: {one.why}" for one in omitted),
        appendix=True,
    )


def _stand(ground: Ground, story: Story, words: tuple[str, list[str]], layout: Any, key: str) -> None:  # noqa: ANN401 (python-pptx's)
    """Write a slide of a title and a few lines, in the middle of its height."""
    title, lines = words
    leaf = Leaf(ground, ground.deck.slides.add_slide(layout), key)
    wide = ground.width - 2.0 * MARGIN
    box = Box(MARGIN, 2.3, wide * 0.86, 1.5)
    room = box.width / ground.theme.stretch
    put_title(leaf, box, fitted([title], (room - 0.2, box.height), (40.0, 36.0, 32.0, 28.0, 24.0, 20.0), "bold"), "l")
    below = Box(MARGIN, 4.0, box.width, 1.9)
    fit = fitted(lines, (room, below.height), (18.0, 16.0, 14.0, 12.0))
    leaf.text(below, fit.texts, Style(fit.size, MUTED), Tag("sentences", "What it is about"))
    note(leaf.slide, story, [f"{title}.", *lines])
