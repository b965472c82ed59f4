"""A deck says what its pack says, natively, under names that stay, and the same bytes every time."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from lxml import etree

from sim.report.deck import deck
from sim.report.deck.charts.spans import month_step
from sim.report.deck.grids import grids
from sim.report.pack.chapter import Chapter
from sim.report.pack.plots.curves import Curves
from sim.report.pack.plots.fan import Fan
from sim.report.pack.plots.waterfall import Waterfall
from sim.report.tables.table import Heading, Table
from tests.unit.report.deck.conftest import CHART, named, parts, plot, rows, series, shapes, slides, words
from tests.unit.report.pack.samples import ATTACK, PLOTS, exhibit

if TYPE_CHECKING:
    from sim.report.pack.chapter import Pack

NATIVE = ("curves", "ranges", "tornado", "waterfall", "scatter")


class TestSlides:
    def test_a_cover_a_message_each_and_the_appendix_last(self, file: bytes) -> None:
        titles = [slide.shapes.title.text_frame.text for slide in slides(file)]
        assert titles[0] == "Made up"
        assert titles[1].startswith("This is what a fan says")
        assert titles.index("Appendix") > titles.index(next(t for t in titles if "a map says" in t))
        assert titles[-1] == "What this pack could not tell of the run"
        assert "What to measure: No inputs." in words(file)

    def test_every_slide_is_sixteen_to_nine_and_has_a_number_and_notes(self, file: bytes) -> None:
        told = slides(file)
        deck_ = told[0].part.package.presentation_part.presentation
        assert deck_.slide_width / deck_.slide_height == pytest.approx(16 / 9, rel=1e-3)
        for number, slide in enumerate(told, 1):
            notes = slide.notes_slide.notes_text_frame.text
            assert "What to say" in notes
            assert "seed" in notes
            assert "Edit Data" in notes
            if number > 1 and slide.shapes.title.text_frame.text != "Appendix":
                assert 'type="slidenum"' in etree.tostring(slide._element).decode()

    def test_notes_hold_what_to_say_and_where_it_comes_from(self, file: bytes, sample: Pack) -> None:
        notes = slides(file)[1].notes_slide.notes_text_frame.text
        facts = sample.story.facts
        for text in ("Say this first.", "The first sentence says most.", facts.run_id, facts.scenario_hash):
            assert text in notes

    def test_every_shape_has_a_name_that_stays_and_words_for_those_who_cannot_see_it(self, file: bytes) -> None:
        names = []
        for slide in slides(file):
            for shape in slide.shapes:
                properties = shape._element._nvXxPr.cNvPr
                names.append(shape.name)
                assert re.fullmatch(r"cyclesim:[a-z-]+:.+", shape.name)
                assert properties.get("descr"), shape.name
        assert len(set(names)) == len(names)
        assert set(names) >= {"cyclesim:fan:fan-exhibit:3", "cyclesim:ranges:title", "cyclesim:ranges:sentences"}
        assert named(file, "cyclesim:map:map-exhibit").image.content_type == "image/png"

    def test_nothing_stands_outside_its_slide(self, file: bytes) -> None:
        for slide in slides(file):
            for shape in slide.shapes:
                if shape.left is not None:
                    assert shape.left >= 0
                    assert shape.top >= 0
                    assert shape.left + shape.width <= 12_192_000
                    assert shape.top + shape.height <= 6_858_000

    def test_a_long_title_shrinks_and_is_not_cut(self, sample: Pack) -> None:
        title = "Ring-fencing the digital budget " * 6
        made = deck(replace(sample, chapters=(replace(sample.chapters[1], title=title.strip()),)))
        shape = named(made, "cyclesim:curves:title")
        assert shape.text_frame.text == title.strip()
        assert shape.text_frame.paragraphs[0].runs[0].font.size.pt < 24.0


class TestCharts:
    @pytest.mark.parametrize("name", NATIVE)
    def test_numbers_of_a_chart_are_those_of_its_sheet(self, file: bytes, name: str) -> None:
        shape = named(file, f"cyclesim:{name}:{name}-exhibit")
        sheet = rows(shape)
        for key, values in series(shape).items():
            if key in sheet[0]:
                assert [row[key] for row in sheet] == pytest.approx(values)

    def test_a_fan_is_its_bands_on_a_hidden_base_with_the_median_on_the_same_axes(self, file: bytes) -> None:
        fan = PLOTS["fan"]
        assert isinstance(fan, Fan)
        for number, course in enumerate(fan.courses, 1):
            shape = named(file, f"cyclesim:fan:fan-exhibit:{number}")
            drawn = series(shape)
            *stack, median, _ = drawn.values()
            assert median == pytest.approx(course.median)
            for place, (_, low, high) in enumerate(course.bands):
                below = stack[: place + 1]
                above = stack[: len(stack) - place]
                assert [sum(values) for values in zip(*below, strict=True)] == pytest.approx(low)
                assert [sum(values) for values in zip(*above, strict=True)] == pytest.approx(high)
            groups = [group.tag.split("}")[1] for group in plot(shape).find(".//c:plotArea", CHART)]
            assert groups[1:5] == ["areaChart", "lineChart", "dateAx", "valAx"]
            ids = {axis.get("val") for axis in plot(shape).iterfind(".//c:areaChart/c:axId", CHART)}
            assert ids == {axis.get("val") for axis in plot(shape).iterfind(".//c:lineChart/c:axId", CHART)}

    def test_panels_of_a_fan_share_one_scale(self, file: bytes) -> None:
        ends = set()
        for number in (1, 2, 3):
            scale = plot(named(file, f"cyclesim:fan:fan-exhibit:{number}")).find(".//c:valAx/c:scaling", CHART)
            ends.add(tuple(float(scale.find(f"c:{end}", CHART).get("val")) for end in ("min", "max")))
        assert len(ends) == 1
        low, high = ends.pop()
        assert low < -3e5
        assert high > 2e6

    def test_a_waterfall_stands_right_on_either_side_of_zero(self, file: bytes) -> None:
        waterfall = PLOTS["waterfall"]
        assert isinstance(waterfall, Waterfall)
        drawn = series(named(file, "cyclesim:waterfall:waterfall-exhibit"))
        stands = 0.0
        for place, stride in enumerate(waterfall.strides):
            start = 0.0 if stride.total else stands
            stands = stride.amount if stride.total else stands + stride.amount
            bar = [float(drawn[name][place] or 0.0) for name in list(drawn)[:6]]
            assert (top(bar), bottom(bar)) == pytest.approx((max(start, stands, 0.0), min(start, stands, 0.0)))
            assert sum(abs(part) for part in bar[1:]) == pytest.approx(abs(stands - start))
            assert drawn["end of the bar"][place] == pytest.approx(stands)

    def test_columns_that_are_not_split_would_stand_wrong(self) -> None:
        start, amount = -1e5, 3e5
        unsplit = [start, 0.0, amount, 0.0, 0.0, 0.0]
        assert top(unsplit) != pytest.approx(start + amount)

    def test_colours_are_those_of_the_theme(self, file: bytes) -> None:
        for name, part in parts(file):
            if name.startswith("ppt/charts/chart"):
                assert b"srgbClr" not in part
        fills = [
            plot(named(file, f"cyclesim:fan:fan-exhibit:{number}")).find(".//c:ser/c:spPr//a:ln//a:schemeClr", CHART)
            for number in (1, 2, 3)
        ]
        assert [fill.get("val") for fill in fills] == ["accent1", "accent2", "accent3"]

    def test_the_number_of_a_chart_is_kept_in_full(self, sample: Pack) -> None:
        third = 1.0 / 3.0
        curves = PLOTS["curves"]
        assert isinstance(curves, Curves)
        one = replace(curves, lines=(replace(curves.lines[0], middle=(third,) * 25),))
        chapter = replace(sample.chapters[1], exhibits=(replace(exhibit("curves"), plot=one),))
        made = deck(replace(sample, chapters=(chapter,)))
        assert rows(named(made, "cyclesim:curves:curves-exhibit"))[3]["Steady"] == third

    @pytest.mark.parametrize(("count", "panels"), [(1, [1]), (6, [6]), (7, [4, 3]), (12, [6, 6]), (13, [5, 5, 3])])
    def test_many_panels_take_several_slides(self, sample: Pack, count: int, panels: list[int]) -> None:
        fan = PLOTS["fan"]
        assert isinstance(fan, Fan)
        many = tuple(replace(fan.courses[0], name=f"再投資 {number}") for number in range(count))
        chapter = replace(sample.chapters[0], exhibits=(replace(exhibit("fan"), plot=replace(fan, courses=many)),))
        made = slides(deck(replace(sample, chapters=(chapter,), omitted=())))[1:]
        assert [sum(shape.has_chart for shape in slide.shapes) for slide in made] == panels

    @pytest.mark.parametrize("factor", [0.0, 1e-9, 1.0, 1e13, float("nan")])
    def test_any_size_of_number_makes_a_chart(self, sample: Pack, factor: float) -> None:
        fan = PLOTS["fan"]
        assert isinstance(fan, Fan)
        course = replace(fan.courses[0], median=tuple(factor * value for value in fan.courses[0].median), bands=())
        one = replace(fan, courses=(course,), level=None, start="")
        chapter = replace(sample.chapters[0], exhibits=(replace(exhibit("fan"), plot=one),))
        made = named(deck(replace(sample, chapters=(chapter,))), "cyclesim:fan:fan-exhibit:1")
        scale = plot(made).find(".//c:valAx", CHART)
        low, high, step = (float(scale.find(f".//c:{name}", CHART).get("val")) for name in ("min", "max", "majorUnit"))
        assert low < high
        assert 1 <= (high - low) / step <= 9


class TestText:
    def test_what_a_user_wrote_stays_text(self, file: bytes) -> None:
        assert ATTACK in words(file)
        for name, part in parts(file):
            if name.endswith((".xml", ".rels")):
                etree.fromstring(part)
                assert b"<script>" not in part
            if name.endswith(".xlsx"):
                with ZipFile(BytesIO(part)) as book:
                    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
                    assert not [one for one in book.namelist() if "rels" in one and b"evil" in book.read(one)]

    def test_letters_that_xml_cannot_hold_are_replaced(self, sample: Pack) -> None:
        bad = "a\x00b\x1b[0m\ud800c\ufffe"
        fan = PLOTS["fan"]
        assert isinstance(fan, Fan)
        one = replace(exhibit("fan"), plot=replace(fan, courses=(replace(fan.courses[0], name=bad, end=bad),)), alt=bad)
        table = Table(name="Sample", title=bad, headings=(Heading(bad, "text", bad),), rows=((bad,),))
        chapter = Chapter(
            key="bad", kicker=bad, title=bad, sentences=(bad,), exhibits=(one,), tables=(table,), say=(bad,)
        )
        story = replace(sample.story, description=bad, version=bad)
        made = deck(replace(sample, story=story, chapters=(chapter,), scenario=bad))
        for name, part in parts(made):
            if name.endswith((".xml", ".rels")):
                etree.fromstring(part)
        assert "\ufffdb\ufffd[0m\ufffdc\ufffd" in words(made)

    def test_the_same_pack_gives_the_same_bytes(self, sample: Pack, file: bytes) -> None:
        assert deck(sample) == file


class TestTables:
    def test_a_table_is_native_and_written_as_people_write(self, file: bytes) -> None:
        table = shapes(file)["cyclesim:ranges:2:Sample"].table
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        assert cells[0] == ["Policy", "NPV", "Ruin"]
        assert cells[2] == [ATTACK, "−€100k" if "€" in cells[2][1] else cells[2][1], "20%"]
        assert cells[3] == ["Nothing", "–", "–"]

    def test_the_end_of_a_long_table_is_in_the_appendix(self, sample: Pack) -> None:
        table = Table(
            name="Long", title="Long", headings=(Heading("what", "text", "What."), Heading("money", "money", "M.")),
            rows=tuple((f"row {number}", float(number)) for number in range(60)),
        )  # fmt: skip
        chapter = Chapter(key="long", kicker="Long", title="A long table", sentences=("One.",), tables=(table,))
        told = slides(deck(replace(sample, chapters=(chapter,), omitted=())))
        titles = [slide.shapes.title.text_frame.text for slide in told]
        assert titles[1:4] == ["A long table", "Appendix", f"Long (2 of {len(told) - 2})"]
        found = [row for slide in told for shape in slide.shapes if shape.has_table for row in shape.table.rows]
        assert sum(row.cells[0].text.startswith("row ") for row in found) == 60

    def test_a_column_of_words_stands_only_where_it_says_something(self) -> None:
        table = Table(
            name="Long", title="Long", headings=(Heading("what", "text", "W."), Heading("source", "text", "S.")),
            rows=tuple((f"row {number}", "" if number else "accounts") for number in range(60)),
        )  # fmt: skip
        first, *rest = grids(table, 12.0, (5.0, 5.0), "GBP")
        assert first.heads == ("What", "Source")
        assert rest
        assert all(one.heads == ("What",) and len(one.rows[0]) == len(one.widths) == 1 for one in rest)
        assert sum(len(one.rows) for one in (first, *rest)) == 60


@pytest.mark.parametrize(
    ("months", "room", "step"), [(60, 2, 60), (180, 4, 60), (84, 2, 48), (132, 2, 120), (36, 1, 36), (6, 4, 2)]
)
def test_the_last_month_has_a_label_where_that_loses_fewer_than_half(months: int, room: int, step: int) -> None:
    assert month_step(months, room) == step


def test_the_file_holds_the_scenario_that_it_came_from(file: bytes, sample: Pack) -> None:
    root = etree.fromstring(dict(parts(file))["customXml/item1.xml"])
    assert root.tag == "{urn:cyclesim:report}cyclesim"
    assert (root.get("run"), root.get("version")) == (sample.story.facts.run_id, "1.2")
    assert root.findtext("{urn:cyclesim:report}scenario") == sample.scenario
    links = dict(parts(file))["ppt/_rels/presentation.xml.rels"]
    assert b"customXml" in links


def top(stack: list[float]) -> float:
    """Return where stacked columns end above zero: programs stack what is positive upwards."""
    return sum(part for part in stack if part > 0.0)


def bottom(stack: list[float]) -> float:
    """Return where stacked columns end below zero."""
    return sum(part for part in stack if part < 0.0)
