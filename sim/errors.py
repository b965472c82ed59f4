"""Every error a user can meet, one small tree, each with its exit code."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file, where it is, and what would be right.

    Attributes
    ----------
    file, line, column
        Place, counted from 1; line 0 when the problem has no place.
    key
        Dotted key, such as `acquisition.win_rate`.
    message
        What is wrong.
    hint
        What to write instead: a suggestion, the allowed range.
    excerpt, width
        The line of the file and how many characters from `column` the caret marks.
    severity
        `error` or `warning`.
    """

    file: str
    message: str
    line: int = 0
    column: int = 0
    key: str = ""
    hint: str = ""
    excerpt: str = ""
    width: int = 1
    severity: str = "error"

    def __str__(self) -> str:
        """Return the problem as compilers print it: place, message, line, caret, hint."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        lines = [f"{place} {self.severity}: {self.message}"]
        if self.line:
            gutter = f"{self.line:>5} | "
            lines.append(gutter + self.excerpt)
            pointer = " " * (len(gutter) - 2) + "| " + " " * (self.column - 1) + "^" * max(1, self.width)
            lines.append(f"{pointer} {self.hint}".rstrip())
        elif self.hint:
            lines.append(f"  {self.hint}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """Return the problem for `--json`."""
        return asdict(self)


class CyclesimError(Exception):
    """Something the user can put right; the message says how."""

    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems

    def __str__(self) -> str:
        """Return the message and every problem."""
        return "\n".join([*(str(problem) for problem in self.problems), self.message])


class UsageError(CyclesimError):
    """The request itself makes no sense."""

    exit_code = 2


class ScenarioError(CyclesimError):
    """A scenario or data file is wrong."""

    exit_code = 65


class MissingFileError(CyclesimError):
    """A file that was named does not exist."""

    exit_code = 66


class MissingPartError(CyclesimError):
    """An optional part is not installed; the message says the pip command."""

    exit_code = 69
