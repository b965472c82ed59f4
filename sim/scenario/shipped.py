"""Where scenarios that nobody has to write are: those that travel with the tool, and presets of installed packages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from sim.scenario import packages

FOLDERS: Final = ("cyclesim_scenarios", "scenarios")
"""Beside the package `sim`: as installed from a wheel, and in a checkout of the project."""
PRESETS: Final = "presets/"
"""How `extends` begins the name of a preset."""


def shipped_folder() -> Path | None:
    """Return the folder of the scenarios that travel with the tool, or None when they were not installed."""
    root = Path(__file__).resolve().parents[2]
    return next((root / name for name in FOLDERS if (root / name / "presets").is_dir()), None)


def own_presets() -> dict[str, Path]:
    """Return the presets that travel with the tool: file by name, in alphabetical order."""
    folder = shipped_folder()
    return {path.stem: path for path in sorted((folder / "presets").glob("*.yaml"))} if folder else {}


def presets() -> dict[str, Path]:
    """Return every preset, file by name: ours first, then those of installed packages.

    Raises
    ------
    UsageError
        When a package offers one that can't be used.
    """
    own = own_presets()
    return own | packages.presets(own)


def preset(name: str) -> Path | None:
    """Return the file of a preset: ours, else that of a package; None when there is none."""
    return own_presets().get(name) or packages.preset(name)


def find(reference: str, *, beside: Path) -> Path | None:
    """Return the file a reference means: relative to `beside`, else shipped, else of a package; None if neither."""
    if "\0" in reference:
        return None
    shipped = shipped_folder()
    places = [beside / reference, *([shipped / reference] if shipped else [])]
    name = reference.removeprefix(PRESETS).removesuffix(".yaml")
    found = next((place for place in places if os.path.lexists(place)), None)
    return found or (packages.preset(name) if reference == f"{PRESETS}{name}.yaml" else None)


def known_as(file: str) -> str:
    """Return the name that `extends` takes for a file that nobody here has written; any other name as it is."""
    folder, path = shipped_folder(), Path(file)
    if folder and path.is_absolute() and path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    name = packages.name_of(path) if path.is_absolute() else ""
    return f"{PRESETS}{name}.yaml" if name else file


def is_ours_or_a_packages(path: Path) -> bool:
    """Tell whether a resolved file came with the tool or with a package, so that it is not to be written to."""
    folder = shipped_folder()
    return (folder is not None and path.is_relative_to(folder.resolve())) or bool(packages.name_of(path))


def offered(beside: Path) -> list[str]:
    """Return the references one could write in `extends` in a file of this folder, for suggestions."""
    try:
        here = sorted(path.name for path in beside.glob("*.y*ml"))
    except OSError:
        here = []
    return [*(f"{PRESETS}{name}.yaml" for name in dict.fromkeys((*own_presets(), *packages.names()))), *here]
