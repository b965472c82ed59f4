"""Processes that come and go with this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import active_children, connection, current_process
from textwrap import indent
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final

import pytest

from sim.experiment.processes import Worker, _interrupts_held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IMPORTS: Final = "from sim.experiment.processes import Worker\n"
STARTS: Final = """
with Worker() as worker:
    print("found", worker.hand(abs, -7).result())
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


def test_a_script_without_its_guard_is_not_tried_again_and_again(tmp_path: Path) -> None:
    script = "from sim.experiment.crew import Crew\nwith Crew(2) as crew:\n    print(list(crew.each(abs, range(9))))\n"
    done = ran(tmp_path, script)
    assert 1 <= done.stderr.count("Put what starts them below this line") <= 2
    assert "memory" not in done.stderr


class Collected:
    """A process whose end another thread has noticed; this one hears of it at the third question."""

    def __init__(self) -> None:
        self.asked = 0

    def join(self) -> None:
        """Return at once, as is so for a process that somebody else has waited for."""

    def is_alive(self) -> bool:
        self.asked += 1
        return self.asked < 3


def test_a_process_counts_as_gone_when_it_has_been_collected_by_whoever() -> None:
    process: Any = Collected()
    with Worker() as worker:
        worker._process = process
    assert process.asked == 3


def half_an_answer() -> bytes:
    """End this process in the middle of what it answers, as `kill -9` may."""

    def send(self: Any, answer: bytes) -> None:  # noqa: ANN401 (a connection)
        os.write(self.fileno(), answer[: len(answer) // 2])
        os._exit(9)

    connection.Connection._send = send  # type: ignore[attr-defined]
    return bytes(1_000)


@pytest.mark.skipif(sys.platform == "win32", reason="answers go another way there")
def test_who_waits_for_the_rest_of_an_answer_hears_of_the_end_and_the_next_work_is_done() -> None:
    with Worker() as worker:
        with pytest.raises(BrokenExecutor):
            worker.hand(half_an_answer).result(60)
        assert worker.hand(abs, -7).result(60) == 7


@pytest.mark.skipif(sys.platform == "win32", reason="answers go another way there")
def test_work_that_nobody_takes_keeps_no_program_from_its_end(tmp_path: Path) -> None:
    script = """
import time
from sim.experiment.processes import Worker

if __name__ == "__main__":
    try:
        with Worker() as worker:
            worker.hand(time.sleep, 60)
            for _ in range(3):
                worker.hand(len, bytes(1_000_000))
            raise KeyError
    except KeyError:
        print("over")
"""
    assert ran(tmp_path, script).stdout == "over\n"


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Hear Ctrl-C, even where tests were started in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_an_interrupt_that_another_thread_takes_waits_until_the_process_has_started() -> None:
    held, reached = Event(), []

    def interrupt() -> None:
        held.wait()
        signal.raise_signal(signal.SIGINT)

    def starting() -> None:
        other = Thread(target=interrupt)
        other.start()  # before, or it would have the signal blocked as well
        with _interrupts_held():
            held.set()
            other.join()
            reached.append(True)

    with pytest.raises(KeyboardInterrupt):
        starting()
    assert reached
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_threads_may_hand_over_at_once_to_one_that_was_lost() -> None:
    with Worker() as worker, ThreadPoolExecutor(4) as threads:
        with suppress(BrokenExecutor):
            worker.hand(os._exit, 9).result(60)
        assert [done.result(60) for done in threads.map(worker.hand, [abs] * 8, range(8))] == list(range(8))


def test_the_end_is_waited_for() -> None:
    with Worker() as worker:
        process = worker.hand(current_process_named).result(60)
    assert process not in [child.name for child in active_children()]


def current_process_named() -> str:
    return current_process().name
