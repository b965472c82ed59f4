"""Formats of numbers that show digits which no number has."""

from __future__ import annotations

import pytest

from sim.report.verifying.formats import shows_digits


@pytest.mark.parametrize("code", ["General", '"£"#,##0.0,,"m";−"£"0', "[$-409]mmm yyyy", "0.00E+00", "[>=1000]0,", ""])
def test_a_usual_format_shows_the_number(code: str) -> None:
    assert not shows_digits(code)


@pytest.mark.parametrize("code", ['"£9.99m"', r"\9\9", "0;0;1"])
def test_a_format_with_digits_of_its_own_does_not(code: str) -> None:
    assert shows_digits(code)
