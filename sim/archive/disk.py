"""What can go wrong on a disk, and what is left behind when a writer is killed."""

from __future__ import annotations

import errno
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal

from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_DAY: Final = 24 * 60 * 60


def reason(error: OSError) -> str:
    """Return in words why something could not be written."""
    return "the disk is full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else (error.strerror or str(error))


@contextmanager
def writing(place: Path, what: Literal["the run", "the answer"] = "the run") -> Iterator[None]:
    """Say that something can't be written, and why, as something the user can put right.

    Raises
    ------
    UsageError
        In place of any error of the system.
    """
    try:
        yield
    except OSError as error:
        resume = "continue with --resume" if what == "the run" else "ask again"
        msg = (
            f"{place}: can't write {what}: {reason(error)}. Earlier results are untouched: "
            f"make room and {resume}, or name another folder with --out"
        )
        raise UsageError(msg) from error


def abandoned(drafts: Iterable[Path]) -> Iterator[Path]:
    """Yield drafts, files or folders, untouched for a day: whoever wrote them is gone.

    Drafts of others who are writing now vanish at any moment, when they are finished.
    """
    yesterday = time.time() - _DAY
    for draft in drafts:
        try:
            touched = max(path.stat().st_mtime for path in (draft, *draft.glob("*")))
        except FileNotFoundError:
            continue
        if touched < yesterday:
            yield draft
