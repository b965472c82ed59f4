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
_AMOUNT: Final = re.compile(f"({MINUS}\\S+)")
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
    """Return a text in parts, so that no line breaks between a minus sign and its number."""
    parts: list[Inside] = list(_AMOUNT.split(words))
    parts[1::2] = [element("span", str(amount), class_="amount") for amount in parts[1::2]]
    return parts


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
