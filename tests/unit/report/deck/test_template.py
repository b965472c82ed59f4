"""A template of a company: its size, its layouts whatever they are called, its colours, and what is refused."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from pptx import Presentation
from pptx.util import Inches

from sim.charts.vision import distance
from sim.errors import CyclesimError, MissingFileError
from sim.report.deck import deck, ground
from sim.report.deck.template import MARKUP
from tests.unit.report.deck.conftest import named, parts, slides

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sim.report.pack.chapter import Pack

GERMAN = {"Title Slide": "Titelfolie", "Section Header": "Abschnittsüberschrift", "Title Only": "Nur Titel",
          "Title and Content": "Titel und Inhalt", "Blank": "Leer"}  # fmt: skip
TEMPLATE = b"presentationml.template.main+xml"
DECK = b"presentationml.presentation.main+xml"
FAR = ("#004B87", "#D35400", "#7F8C8D")


def corporate(
    path: Path,
    accents: tuple[str, ...] = FAR,
    *,
    names: dict[str, str] = GERMAN,
    change: Callable[[str, bytes], bytes] = lambda _, part: part,
) -> Path:
    """Write a stand-in for a company's template: A4, serif, renamed layouts, its own colours and leftover slides."""
    own = Presentation()
    own.slide_width, own.slide_height = Inches(11.69), Inches(8.27)
    for layout in own.slide_layouts:
        layout.name = names.get(layout.name, layout.name)
        layout._element.attrib.pop("type", None)
    for _ in range(2):
        own.slides.add_slide(own.slide_layouts[1]).shapes.title.text = "Quartal 3: vertraulich"
    loose = BytesIO()
    own.save(loose)
    with ZipFile(loose) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, _dressed(name, old.read(name), accents)))
    return path


def _dressed(name: str, part: bytes, accents: tuple[str, ...]) -> bytes:
    if name == "[Content_Types].xml":
        return part.replace(DECK, TEMPLATE)
    if name.startswith("ppt/theme/theme"):
        text = part.decode()
        for place, code in enumerate(accents, 1):
            colour = f'<a:accent{place}><a:srgbClr val="{code[1:]}"/></a:accent{place}>'
            text = re.sub(rf"<a:accent{place}>.*?</a:accent{place}>", colour, text, flags=re.DOTALL)
        return re.sub(r'<a:latin typeface="[^"]*"', '<a:latin typeface="Liberation Serif"', text).encode()
    return part


def test_a_deck_on_a_template_takes_its_size_layouts_and_colours(tmp_path: Path, sample: Pack) -> None:
    made = deck(sample, corporate(tmp_path / "firm.potx"))
    opened = Presentation(BytesIO(made))
    assert (opened.slide_width, opened.slide_height) == (Inches(11.69), Inches(8.27))
    layouts = [slide.slide_layout.name for slide in opened.slides]
    assert (layouts[0], layouts[1]) == ("Titelfolie", "Nur Titel")
    assert "Abschnittsüberschrift" in layouts
    kinds = dict(parts(made))["[Content_Types].xml"]
    assert DECK in kinds
    assert TEMPLATE not in kinds
    theme = next(part for name, part in parts(made) if name.startswith("ppt/theme/theme"))
    assert b"004B87" in theme


def test_leftover_slides_are_dropped_in_full(tmp_path: Path, sample: Pack) -> None:
    made = deck(sample, corporate(tmp_path / "firm.potx"))
    assert not [name for name, part in parts(made) if b"vertraulich" in part]
    names = [name for name, _ in parts(made) if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert len(names) == len(slides(made))


def test_a_picture_takes_the_colours_of_the_template(tmp_path: Path, sample: Pack) -> None:
    own, firm = deck(sample), deck(sample, corporate(tmp_path / "firm.potx"))
    name = "cyclesim:map:map-exhibit"
    assert named(own, name).image.size == named(firm, name).image.size


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        ({"Title Only": "Titre seul"}, "Titre seul"),
        ({"Title Only": "Solo título"}, "Solo título"),
        ({"Title Only": "3_Nur Titel"}, "3_Nur Titel"),
        ({"Title Only": "Nur Titel (weiß)"}, "Nur Titel (weiß)"),
        ({"Title Only": "Standard ACME"}, "Standard ACME"),
    ],
)
def test_a_layout_is_known_by_its_name_or_by_what_it_holds(tmp_path: Path, names: dict[str, str], chosen: str) -> None:
    assert ground(corporate(tmp_path / "firm.potx", names=names)).message.name == chosen


@pytest.mark.parametrize(
    ("accents", "count"),
    [(FAR, 0), (("#0B6AA8", "#C8500A", "#8A93A0"), 0), (("#1F4E9A", "#3A2E9A", "#999999"), 1),
     (("#C62828", "#5D8A00", "#9E9E9E"), 1), (("#888888", "#8A8A8A", "#8C8C8C"), 3)],
)  # fmt: skip
def test_a_warning_for_every_pair_of_colours_hard_to_tell_apart(
    tmp_path: Path, accents: tuple[str, ...], count: int
) -> None:
    found = ground(corporate(tmp_path / "firm.potx", accents)).warnings
    assert len(found) == count
    assert all("hard to tell apart" in text for text in found)


def test_red_and_green_are_close_only_to_those_who_see_them_alike() -> None:
    red, green = "#C62828", "#5D8A00"
    assert distance(red, green) < 25.0
    assert distance("#0B6AA8", "#C8500A") == pytest.approx(87.0, abs=3.0)


def test_a_presentation_of_its_own_may_be_the_template(tmp_path: Path, sample: Pack) -> None:
    first = tmp_path / "first.pptx"
    first.write_bytes(deck(sample))
    again = deck(sample, first)
    assert len(slides(again)) == len(slides(first.read_bytes()))
    assert len([name for name, _ in parts(again) if re.fullmatch(r"customXml/item\d+\.xml", name)]) == 1


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "no .pptx"),
            (b"hello", "no .pptx"),
            (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "encrypted"),
        ],
    )
    def test_what_is_no_presentation(self, tmp_path: Path, content: bytes, said: str) -> None:
        path = tmp_path / "x.pptx"
        path.write_bytes(content)
        with pytest.raises(CyclesimError, match=said):
            ground(path)

    def test_another_office_file(self, tmp_path: Path) -> None:
        path = tmp_path / "x.pptx"
        with ZipFile(path, "w") as pack:
            pack.writestr("[Content_Types].xml", "<Types/>")
        with pytest.raises(CyclesimError, match="no presentation"):
            ground(path)

    def test_macros(self, tmp_path: Path) -> None:
        kind = b"application/vnd.ms-powerpoint.template.macroEnabled.main+xml"
        path = corporate(
            tmp_path / "x.potm",
            change=lambda name, part: (
                re.sub(rb"application/[^\"]*" + re.escape(TEMPLATE), kind, part)
                if name == "[Content_Types].xml"
                else part
            ),
        )
        with pytest.raises(CyclesimError, match="macros"):
            ground(path)

    def test_a_bomb_is_refused_before_it_is_unpacked(self, tmp_path: Path) -> None:
        path = corporate(
            tmp_path / "x.potx",
            change=lambda name, part: part + b" " * (MARKUP + 1) if name == "ppt/presentation.xml" else part,
        )
        assert path.stat().st_size < 1_000_000
        with pytest.raises(CyclesimError, match="too large"):
            ground(path)

    def test_broken_markup(self, tmp_path: Path) -> None:
        path = corporate(
            tmp_path / "x.potx", change=lambda name, part: b"<p" if name == "ppt/presentation.xml" else part
        )
        with pytest.raises(CyclesimError, match="can't be read"):
            ground(path)

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(MissingFileError):
            ground(tmp_path / "none.potx")
