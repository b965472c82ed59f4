"""Worker processes come and go with their parent, and with nobody else's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing import active_children, get_context
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import sim
from sim.errors import UsageError
from sim.experiment.engine import fingerprint
from sim.experiment.pieces import pieces, tasks
from sim.experiment.preview import Preview
from sim.experiment.workers import as_engine

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from sim.experiment.progress import Standing
    from sim.scenario import Scenario

PARENT = """
import os
import time
from sim.experiment.preview import Preview

if __name__ == "__main__":
    crew = Preview(workers=2)._crew
    print(*(crew.hand(worker, os.getpid).result() for worker in range(2)), flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    return sim.load(root / "scenarios" / "presets" / "b2b_services.yaml").vary({"horizon": 2})


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = subprocess.run(["/bin/ps", "-o", "stat=", "-p", str(process)], capture_output=True, check=False).stdout
    return not status.strip().startswith(b"Z")


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_workers_of_a_killed_parent_end(tmp_path: Path, root: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    command, settings = [sys.executable, str(script)], os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout is not None
        workers = [int(number) for number in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    assert workers
    until = time.monotonic() + 20
    while any(map(lives, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    left = [worker for worker in workers if lives(worker)]
    for worker in left:
        os.kill(worker, signal.SIGKILL)
    assert left == []


def test_a_run_that_fails_ends_its_own_workers_only(scenario: Scenario) -> None:
    def fail(_: Standing) -> None:
        msg = "as planned"
        raise ValueError(msg)

    other = get_context("spawn").Process(target=time.sleep, args=(60,))
    other.start()
    try:
        with pytest.raises(ValueError, match="as planned"):
            sim.run(scenario, replications=1500, workers=2, progress=fail)
        other.join(0.5)
        assert other.is_alive()
    finally:
        other.kill()
        other.join()


def test_a_killed_worker_changes_no_figure(scenario: Scenario) -> None:
    others = set(active_children())
    killed: list[BaseProcess] = []

    def kill(standing: Standing) -> None:
        if not killed and standing.done < standing.lanes // 2:
            (worker, *_) = set(active_children()) - others
            worker.kill()
            killed.append(worker)

    found = sim.run(scenario, replications=9_000, workers=2, progress=kill)
    alone = sim.run(scenario, replications=9_000)
    assert killed
    for table in ("outcomes", "paths", "samples"):
        pd.testing.assert_frame_equal(getattr(found, table), getattr(alone, table), check_exact=True)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_an_interrupt_of_all_processes_leaves_a_preview_warm(scenario: Scenario) -> None:
    with Preview(workers=2) as shown:
        before = shown.look(scenario, replications=200)
        assert shown._crew is not None
        for worker in range(2):
            os.kill(shown._crew.hand(worker, os.getpid).result(), signal.SIGINT)
        time.sleep(0.5)
        after = shown.look(scenario.vary({"business.price": 2_000}), replications=200)
    assert (after.bands != before.bands).any()


def test_a_look_goes_on_when_every_worker_is_lost(scenario: Scenario) -> None:
    with Preview(workers=2) as shown, Preview(workers=1) as alone:
        shown.look(scenario, replications=200)
        assert shown._crew is not None
        for worker in range(2):
            shown._crew.hand(worker, os._exit, 9)
        dearer = scenario.vary({"business.price": 2_000})
        assert (shown.look(dearer, replications=200).bands == alone.look(dearer, replications=200).bands).all()


def test_a_worker_with_another_engine_simulates_nothing(scenario: Scenario) -> None:
    (task,) = tasks(scenario, list(pieces(scenario.vary({"replications": 3}), 3)), 1)
    assert len(as_engine(fingerprint(), task)) == len(scenario.policies)
    with pytest.raises(UsageError, match="joined later"):
        as_engine("another", task)
