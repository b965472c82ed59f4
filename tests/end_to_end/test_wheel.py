"""The built wheel does the main job in an empty folder, away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PARTS = ("cli.py", "sim", "scenarios", "pyproject.toml", "README.md", "LICENSE")
"""What the wheel is made of."""


@pytest.fixture(scope="module")
def installed(root: Path, python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of a copy of the tree, and unpack it beside the libraries that are here already."""
    copy, place = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("installed")
    for part in PARTS:
        if (root / part).is_dir():
            shutil.copytree(root / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
        else:
            shutil.copy(root / part, copy / part)
    quietly = ("--quiet", "--disable-pip-version-check", "--no-deps")
    subprocess.run([python, "-m", "pip", "wheel", *quietly, "--wheel-dir", str(copy / "dist"), str(copy)], check=True)
    (wheel,) = (copy / "dist").glob("*.whl")
    assert "-cp311-abi3-" in wheel.name or wheel.name.endswith("-none-any.whl")
    subprocess.run([python, "-m", "pip", "install", *quietly, "--target", str(place), str(wheel)], check=True)
    return place


@pytest.mark.slow
def test_the_wheel_works_in_an_empty_folder(installed: Path, python: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}

    def cyclesim(*arguments: str) -> str:
        code = f"import sim, cli; assert sim.__file__.startswith({str(installed)!r}); cli.main()"
        done = subprocess.run(
            [python, "-c", code, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    cyclesim("run", "online_retailer.yaml", "--replications", "30", "--no-charts", "--workers", "1")
    cyclesim("init", "mine.yaml")
    assert "good" in cyclesim("check", "mine.yaml")
    (run,) = (tmp_path / "outputs" / "online-retailer").iterdir()
    cyclesim("report", str(run), "--format", "xlsx")
    assert (run / "report.xlsx").is_file()
    assert (installed / "sim" / "py.typed").is_file()
