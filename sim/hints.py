"""What may have been meant by a name that nobody knows; every message that says so asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_LISTED: Final = 20
"""Most names that a hint lists in full."""


def nearest(name: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """Return the known name that looks most like this one, or nothing."""
    from difflib import get_close_matches

    simple = {_simple(candidate): candidate for candidate in known}
    found = get_close_matches(_simple(name), simple, n=1, cutoff=likeness)
    return simple[found[0]] if found else ""


def meant(name: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """Return a question to put after a sentence, with the blank before it: ` Did you mean 'steady'?`, or nothing."""
    match = nearest(name, known, likeness=likeness)
    return f" Did you mean {match!r}?" if match else ""


def did_you_mean(name: str, known: Iterable[str], *, what: str = "Known") -> str:
    """Return a hint for an unknown name: the nearest one, else the whole list if it is short."""
    names = list(known)
    listed = f"{what}: {', '.join(names)}." if 0 < len(names) <= _LISTED else ""
    return meant(name, names).lstrip() or listed


def _simple(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")
