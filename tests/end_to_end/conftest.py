"""The command line as a test calls it: in an empty folder, with everything it said and its exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

import cli

if TYPE_CHECKING:
    from pathlib import Path

SMALL = "extends: presets/saas.yaml\nname: A small shop\nhorizon: 12 months\nreplications: 12\n"


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def content(self) -> Any:  # noqa: ANN401 (whatever the command prints)
        """Return stdout as the one JSON object it must be."""
        return json.loads(self.out)


Call = Callable[..., Done]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Return a function that runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as leave:
            cli.main(arguments)
        written = capsys.readouterr()
        return Done(int(leave.value.code or 0), written.out, written.err)

    return run


@pytest.fixture
def small(tmp_path: Path) -> str:
    """Write a scenario that runs in no time, and return its name."""
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    return "small.yaml"


def broken(*_: object, **__: object) -> None:
    """Fail as only a mistake of ours can."""
    raise ZeroDivisionError
