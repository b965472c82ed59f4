"""What the columns of the results mean, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.results import MEASURES, OUTCOMES

if TYPE_CHECKING:
    import pandas as pd


def units_of(currency: str) -> pd.DataFrame:
    """Return a row per outcome and per measure: the table it is in, its name, unit and meaning; money in a currency."""
    import pandas as pd

    rows = [
        (table, name, column.unit.replace("money", currency), column.meaning)
        for table, columns in (("outcomes", OUTCOMES), ("paths", MEASURES))
        for name, column in columns.items()
    ]
    return pd.DataFrame(rows, columns=["table", "name", "unit", "meaning"])
