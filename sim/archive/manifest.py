"""What a run folder says about itself; the only place with clock times and the host."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim import __version__
from sim.archive.names import MANIFEST, is_inside
from sim.errors import MissingFileError, ScenarioError
from sim.results import RunFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA: Final = 1
"""Version of the layout of a run folder; raised when a reader of the old one would go wrong."""

PACKAGES: Final = ("numpy", "pandas", "pyarrow", "scipy", "simpy")
"""Packages whose version can move a number or a byte of the tables."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What identifies a run folder and proves its content.

    Attributes
    ----------
    schema
        Version of the folder's layout.
    run
        The facts of the run.
    created
        Time of writing, ISO 8601, UTC.
    seconds
        What each part of the work took, by name.
    packages
        Version of each package that the numbers depend on.
    platform
        Python, system, machine, host and cores.
    files
        For each file of the folder its `sha256` and `bytes`.
    """

    schema: int
    run: RunFacts
    created: str
    seconds: Mapping[str, float]
    packages: Mapping[str, str]
    platform: Mapping[str, str]
    files: Mapping[str, Mapping[str, Any]]

    def as_json(self) -> str:
        """Return the text of `manifest.json`."""
        content = {"product": "cyclesim", "run_id": self.run.run_id, **asdict(self)}
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def describe(folder: Path, run: RunFacts, seconds: Mapping[str, float]) -> Manifest:
    """Return the manifest of the files that lie in a folder now."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return Manifest(
        schema=SCHEMA,
        run=run,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds={name: round(value, 3) for name, value in seconds.items()},
        packages={"cyclesim": __version__} | {name: metadata.version(name) for name in PACKAGES},
        platform={
            "python": platform.python_version(),
            "system": platform.platform(),
            "machine": platform.machine(),
            "host": platform.node(),
            "cores": str(os.cpu_count()),
        },
        files={path.relative_to(folder).as_posix(): fingerprint(path) for path in paths},
    )


def fingerprint(path: Path) -> dict[str, Any]:
    """Return the checksum and size of a file."""
    with path.open("rb") as stream:
        return {"sha256": hashlib.file_digest(stream, "sha256").hexdigest(), "bytes": path.stat().st_size}


def read_manifest(folder: str | Path) -> Manifest:
    """Read the manifest of a finished run.

    Raises
    ------
    MissingFileError
        When there is no such folder.
    ScenarioError
        When the run is unfinished or the manifest is not one that this version understands.
    """
    path = Path(folder) / MANIFEST
    if not path.parent.is_dir():
        msg = f"{folder}: there is no such run folder"
        raise MissingFileError(msg)
    if not path.is_file():
        raise ScenarioError(_no_run(path.parent))
    try:
        return _understand(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        msg = f"{path}: damaged, or not a manifest of cyclesim ({error}); run the scenario again"
        raise ScenarioError(msg) from error


def _no_run(folder: Path) -> str:
    """Say that a folder is no finished run, and which run in it was perhaps meant."""
    inside = [run for depth in ("*", "*/*") for run in folder.glob(f"{depth}/{MANIFEST}") if run.is_file()]
    if inside:
        newest = max(inside, key=lambda run: run.stat().st_mtime).parent
        count = "a run" if len(inside) == 1 else f"{len(inside):,} runs"
        return f"{folder} holds {count} and is none itself; name one of them, such as {newest}"
    return f"{folder}: an unfinished run or none (it has no {MANIFEST}); run the scenario, or name another folder"


def _understand(content: Any) -> Manifest:  # noqa: ANN401 (whatever the file holds)
    schema = int(content["schema"])
    if schema > SCHEMA:
        msg = f"layout {schema} is newer than layout {SCHEMA}, the newest this version reads; update cyclesim"
        raise ValueError(msg)
    if outside := [name for name in content["files"] if not is_inside(name)]:
        msg = f"files outside the folder: {', '.join(outside)}"
        raise ValueError(msg)
    run: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in content["run"].items()}
    rest = {f.name: content[f.name] for f in fields(Manifest) if f.name not in {"schema", "run"}}
    if odd := [name for name, value in rest.items() if isinstance(value, dict) is (name == "created")]:
        msg = f"{', '.join(odd)}: of another kind than in a manifest"
        raise ValueError(msg)
    return Manifest(schema=schema, run=_facts(RunFacts(**run)), **rest)


def _facts(run: RunFacts) -> RunFacts:
    """Return the facts of a run if each is of its own kind and they fit together.

    Raises
    ------
    ValueError
        When they are those of no run.
    """
    kinds = {"str": str, "int": int}
    wrong = [f.name for f in fields(run) if type(getattr(run, f.name)) is not kinds.get(str(f.type), tuple)]
    wrong += [name for name in ("policies", "rules") if not all(type(one) is str for one in getattr(run, name))]
    wrong += [] if wrong else [name for name in ("replications", "months") if getattr(run, name) < 1]
    if wrong:
        msg = f"run.{wrong[0]}: {getattr(run, wrong[0])!r} is that of no run"
        raise ValueError(msg)
    if len(set(run.policies)) != len(run.rules) or run.baseline not in run.policies:
        msg = "the policies, their rules and the baseline do not fit together"
        raise ValueError(msg)
    return run
