"""Processes that come and go with this one."""

from __future__ import annotations

import subprocess
import sys
from textwrap import indent
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import pytest

from sim.experiment.processes import stop

if TYPE_CHECKING:
    from pathlib import Path

IMPORTS: Final = "from sim.experiment.processes import warm_pool\n"
STARTS: Final = """
with warm_pool(1) as pool:
    print("found", pool.submit(abs, -7).result())
"""


def ran(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script as its own program."""
    (folder / "script.py").write_text(script)
    return subprocess.run([sys.executable, "script.py"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    monkeypatch.setenv("PYTHONPATH", str(pytestconfig.rootpath))


def test_a_script_that_forgets_its_guard_is_told_so(tmp_path: Path) -> None:
    done = ran(tmp_path, IMPORTS + STARTS)
    assert done.returncode != 0
    assert done.stderr.startswith("cyclesim: a worker process has read this script from its first line")
    assert 'if __name__ == "__main__":' in done.stderr
    assert "bootstrapping" not in done.stderr  # what Python says of it, in thirty lines


def test_a_guarded_script_has_its_workers(tmp_path: Path) -> None:
    assert ran(tmp_path, IMPORTS + 'if __name__ == "__main__":' + indent(STARTS, "    ")).stdout == "found 7\n"


class Collected:
    """A child whose end another thread has noticed; this one hears of it at the third question."""

    def __init__(self) -> None:
        self.asked = 0

    def terminate(self) -> None:
        """End it."""

    def join(self) -> None:
        """Return at once, as is so for a process that somebody else has waited for."""

    def is_alive(self) -> bool:
        self.asked += 1
        return self.asked < 3


def test_a_stopped_process_counts_as_gone_whoever_collected_it() -> None:
    executor: Any = SimpleNamespace(shutdown=lambda **_: None)
    child: Any = Collected()
    stop(executor, [child])
    assert child.asked == 3
