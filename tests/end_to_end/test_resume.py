"""Whatever stops a run, it goes on: kill -9 at any moment, two writers at once, a lost worker of a cluster."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
RUN = [sys.executable, "cli.py", "run", "scenarios/presets/b2b_services.yaml", "--set", "horizon=12", "--no-charts"]
WANTED = ["--replications", "4000", "--policy", "harvest", "--policy", "steady"]
TABLES = ("outcomes.parquet", "paths.parquet", "samples.parquet", "summary.csv")

pytestmark = pytest.mark.slow


def start(out: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [*RUN, *WANTED, "--out", str(out), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def finish(process: subprocess.Popen[bytes]) -> str:
    said = process.communicate(timeout=120)[0].decode()
    assert process.returncode == 0, said
    return said


def tables(out: Path) -> dict[str, bytes]:
    (manifest,) = out.glob("b2b-services/[!.]*/manifest.json")
    return {name: manifest.with_name(name).read_bytes() for name in TABLES}


@dataclass(frozen=True)
class Undisturbed:
    """What a run that nobody stops leaves, and how long it takes here and now."""

    tables: dict[str, bytes]
    seconds: float


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    out = tmp_path_factory.mktemp("undisturbed")
    before = time.monotonic()
    finish(start(out, "--workers", "1"))
    return Undisturbed(tables(out), time.monotonic() - before)


def test_kill_at_twenty_moments(tmp_path: Path, undisturbed: Undisturbed) -> None:
    kept = []
    for moment in range(20):
        process = start(tmp_path, "--workers", "1", "--resume")
        time.sleep(undisturbed.seconds * (0.3 + 0.7 * (moment * 7 % 20) / 20))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kept.append(len(list(tmp_path.glob(".pieces/*/*.piece"))))
    assert kept[-1] > 0, "every kill came before the first piece: the test shows nothing"
    finish(start(tmp_path, "--workers", "1", "--resume"))
    assert tables(tmp_path) == undisturbed.tables


def test_two_writers_at_once(tmp_path: Path, undisturbed: Undisturbed) -> None:
    for process in [start(tmp_path, "--workers", "1", "--resume") for _ in range(2)]:
        finish(process)
    assert tables(tmp_path) == undisturbed.tables


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Lend a Dask scheduler and two workers, each a process of its own, on loopback."""
    dask_client = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'cyclesim[cluster]'")
    address = f"tcp://127.0.0.1:{free_port()}"
    settings = {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__DASHBOARD__LINK": ""}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]

    def launch(command: list[str], log: str) -> subprocess.Popen[bytes]:
        with (folder / log).open("wb") as file:
            return subprocess.Popen(command, cwd=folder, env=os.environ | settings, stdout=file, stderr=file)

    processes = [launch([*dask, "--host", address, "--no-dashboard"], "scheduler.log")]
    processes += [launch([*worker, "--no-nanny"], f"worker{index}.log") for index in range(2)]
    try:
        with dask_client.Client(address, timeout="60s", set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_cluster_gives_the_same_bytes(tmp_path: Path, undisturbed: Undisturbed) -> None:
    with cluster(tmp_path) as (address, _):
        finish(start(tmp_path / "out", "--cluster", address))
    assert tables(tmp_path / "out") == undisturbed.tables


def test_a_lost_worker_costs_only_its_tasks(tmp_path: Path, undisturbed: Undisturbed) -> None:
    with cluster(tmp_path) as (address, workers):
        process = start(tmp_path / "out", "--cluster", address, "--resume")
        pieces = tmp_path / "out" / ".pieces"
        while process.poll() is None and not list(pieces.glob("*/*.piece")):
            time.sleep(0.02)
        running = process.poll() is None
        workers[0].send_signal(signal.SIGKILL)
        finish(process)
    assert running, "the run was over before the worker was killed: the test shows nothing"
    assert tables(tmp_path / "out") == undisturbed.tables


def test_nobody_at_the_address_is_said(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'cyclesim[cluster]'")
    process = start(tmp_path, "--cluster", f"tcp://127.0.0.1:{free_port()}")
    said = process.communicate(timeout=120)[0].decode()
    assert process.returncode == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1" in said


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Lend a file system of 16 MB."""
    mount = tmp_path / "small"
    mount.mkdir()
    mounter, unmounter = (shutil.which(name) or "/bin/false" for name in ("mount", "umount"))
    if subprocess.run([mounter, "-t", "tmpfs", "-o", "size=16m", "tmpfs", mount], check=False).returncode:
        pytest.skip("mounting a small file system needs root")
    yield mount
    subprocess.run([unmounter, mount], check=True)


def fill(disk: Path) -> Path:
    """Take all the room that is left, and return what takes it."""
    filler = disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(disk).free))
    return filler


def earlier(disk: Path) -> dict[Path, bytes]:
    """Make a small run and return its files."""
    small = [*RUN, "--replications", "20", "--policy", "harvest", "--policy", "steady", "--out", str(disk)]
    subprocess.run(small, cwd=ROOT, check=True, capture_output=True)
    return {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()}


def test_a_run_for_which_the_disk_is_too_small_does_not_start(small_disk: Path) -> None:
    before = earlier(small_disk)
    filler = fill(small_disk)
    process = start(small_disk, "--workers", "1", "--resume")
    said = process.communicate(timeout=120)[0].decode()
    assert process.returncode == 2
    assert "this run does not fit on the disk: 4,000 replications x 2 policies x 20 outcomes take 0.9 MiB" in said
    assert {path for path in small_disk.rglob("*") if path.is_file()} == {*before, filler}


@pytest.mark.parametrize("kept", [["--resume"], []])
def test_a_disk_that_fills_up_costs_no_earlier_result(
    small_disk: Path, kept: list[str], undisturbed: Undisturbed
) -> None:
    before = earlier(small_disk)
    process = start(small_disk, "--workers", "1", *kept)
    while process.poll() is None and not list(small_disk.glob("b2b-services/.*.unfinished")):
        time.sleep(0.01)
    filler = fill(small_disk)
    said = process.communicate(timeout=120)[0].decode()
    assert process.returncode == 2
    assert "the disk is full" in said
    assert "continue with --resume" in said
    assert {path: path.read_bytes() for path in before} == before
    assert not list(small_disk.rglob(".*.unfinished"))
    filler.unlink()
    finish(start(small_disk, "--workers", "1", "--resume"))
    shutil.rmtree(next(iter(before)).parent)
    assert tables(small_disk) == undisturbed.tables
