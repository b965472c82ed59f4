"""Write a run folder: beside its place first, then moved there in one go."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.archive.disk import writing
from sim.archive.manifest import describe
from sim.archive.names import MANIFEST, OUTCOMES, SCENARIO, SUMMARY, TABLES, folder_name, is_inside, table_file
from sim.archive.outcomes import OutcomeFile
from sim.archive.place import draft_beside, move, recover

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from sim.results import Results, RunFacts


class Draft:
    """A run folder in the making.

    Attributes
    ----------
    outcomes
        Takes outcomes while they come.
    """

    def __init__(self, folder: Path, place: Path, facts: RunFacts) -> None:
        self._folder, self._place = folder, place
        self.outcomes = OutcomeFile(folder / table_file(OUTCOMES), facts, place)

    def finish(
        self,
        results: Results,
        scenario_text: str,
        *,
        summary: pd.DataFrame | None = None,
        attachments: Mapping[str, bytes] | None = None,
        seconds: Mapping[str, float] | None = None,
    ) -> Path:
        """Add everything else to the outcomes and put the folder in its place, which is returned.

        Parameters
        ----------
        results
            The results to keep; their outcomes are in the draft already.
        scenario_text
            The fully resolved scenario, YAML.
        summary
            A row per policy for `summary.csv`.
        attachments
            Further files by their name inside the folder, such as `charts/fan.svg`.
        seconds
            What each part of the work took, for the manifest.

        Raises
        ------
        UsageError
            When the folder can't be written: no permission, disk full, a file in the way.
        """
        with writing(self._place):
            _write_tables(self._folder, results)
            _write_texts(self._folder, scenario_text, summary, attachments or {})
            manifest = describe(self._folder, results.facts, seconds or {})
            (self._folder / MANIFEST).write_text(manifest.as_json(), encoding="utf-8")
            move(self._folder, self._place)
        return self._place


@contextmanager
def drafting(facts: RunFacts, folder: str | Path) -> Iterator[Draft]:
    """Lend a draft of the run folder `folder/<scenario>/<run id>`; whatever happens, a finished run stays in place.

    An earlier run of the same id is replaced; until the new one is complete the old one stays as it was.
    Files that others put into the old folder, such as a report, move over to the new one.

    Raises
    ------
    UsageError
        When the folder can't be made.
    """
    place = Path(folder) / folder_name(facts.scenario) / facts.run_id
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        recover(place)
        beside = draft_beside(place)
    draft = Draft(beside, place, facts)
    try:
        yield draft
    finally:
        draft.outcomes.abandon()
        recover(place)
        shutil.rmtree(beside, ignore_errors=True)


def write_run(
    results: Results,
    scenario_text: str,
    folder: str | Path,
    *,
    summary: pd.DataFrame | None = None,
    attachments: Mapping[str, bytes] | None = None,
    seconds: Mapping[str, float] | None = None,
) -> Path:
    """Write results that are in memory to `folder`/<scenario>/<run id> and return that path; see `Draft.finish`.

    Raises
    ------
    UsageError
        When the folder can't be written: no permission, disk full, a file in the way.
    """
    with drafting(results.facts, folder) as draft:
        draft.outcomes.copy(results.ends)
        return draft.finish(results, scenario_text, summary=summary, attachments=attachments, seconds=seconds)


def write_answer(place: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files of an answer to a folder of their own, which replaces an earlier one as a whole.

    Raises
    ------
    UsageError
        When the folder can't be written.
    """
    with writing(place, "the answer"):
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = draft_beside(place)
        try:
            _write_files(draft, files)
            move(draft, place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return place


def _write_tables(draft: Path, results: Results) -> None:
    for table in TABLES:
        _write_table(getattr(results, table), draft / table_file(table))
    if results.replications is not None:
        _write_table(results.replications, draft / table_file("replications"))


def _write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table without pandas' own notes, which would change with its version."""
    import pyarrow as pa
    from pyarrow import parquet

    content = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    # A dictionary pays where values repeat; of measured figures it would list every one, slowly.
    repeated = [column.name for column in content.schema if not pa.types.is_floating(column.type)]
    parquet.write_table(content, path, compression="zstd", use_dictionary=repeated)


def _write_texts(
    draft: Path, scenario_text: str, summary: pd.DataFrame | None, attachments: Mapping[str, bytes]
) -> None:
    (draft / SCENARIO).write_bytes(scenario_text.encode())
    if summary is not None:
        (draft / SUMMARY).write_bytes(summary.to_csv(index=False, lineterminator="\n").encode())
    _write_files(draft, attachments)


def _write_files(draft: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        if not is_inside(name):
            msg = f"{name}: not a name inside the folder"
            raise ValueError(msg)
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
