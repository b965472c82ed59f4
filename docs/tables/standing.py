"""What a source is worth: published, adapted, a benchmark, own calculation, said, judged, or the reader's own."""

from __future__ import annotations

import re
from typing import Final

STANDINGS: Final = {
    "published": "a figure from a named publication, as it stands there; confidence: as good as the publication",
    "published, adapted": "a published figure moved by judgement to small firms or to this use; confidence: medium",
    "own calculation": "own arithmetic, or a fit on public data; confidence: medium",
    "benchmark": "figures of vendors or of an industry; confidence: low",
    "founding documents": "said by the founding documents, not measured; confidence: low",
    "judgement": "an assumption, with or without a plausible range; confidence: low",
    "numerical": "how exactly a method computes; not a fact about firms",
    "yours": "your scenario says it; the default is a placeholder",
}
"""Every standing, and what it means for confidence."""

_YEAR: Final = r"\b(19|20)\d\d\b"
_AUTHORITY: Final = rf"{_YEAR}|\bBEA\b|\bBLS\b|\bNBER\b"
_RULES: Final = (
    (r"^$|^scenario$|^the rule$", "yours"),
    (rf"(?=.*judgement)(?=.*({_AUTHORITY}))", "published, adapted"),
    (r"judgement", "judgement"),
    (r"^methods$", "numerical"),
    (r"\bown (arithmetic|BG/NBD|calculation)|\bUCI\b|small manufacturers: yearly growth", "own calculation"),
    (r"benchmark|MarketingSherpa|Vertice|HubSpot|pymc-marketing", "benchmark"),
    (_AUTHORITY, "published"),
    (r"founding documents", "founding documents"),
    (r"^[\d.]+(-[\d.]+)? (days|%|for )", "judgement"),  # a bare range names nobody who found it
)
"""Patterns in the order in which they are asked; the first that fits decides."""


def standing(source: str) -> str:
    """Return what a source is worth; a source of no known kind is refused, so that a new one is thought about."""
    for pattern, name in _RULES:
        if re.search(pattern, source):
            return name
    raise ValueError(f"docs/tables/standing.py does not know what the source '{source}' is worth")
