"""The text of a scenario file, and places in it that a message can point at."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sim.errors import MissingFileError, Problem, ScenarioError

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES: Final = (".yaml", ".yml")
"""What the name of a scenario file ends in."""

MAX_BYTES: Final = 2_000_000
"""A scenario file is written by people: anything larger is some other file."""

_BREAKS: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was read: its name as the user knows it, its lines, the file if it came from one."""

    name: str
    text: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    path: Path | None = None

    @classmethod
    def of(cls, text: str, *, name: str, path: Path | None = None) -> Source:
        """Return a source for a text that is already at hand; every kind of line break becomes the plain one."""
        lines = _BREAKS.split(text)
        return cls(name, "\n".join(lines), tuple(lines), path)

    def excerpt(self, line: int) -> str:
        """Return a line for printing: tabs as one blank so that the caret stands right, nothing unprintable."""
        if not 0 < line <= len(self.lines):
            return ""
        return "".join(c if c.isprintable() else " " for c in self.lines[line - 1])


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line of a source; line and column count from 1, line 0 means nowhere in particular."""

    source: Source
    line: int = 0
    column: int = 0
    width: int = 1

    def problem(self, message: str, *, key: str = "", hint: str = "", severity: str = "error") -> Problem:
        """Return a problem at this place."""
        return Problem(
            file=self.source.name,
            message=message,
            line=self.line,
            column=self.column,
            key=key,
            hint=hint,
            excerpt=self.source.excerpt(self.line),
            width=self.width,
            severity=severity,
        )


def read_source(path: Path, *, name: str) -> Source:
    """Return the text of a file.

    Raises
    ------
    MissingFileError
        When there is no such file, or it can't be opened.
    ScenarioError
        When it is too large or not UTF-8.
    """
    raw = _read_bytes(path, name)
    if len(raw) > MAX_BYTES:
        raise _unusable(name, "the file is larger than 2 MB", "A scenario is a short text file; is this the right one?")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(name, raw, error.start) from None
    return Source.of(text, name=name, path=path)


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _unreadable(name, "is a folder, not a file", "Name the scenario file in it.")
        if not stat.S_ISREG(mode):
            raise _unreadable(name, "is a device or pipe, not a file", "Save the scenario as a file first.")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _unreadable(name, "does not exist", "") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(name, f"can't be read: {reason.lower()}", "") from None


def _unreadable(name: str, what: str, hint: str) -> MissingFileError:
    return MissingFileError(f"{name} {what}", (Problem(file=name, message=f"the file {what}", hint=hint),))


def _unusable(name: str, message: str, hint: str) -> ScenarioError:
    return ScenarioError(f"{name}: {message}", (Problem(file=name, message=message, hint=hint),))


def _not_utf8(name: str, raw: bytes, start: int) -> ScenarioError:
    before = raw[:start].decode("utf-8-sig", errors="replace")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    excerpt = Source.of(raw.decode("utf-8-sig", errors="replace"), name=name).excerpt(line)
    problem = Problem(
        file=name,
        message="the file is not UTF-8 text",
        line=line,
        column=column,
        hint="Save it in your editor with the encoding UTF-8.",
        excerpt=excerpt,
    )
    return ScenarioError(f"{name} is not UTF-8 text", (problem,))
