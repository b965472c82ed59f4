"""The layers have a guard that the import contracts can't be: a contract that lost its modules would keep silent."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def layers(root: Path) -> list[str]:
    """Return the layers, highest first, as the contract has them."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return next(list(contract["layers"]) for contract in settings["contracts"] if contract["type"] == "layers")


def test_every_package_has_its_place_among_the_layers(root: Path, layers: list[str]) -> None:
    placed = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    in_tree = {
        path.stem for path in (root / "sim").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert in_tree - {"__init__"} <= placed


def test_the_pages_draw_the_layers_as_they_are(root: Path, layers: list[str]) -> None:
    page = (root / "docs" / "decisions" / "0002-layers.md").read_text(encoding="utf-8")
    assert "".join(f"    {layer}\n" for layer in layers) in page
    guide = " ".join((root / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    assert " \u203a ".join(f"`{layer}`" for layer in layers) in guide
