"""Names of folders and files, safe on every system."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

MANIFEST: Final = "manifest.json"
SCENARIO: Final = "scenario.yaml"
SUMMARY: Final = "summary.csv"
OUTCOMES: Final = "outcomes"
"""The table that grows with replications: written while they come, read a column at a time."""

TABLES: Final = ("paths", "samples")
"""Further tables that every run has; `replications` comes with `--paths all`."""

LONGEST: Final = 60
RESERVED: Final = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Names that Windows keeps for devices."""


def folder_name(name: str) -> str:
    """Return a scenario's name as a folder name: lower-case letters, digits and hyphens, never empty.

    A name that holds no Latin letter or digit becomes `scenario-` and a checksum of the name.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:LONGEST].rstrip("-")
    if not slug:
        return f"scenario-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return f"scenario-{slug}" if slug in RESERVED else slug


def table_file(table: str) -> str:
    """Return the file name of a table."""
    return f"{table}.parquet"


def is_inside(name: str) -> bool:
    """Tell whether a relative file name stays inside its folder."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name
