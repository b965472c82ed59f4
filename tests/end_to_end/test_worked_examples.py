"""The worked examples on the pages give, word for word, what the pages show."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("worked_examples_script", ROOT / "docs" / "worked_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SCRIPT: Any = _script()  # at import, since there is a test per example
EXAMPLES = list(SCRIPT.examples())


@pytest.mark.parametrize(("page", "command", "shown"), EXAMPLES, ids=lambda value: str(value)[-60:])
def test_a_worked_example_gives_what_the_page_shows(tmp_path: Path, page: Path, command: str, shown: str) -> None:
    assert SCRIPT.printed(command, tmp_path) == shown, f"{page.name}; python docs/worked_examples.py writes it anew"


def test_a_marked_example_is_found() -> None:
    """A page whose example lost its blocks would be passed over in silence: count the marks."""
    pages = [page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("*.md")]
    assert len(EXAMPLES) == sum(page.count(SCRIPT.MARK) for page in pages) > 0
    assert SCRIPT.EXAMPLE.search(f"{SCRIPT.MARK}\n\n```sh\ncyclesim x\n```\n\n```text\ny\n```\n") is not None
