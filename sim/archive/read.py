"""Read a run folder back, after checking that it holds what was written."""

from __future__ import annotations

from pathlib import Path

from sim.archive.manifest import Manifest, fingerprint, read_manifest
from sim.archive.names import OUTCOMES, TABLES, table_file
from sim.archive.outcomes import outcomes_in
from sim.archive.place import recover
from sim.archive.tables import read_table
from sim.errors import MissingFileError, ScenarioError
from sim.results import Results


def read_run(folder: str | Path) -> Results:
    """Read the results of a finished run; its outcomes stay in their file until they are asked for.

    Raises
    ------
    MissingFileError
        When the folder, or a table of it, is not there.
    ScenarioError
        When the run is unfinished, or a table is not the one that was written.
    """
    place = Path(folder)
    recover(place)
    manifest = read_manifest(place)
    ends = outcomes_in(_proved(place, manifest, OUTCOMES), manifest.run)
    tables = {table: read_table(_proved(place, manifest, table), table, manifest.run) for table in TABLES}
    full = table_file("replications") in manifest.files
    whole = read_table(_proved(place, manifest, "replications"), "replications", manifest.run) if full else None
    return Results(manifest.run, ends, tables["paths"], tables["samples"], whole)


def _proved(folder: Path, manifest: Manifest, table: str) -> Path:
    """Return the file of a table, once it is proved to be the one that the run wrote."""
    path = folder / table_file(table)
    if not path.is_file():
        msg = f"{path}: the run folder lacks this table; run the scenario again"
        raise MissingFileError(msg)
    if fingerprint(path) != manifest.files.get(path.name):
        msg = f"{path}: not the table that the run wrote (its checksum differs); run the scenario again"
        raise ScenarioError(msg)
    return path
