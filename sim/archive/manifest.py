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
        msg = f"{folder}: an unfinished run or none (it has no {MANIFEST}); run the scenario, or name another folder"
        raise ScenarioError(msg)
    try:
        return _understand(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{path}: not a manifest of cyclesim: {error!r}"
        raise ScenarioError(msg) from error


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
    return Manifest(schema=schema, run=RunFacts(**run), **rest)
