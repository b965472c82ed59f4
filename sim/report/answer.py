"""An answer in every form: text for the terminal, JSON for programs, and a folder with tables and charts."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from sim import __version__
from sim.archive import folder_name, write_answer
from sim.report.guarded import guarded

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from matplotlib.figure import Figure

    from sim.errors import Problem
    from sim.results import RunFacts

ANSWER: Final = "answer.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command found.

    Attributes
    ----------
    command
        The command that was asked.
    facts
        The run, or the design of runs, that it rests on.
    options
        What was asked, everything that the figures depend on beside the facts; goes into the folder's name.
    text
        For the terminal.
    content
        For programs.
    tables
        By name, each written as a CSV file.
    figures
        By name; drawn only when charts are wanted.
    scenario
        The resolved scenario as YAML; empty when there is none.
    warnings
        What is legal yet looks like a slip.
    found
        The frozen result of the analysis that all of it tells.
    """

    command: str
    facts: RunFacts
    options: Mapping[str, Any]
    text: str
    content: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    figures: Mapping[str, Callable[[], Figure | None]] = field(default_factory=dict)
    scenario: str = ""
    warnings: tuple[Problem, ...] = ()
    found: Any = None

    @property
    def key(self) -> str:
        """Name of the folder: the same question about the same run gives the same name."""
        asked = json.dumps([self.facts.run_id, plain(self.options)], sort_keys=True)
        return f"{self.command}-{hashlib.sha256(asked.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it is printed.

    Attributes
    ----------
    text, content
        For the terminal and for programs, with the place of the files.
    folder
        Where tables and charts lie.
    """

    text: str
    content: Mapping[str, Any]
    folder: Path


def tell(answer: Answer, out: Path, *, charts: Literal["draw", "skip"] = "draw") -> Told:
    """Write the answer's folder, `out`/<scenario>/<command>-<key>, and return what is printed.

    Raises
    ------
    UsageError
        When the folder can't be written.
    """
    place = out / folder_name(answer.facts.scenario) / answer.key
    files = _texts(answer)
    if charts == "draw":
        files |= _drawn(answer)
    folder = write_answer(place, files)
    where = {"folder": str(folder), "files": sorted(files)}
    return Told(f"{answer.text}\n\nResults: {folder}", {**plain(answer.content), **where}, folder)


def plain(value: Any) -> Any:  # noqa: ANN401 (any tree of results)
    """Return a tree of results as JSON has it: fields and keys by name, lists, and null for what does not exist."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(child) for key, child in value.items()}
    if isinstance(value, tuple | list):
        return [plain(child) for child in value]
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _texts(answer: Answer) -> dict[str, bytes]:
    about = {
        "product": "cyclesim",
        "version": __version__,
        "command": answer.command,
        "run_id": answer.facts.run_id,
        "scenario": answer.facts.scenario,
        "options": answer.options,
    }
    content = json.dumps(plain({**about, **answer.content}), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    files = {ANSWER: content.encode()}
    if answer.scenario:
        files["scenario.yaml"] = answer.scenario.encode()
    for name, table in answer.tables.items():
        files[f"{name}.csv"] = guarded(table).to_csv(index=False, lineterminator="\n").encode()
    return files


def _drawn(answer: Answer) -> dict[str, bytes]:
    """Return the charts as files, one figure in memory at a time."""
    if not answer.figures:
        return {}
    from sim.charts.files import save

    found: dict[str, bytes] = {}
    with TemporaryDirectory() as folder:
        for name, draw in answer.figures.items():
            figure = draw()
            if figure is not None:
                found |= {f"charts/{file.name}": file.read_bytes() for file in save(figure, Path(folder), name)}
    return found
