"""A chapter as slides: one message on each, a figure that shows it, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sim.report.deck import figures, tables
from sim.report.deck.boxes import Box
from sim.report.deck.charts.space import Space
from sim.report.deck.fitting import Fitted, fitted, line_count
from sim.report.deck.grids import Grid, grids
from sim.report.deck.ink import GOOD, MUTED
from sim.report.deck.leaf import SOURCE, Leaf, Style, Tag
from sim.report.deck.speech import note, spoken
from sim.report.deck.zones import zones

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.deck.ground import Ground
    from sim.report.pack.chapter import Chapter, Exhibit
    from sim.report.story import Story
    from sim.report.tables.table import Table

TITLES: Final = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0)
_ONE_LINE: Final = 24.0
"""Points down to which a title shrinks rather than take a second line."""
READ: Final = (18.0, 16.0, 15.0, 14.0, 13.0, 12.0)
LARGE: Final = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
_BELOW: Final = (16.0, 15.0, 14.0, 13.0, 12.0)
"""Sizes of type, largest first: titles, sentences beside a figure, sentences alone, sentences below a figure."""
_MOST: Final = 3
"""Sentences beside a figure; all of them are in the notes."""
_BESIDE: Final = 0.3
"""Share of the width for sentences beside a figure."""
_NARROW: Final = 9.0
"""Inches below which a slide has no room for sentences beside a figure."""
_REST: Final = "Further pages of this table are in the appendix."
_HEADING: Final = 0.3
_ABOVE: Final = 0.12
"""Inches for a heading, and above the words below a figure."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a table.

    Attributes
    ----------
    chapter, table
        What it belongs to.
    grid
        The cells.
    number, pages
        Which of how many.
    count
        How many slides of the chapter come before, where it is written later.
    """

    chapter: Chapter
    table: Table
    grid: Grid
    number: int
    pages: int
    count: int = 0


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes slides.

    Attributes
    ----------
    ground
        What they stand on.
    story
        What the run says.
    """

    ground: Ground
    story: Story

    def chapter(self, chapter: Chapter) -> list[Sheet]:
        """Write the slides of a chapter: the message with its figure, further figures, tables.

        Returns
        -------
            What of long tables is left for the appendix.
        """
        if not chapter.exhibits and not chapter.tables:
            leaf, body = self._leaf(chapter, chapter.title, 0)
            self._words(leaf, body, chapter.sentences, LARGE)
        count = 0
        for place, exhibit in enumerate(chapter.exhibits):
            for part in range(figures.parts(exhibit.plot)):
                title = chapter.title if place == 0 else exhibit.heading
                words = chapter.sentences[:_MOST] if count == 0 else ()
                leaf, body = self._leaf(chapter, title, count)
                self._figure(Space(leaf, body, exhibit, part), words, headed=place == 0)
                count += 1
        sheets = [sheet for table in chapter.tables for sheet in self._sheets(chapter, table)]
        told = [sheet for sheet in sheets if chapter.appendix or sheet.number == 1]
        for place, sheet in enumerate(told):
            self.sheet(sheet, count + place)
        rest = [sheet for sheet in sheets if sheet not in told]
        return [replace(sheet, count=count + len(told) + place) for place, sheet in enumerate(rest)]

    def sheet(self, sheet: Sheet, count: int | None = None) -> None:
        """Write a page of a table, the first of a chapter without figures under the chapter's message."""
        chapter, table = sheet.chapter, sheet.table
        count = sheet.count if count is None else count
        title = f"{table.title} ({sheet.number} of {sheet.pages})" if sheet.pages > 1 else table.title
        leaf, body = self._leaf(chapter, title if count else chapter.title, count)
        if count == 0:
            if chapter.sentences:
                text = self._above(chapter)
                above, body = body.cut_top(text.height + 0.2)
                leaf.text(above, text.texts, Style(text.size), Tag("sentences", "What the message rests on"))
            head, body = body.cut_top(_HEADING)
            leaf.text(head, [title], Style(14.0, MUTED), Tag(f"{table.name}:heading", "What the table holds"))
        self._grid(leaf, body, sheet)

    def _leaf(self, chapter: Chapter, title: str, count: int) -> tuple[Leaf, Box]:
        """Start a slide: kicker, title, number, notes; return it and the room that is left."""
        ground, parts = self.ground, zones(self.ground)
        slide = ground.deck.slides.add_slide(ground.message)
        leaf = Leaf(ground, slide, chapter.key if count == 0 else f"{chapter.key}:{count + 1}")
        leaf.text(
            parts.kicker, [chapter.kicker], Style(12.0, GOOD.lighter(-0.25), 1, parts.side), Tag("kicker", "Topic")
        )
        room = (parts.title.width - 2.0 * parts.inset) / ground.theme.stretch, parts.title.height
        sizes = [size for size in TITLES if size <= parts.size] or [TITLES[-1]]
        one = [size for size in sizes if size >= _ONE_LINE and line_count(title, 0.98 * room[0], size, "bold") == 1]
        fit = fitted([title], room, one or sizes, "bold")
        put_title(leaf, parts.title, fit, parts.side)
        leaf.number()
        note(slide, self.story, spoken(chapter) if count == 0 else [f"{title}.", *chapter.say])
        return leaf, parts.body

    def _figure(self, space: Space, words: Sequence[str], *, headed: bool) -> None:
        """Place a figure with its heading, its source and the words beside or below it."""
        leaf, plot = space.leaf, space.exhibit.plot
        head, box = space.box.cut_top(_HEADING if headed else 0.0)
        beside = not figures.is_wide(plot)
        figure, text, words = self._split(space.within(box), words, beside=int(beside))
        if headed:
            fit = fitted(
                [space.exhibit.heading], (head.width / self.ground.theme.stretch, head.height), (14.0, 13.0, 12.0)
            )
            leaf.text(head, fit.texts, Style(fit.size, MUTED), space.tag("heading", "What is plotted"))
        figures.draw(space.within(figure))
        if text is not None:
            self._words(leaf, text, words, READ if beside else _BELOW)
        self._source(leaf, space.exhibit)

    def _split(self, space: Space, words: Sequence[str], *, beside: int) -> tuple[Box, Box | None, Sequence[str]]:
        """Return the room of a figure and that of its words, and the words that have room."""
        plot, box, stretch = space.exhibit.plot, space.box, self.ground.theme.stretch
        spare = figures.spare(plot, space.part, box)
        if not words or spare is not None:
            return box, spare, words
        if beside and box.width >= _NARROW:
            figure, text = box.cut_left(box.width * (1.0 - _BESIDE) - 0.35, 0.35)
            return figure, text, words
        few, high = (words[:1], 0.55) if figures.is_crowded(plot) else (words, 1.3)
        need = fitted(few, (box.width / stretch, high), _BELOW).height + 0.05
        figure, text = box.cut_bottom(need + _ABOVE)
        return figure, text.cut_top(_ABOVE)[1], few

    def _source(self, leaf: Leaf, exhibit: Exhibit) -> None:
        box = zones(self.ground).source
        fit = fitted([exhibit.source], (box.width / self.ground.theme.stretch, box.height), (10.0, 9.0))
        leaf.text(box, fit.texts, Style(fit.size, SOURCE.ink, anchor="bottom"), Tag(f"{exhibit.name}:source", "Source"))

    def _words(self, leaf: Leaf, box: Box, words: Sequence[str], sizes: Sequence[float]) -> None:
        if words:
            fit = fitted(words, (box.width / self.ground.theme.stretch, box.height), sizes)
            leaf.text(box, fit.texts, Style(fit.size), Tag("sentences", "What the message rests on"))

    def _above(self, chapter: Chapter) -> Fitted:
        """Return the sentences that stand above a table."""
        room = zones(self.ground).body
        return fitted(chapter.sentences[:_MOST], (room.width / self.ground.theme.stretch, 1.4), READ)

    def _sheets(self, chapter: Chapter, table: Table) -> list[Sheet]:
        """Return the pages of a table."""
        room, currency = zones(self.ground).body, self.story.facts.currency
        first = room.height
        if not chapter.exhibits and table is chapter.tables[0]:
            first -= _HEADING + (self._above(chapter).height + 0.2 if chapter.sentences else 0.0)
        pieces = grids(table, room.width / self.ground.theme.stretch, (first, room.height), currency)
        return [Sheet(chapter, table, grid, number, len(pieces)) for number, grid in enumerate(pieces, 1)]

    def _grid(self, leaf: Leaf, body: Box, sheet: Sheet) -> None:
        grid, table = sheet.grid, sheet.table
        more = "" if sheet.number == 1 else f":{sheet.number}"
        alt = f"Table: {table.title}; columns: {', '.join(grid.heads)}"
        box = Box(body.left, body.top, sum(grid.widths), sum(grid.heights))
        tables.write(leaf, box, grid, Tag(f"{table.name}{more}", alt, table.title))
        notes = [*table.notes, *([_REST] if sheet.number == 1 < sheet.pages and not sheet.chapter.appendix else [])]
        if notes:
            box = zones(self.ground).source
            fit = fitted([" ".join(notes)], (box.width / self.ground.theme.stretch, box.height), (10.0, 9.0))
            leaf.text(box, fit.texts, Style(fit.size, MUTED, anchor="bottom"), Tag(f"{table.name}:source", "Notes"))


def put_title(leaf: Leaf, box: Box, fit: Fitted, side: str) -> None:
    """Write the title into the layout's placeholder, or into a box where it has none; empty others are removed."""
    shape: Any = leaf.slide.shapes.title
    for other in list(leaf.slide.placeholders):
        if shape is None or other.shape_id != shape.shape_id:
            other._element.getparent().remove(other._element)  # noqa: SLF001 (python-pptx can't remove shapes)
    tag = Tag("title", "Message of the slide")
    if shape is None:
        leaf.text(box, fit.texts, Style(fit.size, bold=1, side=side), tag)
        return
    emu = leaf.ground.emu
    shape.left, shape.top, shape.width, shape.height = emu(box.left), emu(box.top), emu(box.width), emu(box.height)
    leaf.title(shape, fit.texts[0], fit.size, tag)
