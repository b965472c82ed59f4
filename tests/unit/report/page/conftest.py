"""A page of every kind of plot, with text that attacks, and what is read out of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from sim.experiment.run import run
from sim.report.page.page import page
from sim.report.story import told
from sim.scenario import load
from sim.studies.source import Source
from tests.unit.report.pack.samples import ATTACK, pack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.report.pack.chapter import Pack

VOID = {"meta", "link", "img", "input", "br"}


@dataclass
class Node:
    """An element as a browser would have it."""

    tag: str
    attributes: dict[str, str | None]
    inside: list[Node | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name] or ""

    def every(self, *tags: str, **attributes: str) -> list[Node]:
        """Return all elements below with one of these tags and these attributes, in order."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            node
            for node in self.below()
            if (not tags or node.tag in tags) and wanted.items() <= node.attributes.items()
        ]

    def below(self) -> Iterator[Node]:
        for part in self.inside:
            if isinstance(part, Node):
                yield part
                yield from part.below()

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.inside)


class Reader(HTMLParser):
    """Builds the tree; an element that is not closed as it was opened fails."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute stands twice in {tag}"
        node = Node(tag, dict(attrs))
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parsed(content: bytes) -> Node:
    reader = Reader()
    reader.feed(content.decode("utf-8"))
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


@pytest.fixture(scope="session")
def sampled() -> Pack:
    """Return a pack of every kind of plot, made for a run whose own names attack as well."""
    loaded = load("scenarios/tipping_point.yaml").vary({"horizon": "12 months"})
    scenario = replace(loaded, replications=10)
    story = told(Source("a run", run(scenario, workers=1), scenario), version="0.0")
    facts = replace(story.facts, scenario=ATTACK, policies=(ATTACK, *story.facts.policies[1:]), currency=ATTACK)
    return pack(replace(story, facts=facts, description=ATTACK), f"name: '{ATTACK}' <!-- ]]> -->\n")


@pytest.fixture(scope="session")
def content(sampled: Pack) -> bytes:
    return page(sampled)


@pytest.fixture(scope="session")
def tree(content: bytes) -> Node:
    return parsed(content)


def provenance(tree: Node) -> Any:  # noqa: ANN401 (JSON)
    """Return what a program reads to repeat a page."""
    (script,) = tree.every("script", id="cyclesim-provenance")
    return json.loads(script.text)
