"""The page: closed, safe, readable without a script, and the same every time."""

from __future__ import annotations

import itertools
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from sim.report.page.markup import element, html
from sim.report.page.page import page
from tests.unit.report.pack.samples import ATTACK, PLOTS
from tests.unit.report.page.conftest import parsed, provenance

if TYPE_CHECKING:
    from sim.report.pack.chapter import Pack
    from tests.unit.report.page.conftest import Node

LIMIT = 3072
"""Bytes that the script may take."""


def test_the_same_pack_gives_the_same_bytes(sampled: Pack, content: bytes) -> None:
    assert page(sampled) == content


def checksums(tree: Node) -> tuple[set[str], set[str]]:
    """Return the checksums that the policy of a page allows, and those of what it holds."""
    (meta,) = tree.every("meta", http_equiv="Content-Security-Policy")
    held = [node for node in tree.every("script", "style") if node.attributes.get("type") != "application/json"]
    found = {f"sha256-{b64encode(sha256(node.text.encode()).digest()).decode()}" for node in held}
    return set(re.findall(r"'(sha256-[^']+)'", meta["content"])), found


def test_headings_of_words_stand_over_their_words(content: bytes) -> None:
    *before, _ = content.split(b"{ text-align: left;")
    sides = [rule.rpartition(b"}")[2] for rule in before]
    assert any(b".words" in re.split(rb",\s*", side.strip()) for side in sides), "a heading is a th, its cells are td"


def test_the_policy_allows_this_script_and_this_style_and_nothing_else(tree: Node, content: bytes) -> None:
    allowed, held = checksums(tree)
    assert allowed == held
    assert len(held) == 2
    (meta,) = tree.every("meta", http_equiv="Content-Security-Policy")
    assert meta["content"].startswith("default-src 'none'; ")
    assert "unsafe" not in meta["content"]
    broken = parsed(content.replace(b'"use strict";', b'"use strict"; '))
    allowed, held = checksums(broken)
    assert allowed != held


def test_nothing_points_out_of_the_page(tree: Node) -> None:
    for node in tree.below():
        for name, value in node.attributes.items():
            if name in {"href", "src"}:
                assert (value or "").startswith(("#", "data:")), (node.tag, value)
            assert name != "style"
            assert not name.startswith("on")
    (style,) = tree.every("style")
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_text_of_the_scenario_stays_text(tree: Node) -> None:
    scripts = [node.attributes.get("type") for node in tree.every("script")]
    assert scripts == ["application/json", None]
    assert provenance(tree)["scenario"] == f"name: '{ATTACK}' <!-- ]]> -->\n"
    spoken = {node.text for node in tree.every("h1", "h2", "p", "th", "td", "text", "dd", "title")}
    assert ATTACK in spoken
    assert tree.every("h1")[0].text == ATTACK


def test_json_holds_nothing_that_ends_its_element(content: bytes) -> None:
    start = content.index(b"cyclesim-provenance")
    text = content[content.index(b">", start) + 1 : content.index(b"</script>", start)]
    assert not {b"<", b">", b"&"} & {bytes([byte]) for byte in text}


@pytest.mark.parametrize("words", ["</script>", "<!--", '"><b>', "' onload='x", "&amp;", "\x00\x1b\ud800", "a\r\nb"])
def test_elements_hold_text_as_text(words: str) -> None:
    (made,) = parsed(html(element("p", words, element("b", words), words, title=words)).encode()).inside
    assert not isinstance(made, str)
    assert [node.tag for node in made.below()] == ["b"]
    assert list(made.attributes) == ["title"]
    if words.isprintable():
        assert made.text == 3 * words
        assert made["title"] == words


def test_the_script_is_short_and_writes_no_markup(tree: Node) -> None:
    script = tree.every("script")[-1].text
    assert len(script.encode()) <= LIMIT
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function|fetch|import", script)


def test_every_figure_has_words_source_and_a_table_with_scopes(tree: Node) -> None:
    figures = tree.every("figure")
    assert len(figures) == len(PLOTS)
    for figure, name in zip(figures, PLOTS, strict=True):
        (table,) = figure.every("table", data_exhibit=f"{name}:{name}-exhibit")
        assert table.every("th", scope="col")
        assert all("scope" in head.attributes for head in table.every("th"))
        assert figure.every("p", class_="source")[0].text.startswith("cyclesim run")
        for drawing in figure.every("svg"):
            assert drawing["role"] == "img"
            named = drawing["aria-labelledby"].split()
            assert [node.tag for ident in named for node in drawing.every(id=ident)] == ["title", "desc"]
            assert "tabindex" not in drawing.attributes  # the script makes it a place to stop at
        assert all(picture["alt"] for picture in figure.every("img"))


def test_ids_are_unique_and_every_reference_leads_somewhere(tree: Node) -> None:
    ids = [node["id"] for node in tree.below() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    for node in tree.below():
        for name in ("aria-labelledby", "data-rows"):
            assert set(str(node.attributes.get(name, "")).split()) <= set(ids)
        if node.attributes.get("href", "").__str__().startswith("#"):
            assert node["href"][1:] in ids


def test_headings_and_landmarks_are_in_order(tree: Node) -> None:
    (root,) = tree.every("html")
    assert root["lang"] == "en"
    levels = [int(node.tag[1]) for node in tree.every("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert [node.tag for node in tree.every("header", "nav", "main", "footer")] == ["header", "nav", "main", "footer"]
    assert tree.every("body")[0].every("a")[0]["href"] == "#contents"


def test_texts_can_be_found_by_name(tree: Node, sampled: Pack) -> None:
    named = {node["data-text"]: node.text for node in tree.below() if "data-text" in node.attributes}
    for chapter in sampled.chapters:
        assert named[f"{chapter.key}:title"] == chapter.title
        assert named[f"{chapter.key}:sentence-2"] == chapter.sentences[1]
        assert named[f"{chapter.key}:say-1"] == chapter.say[0]


def test_what_is_left_out_is_said(tree: Node, sampled: Pack) -> None:
    assert "What to measure: No inputs." in [item.text for item in tree.every("li")]
    assert "left-out" not in {node.attributes.get("id") for node in parsed(page(replace(sampled, omitted=()))).below()}


def test_a_pack_without_chapters_is_a_page_all_the_same(sampled: Pack) -> None:
    tree = parsed(page(replace(sampled, chapters=())))
    assert not tree.every("figure")
    assert provenance(tree)["run"] == sampled.story.facts.run_id
