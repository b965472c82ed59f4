"""The layers have a guard that the import contracts can't be: a contract that lost its modules would keep silent."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_every_package_has_its_place_among_the_layers(root: Path) -> None:
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    placed = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    in_tree = {
        path.stem for path in (root / "sim").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert in_tree - {"__init__"} <= placed
