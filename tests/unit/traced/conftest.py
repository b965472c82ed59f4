"""Both ways in which the steps of a program are done."""

from __future__ import annotations

import pytest

from sim.randomness import accelerator
from sim.traced import operations
from tests.unit.traced.batches import compiled_only


@pytest.fixture(params=[pytest.param("compiled", marks=compiled_only), "functions"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let a test do with what was compiled, and then as where nothing could be: by NumPy's functions."""
    name: str = request.param
    if name == "functions":
        monkeypatch.setattr(operations, "compiled", None)
        monkeypatch.setattr(accelerator, "compiled", None)
    return name
