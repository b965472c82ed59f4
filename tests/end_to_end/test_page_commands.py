"""The commands of tutorials and how-to pages run in their order in an empty folder, and print what the pages show."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

    from tests.end_to_end.conftest import Call

ROOT = Path(__file__).resolve().parents[2]


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("page_commands_script", ROOT / "docs" / "page_commands.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _cases() -> list[Any]:
    """Return a case per page; those whose commands run as printed take longer."""
    full = {page for page in SCRIPT.pages() if SCRIPT.PRINTED in page.read_text(encoding="utf-8")}
    return [
        pytest.param(page, id=page.name, marks=[pytest.mark.slow] if page in full else []) for page in SCRIPT.pages()
    ]


SCRIPT: Any = _script()  # at import, since there is a test per page


@pytest.mark.parametrize("page", _cases())
def test_the_commands_of_a_page_do_what_it_says(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "100")

    def run(words: list[str]) -> str:
        done = call(*words)
        assert done.code == 0, f"{' '.join(words)}: {done.err}"
        return done.out

    found = list(SCRIPT.follow(page, tmp_path, run))
    assert [one for one in found if one.now != one.page] == [], "python docs/page_commands.py writes them anew"


def test_tutorials_and_how_to_pages_take_part() -> None:
    """What is left out needs a cluster, a live shell, a notebook or a package, or is edited by hand on the way."""
    left_out = {
        "use-a-cluster.md",
        "shell-completion.md",
        "look-quickly.md",
        "tune.md",
        "your-own-policy.md",
        "your-own-preset.md",
    }
    left_out |= {"first-run.md", "calibrate-to-your-figures.md"}
    every = {page.name for part in ("tutorial", "how-to") for page in (ROOT / "docs" / part).glob("*.md")}
    assert every - {page.name for page in SCRIPT.pages()} <= left_out


def test_a_page_that_shows_something_else_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{SCRIPT.SMALL}\n```sh\ncyclesim schema\n```\n\n```text\nfirst\n…\n```\n", encoding="utf-8")
    shown = [one.now == one.page for one in SCRIPT.follow(page, tmp_path, lambda _: "first\n\nsecond\n")]
    other = [one.now == one.page for one in SCRIPT.follow(page, tmp_path, lambda _: "another\n\nsecond\n")]
    assert (shown, other) == ([True], [False])
