"""What can go wrong on a disk, and what is left behind when a writer is killed."""

from __future__ import annotations

import errno
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_DAY: Final = 24 * 60 * 60


def reason(error: OSError) -> str:
    """Return in words why something could not be written."""
    return "the disk is full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else (error.strerror or str(error))


def abandoned(drafts: Iterable[Path]) -> Iterator[Path]:
    """Yield drafts untouched for a day: whoever wrote them is gone.

    Drafts of others who are writing now vanish at any moment, when they are finished.
    """
    yesterday = time.time() - _DAY
    for draft in drafts:
        try:
            touched = draft.stat().st_mtime
        except FileNotFoundError:
            continue
        if touched < yesterday:
            yield draft
