"""The deck: a board pack as a presentation that PowerPoint edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.charts.style import house_style
from sim.report.deck import ends, provenance
from sim.report.deck.chapters import Writer
from sim.report.deck.cleaning import clean
from sim.report.deck.ground import ground

if TYPE_CHECKING:
    from pathlib import Path

    from sim.report.deck.ground import Ground
    from sim.report.pack.chapter import Pack


def deck(pack: Pack, template: Path | None = None) -> bytes:
    """Return a board pack as a `.pptx` file, always the same bytes for the same pack and template.

    Parameters
    ----------
    pack
        What it says.
    template
        A `.pptx` or `.potx` whose layouts, fonts and colours it takes; our own look when None.

    Raises
    ------
    CyclesimError
        When the template can't be used.
    """
    return built(pack, ground(template))


def built(pack: Pack, on: Ground) -> bytes:
    """Return a board pack as a `.pptx` file, on a presentation that is open."""
    with house_style():  # which also keeps matplotlib quiet about letters that it has no picture of
        return _written(clean(pack), on)


def _written(told: Pack, on: Ground) -> bytes:
    writer = Writer(on, told.story)
    ends.cover(on, told)
    later = [sheet for chapter in told.chapters if not chapter.appendix for sheet in writer.chapter(chapter)]
    last = [chapter for chapter in told.chapters if chapter.appendix]
    last += [ends.left_out(told.omitted)] if told.omitted else []
    if last or later:
        ends.divider(on, told.story)
    for sheet in later:
        writer.sheet(sheet)
    for chapter in last:
        writer.chapter(chapter)
    provenance.sign(on.deck, told)
    return provenance.packed(on.deck)
