"""Presets that installed packages offer: asked for only when a name is not ours, or when all are wanted."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection
    from importlib.metadata import EntryPoint

GROUP: Final = "cyclesim.presets"
"""Entry points by which a package offers presets: name of the preset = "package", whose folder holds NAME.yaml."""
NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
"""What a preset may be called."""


@cache
def _points() -> tuple[EntryPoint, ...]:
    from importlib.metadata import entry_points

    return tuple(sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)))


def names() -> list[str]:
    """Return every name that packages offer, good or bad."""
    return list(dict.fromkeys(point.name for point in _points()))


def preset(name: str) -> Path | None:
    """Return the file of a preset that a package offers, or None when none has this name.

    Raises
    ------
    UsageError
        When two packages offer it, or the one that does has no such file.
    """
    points = [point for point in _points() if point.name == name]
    if len(points) > 1:
        packages = " and ".join(_package(point) for point in points)
        raise UsageError(f"two packages offer a preset named {name!r}: {packages}; remove one of them")
    return _file(points[0]) if points else None


def presets(own: Collection[str]) -> dict[str, Path]:
    """Return the file of every preset that packages offer, by name.

    Parameters
    ----------
    own
        Names that come with the tool, which nobody else may take.

    Raises
    ------
    UsageError
        When a package offers a name that is taken or can't be one, or a file that is not there.
    """
    for point in _points():
        if point.name in own:
            raise UsageError(
                f"the package {_package(point)} offers a preset named {point.name!r}, which comes with cyclesim; "
                "choose another name for it, or remove the package"
            )
    return {name: path for name in names() if (path := preset(name))}


def name_of(path: Path) -> str:
    """Return the name under which a package offers a file; empty when none does."""
    offered = path.stem in names() and any(
        path == folder / path.name for point in _points() if point.name == path.stem for folder in _folders(point)
    )
    return path.stem if offered else ""


def _file(point: EntryPoint) -> Path:
    if not NAME.fullmatch(point.name):
        raise UsageError(
            f"the package {_package(point)} offers a preset named {point.name!r}, which can't be one: small letters, "
            "digits and _, a letter first"
        )
    found = [folder / f"{point.name}.yaml" for folder in _folders(point)]
    if not any(path.is_file() for path in found):
        raise UsageError(
            f"the package {_package(point)} offers a preset {point.name!r}, but {point.value} has no file "
            f"{point.name}.yaml"
        )
    return next(path for path in found if path.is_file())


def _folders(point: EntryPoint) -> list[Path]:
    """Return the folders of the package that an entry point names; nothing of its own code is run."""
    try:
        spec = find_spec(point.module)
    except Exception:  # noqa: BLE001 (whatever a stranger wrote there, or does when a package around it is imported)
        spec = None
    return [Path(folder).resolve() for folder in (spec.submodule_search_locations or ())] if spec else []


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value
