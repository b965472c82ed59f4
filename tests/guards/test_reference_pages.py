"""The reference pages are what their script writes now; they and the explanation leave nothing out."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from sim.model.events import EVENT_KINDS
from sim.model.links import LINKS
from sim.model.parameters import Parameters, walk
from sim.policies.catalog import RULES
from sim.results import MEASURES, OUTCOMES, STEPS
from sim.scenario.distributions import FAMILIES
from sim.scenario.json_schema import schema
from sim.scenario.settings import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType


@pytest.fixture(scope="module")
def script(scripts: Callable[[str], ModuleType]) -> ModuleType:
    return scripts("reference_pages")


def page(root: Path, name: str) -> str:
    return (root / "docs" / "reference" / name).read_text(encoding="utf-8")


def test_the_pages_are_what_the_script_writes(script: Any, root: Path) -> None:  # noqa: ANN401 (a script)
    stale = [name for name, written in script.PAGES.items() if page(root, name) != written()]
    assert stale == [], "run: python docs/reference_pages.py"


def test_every_parameter_is_on_the_page(root: Path) -> None:
    text = page(root, "parameters.md")
    assert [key for key in parameter_keys() if f"`{key}`" not in text] == []


def parameter_keys() -> Iterator[str]:
    """Yield every key a scenario may set, numbers per step and per month as one."""
    names = {f"channels.{name}.": "channels.NAME." for name in Parameters().demand.channels}
    yield "business.kind"
    for key, _, _ in walk(Parameters()):
        for name, general in names.items():
            key = key.replace(name, general)  # noqa: PLW2901 (the general name of the same key)
        head, _, last = key.rpartition(".")
        yield head if last in STEPS or last.isdigit() else key


def test_every_name_is_on_the_page(root: Path) -> None:
    text = page(root, "parameters.md")
    names = [*SETTINGS, *RULES, *EVENT_KINDS, *LINKS, *(f.name for rule in RULES.values() for f in fields(rule))]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_every_measure_and_outcome_is_on_the_page(root: Path) -> None:
    before, _, after = page(root, "measures.md").partition("## Outcomes")
    assert [name for name in MEASURES if f"`{name}`" not in before] == []
    assert [name for name in OUTCOMES if f"`{name}`" not in after] == []


def test_every_key_of_the_schema_is_on_a_page(root: Path) -> None:
    text = page(root, "scenario.md") + page(root, "parameters.md")
    assert [key for key in sorted(set(schema_keys(schema()))) if not re.search(rf"`([\w.]+\.)?{key}`", text)] == []


def schema_keys(shape: object) -> Iterator[str]:
    """Yield the last part of every key that the schema has, at any depth; not the names people choose."""
    if isinstance(shape, list):
        for one in shape:
            yield from schema_keys(one)
    elif isinstance(shape, dict):
        for key, held in shape.items():
            if key == "properties":
                yield from (name for name in held if name not in {*STEPS, *Parameters().demand.channels})
                yield from schema_keys(list(held.values()))
            elif key not in {"default", "examples"}:
                yield from schema_keys(held)


def test_a_key_that_no_page_names_is_seen(root: Path) -> None:
    planted: dict[str, Any] = {"properties": {"policies": {"items": [{"properties": {"forgotten_key": {}}}]}}}
    assert list(schema_keys(planted)) == ["policies", "forgotten_key"]
    assert "forgotten_key" not in page(root, "scenario.md")


def test_every_family_of_beliefs_is_on_the_page(root: Path) -> None:
    assert [name for name in FAMILIES if f"`{name}(" not in page(root, "scenario.md")] == []


def test_every_figure_is_on_the_page_of_charts(root: Path) -> None:
    drawn = re.compile(r"^def (\w+)\((?:[^)]|\)(?! ->))*\) -> Figure", re.MULTILINE)
    files = {path.stem: path.read_text(encoding="utf-8") for path in (root / "sim" / "charts").glob("*.py")}
    figures = [stem for stem, text in files.items() if any(name.startswith(stem) for name in drawn.findall(text))]
    text = page(root, "charts.md")
    sentences = {stem: files[stem].removeprefix('"""').splitlines()[0].removesuffix('"""') for stem in figures}
    assert len(figures) > 25
    assert [stem for stem, sentence in sentences.items() if sentence not in text] == []


@pytest.fixture(scope="module")
def explained(script: Any, root: Path) -> set[str]:  # noqa: ANN401
    """Return every word that people wrote to explain the model, code names in one piece; tables from code left out."""
    pages = sorted((root / "docs" / "explanation").rglob("*.md"))
    text = "\n".join(script.without_block(page.read_text(encoding="utf-8")) for page in pages)
    return set(re.findall(r"[\w.]+", text))


def test_the_pages_of_the_steps_list_their_parameters_as_they_are(script: Any, root: Path) -> None:  # noqa: ANN401
    stale = [
        name
        for name in script.EXPLAINED
        if script.block(name) not in (root / "docs" / "explanation" / name).read_text(encoding="utf-8")
    ]
    assert stale == [], "run: python docs/reference_pages.py"


def test_every_parameter_is_explained(explained: set[str]) -> None:
    leaves = {word.rpartition(".")[2] for word in explained}
    assert [key for key in parameter_keys() if key.rpartition(".")[2] not in leaves] == []


def test_every_rule_event_link_and_outcome_is_explained(explained: set[str]) -> None:
    assert [name for name in (*RULES, *EVENT_KINDS, *LINKS, *OUTCOMES) if name not in explained] == []


def test_every_stream_is_explained(root: Path, explained: set[str]) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "sim" / "model").rglob("*.py")))
    named = re.findall(r"streams\.\w+\(\s*f?\"([\w.]+)", code)
    assert len(named) > 20
    assert [name for name in named if not any(word.startswith(name) for word in explained)] == []
