"""The page: parts that are measured one by one, each with when, on what and how undisturbed."""

from __future__ import annotations

import re
from typing import Final

from benchmarks.speed.job import ROOT

PAGE: Final = ROOT / "docs" / "reference" / "speed.md"
HEAD: Final = """# Speed

Written by `python -m benchmarks.speed`; do not edit.

Against other simulation packages and one compiled kernel: [peers](peers.md). What a single draw costs:
`python benchmarks/draws.py`, and [why there is an accelerator](../decisions/0009-the-accelerator.md).
"""
_START: Final = "<!-- part: {name} -->\n"
_PART: Final = re.compile(r"<!-- part: (\w+) -->\n(.*?)(?=<!-- part: |\Z)", re.DOTALL)


def assembled(parts: dict[str, str]) -> str:
    """Return the page of some parts."""
    return "\n".join([HEAD, *(f"{_START.format(name=name)}{text.strip()}\n" for name, text in parts.items())])


def parts_of(page: str) -> dict[str, str]:
    """Return the parts of a page by name."""
    return {name: text.strip() for name, text in _PART.findall(page)}


def put(name: str, text: str, order: list[str]) -> None:
    """Put a part in its place on the page; the others stay as they are."""
    known = parts_of(PAGE.read_text(encoding="utf-8")) if PAGE.is_file() else {}
    known[name] = text
    PAGE.write_text(assembled({one: known[one] for one in order if one in known}), encoding="utf-8")
