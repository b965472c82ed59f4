"""A reader finds for any parameter its source in two clicks; every link and picture of the documents is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.guards.test_reference_pages import parameter_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LINK = re.compile(r"(!?)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
OUTSIDE = ("http://", "https://")


@dataclass(frozen=True)
class Target:
    """Where a link leads: a file, and a place in it or nothing."""

    file: Path
    place: str


def prose(page: Path) -> str:
    """Return the text of a page without its code blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> Iterator[Target]:
    """Yield where the links and pictures of a page lead, those to other sites left out."""
    for _, where in LINK.findall(prose(page)):
        if not where.startswith(OUTSIDE):
            path, _, place = where.partition("#")
            yield Target((page.parent / path).resolve() if path else page.resolve(), place)


def places(page: Path) -> set[str]:
    """Return what a link may point to within a page: anchors, and headings as GitHub names them."""
    text = prose(page)
    slugs: list[str] = []
    for heading in HEADING.findall(text):
        bare = re.sub(r"[^\w\- ]", "", re.sub(r"<[^>]*>", "", heading).strip().lower())
        slug = bare.replace(" ", "-")
        slugs.append(f"{slug}-{slugs.count(slug)}" if slug in slugs else slug)
    return {*slugs, *ANCHOR.findall(text)}


def broken(page: Path) -> list[str]:
    """Return the links of a page that lead nowhere."""
    lost = [target for target in links(page) if not target.file.exists()]
    astray = [
        target
        for target in links(page)
        if target.place and target.file.suffix == ".md" and target.file.exists()
        if target.place not in places(target.file)
    ]
    return [f"{target.file.name}#{target.place}" for target in (*lost, *astray)]


def pages(root: Path) -> list[Path]:
    """Return every page for readers."""
    return sorted([root / "README.md", root / "CONTRIBUTING.md", *(root / "docs").rglob("*.md")])


def test_every_link_and_picture_leads_somewhere(root: Path) -> None:
    assert {page.name: broken(page) for page in pages(root) if broken(page)} == {}


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text('# A [place](x.md), or two\n\n<a id="key.one"></a>`one`\n', encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "[good](there.md#a-placexmd-or-two) [good](there.md#key.one) [self](#here)\n\n# Here\n"
        "```\n[not a link](nowhere.md)\n```\n"
        "[gone](gone.md) ![picture\nof two lines](gone.svg) [astray](there.md#key.two)\n",
        encoding="utf-8",
    )
    assert sorted(broken(page)) == ["gone.md#", "gone.svg#", "there.md#key.two"]


@pytest.fixture(scope="module")
def script(scripts: Callable[[str], Any]) -> Any:  # noqa: ANN401 (a script)
    return scripts("reference_pages")


def sources(page: Path) -> dict[str, tuple[str, str]]:
    """Return source and standing of every row with an anchor, by anchor; empty texts where a row has none."""
    text = page.read_text(encoding="utf-8")
    rows = re.findall(r'^\| <a id="([^"]+)"></a>(.*)\|$', text, flags=re.MULTILINE)
    cells = {anchor: [cell.strip() for cell in re.split(r"(?<!\\)\|", rest)] for anchor, rest in rows}
    return {anchor: (row[5], row[6]) if len(row) > 6 else ("", "") for anchor, row in cells.items()}


def within_one_click(start: Path) -> set[Path]:
    """Return the page itself and those it links to."""
    return {start.resolve(), *(target.file for target in links(start))}


@pytest.mark.parametrize("start", ["README.md", "docs/index.md", "docs/explanation/cycle.md"])
def test_the_source_of_every_parameter_is_two_clicks_away(script: Any, root: Path, start: str) -> None:  # noqa: ANN401
    reference = (root / "docs" / "reference" / "parameters.md").resolve()
    assert any(reference in within_one_click(page) for page in within_one_click(root / start) if page.suffix == ".md")
    found = sources(reference)
    assert sorted(set(parameter_keys()) - set(found)) == []
    without = [key for key in parameter_keys() if not found[key][0] or found[key][1] not in script.STANDINGS]
    assert without == []


def test_the_readme_leads_straight_to_the_parameters(root: Path) -> None:
    assert (root / "docs" / "reference" / "parameters.md").resolve() in within_one_click(root / "README.md")


def test_the_page_of_a_step_leads_to_each_of_its_parameters(script: Any, root: Path) -> None:  # noqa: ANN401
    reference = (root / "docs" / "reference" / "parameters.md").resolve()
    led = {
        target.place
        for name in script.EXPLAINED
        for target in links(root / "docs" / "explanation" / name)
        if target.file == reference
    }
    assert sorted(set(parameter_keys()) - led) == []


def test_the_page_of_a_step_has_equations_parameters_and_what_is_known_and_judged(root: Path) -> None:
    steps = sorted((root / "docs" / "explanation" / "steps").glob("*.md"))
    assert len(steps) == 6
    for page in steps:
        assert {"known-and-judged", "parameters-and-their-sources"} <= places(page), page.name
        assert FENCE.search(page.read_text(encoding="utf-8")), page.name


@pytest.mark.parametrize(
    ("source", "standing"),
    [
        ("BEA: computers .31", "published"),
        ("Lewis 2006: half, at 35 % discount", "published"),
        ("Sultan, Farley & Lehmann 1990 x 4: judgement", "published, adapted"),
        ("judgement, .3-.8", "judgement"),
        ("20-60 days", "judgement"),
        ("own BG/NBD fit, UCI Online Retail II", "own calculation"),
        ("benchmarks .15-.32", "benchmark"),
        ("founding documents: 60/20/20", "founding documents"),
        ("methods", "numerical"),
        ("scenario", "yours"),
    ],
)
def test_a_source_is_worth_what_it_says(script: Any, source: str, standing: str) -> None:  # noqa: ANN401
    assert script.standing(source) == standing


def test_a_source_of_no_known_kind_is_refused(script: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match="somebody said so"):
        script.standing("somebody said so")


def test_the_index_lists_every_page(root: Path) -> None:
    listed = {target.file for target in links(root / "docs" / "index.md")}
    every = {page.resolve() for page in (root / "docs").rglob("*.md")} - {(root / "docs" / "index.md").resolve()}
    assert sorted(page.name for page in every - listed) == []
