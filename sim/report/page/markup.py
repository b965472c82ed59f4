"""Elements of a page: whatever is handed over as text stays text.

The tree is the standard library's; it escapes text and attributes as it is written out. Only the insides of `script`
and `style` are written as they are, and those never hold a user's text unescaped (`provenance`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from sim.analysis.amounts import MINUS

if TYPE_CHECKING:
    from collections.abc import Iterable

Element = ET.Element
Inside = Element | str
_HIDDEN: Final = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd]")
"""Characters that a page must not hold: controls, halves of pairs, and what Unicode keeps for itself."""
_RIGHT: Final = "[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]+"
"""Letters that are read from right to left."""
_APART: Final = re.compile(f"({MINUS}\\S+|{_RIGHT}(?:[ _-]+{_RIGHT})*)")
ISOLATE, POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def element(tag: str, *inside: Inside | None, **attributes: str | float | None) -> Element:
    """Return an element; strings inside it are text.

    Parameters
    ----------
    tag
        Its name.
    inside
        Text and elements, in order; None is left out.
    attributes
        `class_` is written `class`, `data_text` is written `data-text`; None is left out.
    """
    known = {_name(name): _written(value) for name, value in attributes.items() if value is not None}
    made = ET.Element(tag, known)
    for part in inside:
        if part is not None:
            _add(made, part)
    return made


def add(parent: Element, parts: Iterable[Inside | None]) -> Element:
    """Put parts at the end of an element, and return it."""
    for part in parts:
        if part is not None:
            _add(parent, part)
    return parent


def prose(words: str) -> list[Inside]:
    """Return a text in parts: a minus sign stays with its number, and names read from the right with themselves."""
    parts: list[Inside] = list(_APART.split(words))
    parts[1::2] = [_apart(str(part)) for part in parts[1::2]]
    return parts


def isolated(words: str) -> str:
    """Return a text for a drawing, in which names read from the right move nothing beside them."""
    return _APART.sub(lambda found: found[0] if found[0].startswith(MINUS) else f"{ISOLATE}{found[0]}{POP}", words)


def _apart(part: str) -> Element:
    return element("span", part, class_="amount") if part.startswith(MINUS) else element("bdi", part)


def html(tree: Element) -> str:
    """Write an element and all that it holds as HTML."""
    return ET.tostring(tree, encoding="unicode", method="html")


def number(value: float) -> str:
    """Write a position or a size, as short as it gets."""
    return f"{round(value, 1) + 0.0:g}"


def _add(parent: Element, part: Inside) -> None:
    if not isinstance(part, str):
        parent.append(part)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + clean(part)
    else:
        parent.text = (parent.text or "") + clean(part)


def clean(text: str) -> str:
    """Replace characters that no page may hold."""
    return _HIDDEN.sub(REPLACEMENT, text)


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _written(value: str | float) -> str:
    return clean(value) if isinstance(value, str) else number(value)
