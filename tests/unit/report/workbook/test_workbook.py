"""The workbook says what the run says, holds no formula, and is the same every time."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from sim.charts import style
from sim.report.workbook import styles
from sim.report.workbook.book import SHEETS, workbook
from sim.report.workbook.charts import COLOURS
from sim.report.workbook.styles import number_format
from sim.report.workbook.text import safe
from sim.results import OUTCOMES
from tests.unit.analysis.synthetic import Shape, made_up, with_outcomes
from tests.unit.report.workbook.conftest import cells, opened, table

if TYPE_CHECKING:
    from pathlib import Path

    from sim.results import Results
    from tests.unit.report.workbook.conftest import Told

FIVE = made_up(replications=120, months=24)
CSV = "csv:Text - txt - csv (StarCalc):44,34,76"
"""Commas, quotes, UTF-8."""
TWELVE = {f"p{number}": Shape(trend=number / 100) for number in range(12)}
RISKY = {
    "=1+1": Shape(),
    "+SUM(A1:A9)": Shape(trend=0.02),
    "@cmd": Shape(trend=0.04),
    "-2+3+cmd|' /C calc'!A0": Shape(trend=-0.02),
    "\tindent": Shape(trend=0.01),
}


class TestValues:
    def test_policies_are_those_of_the_summary(self, story: Told) -> None:
        told = story(FIVE)
        book = opened(told)
        for row, one in zip(table(book, "Worth"), told.summary.policies, strict=True):
            assert (row["policy"], row["rule"]) == (one.name, one.rule)
            figures = [row[f"NPV: {name}"] for name in ("mean", "mean: low", "mean: high", "P5", "median", "P95")]
            assert figures == pytest.approx([one.npv.mean, *one.npv.ci95, one.npv.p05, one.npv.p50, one.npv.p95])
        for row, one in zip(table(book, "Odds"), told.summary.policies, strict=True):
            assert [row["ruin"], row["ruin: low"], row["ruin: high"]] == pytest.approx(
                [one.ruin.probability, *one.ruin.ci95]
            )
            assert row["ruin"] + row["ruin: reach up"] == pytest.approx(row["ruin: high"])

    def test_differences_are_those_of_the_comparison(self, story: Told) -> None:
        told = story(FIVE)
        assert told.comparison is not None
        rows = {row["policy"]: row for row in table(opened(told), "Against")}
        assert set(rows) == {"harvest", "plan_first", "all_in", "steady"}
        for name, row in rows.items():
            against = told.comparison[name].against
            assert against is not None
            assert [row["difference"], row["difference: low"], row["difference: high"]] == pytest.approx(
                [against.paired.mean, *against.interval]
            )
            assert row["difference"] - row["reach down"] == pytest.approx(row["difference: low"])
            assert row["less"] == "carry_on"

    def test_months_are_those_of_the_run_sorted_for_charts(self, story: Told) -> None:
        rows = table(opened(story(FIVE)), "Monthly")
        assert len(rows) == len(FIVE.paths)
        paths: dict[Any, Any] = FIVE.paths.set_index(["measure", "policy", "month"]).to_dict("index")
        for row in rows[::97]:
            kept = paths[row["measure"], row["policy"], row["month"]]
            assert [row["mean"], row["P5"], row["P50"], row["P75"]] == pytest.approx(
                [kept["mean"], kept["p05"], kept["p50"], kept["p75"]]
            )
        months = [row["month"] for row in rows if row["measure"] == "cash" and row["policy"] == "steady"]
        assert months == list(range(25))

    def test_outcomes_are_those_of_the_run_and_what_is_missing_is_empty(self, story: Told) -> None:
        rows = table(opened(story(FIVE)), "Outcomes")
        assert len(rows) == FIVE.facts.lanes
        kept = FIVE.outcomes
        for place in range(0, len(rows), 37):
            row, of = rows[place], kept.iloc[place]
            assert (row["policy"], row["replication"]) == (of["policy"], of["replication"])
            for name in OUTCOMES:
                assert row[name] is None if of[name] != of[name] else row[name] == pytest.approx(of[name])

    def test_assumptions_have_value_range_source_and_place(self, story: Told) -> None:
        rows = {row["key"]: row for row in table(opened(story(FIVE)), "Assumptions")}
        price = rows["business.price"]
        assert [price["P5"], price["P95"]] == pytest.approx([18.0, 26.0])
        assert (price["as written"], price["confidence"]) == ("18 to 26", "low")
        assert re.fullmatch(r"scenario\.yaml:\d+", price["set in"])

    def test_every_column_is_explained(self, story: Told) -> None:
        book = opened(story(FIVE))
        explained = {(row["sheet"], row["column"]) for row in table(book, "HowToRead")}
        for sheet in book.worksheets[:-1]:
            for one in sheet.tables.values():
                assert {(sheet.title, column.name) for column in one.tableColumns} <= explained

    def test_too_many_rows_are_cut_alike_for_every_policy_and_said(self, story: Told) -> None:
        book = opened(story(FIVE), most=100)
        rows = table(book, "Outcomes")
        assert [sum(row["policy"] == name for row in rows) for name in FIVE.facts.policies] == [20] * 5
        said = " ".join(str(cell.value) for cell in cells(book))
        assert "The first 20 of 120 replications" in said
        assert "Left out for room" in said


class TestSafety:
    def test_no_cell_is_a_formula_or_a_link_whatever_things_are_called(self, story: Told) -> None:
        book = opened(story(made_up(RISKY, replications=40, months=6)))
        assert not [cell.coordinate for cell in cells(book) if cell.data_type == "f" or cell.hyperlink]
        texts = [cell.value for cell in cells(book) if isinstance(cell.value, str)]
        assert "'=1+1" in texts
        numbers = [text for text in texts if text.strip()[:1] in set("=+-@")]
        assert not [text for text in numbers if not re.fullmatch(r"[-+][\d.]+%?( to [-+]?[\d.]+%?)?", text)]

    def test_the_same_check_catches_text_written_without_care(self, story: Told) -> None:
        """A mutant: the risky source as it was written must be found."""
        told = story(FIVE)
        book = opened(told)
        next(cell for cell in cells(book) if str(cell.value).startswith("'=HYPERLINK")).value = told.assumptions[
            0
        ].source
        assert [cell for cell in cells(book) if cell.data_type == "f"]

    def test_no_part_of_the_file_holds_a_formula_cell_or_reaches_out(self, story: Told) -> None:
        content = workbook(story(made_up(RISKY, replications=40, months=6)))
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for name in packed.namelist():
                text = packed.read(name).decode("utf-8")
                if name.startswith("xl/worksheets/"):
                    assert "<f>" not in text
                    assert "<f " not in text
                assert 'TargetMode="External"' not in text

    def test_characters_that_no_file_can_hold_are_replaced(self, story: Told) -> None:
        odd = {"bell \x07": Shape(), "not \ufffe <&>\"'": Shape(trend=0.02)}
        results = made_up(odd, replications=20, months=6)
        book = opened(story(replace(results, facts=replace(results.facts, scenario="a \x01 b"))))
        assert table(book, "Worth")[0]["policy"] == "bell \ufffd"
        assert table(book, "Worth")[1]["policy"] == "not \ufffd <&>\"'"
        assert safe("half \ud800") == "half \ufffd"

    def test_charts_point_at_cells_and_their_titles_are_text(self, story: Told) -> None:
        with zipfile.ZipFile(BytesIO(workbook(story(made_up(RISKY, replications=40, months=6))))) as packed:
            for name in [name for name in packed.namelist() if name.startswith("xl/charts/chart")]:
                formulas = re.findall("<c:f>(.*?)</c:f>", packed.read(name).decode("utf-8"))
                assert formulas
                assert all(re.fullmatch(r"\w+!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", one) for one in formulas), formulas


class TestExtremes:
    @pytest.mark.parametrize("results", [
        pytest.param(made_up({"alone": Shape()}, replications=30, months=6), id="one policy"),
        pytest.param(made_up(TWELVE, replications=30, months=14), id="twelve"),
        pytest.param(made_up(replications=30, months=1), id="one month"),
        pytest.param(made_up(replications=1, months=6), id="one replication"),
        pytest.param(with_outcomes(made_up(replications=40, months=6), ruined=0.0), id="never ruined"),
        pytest.param(with_outcomes(made_up(replications=40, months=6), ruined=1.0), id="always ruined"),
        pytest.param(with_outcomes(made_up(replications=40, months=6), npv=float("nan")), id="no value"),
        pytest.param(with_outcomes(made_up(replications=40, months=6), clv_to_cac=float("inf")), id="infinite value"),
        pytest.param(with_outcomes(made_up(replications=40, months=6), npv=5.0), id="all the same"),
        pytest.param(made_up(replications=30, months=6, opening=1e14, currency="JPY"), id="huge money"),
        pytest.param(made_up(replications=30, months=6, opening=1e-4, currency=""), id="tiny money"),
        pytest.param(made_up({"収穫": Shape(), "نمو": Shape(trend=0.03), "рост": Shape()}, replications=30, months=6),
                     id="not Latin"),
    ])  # fmt: skip
    def test_it_opens_with_every_sheet_and_only_finite_numbers(self, story: Told, results: Results) -> None:
        book = opened(story(results))
        assert tuple(book.sheetnames) == SHEETS
        assert [row["policy"] for row in table(book, "Worth")] == list(results.facts.policies)
        assert not [cell for cell in cells(book) if cell.data_type in {"e", "f"}]

    def test_a_run_without_months_says_so(self, story: Told) -> None:
        book = opened(story(replace(FIVE, paths=FIVE.paths.iloc[:0])))
        assert "kept no single months" in " ".join(str(cell.value) for cell in cells(book))

    @pytest.mark.parametrize(("size", "shown"), [
        (2e6, '"£"#,##0;-"£"#,##0'), (12.0, '"£"#,##0.00;-"£"#,##0.00'), (0.5, '"£"0.0000;-"£"0.0000'),
        (1e-5, '"£"0.00E+00;-"£"0.00E+00'), (1e16, '"£"0.00E+00;-"£"0.00E+00'), (0.0, '"£"#,##0;-"£"#,##0'),
    ])  # fmt: skip
    def test_money_has_the_digits_that_its_size_needs(self, size: float, shown: str) -> None:
        assert number_format("money", size, "GBP") == shown

    def test_a_currency_without_sign_or_with_a_code(self) -> None:
        assert number_format("money", 2e6, "") == "#,##0;-#,##0"
        assert number_format("money", 2e6, "CHF") == '"CHF "#,##0;-"CHF "#,##0'

    def test_a_share_is_never_a_false_zero(self) -> None:
        assert number_format("share", 0.0004, "GBP") == "[=0]0%;[<0.001]0.000%;0.0%"


class TestFile:
    def test_the_same_story_gives_the_same_bytes(self, story: Told) -> None:
        assert workbook(story(FIVE)) == workbook(story(FIVE))

    def test_it_names_the_run(self, story: Told) -> None:
        book = opened(story(FIVE))
        assert FIVE.facts.run_id in str(book.properties.subject)
        assert "made up" in str(book.properties.title)
        assert [one.value for one in book.custom_doc_props.props] == [FIVE.facts.run_id]

    def test_sheets_are_ready_to_read_and_to_print(self, story: Told) -> None:
        book = opened(story(FIVE))
        for sheet in book.worksheets:
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToHeight == "0" or int(sheet.page_setup.fitToHeight) == 0
            assert FIVE.facts.run_id in str(sheet.oddFooter.left.text)
            for one in sheet.tables.values():
                assert one.autoFilter is not None
        for name in ("Monthly", "Outcomes", "Assumptions", "How to read"):
            head = int(re.sub(r"\D", "", next(iter(book[name].tables.values())).ref.split(":")[0]))
            assert book[name].print_title_rows == f"${head}:${head}"
            assert int(re.sub(r"\D", "", str(book[name].freeze_panes))) == head + 1

    def test_money_and_shares_look_like_it(self, story: Told) -> None:
        book = opened(story(FIVE))
        sheet = book["Policies"]
        head = [cell.value for cell in sheet[sheet.tables["Worth"].ref][0]]
        first = sheet[sheet.tables["Worth"].ref][1]
        assert "£" in first[head.index("NPV: mean")].number_format
        assert "%" in sheet[sheet.tables["Odds"].ref][1][1].number_format

    def test_colours_are_those_of_the_charts(self) -> None:
        assert COLOURS[:2] == (style.BLUE, style.ORANGE)
        assert (styles.INK, styles.MUTED, styles.FAINT) == (style.INK, style.MUTED, style.FAINT)

    @pytest.mark.slow
    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
    def test_libreoffice_opens_it(self, story: Told, tmp_path: Path) -> None:
        file = tmp_path / "report.xlsx"
        file.write_bytes(workbook(story(made_up(RISKY, replications=20, months=6)), most=200))
        home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
        command: list[Any] = ["soffice", home, "--headless", "--convert-to", CSV, "--outdir", tmp_path, file]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        assert "what each policy leads to" in (tmp_path / "report.csv").read_text(encoding="utf-8")
