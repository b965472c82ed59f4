"""Nothing that a user supplies is run: the code holds no evaluation, no pickle and no shell."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CALLS: Final = frozenset(
    {"eval", "exec", "compile", "__import__", "breakpoint", "read_pickle", "to_pickle", "system", "popen"}
)
MODULES: Final = frozenset({"pickle", "cloudpickle", "dill", "shelve", "subprocess", "code", "yaml", "joblib"})
HARMLESS: Final = frozenset({"re.compile", "platform.system"})
"""What has the name of a banned call."""


def found(text: str) -> list[str]:
    """Return what a source text does that could run something."""
    tree = ast.parse(text)
    wrong = [name for node in ast.walk(tree) for name in (*_imported(node), *_called(node))]
    return sorted(wrong)


def _imported(node: ast.AST) -> list[str]:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return [name for name in names if name.split(".")[0] in MODULES]


def _called(node: ast.AST) -> list[str]:
    if not isinstance(node, ast.Call):
        return []
    allowed = [keyword.arg for keyword in node.keywords if keyword.arg == "allow_pickle"]
    if isinstance(node.func, ast.Name):
        return [*allowed, *([node.func.id] if node.func.id in CALLS else [])]
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in CALLS:
        return [str(name) for name in allowed]
    return [] if ast.unparse(node.func) in HARMLESS else [node.func.attr]


def test_nothing_is_run(root: Path) -> None:
    files = [root / "cli.py", *(root / "sim").rglob("*.py")]
    wrong = {path.name: found(path.read_text(encoding="utf-8")) for path in files}
    assert {name: calls for name, calls in wrong.items() if calls} == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("eval(text)", "eval"), ("import pickle", "pickle"), ("from pickle import loads", "pickle"),
        ("np.load(file, allow_pickle=True)", "allow_pickle"), ("pd.read_pickle(file)", "read_pickle"),
        ("os.system('ls')", "system"), ("import subprocess", "subprocess"), ("compile(text, '', 'exec')", "compile"),
        ("import yaml; yaml.load(text)", "yaml"),
    ],
)  # fmt: skip
def test_what_runs_something_is_seen(text: str, what: str) -> None:
    assert what in found(text)
    assert found("import re; re.compile('x'); platform.system(); from ruamel.yaml import YAML") == []
