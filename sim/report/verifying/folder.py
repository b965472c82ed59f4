"""A run folder held against the run done again, table by table."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.run.summary import summarise
from sim.archive import Manifest, read_manifest
from sim.archive.manifest import fingerprint
from sim.archive.names import OUTCOMES, SCENARIO, SUMMARY, TABLES, table_file
from sim.errors import MissingFileError, ScenarioError
from sim.report import uncertainty
from sim.report.provenance import Provenance
from sim.report.verifying.findings import Difference, Findings, added
from sim.report.verifying.package import reading
from sim.report.verifying.rows import tables
from sim.scenario.source import read_source
from sim.studies.two_kinds import LEAST, two_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from sim.report.provenance import Months
    from sim.results import RunFacts
    from sim.studies.source import Source

FULL: Final = "replications"
CHARTS: Final = "charts/"
DOCUMENTS: Final = frozenset({".xlsx", ".pptx", ".html"})
_MOST_TIMES: Final = 2
_SPARE: Final = 1000
"""Rows more than a run gives that are still read, to say which they are."""


def told(folder: str) -> Provenance:
    """Return where the figures of a run folder come from.

    Raises
    ------
    CyclesimError
        When it is no finished run, or its scenario can't be read.
    """
    manifest = read_manifest(folder)
    with reading(folder):
        return Provenance(
            run=manifest.run.run_id,
            version=str(manifest.packages.get("cyclesim", "")),
            engine=str(manifest.run.engine),
            months=_months(folder, manifest),
            scenario=read_source(Path(folder) / SCENARIO, name=f"{folder}/{SCENARIO}").text,
        )


def held(folder: str, source: Source) -> Findings:
    """Return what comes of every table of the folder.

    Raises
    ------
    CyclesimError
        When a table is not there, or none.
    """
    place, manifest = Path(folder), read_manifest(folder)
    with reading(folder):
        facts = _facts(manifest.run, source.results.facts)
        beside = Findings(notes=tuple(_notes(place, manifest)))
    return added([facts, *_tables(place, source, manifest), beside])


def _months(folder: str, manifest: Manifest) -> Months:
    if table_file(FULL) in manifest.files:
        return "all"
    rows, _ = _sizes(Path(folder) / table_file("paths"))
    return "quantiles" if rows else "none"


def _facts(stated: RunFacts, again: RunFacts) -> Findings:
    """Return where the manifest tells of another run than its scenario gives."""
    given, wanted = asdict(stated), asdict(again)
    unlike = [name for name in wanted if given[name] != wanted[name]]
    found = [Difference(f"manifest.json, {name}", _said(given[name]), _said(wanted[name])) for name in unlike]
    return Findings(figures=len(wanted), differences=tuple(found))


def _said(value: Any) -> str:  # noqa: ANN401 (a fact of any kind)
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _tables(place: Path, source: Source, manifest: Manifest) -> Iterator[Findings]:
    """Yield what comes of every table of the folder."""
    results = source.results
    yield _parquet(place / table_file(OUTCOMES), results.outcomes)
    for name in TABLES:
        yield _parquet(place / table_file(name), getattr(results, name))
    if results.replications is not None:
        yield _parquet(place / table_file(FULL), results.replications)
    if SUMMARY in manifest.files:
        yield _csv(place / SUMMARY, summarise(results).frame())
    if uncertainty.UNCERTAINTY in manifest.files and source.scenario.replications >= LEAST:
        yield _csv(place / uncertainty.UNCERTAINTY, uncertainty.frame(two_kinds(source.scenario, results.ends)))


def _parquet(file: Path, again: pd.DataFrame) -> Findings:
    """Return what comes of a table; one that is far too long is not read."""
    from pyarrow.parquet import ParquetFile

    rows, size = _sizes(file)
    if size > _MOST_TIMES * int(again.memory_usage().sum()) + _SPARE * _SPARE:
        raise ScenarioError(f"{file}: unpacks to {size:,} bytes; not the table of this run")
    if rows > _MOST_TIMES * len(again) + _SPARE:
        raise ScenarioError(f"{file}: has {rows:,} rows, where the run gives {len(again):,}; not the table of this run")
    with _reading(file), ParquetFile(file) as table:
        names = set(table.schema_arrow.names)
        known = [name for name in again.columns if name in names]
        stated = table.read(known, use_threads=False).to_pandas(ignore_metadata=True)
    return tables(file.name, stated, again, "exact")


def _csv(file: Path, again: pd.DataFrame) -> Findings:
    """Return what comes of a table in text; the recomputed one is written and read like it."""
    written = again.to_csv(index=False, lineterminator="\n").encode()
    size = _there(file).stat().st_size
    if size > _MOST_TIMES * len(written) + _SPARE * _SPARE:
        raise ScenarioError(f"{file}: has {size:,} bytes, where the run gives {len(written):,}; not the run's table")
    with _reading(file):
        stated, recomputed = (_parsed(content, again) for content in (file.read_bytes(), written))
    return tables(file.name, stated, recomputed, "exact")


def _parsed(content: bytes, like: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = {name: str for name in like.columns if not pd.api.types.is_numeric_dtype(like[name])}
    return pd.read_csv(BytesIO(content), dtype=words, keep_default_na=False, na_values=[""])


def _sizes(file: Path) -> tuple[int, int]:
    """Return how many rows and bytes a table says it has."""
    from pyarrow.parquet import ParquetFile

    with _reading(file), ParquetFile(_there(file)) as table:
        groups = (table.metadata.row_group(place) for place in range(table.num_row_groups))
        return int(table.metadata.num_rows), sum(int(group.total_byte_size) for group in groups)


def _there(file: Path) -> Path:
    if not file.is_file():
        raise MissingFileError(f"{file}: the run folder lacks this table; run the scenario again")
    return file


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Say in a sentence that a table can't be read."""
    import pyarrow as pa

    try:
        yield
    except (OSError, ValueError, TypeError, pa.ArrowException) as error:  # pandas' own parser errors are ValueErrors
        raise ScenarioError(f"{file}: can't be read as a table: {error}") from error


def _notes(place: Path, manifest: Manifest) -> Iterator[str]:
    """Yield which files are other bytes than the run wrote, and which nobody looked at."""
    ours = [name for name in sorted(manifest.files) if not name.startswith(CHARTS)]
    for name in ours:
        if (place / name).is_file() and fingerprint(place / name) != manifest.files[name]:
            yield f"{name} is not the file that the run wrote: its checksum differs."
    if any(name.startswith(CHARTS) for name in manifest.files):
        yield "The pictures in charts/ are not compared; --charts of run draws them from the tables."
    others = [path.name for path in place.iterdir() if path.suffix in DOCUMENTS]
    if others:
        yield f"Documents in the folder are not compared; verify each by itself: {', '.join(sorted(others))}."
