"""A shape of a slide: what it is called, what its name says, and its text."""

from __future__ import annotations

from typing import Any, Final

from sim.report.verifying.markup import A, P, tag

OURS: Final = "cyclesim:"
"""How the names of our shapes begin: `cyclesim:<chapter>[:<slide>]:<what>`."""
SHAPES: Final = (f"{P}sp", f"{P}graphicFrame", f"{P}pic")


def name_of(shape: Any) -> str:  # noqa: ANN401 (lxml's)
    """Return what a shape is called in its deck; empty for nothing."""
    properties = shape.find(f"./*/{P}cNvPr")
    return "" if properties is None else str(properties.get("name", ""))


def says(shape: Any) -> bool:  # noqa: ANN401 (lxml's)
    """Tell whether a shape shows anything: more than an empty place for words."""
    return tag(shape) != "sp" or any(text.strip() for text in paragraphs(shape))


def paragraphs(shape: Any) -> list[str]:  # noqa: ANN401 (lxml's)
    """Return the text of every paragraph; a line break is a blank."""
    return [
        "".join(part.text or "" if tag(part) == "t" else " " for part in one.iter(f"{A}t", f"{A}br"))
        for one in shape.iter(f"{A}p")
    ]


def slide_of(named: str) -> str:
    """Return what the slide of a shape is called: its chapter, and which slide of it."""
    _, chapter, *rest = named.split(":")
    return f"{chapter}:{rest[0]}" if rest and rest[0].isdigit() else chapter


def table_of(named: str) -> str:
    """Return the name of a table without the numbers of its slide and its piece."""
    return ":".join(part for part in named.split(":") if not part.isdigit())


def words_for(named: str) -> str:
    """Return what a shape is, in words."""
    _, _, *rest = named.split(":")
    return " ".join(rest[1:] if rest and rest[0].isdigit() else rest) or named
