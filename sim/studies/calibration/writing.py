"""The calibrated scenario: the user's file, and over it what the data say, each number with its source."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.analysis.calibration.posterior import OPEN
from sim.errors import UsageError
from sim.scenario.quantities import MONTHS
from sim.scenario.writing import to_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.analysis.calibration.found import Calibration
    from sim.scenario import Scenario

STRONG: Final = 0.3
"""Rank correlation from which two calibrated inputs are written as correlated."""
_MOST: Final = 0.95
_DIGITS: Final = 5
_CONFIDENT: Final = ((0.25, "high"), (OPEN, "medium"))
"""Spread after over before below which a calibrated range deserves that confidence; else low."""


def changes(found: Calibration, scenario: Scenario) -> dict[str, Any]:
    """Return what a calibration changes in a scenario, by dotted key."""
    after, span = found.posterior, found.observed.span
    source = f"fitted to {found.observed.source}, {span} ({len(found.observed)} months)"
    low, high = after.interval()
    changed: dict[str, Any] = {"start": found.observed.start}
    for place, key in enumerate(after.keys):
        said = {"source": source, "confidence": _confidence(float(after.ratio[place]))}
        changed[key] = {"value": _range(float(low[place]), float(high[place]), found.units[place]), **said}
    pairs = _correlations(found, scenario)
    if pairs or scenario.correlations:
        changed["correlations"] = pairs
    return changed


def calibrated(found: Calibration, scenario: Scenario) -> Scenario:
    """Return the scenario with what the data say in place of what was believed."""
    return scenario.vary(changes(found, scenario))


def write(path: Path | str, found: Calibration, scenario: Scenario, file: str) -> Path:
    """Write a scenario that extends the user's file by what the data say.

    Raises
    ------
    UsageError
        When the file exists, its place can't be written to, or the user's scenario can't be extended by name.
    """
    target = new_file(path)
    if any(key.startswith("events.") for key in found.posterior.keys):
        raise UsageError("--write can't change one event of a list; take scenario.yaml of the results folder instead")
    parent = os.path.relpath(file, target.parent) if Path(file).is_file() else file
    named = {"name": f"{scenario.name}_calibrated", **changes(found, scenario)}
    document = {"extends": Path(parent).as_posix(), **_nested(named)}
    head = (
        f"# {scenario.name}, held against {found.observed.source}: every range below holds 90 % of the belief after\n"
        f"# the data. Inputs that they say nothing about keep about the range that they had.\n"
    )
    try:
        target.write_text(head + to_yaml(document), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{target} can't be written: {error.strerror}") from error
    return target


def new_file(path: Path | str) -> Path:
    """Return where a scenario can be written; asked before the work, so that none is lost.

    Raises
    ------
    UsageError
        When there is such a file, or no such folder.
    """
    target = Path(path)
    if target.exists():
        raise UsageError(f"{target} exists: name another file, or remove it first")
    if not target.parent.is_dir():
        raise UsageError(f"{target} can't be written: there is no folder {target.parent}")
    return target


def _confidence(ratio: float) -> str:
    return next((word for limit, word in _CONFIDENT if ratio < limit), "low")


def _range(low: float, high: float, unit: str) -> str:
    """Return a 90 % interval as a scenario has it, with digits enough to tell its ends apart."""
    digits = _DIGITS
    while f"{low:.{digits}g}" == f"{high:.{digits}g}" and digits < 15:  # noqa: PLR2004 (double precision)
        digits += 1
    first, second = (float(f"{end:.{digits}g}") for end in (low, high))
    return f"{_with_unit(first, unit)} to {_with_unit(second, unit)}" if first < second else _with_unit(first, unit)


def _with_unit(value: float, unit: str) -> str:
    """Return a number without exponent, shares in percent, rates and durations with their unit."""
    rate = unit.startswith("per ")
    number = np.format_float_positional(value * 100 if rate or unit == "share" else value, precision=12, trim="-")
    if rate or unit == "share":
        return f"{number}% {unit if rate else ''}".strip()
    return f"{number} {unit}" if unit in MONTHS else number


def _correlations(found: Calibration, scenario: Scenario) -> list[list[Any]]:
    """Return the strong correlations after the data, and the user's own of inputs that were not fitted."""
    after = found.posterior
    kept = [list(pair) for pair in scenario.correlations if not set(pair[:2]) <= set(after.keys)]
    ranks = np.argsort(np.argsort(after.scores, axis=0), axis=0)
    rho = np.atleast_2d(np.corrcoef(ranks, rowvar=False))
    fresh = np.where(np.abs(rho) >= STRONG, np.clip(rho, -_MOST, _MOST), 0.0)
    np.fill_diagonal(fresh, 1.0)
    while np.linalg.eigvalsh(2 * np.sin(np.pi * fresh / 6))[0] < 1e-3:  # noqa: PLR2004 (weak ones were left out)
        fresh = 0.95 * fresh + 0.05 * np.eye(len(fresh))
    strong = [(one, other) for one in range(len(rho)) for other in range(one + 1, len(rho)) if fresh[one, other]]
    return [*kept, *([after.keys[a], after.keys[b], round(float(fresh[a, b]), 2)] for a, b in strong)]


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Return dotted keys as a tree."""
    tree: dict[str, Any] = {}
    for key, value in flat.items():
        node, (*groups, last) = tree, key.split(".")
        for name in groups:
            node = node.setdefault(name, {})
        node[last] = value
    return tree
