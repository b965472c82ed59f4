"""Examples in docstrings of the model and its rules come out as printed: hand calculations beside the equations."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for part in ("model", "policies") for path in (ROOT / "sim" / part).rglob("*.py"))
WITH_EXAMPLES = [path for path in FILES if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.stem)
def test_examples_come_out_as_printed(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    done = doctest.testmod(import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert done.attempted
    assert not done.failed


def test_there_are_examples_of_a_measure_and_of_a_rule() -> None:
    assert {"recorder", "fixed_share"} <= {path.stem for path in WITH_EXAMPLES}
