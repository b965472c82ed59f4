"""What several tests share."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def python() -> str:
    """Return the Python that runs the tests, to start the command line with."""
    return sys.executable


@pytest.fixture(scope="session")
def scripts(root: Path) -> Callable[[str], ModuleType]:
    """Return a function that loads one of the scripts in `docs` by its name."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"{name}_script", root / "docs" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # where dataclasses of the script look themselves up
        spec.loader.exec_module(module)
        return module

    return load
