"""One file, written as a whole or not at all."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sim.archive.disk import reason
from sim.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def write_file(path: Path, content: bytes) -> Path:
    """Write a file beside its place first, then move it there; until then an earlier one stays as it was.

    Raises
    ------
    UsageError
        When it can't be written: no permission, disk full, a folder in the way.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.write_bytes(content)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {reason(error)}. Name another folder with --out") from error
    return path
