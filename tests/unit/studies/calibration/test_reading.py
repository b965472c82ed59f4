"""The firm's monthly figures: read as they stand, and everything that is wrong named by row and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.errors import MissingFileError, ScenarioError, UsageError
from sim.studies.calibration.cells import meant_by
from sim.studies.calibration.reading import read_kpi
from sim.studies.calibration.sheet import read_sheet

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "kpi.csv"
    file.write_text(text, encoding=encoding)
    return file


def wrong(folder: Path, text: str) -> str:
    with pytest.raises(ScenarioError) as error:
        read_kpi(written(folder, text))
    return str(error.value)


def test_columns_by_name_synonym_and_mapping(tmp_path: Path) -> None:
    file = written(tmp_path, "Monat;Umsatz;Neue Kunden;Köpfe\n2025-01;10.5;3;100\n2025-02;11;;101\n", "utf-8-sig")
    found = read_kpi(file, ["Köpfe=customers"])
    assert found.months == ("2025-01", "2025-02")
    assert found.measures == ("customers", "new_customers", "revenue")
    assert found.columns == {"customers": "Köpfe", "new_customers": "Neue Kunden", "revenue": "Umsatz"}
    assert found.values["revenue"].tolist() == [10.5, 11.0]
    assert np.isnan(found.values["new_customers"][1])
    assert (found.figures, found.span, found.warnings) == (5, "2025-01 to 2025-02", ())


def test_gaps_and_disorder_are_told_and_laid_out(tmp_path: Path) -> None:
    found = read_kpi(written(tmp_path, "month,orders\n2025-04,4\n2025-01,1\n"))
    assert np.array_equal(found.values["orders"], [1, np.nan, np.nan, 4], equal_nan=True)
    told = "\n".join(map(str, found.warnings))
    assert "not in order" in told
    assert "2025-02, 2025-03" in told


def test_everything_wrong_at_once_by_row_and_column(tmp_path: Path) -> None:
    text = 'month,revenue,orders\n2025-01,"1.234,50 €",5\n2025-01,n/a,-3\n2025-13,7,x\n1025-03,8,9\n'
    told = wrong(tmp_path, text)
    for piece in (
        "row 2, column 'revenue'", "Write 1234.50", "row 3, column 'month'", "stands in row 2 already",
        "row 3, column 'revenue'", "Leave the cell empty", "row 3, column 'orders'", "below zero", "no month 13",
        "row 4, column 'orders'", "year 1025", "7 problems in kpi.csv",
    ):  # fmt: skip
        assert piece in told


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("", "is empty"),
        ("\n , \n", "is empty"),
        ("month,revenue\n", "no month"),
        ("2025-01,5\n2025-02,6\n", "no header"),
        ("month,revenue,revenue\n2025-01,5,6\n", "more than once"),
        ("month,revenue,sales\n2025-01,5,6\n", "are both revenue"),
        ("when,revenue\n2025-01,5\n", "no column has the months"),
        ("month,blue\n2025-01,5\n", "no column is a measure"),
        ("month,revenue\n2025-01,1,234\n", "more cells"),
        ("month,revenue\n2025-01,\n", "no figure"),
        ("month,revenue\n1960-01,5\n2090-01,5\n", "check the years"),
        ("month,revenue\n2025-01,1e300\n", "too large"),
        ("month,revenue\n2025-02-30,5\n", "2025-02 has no day 30"),
        ("month,revenue\nMarble 2025,5\n", "no month"),
        ("month,revenue\n2025-01,5\nSource: ledger\n", "row 3, column 'month'"),
        ("month;customers\n2025-01;1.234\n2025-02;900\n", "Write 1234, or 1.2340 if it is a decimal point"),
        (f"month,note\n2025-01,{'x' * 200_000}\n", "row 2 can't be read"),
        ('month,revenue\n2025-01,"5\n2025-02,6\n', "no plain number"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, text: str, piece: str) -> None:
    assert piece in wrong(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\nMonat;Umsatz\r\n2025-01;5\r\n",
        'Monat;"Umsatz\nEUR";Kunden, neu, brutto\n2025-01;5;7\n',
        "month\tUmsatz, netto\r2025-01\t5\r",
    ],
)
def test_files_as_spreadsheets_write_them(tmp_path: Path, text: str) -> None:
    """A first line that names the separator, headers over two lines or with commas, other line ends."""
    file = written(tmp_path, text)
    assert read_kpi(file, [f"{read_sheet(file).head[1]}=revenue"]).values["revenue"].tolist() == [5.0]


def test_no_file_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        read_kpi(tmp_path / "none.csv")
    (tmp_path / "kpi.csv").write_bytes(b"PK\x03\x04\0\0\0")
    with pytest.raises(ScenarioError, match="no CSV file"):
        read_kpi(tmp_path / "kpi.csv")


@pytest.mark.parametrize("entry", ["revenue", "Umsatz=", "nothing=revenue", "Geld=profits"])
def test_mappings_that_name_nothing(tmp_path: Path, entry: str) -> None:
    with pytest.raises(UsageError):
        read_kpi(written(tmp_path, "month,Geld\n2025-01,5\n"), [entry])


def test_an_unknown_column_is_told_with_the_nearest_measure(tmp_path: Path) -> None:
    found = read_kpi(written(tmp_path, "month,revenue,ordrs\n2025-01,5,6\n"))
    assert 'Did you mean orders? Write --map "ordrs=orders"' in str(found.warnings[0])


@pytest.mark.parametrize("label", ["2025-03", "2025-03-31", "2025/3", "03/2025", "Mar 2025", "March 2025", "März 2025"])
def test_ways_to_write_a_month(tmp_path: Path, label: str) -> None:
    assert read_kpi(written(tmp_path, f"month,orders\n{label},5\n")).start == "2025-03"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,50 €", "1234.50"), ("$1,234.50", "1234.50"), ("1,234,567", "1234567"), ("12,5", "12.5"),
        ("1.234", ""), ("12%", ""), ("abc", ""), ("1 234", "1234"), ("1'234.5", "1234.5"),
    ],
)  # fmt: skip
def test_what_a_number_means(text: str, number: str) -> None:
    assert meant_by(text).startswith(number)
