"""The documents can't rot: what they show of scenario files loads, and the commands they name parse."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

import cli
import sim
from sim.report.checking import check

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def blocks(language: str) -> list[tuple[str, str]]:
    """Return (page, text) of every code block of a language."""
    fence = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [(page.name, text) for page in PAGES for text in fence.findall(page.read_text(encoding="utf-8"))]


def commands() -> list[str]:
    lines = [line for _, text in blocks("sh") for line in text.splitlines()]
    return [line for line in lines if line.startswith("cyclesim ")]


@pytest.mark.parametrize(("page", "text"), blocks("yaml"))
def test_a_scenario_on_a_page_is_a_good_one(tmp_path: Path, page: str, text: str) -> None:
    file = tmp_path / f"{page}.yaml"
    whole = text if "extends:" in text else f"extends: presets/b2b_services.yaml\n{text}"
    file.write_text(whole, encoding="utf-8")
    found = check([str(file)])
    assert found.error is None, str(found.error)


@pytest.mark.parametrize("line", commands())
def test_a_command_on_a_page_parses(line: str) -> None:
    words = shlex.split(line.split(">>", maxsplit=1)[0], comments=True)
    cli.app.commands[words[1]].make_context(words[1], words[2:])


def test_there_is_something_to_test() -> None:
    assert len(commands()) > 5
    assert len(blocks("yaml")) > 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


def test_the_examples_of_the_python_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testfile(str(ROOT / "docs" / "reference" / "python.md"), module_relative=False)
    assert done.attempted > 40
    assert not done.failed


def test_every_public_name_is_on_the_python_page() -> None:
    page = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    assert [name for name in sim.__all__ if f"## sim.{name}\n" not in page] == []
