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
AFTER = "import sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"


def loaded(code: str) -> set[str]:
    """Return the top-level modules that are loaded after some code has run in a fresh Python."""
    done = subprocess.run([sys.executable, "-c", f"{code}\n{AFTER}"], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_the_command_line_imports_only_click_sim_and_the_standard_library(root: Path) -> None:
    tree = ast.walk(ast.parse((root / "cli.py").read_text(encoding="utf-8")))
    names = {name for node in tree for name in imported(node)}
    assert names - sys.stdlib_module_names == {"click", "sim"}


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").split(".")[0]]
    return [alias.name.split(".")[0] for alias in node.names] if isinstance(node, ast.Import) else []


def test_help_loads_nothing_heavy() -> None:
    assert not HEAVY & loaded("import cli\ntry: cli.main(['--help'])\nexcept SystemExit: pass")


def test_importing_sim_loads_nothing_heavy() -> None:
    assert not HEAVY & loaded("import sim")


@pytest.mark.parametrize("preset", ["saas", "online_retailer"])
def test_check_loads_no_tables_pictures_or_special_functions(preset: str) -> None:
    call = f"cli.main(['check', 'presets/{preset}.yaml'])"
    code = f"import cli\ntry: {call}\nexcept SystemExit as leave: assert not leave.code"
    assert not {"matplotlib", "pandas", "pyarrow", "scipy", "seaborn"} & loaded(code)
