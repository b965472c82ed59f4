"""A copy of the tree in which faults are planted one at a time, away from everybody's work."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).resolve().parents[2]
COPIED: Final = ("sim", "tests", "scenarios", "docs", "pyproject.toml")
LONGEST: Final = 300
"""Seconds of work, not of waiting, after which tests that do not end are ended."""

_START: Final = """
import pathlib, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
except ImportError:
    pass  # a system without limits: wait
import sim
here = pathlib.Path(sys.argv[1]).resolve()
assert pathlib.Path(sim.__file__).resolve().is_relative_to(here), f"{sim.__file__} is not the copy in {here}"
import pytest
sys.exit(pytest.main(["-x", "-q", "--no-header", "-p", "no:cacheprovider", "--numprocesses=0", *sys.argv[3:]]))
"""
_TOLD: Final = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the tests said of a tree.

    Attributes
    ----------
    passed
        Whether every test passed.
    caught_by
        The test that failed first; empty when none did.
    told
        The end of what pytest printed.
    """

    passed: bool
    caught_by: str
    told: str


@dataclass(slots=True)
class Bench:
    """A copy of the tree at `home`.

    Parameters
    ----------
    home
        Folder to make and to work in.
    """

    home: Path
    _clock: Iterator[int] = field(default_factory=lambda: itertools.count(1_000_000_000))

    def __post_init__(self) -> None:
        """Copy what the tests need."""
        self.home.mkdir()
        unwanted = shutil.ignore_patterns("__pycache__", ".*")
        for name in COPIED:
            source, target = ROOT / name, self.home / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=unwanted)
            else:
                shutil.copy(source, target)

    @contextmanager
    def planted(self, file: str, text: str) -> Iterator[None]:
        """Let a file hold another text for a while."""
        path = self.home / file
        before = path.read_text(encoding="utf-8")
        self._write(path, text)
        try:
            yield
        finally:
            self._write(path, before)

    def _write(self, path: Path, text: str) -> None:
        """Write with a date of its own: Python tells stale bytecode by date and size alone."""
        path.write_text(text, encoding="utf-8")
        date = next(self._clock)
        os.utime(path, (date, date))

    def verdict(self, tests: Sequence[str]) -> Verdict:
        """Run tests in the copy, up to the first failure."""
        command = [sys.executable, "-c", _START, str(self.home), str(LONGEST), *tests]
        paths = {"PYTHONPATH": str(self.home), "PYTHONHASHSEED": "0"}
        done = subprocess.run(
            command, cwd=self.home, env=os.environ | paths, capture_output=True, text=True, check=False
        )
        if done.returncode < 0:
            return Verdict(passed=False, caught_by="(ended)", told=f"ended from outside, or after {LONGEST} s of work")
        first = _TOLD.search(done.stdout)
        told = (done.stdout + done.stderr)[-2000:]
        return Verdict(done.returncode == 0, first[1] if first else "", told)
