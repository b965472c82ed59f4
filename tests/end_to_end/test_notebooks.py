"""Every notebook of the documentation runs from its text, says what it is about, and shows nothing of this machine."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jupytext
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
NOTEBOOKS = sorted(path.stem for path in FOLDER.glob("*.py"))
OURS = {"sim", "distributed", "numpy", "pandas"}
NEEDS = re.compile(r"\*Takes about \d+ seconds on two cores, with `pip install 'cyclesim\[([a-z,]+)]'`\.\*$")


def text_of(name: str) -> str:
    """Return a notebook as it is kept."""
    return (FOLDER / f"{name}.py").read_text(encoding="utf-8")


def cells(name: str) -> list[Any]:
    """Return the cells of a notebook."""
    return list(jupytext.reads(text_of(name), fmt="py:percent").cells)


def imported(name: str) -> set[str]:
    """Return the packages that a notebook imports."""
    source = "\n".join(cell.source for cell in cells(name) if cell.cell_type == "code")
    return {found.split(".")[0] for found in re.findall(r"^(?:import|from) ([\w.]+)", source, re.MULTILINE)}


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
@pytest.mark.filterwarnings("default")  # of Jupyter's own libraries
def test_a_notebook_runs_and_every_cell_that_should_shows_something(
    name: str, root: Path, scripts: Callable[[str], ModuleType]
) -> None:
    runs = scripts("notebook_runs")
    notebook = runs.run(text_of(name))  # kept for the site
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert {output.output_type for output in runs.outputs(notebook)} <= {"execute_result", "stream"}
    assert {output.name for output in runs.outputs(notebook) if output.output_type == "stream"} <= {"stdout"}
    silent = [cell.source for cell in code[1:] if not cell.outputs]
    assert [source for source in silent if "=" not in source.splitlines()[-1]] == []
    kept = runs.kept_at(text_of(name)).read_text(encoding="utf-8")
    places = {str(root), str(Path.home()), sys.prefix, tempfile.gettempdir()}
    assert [place for place in places if place in kept] == []
    assert runs.LIVE not in kept


@pytest.mark.filterwarnings("default")
def test_a_notebook_with_a_cell_that_fails_fails(
    tmp_path: Path, scripts: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = scripts("notebook_runs")
    monkeypatch.setattr(runs, "KEPT", tmp_path)
    with pytest.raises(Exception, match="ZeroDivisionError"):
        runs.read("# %%\n1 / 0\n")
    assert list(tmp_path.iterdir()) == []


def test_what_was_kept_is_shown_until_a_text_or_our_code_changes(
    tmp_path: Path, scripts: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = scripts("notebook_runs")
    monkeypatch.setattr(runs, "KEPT", tmp_path)
    notebook = jupytext.reads("# %%\n1\n", fmt="py:percent")
    runs.keep(notebook, runs.kept_at("# %%\n1\n"))
    assert [cell.source for cell in runs.read("# %%\n1\n").cells] == ["1"]
    assert runs.kept_at("# %%\n1\n") != runs.kept_at("# %%\n2\n")
    before = runs.kept_at("# %%\n1\n")
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "new.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(runs, "ROOT", tmp_path)
    assert runs.kept_at("# %%\n1\n") != before


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_asks_one_question_and_imports_only_what_readers_have(name: str) -> None:
    first = cells(name)[0].source
    assert first.startswith("# ")
    assert "?" in first
    assert imported(name) - OURS <= {"dataclasses", "pathlib", "tempfile"}
    needs = NEEDS.search(first)
    assert needs is not None, "its first cell ends with how long it takes and what to install"
    assert needs[1].split(",") == ["notebook", *(["cluster"] if "distributed" in imported(name) else [])]


def test_every_notebook_is_in_the_index(root: Path) -> None:
    index = (root / "docs" / "index.md").read_text(encoding="utf-8")
    assert [name for name in NOTEBOOKS if f"notebooks/{name}.py" not in index] == []
