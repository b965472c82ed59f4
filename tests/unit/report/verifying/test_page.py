"""A page: one number changed in a table, behind it, in a sentence or in a drawing is found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sim.errors import ScenarioError
from sim.report.page.page import page
from sim.report.verify import verify
from sim.report.verifying import again as doing
from sim.report.verifying import page as reader
from sim.report.verifying.places import Places, held
from tests.unit.report.verifying.conftest import short

if TYPE_CHECKING:
    from pathlib import Path

    from sim.report.pack.chapter import Pack


@pytest.fixture(scope="session")
def content(pack: Pack) -> str:
    return page(pack).decode()


def places(text: str) -> Places:
    return reader.read("p", reader.tree("p", text.encode()))


@pytest.fixture(scope="session")
def sound(content: str) -> Places:
    return places(content)


def test_an_untouched_page_agrees(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doing, "_pack", lambda source, told: short(source, version=told.version))
    file = tmp_path / "page.html"
    file.write_text(content, encoding="utf-8")
    found = verify(str(file))
    assert (found.agrees, found.kind) == (True, "page")
    assert (found.findings.missing, found.findings.reworded, found.findings.extra) == ((), (), 0)
    assert found.findings.figures > 500


@pytest.mark.parametrize(
    ("pattern", "by", "place"),
    [
        (r'(<td[^>]*data-value=")[^"]+', r"\g<1>12345", r"table \S+, row “.*”, column “.*”"),
        (r'(<td[^>]*data-value="[^"]+">[^<]*?)\d', r"\g<1>99", r"table \S+, row “.*”, column “.*”, as shown"),
        (r"(<h2[^>]*data-text[^>]*>[^<]*?)\d", r"\g<1>99", r"text \S+:title"),
        (r"(<text[^>]*>[^<\d]*)\d", r"\g<1>99", r"drawing \S+, text \d+"),
        (r'(<path[^>]* d="M\d)', r"\g<1>9", r"drawing \S+, the course of its lines"),
        (r'(data-y=")[^"]+', r"\g<1>1 2 3", r"drawing \S+, the course of its lines"),
        (r'data-exhibit="(\w+):', r'data-exhibit="\1:other-', r"table \w+:other-.*"),
        (r"<script>", r"<script>document.body.append('9');", r"the page's style and script"),
        (r"<style>", r"<style>td{display:none}", r"the page's style and script"),
        (r"<main ", r"<main onclick='x()' ", r"the page's style and script"),
        (r"(<title>)", r"\g<1>99 ", r"the page's other text"),
        (r"(<dt>Seed</dt><dd[^>]*>)7", r"\g<1>8", r"the page's other text"),
    ],
)
def test_one_changed_number_is_found(content: str, sound: Places, pattern: str, by: str, place: str) -> None:
    changed = re.sub(pattern, by, content, count=1)
    assert changed != content
    (found,) = held(places(changed), sound).differences
    assert re.fullmatch(place, found.place)


def test_the_words_of_a_picture_and_its_bytes() -> None:
    page = '<main><figure id="bad"><img alt="Worth 7m" src="data:a"></figure></main>'
    (found,) = held(places(page.replace("7m", "9m")), places(page)).differences
    assert found.place == "picture bad, alternative text"
    replaced = held(places(page.replace("data:a", "data:b")), places(page))
    assert (replaced.differences, len(replaced.notes)) == ((), 1)


def test_what_stands_outside_our_elements_is_counted(content: str, sound: Places) -> None:
    for own in ("<div>We gain 99m</div>", "<table><tr><td>99m</td></tr></table>"):
        found = held(places(content.replace("<main ", f"{own}<main ", 1)), sound)
        assert (found.differences, found.extra) == ((), 1)


def test_words_may_be_changed_and_sections_dropped(content: str, sound: Places) -> None:
    changed = re.sub(r"<section.*?</section>", "<section><p>We agree on 3 points.</p></section>", content, count=1)
    found = held(places(changed), sound)
    assert (found.differences, found.extra, len(found.missing) > 0) == ((), 1, True)


@pytest.mark.parametrize(
    ("pattern", "by", "said"),
    [
        ('id="cyclesim-provenance"', 'id="other"', "carries no scenario"),
        (r'(id="cyclesim-provenance">)\{', r"\g<1>", "can't be read"),
        (r'(id="cyclesim-provenance">)[^<]*', r"\g<1>[1]", "can't be read"),
        (r'(id="cyclesim-provenance">)[^<]*', rf"\g<1>{'[' * 100_000}", "can't be read"),
        (r'("scenario": ")', r"\g<1>extends: /etc/passwd\\n", "not sound"),
        ("replications: 60", "replications: 10_000_000", "--yes"),
    ],
)
def test_a_page_without_a_sound_scenario_is_refused(
    content: str, tmp_path: Path, pattern: str, by: str, said: str
) -> None:
    file = tmp_path / "page.html"
    changed = re.sub(pattern, by, content, count=1)
    assert changed != content
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(Exception, match=said) as told:
        verify(str(file))
    assert isinstance(told.value, ScenarioError) or said == "--yes"
