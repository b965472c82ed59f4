"""The page of dependencies names what is asked for and nothing else, and so does the bill of materials."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

ROW = re.compile(r"^\| `([A-Za-z0-9._-]+)` \|(?: `([a-z]+)` \|)?", re.MULTILINE)


@pytest.fixture(scope="module")
def asked_for(root: Path) -> set[tuple[str, str]]:
    """Return every dependency with its extra, which is empty for what is always installed."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"": project["dependencies"], **project["optional-dependencies"]}
    pairs = [(re.split(r"[<>=\[;]", line)[0].strip(), extra) for extra, lines in groups.items() for line in lines]
    return {(name, extra) for name, extra in pairs if name != "cyclesim"}


def test_the_page_names_every_dependency_and_no_other(root: Path, asked_for: set[tuple[str, str]]) -> None:
    page = (root / "docs" / "explanation" / "dependencies.md").read_text(encoding="utf-8")
    rows = ROW.findall(page)
    assert len(rows) == len(set(rows))
    assert set(rows) == asked_for


def test_the_bill_holds_what_is_installed_with_it(scripts: Callable[[str], ModuleType]) -> None:
    sbom = scripts("sbom")
    bill = sbom.bill(frozenset())
    known = [part["name"] for part in bill["components"]]
    assert known == sorted(known)
    assert {name for name, _ in sbom.needed("cyclesim", frozenset())} <= set(known)
    assert {"numpy", "fonttools"} <= set(known)
    assert {"pytest", "distributed"}.isdisjoint(known)
    listed = {part["bom-ref"] for part in bill["components"]}
    assert {one for part in bill["dependencies"] for one in part["dependsOn"]} <= listed
    assert all(part["purl"].startswith("pkg:pypi/") and part["version"] for part in bill["components"])
