"""A factor of a sensitivity study: an uncertain input, or several that are tied together."""

from __future__ import annotations

from dataclasses import dataclass

from sim.analysis.amounts import listed


@dataclass(frozen=True, slots=True)
class Factor:
    """What is varied as one.

    Attributes
    ----------
    names
        Of its inputs, for people: `acquisition: win rate`.
    keys
        Of its inputs, dotted.
    """

    names: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called; tied inputs of one part of the cycle share its name."""
        first, *others = self.names
        head = first.partition(": ")[0] + ": "
        return f"{first} with {listed([other.removeprefix(head) for other in others])}" if others else first

    @property
    def tied(self) -> bool:
        """Whether it is several correlated inputs."""
        return len(self.keys) > 1
