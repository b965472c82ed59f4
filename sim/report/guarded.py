"""Tables as spreadsheets take them: whatever a user wrote, a spreadsheet that opens the CSV must not run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.workbook.text import is_risky

if TYPE_CHECKING:
    import pandas as pd


def guarded(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with an apostrophe before every text, column names too, that could be taken for a formula."""
    texts = table.select_dtypes(exclude=["number", "bool"])
    return table.assign(**{str(name): texts[name].map(_guarded) for name in texts}).rename(columns=_guarded)


def _guarded(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and is_risky(value) else value
