"""The firm's own figures, and how a question is to use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.errors import UsageError
from sim.studies.calibration.reading import read_kpi
from sim.studies.sources import unknown

if TYPE_CHECKING:
    from sim.analysis.calibration.observed import Observed
    from sim.studies.calibration.sheet import Sheet

NOISE: Final = 0.05
"""Error of measurement unless said otherwise: month-end cut-offs, returns, late bookings. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The firm's figures and how they are to be used.

    Attributes
    ----------
    data
        The CSV file, or a table as `read_kpi` takes it.
    mapping
        Columns whose names say nothing to us, as `COLUMN=MEASURE`.
    using
        Measures that count; all of the file when empty.
    policy
        What the firm did; the baseline when None.
    noise
        Standard deviation of errors of measurement, as a share.
    """

    data: str | Sheet
    mapping: tuple[str, ...] = ()
    using: tuple[str, ...] = ()
    policy: str | None = None
    noise: float = NOISE

    def read(self) -> Observed:
        """Return the figures that count.

        Raises
        ------
        CyclesimError
            When the file can't be used, it has no figure of a measure that was named, or the noise can't be.
        """
        if not 0.0 < self.noise < 1.0:
            raise UsageError(
                f"--noise {self.noise:g} is not between 0 and 100%; figures are never exact: 1% is careful books"
            )
        observed = read_kpi(self.data, self.mapping)
        for name in self.using:
            if name not in observed.measures:
                raise UsageError(unknown("measure with figures", name, observed.measures))
        return observed.only(tuple(n for n in observed.measures if n in self.using)) if self.using else observed


def remarks(observed: Observed) -> list[str]:
    """Return what is legal in a file of figures yet looks like a slip, in sentences; columns left out in one."""
    left = [one.key for one in observed.warnings if one.key and one.key not in observed.columns.values()]
    others = [one.message for one in observed.warnings if one.key not in left]
    told = [f"Columns left out, their names being no measure's: {', '.join(left)}; --map says what a column is"]
    return [*(told if left else []), *(sentence(text) for text in others)]
