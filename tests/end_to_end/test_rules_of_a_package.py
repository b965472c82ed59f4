"""A package that offers a rule, installed for real: the command line knows it, and so do worker processes."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.conftest import SMALL

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = {
    "our_rules-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: our-rules\nVersion: 1.0\n",
    "our_rules-1.0.dist-info/entry_points.txt": (
        "[cyclesim.policies]\nmomentum = our_rules:Momentum\nlost = our_rules:Lost\n"
    ),
}
POLICIES = 'policies: {ours: {rule: momentum, share: "50%"}}\n'


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    """Install the class that the page on rules of one's own shows."""
    page = (root / "docs" / "how-to" / "your-own-policy.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)[0]
    for name, text in {**PACKAGE, "our_rules.py": code}.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(text, encoding="utf-8")
    (tmp_path / "ours.yaml").write_text(SMALL + POLICIES, encoding="utf-8")
    return tmp_path


def test_the_command_line_runs_a_rule_of_a_package_in_worker_processes(folder: Path, root: Path, python: str) -> None:
    run = [python, str(root / "cli.py"), "run", "ours.yaml", "--policy", "ours", "--no-charts", "--json"]
    run += ["--replications", "600", "--workers", "2"]
    paths = os.pathsep.join([str(folder / "site"), str(root)])
    done = subprocess.run(
        run, cwd=folder, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [one["name"] for one in json.loads(done.stdout)["policies"]] == ["ours"]


def test_a_rule_that_a_package_promises_and_does_not_have_is_named(folder: Path, root: Path, python: str) -> None:
    (folder / "lost.yaml").write_text(SMALL + POLICIES.replace("momentum", "lost"), encoding="utf-8")
    check = [python, str(root / "cli.py"), "check", "lost.yaml"]
    paths = os.pathsep.join([str(folder / "site"), str(root)])
    done = subprocess.run(
        check, cwd=folder, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "the rule 'lost' of our-rules can't be loaded" in done.stderr


def test_the_rule_of_the_page_keeps_the_contract(folder: Path, root: Path, python: str) -> None:
    code = "import our_rules, sim.testing, sys; sim.testing.check_policy(our_rules.Momentum); print(*sys.modules)"
    paths = os.pathsep.join([str(folder / "site"), str(root)])
    done = subprocess.run(
        [python, "-c", code], env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "pytest" not in done.stdout.split()
