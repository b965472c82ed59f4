"""Drafts of killed writers are found, those of writers at work are left alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sim.archive.disk import abandoned

if TYPE_CHECKING:
    from pathlib import Path


def test_only_what_is_a_day_old_is_abandoned(tmp_path: Path) -> None:
    old, young = tmp_path / "old", tmp_path / "young"
    for draft in (old, young):
        draft.touch()
    os.utime(old, (1e9, 1e9))
    assert list(abandoned([old, young])) == [old]


def test_a_draft_that_is_finished_meanwhile_is_no_trouble(tmp_path: Path) -> None:
    assert list(abandoned([tmp_path / "just renamed by its writer"])) == []
