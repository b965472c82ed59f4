"""A chapter of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.page.figure import figure
from sim.report.page.grid import of_table
from sim.report.page.markup import add, element, prose
from sim.report.page.table import table

if TYPE_CHECKING:
    from sim.report.pack.chapter import Chapter, Omitted
    from sim.report.page.markup import Element


def section(chapter: Chapter, currency: str) -> Element:
    """Return a chapter: its message, what that rests on, figures, tables, and what to say."""
    key = chapter.key
    made = element("section", id=key, aria_labelledby=f"{key}-title")
    kicker = f"Appendix: {chapter.kicker}" if chapter.appendix else chapter.kicker
    add(made, [
        element("p", *prose(kicker), class_="kicker"),
        element("h2", *prose(chapter.title), id=f"{key}-title", data_text=f"{key}:title"),
        *_texts("p", f"{key}:sentence", chapter.sentences),
        *(figure(exhibit, key) for exhibit in chapter.exhibits),
    ])  # fmt: skip
    for each in chapter.tables:
        notes = [element("p", *prose(note), class_="source") for note in each.notes]
        add(made, [table(of_table(each, currency), f"{key}:{each.name}", each.title), *notes])
    if chapter.say:
        lines = [
            element("li", *prose(text), data_text=f"{key}:say-{place}") for place, text in enumerate(chapter.say, 1)
        ]
        add(made, [element("details", element("summary", "What to say"), element("ul", *lines), class_="say")])
    return made


def _texts(tag: str, name: str, texts: tuple[str, ...]) -> list[Element]:
    """Return an element per text, numbered from 1 so that each can be found and checked."""
    return [element(tag, *prose(text), data_text=f"{name}-{place}") for place, text in enumerate(texts, 1)]


def left_out(omitted: tuple[Omitted, ...]) -> Element | None:
    """Say which chapters are missing, and why."""
    if not omitted:
        return None
    items = [element("li", element("strong", f"{each.kicker}: "), *prose(each.why)) for each in omitted]
    return element(
        "section", element("h2", "What this run can't tell", id="left-out-title"), element("ul", *items),
        id="left-out", aria_labelledby="left-out-title",
    )  # fmt: skip
