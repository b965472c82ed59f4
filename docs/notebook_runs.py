"""Runs the notebooks, each once: a test runs them and keeps what came out, and the site shows what was kept.

What is kept stands in build/notebooks under a name made from all that it rests on, so that nothing stale is shown. The
site runs what is not there.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jupytext
import nbformat
from nbclient import NotebookClient

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
KEPT: Final = ROOT / "build" / "notebooks"
SECONDS: Final = 120
"""For one cell, on a busy machine."""
LIVE: Final = "application/vnd.jupyter.widget-view+json"
"""What needs a kernel; its picture stands beside it."""
LOG: Final = logging.getLogger("notebooks")
LOG.setLevel(logging.WARNING)


def read(text: str) -> Any:  # noqa: ANN401 (nbformat ships no types)
    """Return the notebook of a script with its outputs: those that were kept, else those of a run."""
    kept = kept_at(text)
    return nbformat.read(kept, as_version=4) if kept.exists() else run(text)


def run(text: str) -> Any:  # noqa: ANN401
    """Run the notebook of a script in an empty folder, keep it with its outputs, and return it.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        When a cell fails.
    """
    notebook = jupytext.reads(text, fmt="py:percent")
    for place, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{place}"  # else drawn by chance
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
            store_widget_state=False,
            record_timing=False,
            extra_arguments=["--log-level=ERROR"],
            log=LOG,
        )
        client.execute(env={**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_PLATFORM_DIRS": "1"})
    for output in outputs(notebook):
        output.get("data", {}).pop(LIVE, None)
    keep(notebook, kept_at(text))
    return notebook


def outputs(notebook: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield what the cells of a notebook show."""
    for cell in notebook.cells:
        yield from cell.get("outputs", ())


def kept_at(text: str) -> Path:
    """Return where the outcome of a script is kept: by its text, our code, our scenarios, and how it is run."""
    digest = hashlib.sha256(text.encode() + Path(__file__).read_bytes())
    for folder in ("sim", "scenarios"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".yaml", ".csv"}:
                digest.update(path.read_bytes())
    return KEPT / f"{digest.hexdigest()[:16]}.ipynb"


def keep(notebook: Any, path: Path) -> None:  # noqa: ANN401
    """Keep a notebook with its outputs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    nbformat.write(notebook, draft)
    draft.replace(path)
