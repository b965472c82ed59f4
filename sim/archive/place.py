"""The place of a run folder: a draft beside it, moved there in one go, and what a killed writer left put back."""

from __future__ import annotations

import errno
import secrets
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from sim.archive.disk import abandoned
from sim.archive.manifest import read_manifest
from sim.archive.names import MANIFEST
from sim.errors import MissingFileError, ScenarioError

if TYPE_CHECKING:
    from pathlib import Path


ATTEMPTS: Final = 5
"""How often a place is cleared when others keep writing the same run to it."""


def recover(place: Path) -> None:
    """Put an earlier run back when a writer was killed between setting it aside and replacing it."""
    if place.exists():
        return
    for aside in sorted(place.parent.glob(f".{place.name}.*.old")):
        if (aside / MANIFEST).is_file():
            with suppress(OSError):  # another writer was quicker, with this run or a new one
                aside.rename(place)
            return


def draft_beside(place: Path) -> Path:
    """Make a draft folder on the same disk, and remove drafts whose writers are gone."""
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}.unfinished")
    draft.mkdir()
    for left in abandoned(place.parent.glob(".*.unfinished")):
        shutil.rmtree(left, ignore_errors=True)
    return draft


def move(draft: Path, place: Path) -> None:
    """Rename the draft to its place; what stood there is set aside just before and removed just after."""
    asides: list[Path] = []
    for attempt in range(ATTEMPTS):
        try:
            draft.rename(place)
            break
        except OSError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST} or attempt == ATTEMPTS - 1:
                raise
            aside = place.with_name(draft.name.replace(".unfinished", f".{attempt}.old"))
            with suppress(FileNotFoundError):  # another writer has set it aside
                place.rename(aside)
                asides.append(aside)
    for aside in asides:
        if (place / MANIFEST).is_file():  # a run; an answer has no files but its own
            _carry_over(aside, place)
        shutil.rmtree(aside, ignore_errors=True)


def _carry_over(old: Path, new: Path) -> None:
    """Move files that the old run did not write itself into the new folder."""
    try:
        own = {MANIFEST, *read_manifest(old).files}
    except MissingFileError:  # another writer took it for what a killed one had left, and put it back
        return
    except ScenarioError:
        own = {MANIFEST}
    for path in [path for path in sorted(old.rglob("*")) if path.is_file()]:
        name = path.relative_to(old)
        target = new / name
        if name.as_posix() not in own and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
