"""A folder to write scenario files into, and the errors they give."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import Scenario, load

Write = Callable[..., Path]
Loaded = Callable[..., Scenario]

POLICIES = "policies: {harvest: {rule: harvest}, steady: {rule: fixed_share, share: 40%}}\n"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return a function that writes a file into the current folder."""
    monkeypatch.chdir(tmp_path)

    def written(text: str, name: str = "s.yaml") -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def loaded(write: Write) -> Loaded:
    """Return a function that reads a scenario from a text; two policies are added."""

    def read(text: str, overrides: tuple[tuple[str, str], ...] = ()) -> Scenario:
        return load(write(text + "\n" + POLICIES), overrides)

    return read
