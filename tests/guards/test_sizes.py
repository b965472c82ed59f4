"""A file of the product holds one idea, and can be read at a sitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MOST = 250
"""Lines of a file."""


def too_long(root: Path) -> dict[str, int]:
    """Return the length of every file that is longer than it may be."""
    files = [root / "cli.py", *(root / "sim").rglob("*.py")]
    lengths = {file.relative_to(root).as_posix(): len(file.read_text("utf-8").splitlines()) for file in files}
    return {name: length for name, length in lengths.items() if length > MOST}


def test_no_file_is_longer_than_it_may_be(root: Path) -> None:
    assert too_long(root) == {}


def test_a_long_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "sim").mkdir()
    (tmp_path / "cli.py").write_text("pass\n" * MOST, encoding="utf-8")
    (tmp_path / "sim" / "long.py").write_text("pass\n" * (MOST + 1), encoding="utf-8")
    assert too_long(tmp_path) == {"sim/long.py": MOST + 1}
