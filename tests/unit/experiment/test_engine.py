"""The checksum of the engine covers everything that pieces depend on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import sim
from sim.experiment import engine


@pytest.mark.parametrize("file", ["results.py", "model/cycle.py"])
def test_a_change_makes_another_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    home = tmp_path / "sim"
    shutil.copytree(Path(sim.__file__).parent, home)
    monkeypatch.setattr(sim, "__file__", str(home / "__init__.py"))
    before = engine.fingerprint.__wrapped__()
    (home / file).write_text((home / file).read_text() + "# changed\n")
    assert engine.fingerprint.__wrapped__() != before
