"""Every notebook of the documentation runs from its text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jupytext
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
NOTEBOOKS = sorted(path.stem for path in FOLDER.glob("*.py"))
LIMIT = 120
"""Seconds for one cell on a busy machine."""
OURS = {"sim", "distributed", "numpy", "pandas"}


def cells(name: str) -> list[Any]:
    """Return the cells of a notebook."""
    return list(jupytext.read(FOLDER / f"{name}.py").cells)


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
@pytest.mark.filterwarnings("default")  # of Jupyter's own libraries
def test_a_notebook_runs_and_every_cell_that_should_shows_something(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(root))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    notebook = jupytext.read(FOLDER / f"{name}.py")
    client = NotebookClient(notebook, timeout=LIMIT, kernel_name="python3", resources={"metadata": {"path": str(root)}})
    client.execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert "error" not in {output.output_type for cell in code for output in cell.outputs}
    silent = [cell.source for cell in code[1:] if not cell.outputs]
    assert [source for source in silent if "=" not in source.splitlines()[-1]] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_asks_one_question_and_imports_only_what_readers_have(name: str) -> None:
    title = cells(name)[0].source.splitlines()[0]
    assert title.startswith("# ")
    source = "\n".join(cell.source for cell in cells(name) if cell.cell_type == "code")
    imported = {found.split(".")[0] for found in re.findall(r"^(?:import|from) ([\w.]+)", source, re.MULTILINE)}
    assert imported - OURS <= {"dataclasses", "pathlib", "tempfile"}


def test_every_notebook_is_in_the_index(root: Path) -> None:
    index = (root / "docs" / "index.md").read_text(encoding="utf-8")
    assert [name for name in NOTEBOOKS if f"notebooks/{name}.py" not in index] == []
