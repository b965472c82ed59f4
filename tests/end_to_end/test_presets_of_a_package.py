"""A package that offers presets, installed for real: the command line lists, starts from, extends and runs them."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from sim.testing import check_preset
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]

PAGE = (ROOT / "docs" / "how-to" / "your-own-preset.md").read_text(encoding="utf-8")
BAKERY = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)[0]
SMALL = "extends: presets/bakery.yaml\nname: ours\nhorizon: 6 months\nreplications: 8\n"


def offer(folder: Path, package: str, presets: dict[str, str], files: dict[str, str]) -> None:
    """Install a package of presets as pip would leave it."""
    module, site = package.replace("-", "_"), folder / "site"
    offers = "".join(f"{name} = {value}\n" for name, value in presets.items())
    written = {
        f"{module}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n",
        f"{module}-1.0.dist-info/entry_points.txt": f"[cyclesim.presets]\n{offers}",
        **{f"{module}/{name}": text for name, text in files.items()},
    }
    for name, text in written.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path, root: Path, python: str) -> Run:
    """Return a function that runs the command line where the packages of `site` are installed."""

    def started(*arguments: str) -> subprocess.CompletedProcess[str]:
        paths = os.pathsep.join([str(tmp_path / "site"), str(root)])
        command = [python, str(root / "cli.py"), *arguments]
        env = {**os.environ, "PYTHONPATH": paths}
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    return started


def test_a_preset_of_a_package_is_one_like_ours(tmp_path: Path, run: Run) -> None:
    code = "raise SystemExit('nothing of the package is run')\n"
    offer(tmp_path, "our-presets", {"bakery": "our_presets"}, {"bakery.yaml": BAKERY, "__init__.py": code})
    listed = json.loads(run("init", "--list", "--json").stdout)["presets"]
    assert listed["bakery"] == "A bakery with three shops and a web shop, half a million a year"
    assert "saas" in listed
    assert run("init", "shop", "--preset", "bakery").returncode == 0
    assert "extends: presets/bakery.yaml\n" in (tmp_path / "shop.yaml").read_text(encoding="utf-8")
    (tmp_path / "ours.yaml").write_text(SMALL, encoding="utf-8")
    done = run("run", "ours.yaml", "--no-charts", "--json")
    assert done.returncode == 0, done.stderr
    traced = run("origin", "shop.yaml", "business.price")
    assert "presets/bakery.yaml:5" in traced.stdout
    assert "Did you mean 'presets/bakery.yaml'" in run("check", "presets/bakry.yaml").stderr


def test_the_preset_of_the_page_keeps_the_contract(tmp_path: Path) -> None:
    (tmp_path / "bakery.yaml").write_text(BAKERY, encoding="utf-8")
    check_preset(tmp_path / "bakery.yaml")


@pytest.mark.parametrize(
    ("presets", "arguments", "told"),
    [
        ({"saas": "our_presets"}, ("init", "--list"), "a preset named 'saas', which comes with cyclesim"),
        ({"Bakery": "our_presets"}, ("init", "--list"), "'Bakery', which can't be one: small letters"),
        ({"florist": "our_presets"}, ("init", "x", "--preset", "florist"), "our_presets has no file florist.yaml"),
        ({"bakery": "no_such_package"}, ("check", "presets/bakery.yaml"), "no_such_package has no file bakery.yaml"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_package(
    tmp_path: Path, run: Run, presets: dict[str, str], arguments: tuple[str, ...], told: str
) -> None:
    offer(tmp_path, "our-presets", presets, {"bakery.yaml": BAKERY})
    done = run(*arguments)
    assert done.returncode == 2, done.stderr
    assert "the package our-presets offers" in done.stderr
    assert told in done.stderr
    assert run("check", "presets/saas.yaml").returncode == 0, "ours never depend on what packages offer"


def test_two_packages_with_one_name_are_both_named(tmp_path: Path, run: Run) -> None:
    for package in ("our-presets", "their-presets"):
        offer(tmp_path, package, {"bakery": package.replace("-", "_")}, {"bakery.yaml": BAKERY})
    done = run("init", "x", "--preset", "bakery")
    assert done.returncode == 2
    assert "two packages offer a preset named 'bakery': our-presets and their-presets" in done.stderr
    assert run("init", "y", "--preset", "saas").returncode == 0
