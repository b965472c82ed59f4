"""On which machine, with which versions, and how busy others kept it."""

from __future__ import annotations

import os
import platform
import resource
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

PACKAGES: Final = ("numpy", "scipy", "pandas", "pyarrow", "simpy")
_STAT: Final = Path("/proc/stat")
_CPUINFO: Final = Path("/proc/cpuinfo")


def described() -> str:
    """Return machine, versions and date in a line."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    today = datetime.now(tz=UTC).date().isoformat()
    return (
        f"{os.cpu_count()} cores, {_processor()}, {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}, {versions}; {today}"
    )


def _processor() -> str:
    if _CPUINFO.is_file():
        for line in _CPUINFO.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


@dataclass(slots=True)
class Others:
    """How much of the machine other programs use, from now on; unknown where the system does not tell."""

    _wall: float = field(default_factory=time.perf_counter)
    _busy: float = field(default_factory=lambda: _busy() - _own())

    def share(self) -> float:
        """Return the part of all cores that others kept busy; NaN where unknown."""
        seconds = time.perf_counter() - self._wall
        return (_busy() - _own() - self._busy) / seconds / (os.cpu_count() or 1)


def _busy() -> float:
    """Return seconds that all cores together have worked since the machine started."""
    if not _STAT.is_file():
        return float("nan")
    user, nice, system, _idle, _waiting, *interrupts = map(float, _STAT.read_text().split()[1:8])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def _own() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
