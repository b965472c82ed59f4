"""What a run takes of memory and disk; a run that can't fit is refused with the arithmetic before it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sim.errors import UsageError
from sim.experiment.pieces import kept_of
from sim.results import MEASURES, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.experiment.pieces import Paths, Piece
    from sim.scenario import Scenario

Kept = Literal["in memory", "in a file"]
"""Where outcomes are while a run goes on."""

USABLE: Final = 0.6
"""Share of the machine's memory a run may plan to use."""

PACKED: Final = 0.75
"""Share of its bytes in memory that a table or a piece takes on disk, about the most that was seen."""

_NUMBER: Final = 8
_SINGLE: Final = 4
_COLUMNS: Final = 8
"""Columns of outcomes in memory at a time, copies included, while the summary is made of a file."""
_COPIES: Final = 1.5
"""Times that outcomes lie in memory while a table is made of them there: policy, replication, one column more."""
_MONTH_COPIES: Final = 2
"""Times that the months of all replications lie in memory while a table is made of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that takes room, and how many bytes."""

    what: str
    size: float

    def __str__(self) -> str:
        """Return both, for a message."""
        return f"{self.what} take {_told(self.size)}"


def refuse_beyond_memory(scenario: Scenario, paths: Paths, outcomes: Kept) -> None:
    """Refuse a run that can't fit into memory.

    Raises
    ------
    UsageError
        With what would take how much.
    """
    parts = (_outcomes_in_memory(scenario, outcomes), _months_in_memory(scenario, paths))
    room, needed = memory(), sum(part.size for part in parts)
    if needed <= USABLE * room:
        return
    less = ", or for less of single months with --paths quantiles or none" if paths == "all" else ""
    raise UsageError(
        f"this run does not fit into memory: {'; '.join(map(str, parts))}; together {_told(needed)}. This machine has "
        f"{_told(room)}, of which {USABLE:.0%} may be planned. Ask for fewer replications{less}."
    )


def refuse_beyond_disk(scenario: Scenario, paths: Paths, missing: Iterable[Piece], free: float) -> None:
    """Refuse a run whose files can't fit on the disk.

    Parameters
    ----------
    scenario, paths
        What is run, and what is kept of single months.
    missing
        Pieces that will be kept.
    free
        Bytes that are free.

    Raises
    ------
    UsageError
        With what would take how much.
    """
    parts = [_outcomes_on_disk(scenario), _pieces_on_disk(scenario, missing)]
    if paths == "all":
        months = _months(scenario, paths)
        parts.append(Part(months.what, PACKED * months.size))
    parts, needed = [part for part in parts if part.size], sum(part.size for part in parts)
    if needed <= free:
        return
    raise UsageError(
        f"this run does not fit on the disk: {'; '.join(map(str, parts))}; together {_told(needed)}, where "
        f"{_told(free)} are free. Make room, name another folder with --out, or ask for fewer replications."
    )


def _outcomes_in_memory(scenario: Scenario, kept: Kept) -> Part:
    columns, copies = (len(OUTCOMES), _COPIES) if kept == "in memory" else (_COLUMNS, 1)
    lanes = f"{scenario.replications:,} replications x {len(scenario.policies)} policies"
    return Part(
        f"{lanes} x {columns} outcomes" + (" at a time" if kept == "in a file" else ""),
        _NUMBER * columns * copies * scenario.replications * len(scenario.policies),
    )


def _months_in_memory(scenario: Scenario, paths: Paths) -> Part:
    months = _months(scenario, paths)
    return Part(months.what, (_MONTH_COPIES if paths == "all" else 1) * months.size)


def _outcomes_on_disk(scenario: Scenario) -> Part:
    lanes = scenario.replications * len(scenario.policies)
    what = f"{scenario.replications:,} replications x {len(scenario.policies)} policies x {len(OUTCOMES)} outcomes"
    return Part(what, PACKED * _NUMBER * len(OUTCOMES) * lanes)


def _pieces_on_disk(scenario: Scenario, missing: Iterable[Piece]) -> Part:
    """Return what kept pieces take: outcomes, sums and months; counts are next to nothing once packed."""
    months = len(MEASURES) * (scenario.horizon + 1)
    sizes = [
        _NUMBER * (len(OUTCOMES) * piece.replications + months) + _SINGLE * months * piece.kept for piece in missing
    ]
    return Part(f"{len(sizes):,} pieces kept for --resume", PACKED * sum(sizes))


def _months(scenario: Scenario, paths: Paths) -> Part:
    kept, policies, months = kept_of(scenario, paths), len(scenario.policies), scenario.horizon + 1
    what = f"single months of {kept:,} replications x {policies} policies x {months} months x {len(MEASURES)} measures"
    return Part(what, _SINGLE * kept * policies * months * len(MEASURES))


def _told(size: float) -> str:
    """Return bytes in words."""
    return f"{size / 2**30:,.1f} GiB" if size >= 2**30 else f"{size / 2**20:,.1f} MiB"


def memory() -> float:
    """Return the bytes of memory of this machine."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return 8.0 * 2**30
