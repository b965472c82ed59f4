"""What a deliberate fault is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """One deliberate fault in the code.

    Attributes
    ----------
    name
        A few words, unique among all mutants.
    wrong
        What would be wrong with the results, in a sentence.
    file
        File of the code, from the project's root.
    old, new
        Words that stand in the file exactly once, and what replaces them.
    tests
        Files or single tests that must catch it.
    """

    name: str
    wrong: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def planted(self, text: str) -> str:
        """Return the file's text with the fault in it.

        Raises
        ------
        ValueError
            When the old words do not stand there exactly once.
        """
        found = text.count(self.old)
        if found != 1:
            raise ValueError(f"{self.name}: {self.file} has {self.old!r} {found} times, not once")
        return text.replace(self.old, self.new)
