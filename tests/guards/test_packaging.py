"""What is installed is what is in the tree, and what installs it names no address."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

import sim

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_package_of_the_tree_is_installed(root: Path, project: dict[str, Any]) -> None:
    in_tree = {".".join(path.parent.relative_to(root).parts) for path in (root / "sim").rglob("__init__.py")}
    listed = {name for name in project["tool"]["setuptools"]["packages"] if name.startswith("sim")}
    assert listed == in_tree


def test_every_scenario_travels_with_the_package(root: Path, project: dict[str, Any]) -> None:
    patterns = project["tool"]["setuptools"]["package-data"]["cyclesim_scenarios"]
    carried = {path for pattern in patterns for path in (root / "scenarios").glob(pattern)}
    assert carried == {path for path in (root / "scenarios").rglob("*") if path.is_file()}


def test_the_constraints_name_exact_versions_and_no_addresses(root: Path) -> None:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)] == []


def test_every_dependency_has_a_constraint(root: Path, project: dict[str, Any]) -> None:
    text = (root / "constraints.txt").read_text(encoding="utf-8")
    known = {simple(line.partition("==")[0]) for line in text.splitlines()}
    extras = project["project"]["optional-dependencies"]
    wanted = [*project["project"]["dependencies"], *(line for extra in extras.values() for line in extra)]
    names = {simple(re.split(r"[<>=\[]", line)[0]) for line in wanted} - {"cyclesim"}
    assert names <= known


_CALLED = {"PIL": "pillow", "ruamel": "ruamel-yaml", "SALib": "salib", "pptx": "python-pptx"}
"""What is imported under another name than it is installed by."""


def test_dependencies_are_what_the_code_imports(root: Path, project: dict[str, Any]) -> None:
    files = [root / "cli.py", *(root / "sim").rglob("*.py")]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    used = {name.split(".")[0] for name in named} - sys.stdlib_module_names - {"sim", "cli"}
    extras = project["project"]["optional-dependencies"]
    optional = [*extras["cluster"], *extras["notebook"], *extras["sensitivity"]]
    listed = {simple(re.split(r"[<>=\[]", line)[0]) for line in [*project["project"]["dependencies"], *optional]}
    listed -= {"ipykernel"}  # runs the notebooks; nothing imports it
    assert {_CALLED.get(name, name) for name in used} == listed


def test_the_schema_beside_the_scenarios_is_the_present_one(root: Path) -> None:
    kept = json.loads((root / "cyclesim.schema.json").read_text(encoding="utf-8"))
    assert kept == sim.schema(), "refresh it: cyclesim schema > cyclesim.schema.json"


def simple(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_readme_holds_the_command_that_the_build_runs(root: Path) -> None:
    lines = (root / "README.md").read_text(encoding="utf-8").splitlines()
    assert sum(line.endswith("python -m pytest") for line in lines) == 1
