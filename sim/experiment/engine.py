"""Which engine made a number: a fingerprint of its code and of the libraries it computes with."""

from __future__ import annotations

import hashlib
import marshal
import sys
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Final

import numpy as np
import scipy

import sim

PARTS: Final = ("experiment", "model", "policies", "randomness", "scenario")
"""Packages whose code can move a number."""

ORDER: Final = "results.py"
"""Where the order of measures and outcomes stands: pieces hold them by their place, not by name."""


@cache
def fingerprint() -> str:
    """Return a short checksum that changes whenever the engine could give other numbers.

    The compiled draws are left out: they change no number.
    """
    digest = hashlib.sha256(f"{np.__version__} {scipy.__version__}".encode())
    home = Path(sim.__file__).parent
    for file in (home / ORDER, *sorted(file for part in PARTS for file in (home / part).rglob("*.py"))):
        digest.update(file.relative_to(home).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def own_code(kind: type) -> list[str]:
    """Return checksums of the code of a rule that is not ours: of the files its classes stand in, or of their methods.

    So a rule that was changed is simulated anew, where ours are known by the engine's fingerprint.
    """
    strangers = [one for one in kind.__mro__ if one.__module__.partition(".")[0] not in {"sim", "abc", "builtins"}]
    return [hashlib.sha256(_code(one)).hexdigest()[:12] for one in strangers]


def _code(kind: type) -> bytes:
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    if file and Path(file).is_file():
        return Path(file).read_bytes()
    return b"".join(marshal.dumps(own.__code__) for own in vars(kind).values() if isinstance(own, FunctionType))
