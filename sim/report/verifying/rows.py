"""Tables compared by the names of their columns and the keys of their rows, wherever these stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.report.verifying.findings import Difference, Findings, Reading, added
from sim.report.verifying.wording import ABSOLUTE, RELATIVE, compared

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from sim.report.verifying.findings import Value

    Mask = NDArray[np.bool_]

_LOOKED_AT: Final = 500
"""Texts of a column that are looked at one by one where they are others than recomputed."""
POLICY: Final = "policy"
"""Differences are told policy by policy where a table has one."""


def tables(place: str, stated: pd.DataFrame, again: pd.DataFrame, reading: Reading) -> Findings:
    """Return what comes of holding a table against the one that comes out again.

    Parameters
    ----------
    place
        Where the table stands, in words.
    stated, again
        The two.
    reading
        Whether rows, columns and cells may be left out.
    """
    keys = _keys(again)
    known = [name for name in again.columns if name in stated.columns]
    absent = [f"{place}, column {name!r}" for name in again.columns if name not in stated.columns]
    extra = len(stated.columns) - len(known)
    if any(name not in known for name in keys):
        return _absent(absent, reading)
    match = _matched(place, stated, again, keys)
    parts = [_absent([*absent, *match.absent()], reading), Findings(extra=extra, differences=tuple(match.unknown()))]
    parts += [part for name in known if name not in keys for part in match.column(name, reading)]
    return added(parts)


def _absent(places: list[str], reading: Reading) -> Findings:
    if reading == "edited":
        return Findings(missing=tuple(places))
    return Findings(differences=tuple(Difference(place, None, "is there") for place in places))


def _keys(table: pd.DataFrame) -> list[str]:
    """Return the first columns that tell the rows apart; none when rows are told apart by their order only."""
    for count in range(1, len(table.columns) + 1):
        names = list(table.columns[:count])
        if not table.duplicated(names).any():
            return names
    return []


def _numeric(column: pd.Series[Any]) -> bool:
    """Tell whether a recomputed column holds numbers, or nothing."""
    import pandas as pd

    values = column.dropna()
    return pd.api.types.is_numeric_dtype(column) or not any(isinstance(value, str) for value in values)


def _matched(place: str, stated: pd.DataFrame, again: pd.DataFrame, keys: list[str]) -> _Match:
    if not keys:
        rows = np.arange(len(stated))
        return _Match(place, keys, stated, again, np.where(rows < len(again), rows, -1))
    return _Match(place, keys, stated, again, _index(again, again, keys).get_indexer(_index(stated, again, keys)))


def _index(table: pd.DataFrame, like: pd.DataFrame, keys: list[str]) -> pd.MultiIndex:
    """Return the keys of rows, alike whether a number stands there as a whole one, a float or a text."""
    import pandas as pd

    def plain(name: str) -> Any:  # noqa: ANN401 (a column of either kind)
        return _floats(table[name]) if _numeric(like[name]) else table[name].astype(object).map(str)

    return pd.MultiIndex.from_arrays([plain(name) for name in keys], names=keys)


def _floats(column: pd.Series[Any]) -> NDArray[np.float64]:
    """Return a column as numbers, NaN for what is none."""
    import pandas as pd

    if not pd.api.types.is_numeric_dtype(column):
        column = column.astype(object).map(lambda value: value if isinstance(value, str | float | int) else np.nan)
    return np.asarray(pd.to_numeric(column, errors="coerce"), dtype=float)


@dataclass(frozen=True, slots=True)
class _Match:
    """Rows of a table and their partners.

    Attributes
    ----------
    place
        In words.
    keys
        Columns that tell rows apart.
    stated, again
        The tables.
    partner
        For each stated row the place of the recomputed one; −1 for none.
    """

    place: str
    keys: list[str]
    stated: pd.DataFrame
    again: pd.DataFrame
    partner: NDArray[np.intp]

    def absent(self) -> list[str]:
        """Return in words which recomputed rows are not stated."""
        gone = np.ones(len(self.again), dtype=bool)
        gone[self.partner[self.partner >= 0]] = False
        count, first = int(gone.sum()), int(np.argmax(gone)) if gone.any() else 0
        more = f" and {count - 1:,} more rows" if count > 1 else ""
        return [f"{self.place}, {self._row(self.again, first)}{more}"] if count else []

    def unknown(self) -> Iterator[Difference]:
        """Yield the stated rows that no run gives, as one difference."""
        rows = np.flatnonzero(self.partner < 0)
        if len(rows):
            yield Difference(f"{self.place}, {self._row(self.stated, int(rows[0]))}", "a row", None, len(rows))

    def column(self, name: str, reading: Reading) -> Iterator[Findings]:
        """Yield what comes of a column."""
        known = np.flatnonzero(self.partner >= 0)
        stated, again = self.stated[name].iloc[known], self.again[name].iloc[self.partner[known]]
        blank = np.asarray(stated.isna())
        skipped = blank & ~np.asarray(again.isna()) if reading == "edited" else np.zeros(len(known), dtype=bool)
        yield Findings(figures=int(len(known) - skipped.sum()), missing=self._emptied(name, known[skipped]))
        if _numeric(self.again[name]):
            yield self._differing(name, known, ~skipped & ~_same_numbers(stated, again))
        else:
            yield from self._texts(name, known, np.flatnonzero(~skipped & ~_same_texts(stated, again)))

    def _emptied(self, name: str, rows: NDArray[np.intp]) -> tuple[str, ...]:
        more = f" and {len(rows) - 1:,} more cells" if len(rows) > 1 else ""
        return (f"{self._where(name, int(rows[0]))}{more}",) if len(rows) else ()

    def _differing(self, name: str, known: NDArray[np.intp], wrong: Mask) -> Findings:
        """Return a difference per policy, with its first row."""
        firsts: dict[Any, list[int]] = {}
        for row in known[wrong]:
            who = self.stated[POLICY].iloc[row] if POLICY in self.keys else ""
            firsts.setdefault(who, []).append(int(row))
        return Findings(differences=tuple(self._difference(name, rows[0], len(rows)) for rows in firsts.values()))

    def _texts(self, name: str, known: NDArray[np.intp], unlike: NDArray[np.intp]) -> Iterator[Findings]:
        for row in known[unlike[:_LOOKED_AT]]:
            found = self._difference(name, int(row), 1)
            sameness = compared(found.stated, found.recomputed)
            if sameness == "reworded":
                yield Findings(reworded=(found,))
            elif sameness == "different":
                yield Findings(differences=(found,))
        if rest := len(unlike[_LOOKED_AT:]):
            yield Findings(differences=(self._difference(name, int(known[unlike[_LOOKED_AT]]), rest),))

    def _difference(self, name: str, row: int, rows: int) -> Difference:
        stated, again = self.stated[name].iloc[row], self.again[name].iloc[self.partner[row]]
        return Difference(self._where(name, row), _plain(stated), _plain(again), rows)

    def _where(self, name: str, row: int) -> str:
        return f"{self.place}, {self._row(self.stated, row)}, column {name!r}"

    def _row(self, table: pd.DataFrame, row: int) -> str:
        if not self.keys:
            return f"row {row + 1:,}"
        return ", ".join(f"{name} {_short(table[name].iloc[row])}" for name in self.keys)


def _same_numbers(stated: pd.Series[Any], again: pd.Series[Any]) -> Mask:
    """Tell where two columns hold the same numbers; a text in place of nothing is something else."""
    given, wanted = _floats(stated), _floats(again)
    alike = np.isclose(given, wanted, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True)
    words = np.isnan(given) & ~np.asarray(stated.isna())
    return np.asarray(alike & ~words)


def _same_texts(stated: pd.Series[Any], again: pd.Series[Any]) -> Mask:
    given, wanted = stated.astype(object).to_numpy(), again.astype(object).to_numpy()
    neither = np.asarray(stated.isna()) & np.asarray(again.isna())
    return np.asarray(neither | np.array([one == other for one, other in zip(given, wanted, strict=True)], dtype=bool))


def _plain(value: Any) -> Value:  # noqa: ANN401 (a cell)
    """Return a cell as plain Python; nothing where it holds none."""
    if isinstance(value, str) or value is None:
        return value
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    return None if np.isnan(number) else number


def _short(value: Any) -> str:  # noqa: ANN401 (a cell)
    number = isinstance(value, float | np.floating) and float(value).is_integer()
    return f"{int(value)}" if number else str(value)
