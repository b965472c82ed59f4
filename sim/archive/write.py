"""Write a run folder: beside its place first, then moved there in one go."""

from __future__ import annotations

import errno
import secrets
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.archive.disk import abandoned, writing
from sim.archive.manifest import describe, read_manifest
from sim.archive.names import MANIFEST, OUTCOMES, SCENARIO, SUMMARY, TABLES, folder_name, is_inside, table_file
from sim.archive.outcomes import OutcomeFile
from sim.errors import MissingFileError, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from sim.results import Results, RunFacts

ATTEMPTS: Final = 5
"""How often a place is cleared when others keep writing the same run to it."""


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
            _move(self._folder, self._place)
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
        beside = _beside(place)
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
        draft = _beside(place)
        try:
            _write_files(draft, files)
            _move(draft, place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return place


def recover(place: Path) -> None:
    """Put an earlier run back when a writer was killed between setting it aside and replacing it."""
    if place.exists():
        return
    for aside in sorted(place.parent.glob(f".{place.name}.*.old")):
        if (aside / MANIFEST).is_file():
            with suppress(OSError):  # another writer was quicker, with this run or a new one
                aside.rename(place)
            return


def _beside(place: Path) -> Path:
    """Make a draft folder on the same disk, and remove drafts whose writers are gone."""
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}.unfinished")
    draft.mkdir()
    for left in abandoned(place.parent.glob(".*.unfinished")):
        shutil.rmtree(left, ignore_errors=True)
    return draft


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


def _move(draft: Path, place: Path) -> None:
    """Rename the draft to its place; what stood there is set aside just before and removed just after."""
    asides: list[Path] = []
    for attempt in range(ATTEMPTS):
        try:
            draft.rename(place)
            break
        except OSError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST} or attempt == ATTEMPTS - 1:
                raise
            aside = place.with_name(draft.name.replace(".unfinished", f".{attempt}.old"))
            with suppress(FileNotFoundError):  # another writer has set it aside
                place.rename(aside)
                asides.append(aside)
    for aside in asides:
        if (place / MANIFEST).is_file():  # a run; an answer has no files but its own
            _carry_over(aside, place)
        shutil.rmtree(aside, ignore_errors=True)


def _carry_over(old: Path, new: Path) -> None:
    """Move files that the old run did not write itself into the new folder."""
    try:
        own = {MANIFEST, *read_manifest(old).files}
    except MissingFileError:  # another writer took it for what a killed one had left, and put it back
        return
    except ScenarioError:
        own = {MANIFEST}
    for path in [path for path in sorted(old.rglob("*")) if path.is_file()]:
        name = path.relative_to(old)
        target = new / name
        if name.as_posix() not in own and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
