"""A deck: one number changed anywhere is found, where people see it and where the chart keeps it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from sim.errors import ScenarioError
from sim.report.deck.build import deck
from sim.report.verify import verify
from sim.report.verifying import again as doing
from sim.report.verifying import deck as reader
from sim.report.verifying.package import parts_of
from sim.report.verifying.places import Places, held
from tests.unit.report.verifying.conftest import edited, short

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sim.report.pack.chapter import Pack
    from sim.report.verifying.findings import Findings

CHART, BOOK = "ppt/charts/chart1.xml", "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"


@pytest.fixture(scope="session")
def content(pack: Pack) -> bytes:
    return deck(pack)


@pytest.fixture(scope="session")
def sound(content: bytes) -> Places:
    return reader.read("again", content)


Check = "Callable[[bytes], Findings]"


@pytest.fixture
def check(sound: Places) -> Callable[[bytes], Findings]:
    """Return a function that holds a deck against the sound one."""
    return lambda deck: held(reader.read("d", deck), sound)


def replaced(pattern: bytes, by: bytes) -> Callable[[bytes], bytes]:
    return lambda data: re.sub(pattern, by, data, count=1)


def slide_with(content: bytes, pattern: bytes) -> str:
    parts = parts_of("d", content)
    slides = [part for part in sorted(parts) if re.fullmatch(r"ppt/slides/slide\d+\.xml", part)]
    return next(part for part in slides if re.search(pattern, parts[part]))


def test_an_untouched_deck_agrees(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doing, "_pack", lambda source, told: short(source, version=told.version))
    file = tmp_path / "deck.pptx"
    file.write_bytes(content)
    found = verify(str(file))
    assert (found.agrees, found.kind) == (True, "deck")
    assert (found.findings.missing, found.findings.reworded, found.findings.extra, found.findings.notes) == (
        (),
        (),
        0,
        (),
    )
    assert found.findings.figures > 500


def test_a_changed_deck_is_found_though_it_gives_its_own_look(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doing, "_pack", lambda source, told: short(source, version=told.version))
    file = tmp_path / "deck.pptx"
    file.write_bytes(edited(content, CHART, replaced(rb'(<c:val>.*?<c:pt idx="0"><c:v>)[^<]*', rb"\g<1>1240000")))
    (found,) = verify(str(file)).findings.differences
    assert found.stated == 1_240_000


def test_a_deck_that_is_no_template_is_made_in_our_look(
    content: bytes, sound: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.report.deck.build.deck", lambda _, template=None: content if template is None else 1 / 0)
    monkeypatch.setattr(doing, "_pack", lambda *_: None)
    source: Any = None
    assert not held(reader.read("a", doing.as_deck(source, source, tmp_path / "deck.pptx")), sound).differences
    assert not sound.doubled


def test_a_number_of_the_sheet_behind_a_chart(content: bytes, check: Callable[[bytes], Findings]) -> None:
    inner = replaced(rb'(<c r="B2"[^>]*><v>)[^<]*', rb"\g<1>1240000")
    changed = edited(content, BOOK, partial(edited, part="xl/worksheets/sheet1.xml", change=inner))
    (found,) = check(changed).differences
    assert re.fullmatch(r"slide 2 “.*”, against-baseline, chart data, sheet row 2, column “.*”", found.place)
    assert (found.stated, isinstance(found.recomputed, float)) == (1_240_000, True)


def test_a_number_that_the_chart_draws(content: bytes, check: Callable[[bytes], Findings]) -> None:
    changed = edited(content, CHART, replaced(rb'(<c:val>.*?<c:pt idx="0"><c:v>)[^<]*', rb"\g<1>1240000"))
    (found,) = check(changed).differences
    assert "against-baseline, drawn by the chart" in found.place
    assert found.stated == 1_240_000


def test_a_number_of_a_title(content: bytes, check: Callable[[bytes], Findings]) -> None:
    part = slide_with(content, rb"<a:t>[^<]*\d\d%")
    found = check(edited(content, part, replaced(rb"(<a:t>[^<]*)\d(\d%)", rb"\g<1>\g<2>"))).differences
    assert len(found) == 1
    assert str(found[0].stated) != str(found[0].recomputed)


def test_a_number_of_a_table_and_one_of_the_notes(content: bytes, check: Callable[[bytes], Findings]) -> None:
    part = slide_with(content, rb"<a:tc>")
    (found,) = check(edited(content, part, replaced(rb"(<a:tc>.*<a:t>[^<\d]*)\d", rb"\g<1>99"))).differences
    assert "row “" in found.place
    (found,) = check(edited(content, "ppt/notesSlides/notesSlide2.xml", replaced(rb"seed 7", b"seed 8"))).differences
    assert found.place.endswith("notes")


def test_a_row_with_another_label_still_states_figures(content: bytes, check: Callable[[bytes], Findings]) -> None:
    part = slide_with(content, rb"<a:tc>.*<a:t>Steady</a:t>")
    label = check(edited(content, part, replaced(rb"(<a:tc>.*?<a:t>)Steady<", rb"\g<1>Plans<")))
    assert (label.differences, label.missing, label.extra) == ((), (), 0)
    both = edited(content, part, replaced(rb"(<a:tc>.*?<a:t>)Steady(<.*?<a:t>[^<\d]*)\d", rb"\g<1>Plans\g<2>99"))
    (found,) = check(both).differences
    assert "row “Plans”" in found.place


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        (rb'<c:idx val="0"/>(.*?<c:val>.*?<c:v>)[^<]*', rb'<c:idx val="77"/>\g<1>1240000'),
        (rb'formatCode="[^"]*"', b'formatCode="&quot;9.99m&quot;"'),
        (rb"(<c:valAx>.*?)(</c:valAx>)", rb'\g<1><c:dispUnits><c:builtInUnit val="millions"/></c:dispUnits>\g<2>'),
    ],
)
def test_a_chart_that_shows_other_numbers(
    content: bytes, check: Callable[[bytes], Findings], pattern: bytes, by: bytes
) -> None:
    (found,) = check(edited(content, CHART, replaced(pattern, by))).differences
    assert "against-baseline" in found.place


def test_a_chapter_that_its_scenario_does_not_give(content: bytes, sound: Places) -> None:
    stated = reader.read("d", content)
    few = replace(sound, figures=tuple(one for one in sound.figures if ":policies:" not in one.key[0]))
    (found,) = held(stated, few).differences
    assert ("revenue-fan" in found.place, found.recomputed) == (True, None)


def test_a_slide_that_is_hidden_is_a_note(content: bytes, check: Callable[[bytes], Findings]) -> None:
    part = slide_with(content, rb":title")
    found = check(edited(content, part, replaced(rb"<p:sld ", b'<p:sld show="0" ')))
    assert (found.differences, len(found.notes)) == ((), 1)


def test_words_may_be_changed_and_slides_dropped_and_added(content: bytes, check: Callable[[bytes], Findings]) -> None:
    part = slide_with(content, rb":title")
    reworded = check(edited(content, part, replaced(rb"(<a:t>)([^<]+)(</a:t>)", rb"\g<1>Our shop\g<3>")))
    assert (reworded.differences, len(reworded.reworded)) == ((), 1)
    dropped = check(edited(content, "ppt/presentation.xml", replaced(rb"<p:sldId [^>]*/>", b"")))
    assert (dropped.differences, len(dropped.missing) > 0) == ((), True)
    own = check(edited(content, part, replaced(rb'name="cyclesim:[^"]*:title"', b'name="Mine"')))
    assert (own.differences, own.extra) == ((), 1)


def test_a_copied_slide_is_held_against_the_same_one(content: bytes, check: Callable[[bytes], Findings]) -> None:
    listed = replaced(rb"(<p:sldId [^>]*/>)(.*)(</p:sldIdLst>)", rb"\g<1>\g<2>\g<1>\g<3>")
    twice = lambda data: re.sub(rb"(<p:sldId [^>]*/>)+", lambda found: 2 * found[0], data)  # noqa: E731 (used once)
    for change in (listed, twice):
        found = check(edited(content, "ppt/presentation.xml", change))
        assert (found.differences, found.extra, found.missing) == ((), 0, ())


def test_a_deck_without_its_scenario_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(edited(content, "customXml/item1.xml", replaced(b"urn:cyclesim:report", b"urn:other")))
    with pytest.raises(ScenarioError, match="carries no scenario"):
        verify(str(file))


def test_a_picture_of_others_is_a_note(content: bytes, check: Callable[[bytes], Findings]) -> None:
    media = [part for part in parts_of("d", content) if part.startswith("ppt/media/")]
    for part in media:
        found = check(edited(content, part, lambda data: data + b" "))
        assert (found.differences, len(found.notes)) == ((), 1)
