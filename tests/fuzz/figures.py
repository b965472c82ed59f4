"""The monthly figures of a firm as CSV, read as `calibrate`, `track` and `backtest` do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.studies.calibration.reading import read_kpi
from tests.fuzz.target import Target

if TYPE_CHECKING:
    from pathlib import Path

_SHEETS: Final = (
    "month,customers,new_customers,revenue,cash\n2025-01,100,3,10.5,-4\n2025-02,101,,11,5\n",
    "Monat;Umsatz;Neue Kunden\n2025-01;10.5;3\n2025-03;1.234,50 €;-3\n",
    'month|orders|"odd ""name"""\n01/2025|4|x\nMarch 2025|1e15|n/a\n2025-04-30 00:00|0|?\n',
    "month\trevenue\trevenue\n1949-12\t1\t2\n",
)


def target(folder: Path) -> Target:
    """Return the target; files lie in the folder."""
    file = folder / "kpi.csv"

    def attack(data: bytes) -> None:
        file.write_bytes(data)
        str(read_kpi(file).warnings)

    return Target(attack, [*(sheet.encode() for sheet in _SHEETS), _SHEETS[1].encode("cp1252"), b"\xef\xbb\xbf"])
