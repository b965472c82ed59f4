"""The documents can't rot: what they show of scenario files loads, and the commands they name parse."""

from __future__ import annotations

import doctest
import re
import shlex
from itertools import takewhile
from pathlib import Path

import click
import pytest

import cli
import sim
from sim.report.checking import check

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
SPOKEN = re.compile(r"`cyclesim ([a-z]+)\b([^`]*)`")
"""A command within a sentence, with whatever is said of its options."""


def blocks(language: str) -> list[tuple[str, str]]:
    """Return (page, text) of every code block of a language."""
    fence = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [(page.name, text) for page in PAGES for text in fence.findall(page.read_text(encoding="utf-8"))]


def commands() -> list[str]:
    lines = [line for _, text in blocks("sh") for line in text.replace("\\\n", " ").splitlines()]
    named = [re.split(r"(?:^|&& |\()(?:\.venv/bin/)?cyclesim ", line, maxsplit=1) for line in lines]
    return [f"cyclesim {parts[1]}" for parts in named if len(parts) > 1]


def refused(line: str) -> str:
    """Return what the program would say of a command line that it does not accept, without running it; else nothing."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    _, *words = takewhile(lambda word: word[0] not in "()<>|&;", lexer)
    try:
        cli.app.resolve_command(click.Context(cli.app), words)
        cli.app.commands[words[0]].make_context(words[0], words[1:])
    except click.ClickException as error:
        return f"{line}: {error.format_message()}"
    return ""


@pytest.mark.parametrize(("page", "text"), blocks("yaml"))
def test_a_scenario_on_a_page_is_a_good_one(tmp_path: Path, page: str, text: str) -> None:
    file = tmp_path / f"{page}.yaml"
    whole = text if "extends:" in text else f"extends: presets/b2b_services.yaml\n{text}"
    file.write_text(whole, encoding="utf-8")
    found = check([str(file)])
    assert found.error is None, str(found.error)


def test_every_command_on_a_page_is_one_that_the_program_accepts() -> None:
    assert [said for said in map(refused, commands()) if said] == []


def test_a_command_that_it_does_not_accept_is_seen() -> None:
    assert "No such option" in refused("cyclesim run shop.yaml --replicatons 5")
    assert "No such command" in refused("cyclesim rum shop.yaml")
    assert refused("cyclesim assess >> shop.yaml  # a comment") == ""


def test_commands_within_sentences_name_what_there_is() -> None:
    wrong = []
    for page in PAGES:
        for name, rest in SPOKEN.findall(page.read_text(encoding="utf-8")):
            known = {opt for param in cli.app.commands[name].params for opt in (*param.opts, *param.secondary_opts)}
            wrong += [
                f"{page.name}: {name} {option}"
                for option in re.findall(r"--[a-z-]+", rest)
                if option not in known | {"--help"}
            ]
    assert wrong == []


def test_every_page_is_linked_from_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = [page.relative_to(ROOT / "docs").as_posix() for page in PAGES if (ROOT / "docs") in page.parents]
    assert [page for page in pages if page != "index.md" and f"({page})" not in index] == []


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
