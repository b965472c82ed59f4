"""What a target of fuzzing is, and what it has to keep to: an input is read or refused in a sentence, soon."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.errors import CyclesimError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PATIENCE: Final = 5.0
"""Seconds of processor time that one input may take."""


class SlowError(Exception):
    """An input took longer than anybody waits."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads what a user, or somebody else, wrote.

    Attributes
    ----------
    attack
        Reads one input; what is refused raises a `CyclesimError`.
    seeds
        Good and odd inputs to start from.
    """

    attack: Callable[[bytes], None]
    seeds: Sequence[bytes]

    def try_out(self, data: bytes) -> None:
        """Read one input; anything but success or a refusal is raised.

        Raises
        ------
        SlowError
            When it took too long.
        """
        start = time.process_time()
        with suppress(CyclesimError):
            self.attack(data)
        if (seconds := time.process_time() - start) > PATIENCE:
            raise SlowError(f"{seconds:.1f} s for {data[:200]!r}")
