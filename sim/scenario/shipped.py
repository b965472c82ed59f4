"""Where the scenarios that travel with the tool are: the only place that knows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

FOLDERS: Final = ("cyclesim_scenarios", "scenarios")
"""Beside the package `sim`: as installed from a wheel, and in a checkout of the project."""


def shipped_folder() -> Path | None:
    """Return the folder of the scenarios that travel with the tool, or None when they were not installed."""
    root = Path(__file__).resolve().parents[2]
    return next((root / name for name in FOLDERS if (root / name / "presets").is_dir()), None)


def presets() -> dict[str, Path]:
    """Return the shipped presets: file by name, in alphabetical order."""
    folder = shipped_folder()
    return {path.stem: path for path in sorted((folder / "presets").glob("*.yaml"))} if folder else {}


def find(reference: str, *, beside: Path) -> Path | None:
    """Return the file a reference means: relative to `beside`, else among the shipped scenarios; None if neither."""
    shipped = shipped_folder()
    places = [beside / reference, *([shipped / reference] if shipped else [])]
    return next((place for place in places if os.path.lexists(place)), None) if "\0" not in reference else None


def known_as(file: str) -> str:
    """Return the name that `extends` takes for a file that travels with the tool; any other name as it is."""
    folder, path = shipped_folder(), Path(file)
    inside = folder is not None and path.is_absolute() and path.is_relative_to(folder)
    return path.relative_to(folder).as_posix() if folder and inside else file


def offered(beside: Path) -> list[str]:
    """Return the references one could write in `extends` in a file of this folder, for suggestions."""
    try:
        here = sorted(path.name for path in beside.glob("*.y*ml"))
    except OSError:
        here = []
    return [*(f"presets/{name}.yaml" for name in presets()), *here]
