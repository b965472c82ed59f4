"""The tree of a text that is sound YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.compose import compose
from sim.scenario.source import Source

if TYPE_CHECKING:
    from sim.scenario.tree import Node


def composed(text: str, *, name: str) -> Node:
    """Return the tree."""
    node, problems = compose(Source.of(text, name=name))
    assert problems == ()
    assert node is not None
    return node
