"""What the command line may import, and what it must not have loaded by the time it answers."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {"matplotlib", "numpy", "pandas", "pyarrow", "rich", "ruamel", "scipy", "seaborn", "simpy"}
LIBRARIES = HEAVY - {"numpy", "ruamel"}
"""What only runs, tables and pictures need; the declarations of parameters need NumPy, scenario files ruamel."""
ENGINE = {"sim.experiment", "sim.randomness", "sim.model.cycle", "sim.model.steps", "sim.model.recorder"}
AFTER = "import sys; print(*sorted(sys.modules))"


def loaded(code: str) -> set[str]:
    """Return the modules that are loaded after some code has run in a fresh Python."""
    done = subprocess.run([sys.executable, "-c", f"{code}\n{AFTER}"], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def after(*arguments: str) -> set[str]:
    """Return the modules that are loaded after a command has succeeded."""
    call = f"import cli\ntry: cli.main({list(arguments)!r})\nexcept SystemExit as leave: assert not leave.code"
    return loaded(call)


def test_the_command_line_imports_only_click_sim_and_the_standard_library(root: Path) -> None:
    files = [root / "cli.py", *(root / "sim" / "commands").glob("*.py")]
    trees = [ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for path in files]
    names = {name for tree in trees for node in tree for name in imported(node)}
    assert names - sys.stdlib_module_names == {"click", "sim"}


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").split(".")[0]]
    return [alias.name.split(".")[0] for alias in node.names] if isinstance(node, ast.Import) else []


def test_help_loads_nothing_heavy() -> None:
    assert not HEAVY & after("--help")


def test_importing_sim_loads_nothing_heavy() -> None:
    assert not HEAVY & loaded("import sim")


def test_charts_of_the_page_draw_without_matplotlib() -> None:
    assert not (HEAVY - {"numpy"}) & loaded("import sim.report.page.svg.fan, sim.report.pack.plots.plot")


def test_assess_loads_nothing_heavy() -> None:
    assert not HEAVY & after("assess", "--answers", "2,1,0,3,1,2,0,1,2,1")


@pytest.mark.parametrize(
    "arguments",
    [
        ("init", "--list"),
        ("schema",),
        ("check", "presets/saas.yaml"),
        ("check", "presets/online_retailer.yaml"),
        ("origin", "presets/saas.yaml", "acquisition.win_rate"),
    ],
)
def test_a_command_that_simulates_nothing_loads_no_engine(arguments: tuple[str, ...]) -> None:
    assert not (LIBRARIES | ENGINE) & after(*arguments)


def test_init_loads_no_engine(tmp_path: Path) -> None:
    assert not (LIBRARIES | ENGINE) & after("init", str(tmp_path / "shop"))


def test_a_run_without_charts_loads_no_pictures_and_no_cluster(tmp_path: Path) -> None:
    found = after("run", "presets/saas.yaml", "--replications", "2", "--no-charts", "--out", str(tmp_path))
    assert found >= ENGINE  # or the names above have gone stale, and the tests with them
    assert not {"matplotlib", "seaborn", "distributed", "scipy.stats", "multiprocessing"} & found
