"""The page of charts: every figure that a command draws, found in the code, with what its file says that it shows."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cli
from sim.charts.gallery import FIGURES
from tables.rows import table

if TYPE_CHECKING:
    from collections.abc import Iterator

SIM: Final = Path(__file__).resolve().parents[2] / "sim"
CHARTS: Final = SIM / "charts"
REPORT: Final = SIM / "report"

FILES: Final = {"information": "worth", "sobol_bars": "sobol"}
"""Figures whose file is called otherwise than the module that draws it."""

HEAD: Final = """# Charts

Written by `python docs/reference_pages.py` from the code; do not edit.

Every figure that a command draws, as `charts/NAME.svg` and `.png` in the folder of the run or of the answer. Leave
them out with `--no-charts`. A figure that has nothing to show, such as regret in a single future, is not drawn.

The title says what was found in this run, the footer which run it is. Blue is what grows or is better, orange what
shrinks or is worse; labels say the same, so that nothing hangs on colour. The words are those of the
[glossary](../glossary.md).

"""


def page() -> str:
    """Return the page of charts."""
    drawn = {name: sorted(commands(name)) for name in figures()}
    lost = [name for name, by in drawn.items() if not by]
    if lost:
        raise ValueError(f"no command draws {', '.join(lost)}")
    rows = (
        (f"`{FILES.get(name, name)}`", ", ".join(_linked(one) for one in by), _sentence(name))
        for name, by in sorted(drawn.items(), key=lambda item: (item[1] != ["run"], item[1], item[0]))
    )
    return HEAD + table(("file", "drawn by", "shows"), rows)


def figures() -> Iterator[str]:
    """Yield every module of the charts whose function named like it, or beginning so, returns a figure."""
    for path in sorted(CHARTS.glob("*.py")):
        functions = (
            node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
        )
        if any(f.name.startswith(path.stem) and f.returns and "Figure" in ast.unparse(f.returns) for f in functions):
            yield path.stem


def commands(figure: str) -> Iterator[str]:
    """Yield the commands that draw a figure: `run` for those of the gallery, else whose report imports it."""
    if figure in FIGURES:
        yield "run"
    for path in REPORT.rglob("*.py"):
        if f"from sim.charts.{figure} import" in path.read_text(encoding="utf-8"):
            yield _command(path)


def _command(path: Path) -> str:
    """Return the command that a module of the reports belongs to; packages, such as `pack`, belong to `report`."""
    if path.parent != REPORT:
        return "report"
    named = [name for name in cli.app.commands if path.stem == name or path.stem.startswith(f"{name}_")]
    return max(named, key=len)


def _linked(command: str) -> str:
    place = SIM.parent / "docs" / "reference" / f"{command}.md"
    return f"[`{command}`]({command}.md)" if place.exists() else f"[`{command}`](commands.md)"


def _sentence(name: str) -> str:
    text = ast.get_docstring(ast.parse((CHARTS / f"{name}.py").read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0]
