"""The answer of `replay`: what happened in one future, month by month."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.analysis.amounts import amount, counted, percent, sentence, spoken
from sim.analysis.path.recovery import told as decided_when
from sim.analysis.path.story import Story, dated, sentence_of, story
from sim.report.answer import Answer
from sim.report.columns import paragraph
from sim.results import OUTCOMES, called
from sim.studies.replay import Path, Wish
from sim.studies.replay import replay as lived

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.analysis.path.standing import Standing
    from sim.charts.page import Dress
    from sim.experiment.progress import Progress
    from sim.studies.source import Asked, Given

__all__ = ["Wish", "replay"]

ENDS: Final = {
    "growing": "It ends growing",
    "holding": "It ends about as it began",
    "shrinking": "It ends shrinking",
    "unknown": "The horizon is too short to say whether it grows",
}


def replay(source: Given, wish: Wish, asked: Asked, *, progress: Progress | None = None) -> Answer:
    """Answer what happened in one replication of a run or of a scenario file.

    Raises
    ------
    CyclesimError
        When the policy, the outcome or the replication does not exist, or the run or file can't be used.
    """
    path = lived(source, wish, asked, progress=progress)
    return Answer(
        command="replay",
        facts=path.source.results.facts,
        options={
            "policy": path.policy,
            "replication": path.standing.replication,
            "percentile": wish.percentile if wish.replication is None else None,
            "measure": wish.measure,
        },
        text=_text(path),
        content=_content(path),
        tables={"ledger": _ledger(path), "months": _months(path)},
        figures={"replay": partial(drawn, path)},
        scenario=path.source.scenario.dump(),
        found=path,
    )


def headline(path: Path) -> str:
    """Say which replication it is, its outcome and where that stands."""
    which, at = f"Replication {path.standing.replication:,} under {spoken(path.policy)}", _at(path)
    return f"{which}{at}: {_outcome(path)}{_rank(path.standing)}"


def _at(path: Path) -> str:
    return f", nearest to percentile {path.wish.percentile:g}" if path.wish.replication is None else ""


def _outcome(path: Path) -> str:
    value, unit = path.standing.value, OUTCOMES[path.wish.measure].unit
    if unit == "flag":
        return f"{spoken(path.wish.measure)} {'yes' if value else 'no'}"
    return f"{called(path.wish.measure)} {amount(value, unit, path.source.scenario.currency)}"


def _rank(where: Standing) -> str:
    if not np.isfinite(where.below):
        return ""
    paths = f"of {counted(where.known, 'path')}"
    if not where.below and not where.above:
        return f", the same in all {counted(where.known, 'path')}" if where.known > 1 else ", the only path"
    same = 1.0 - where.below - where.above - 1.0 / where.known
    level = f", the same as {percent(round(same, 9))}" if same > 1.0 / where.known else ""
    if where.above >= where.below:
        return f", lower than {percent(where.above)} {paths}{level}"
    return f", higher than {percent(where.below)} {paths}{level}"


def _ending(path: Path) -> str:
    closed = path.series["closed"] > 0.0
    if closed.any():
        return f"The firm closes in {_dated(path, int(closed.argmax()))}"
    return ENDS[path.fate]


def _dated(path: Path, month: int) -> str:
    return dated(month, path.source.results.facts.start)


def said(path: Path) -> list[str]:
    """Say which replication it is, how it ends, and when that was decided."""
    when = [decided_when(path.recovery, partial(_dated, path))] if path.recovery else []
    return [headline(path), _ending(path), *when, *path.warnings]


def _text(path: Path) -> str:
    found = story(path.happened)
    told = [line for text in said(path) for line in paragraph(f"{text}.", hanging="  ")]
    months = [line for text in _lines(path, found) for line in paragraph(sentence(text), hanging="    ")]
    nothing = ["Nothing happened that is worth telling."]
    return "\n".join([*told, "", *(months or nothing), "", *paragraph(_legend(path, found))])


def _lines(path: Path, found: Story) -> list[str]:
    return [sentence_of(month, happened, path.source.results.facts.start) for month, happened in found.told]


def _legend(path: Path, found: Story) -> str:
    facts = path.source.results.facts
    more = f" {counted(found.untold, 'smaller thing')} not told here." if found.untold else ""
    is_baseline = " (the baseline; --policy takes another)" if path.wish.policy is None else ""
    trust = (
        " Chance of ending growing: learned from the state of all policies' paths in a month, closed firms at 0."
        if path.recovery
        else ""
    )
    return (
        f"Policy {spoken(path.policy)}{is_baseline}, {counted(facts.replications, 'replication')} × {facts.months} "
        f"months, seed {facts.seed}; replications count from 0. On the year before: sales of the last twelve months, "
        f"leads of the last three.{trust}{more} Everything noted: ledger.csv; every measure: months.csv."
    )


def _content(path: Path) -> dict[str, Any]:
    found = story(path.happened)
    facts = path.source.results.facts
    return {
        "policy": path.policy,
        "measure": path.wish.measure,
        "standing": path.standing,
        "fate": path.fate,
        "sentence": headline(path),
        "sentences": said(path),
        "story": [
            {"month": month, "date": _dated(path, month), "happened": list(happened)} for month, happened in found.told
        ],
        "untold": found.untold,
        "recovery": path.recovery,
        "same_engine": not path.warnings,
        "warnings": list(path.warnings),
        "replications": facts.replications,
    }


def _ledger(path: Path) -> pd.DataFrame:
    import pandas as pd

    names = ["month", "step", "what", "amount"]
    return pd.DataFrame([[getattr(one, name) for name in names] for one in path.happened], columns=names)


def _months(path: Path) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"month": np.arange(len(path.series["closed"])), **path.series})


def drawn(path: Path, *, dress: Dress | None = None) -> Figure:
    """Draw the path; with title and footer when dress is None."""
    from sim.charts.page import Dress
    from sim.charts.replay import Drawn
    from sim.charts.replay import replay as figure

    facts = path.source.results.facts
    which = f"replication {path.standing.replication:,}{_at(path)}"
    about = f"{_outcome(path)}{_rank(path.standing)}"
    title = f"{sentence(spoken(path.policy))}, {which}: {end_word(path)}, {about}"
    content = Drawn(title, path.fate, path.series, path.bands, path.happened)
    return figure(content, facts, dress=dress or Dress.PAGE)


def end_word(path: Path) -> str:
    """Say in a few words how the path ends."""
    closed = path.series["closed"] > 0.0
    if closed.any():
        return f"the firm closes in month {int(closed.argmax())}"
    return {"growing": "it ends growing", "holding": "it holds", "shrinking": "it ends shrinking"}.get(
        path.fate, "as lived"
    )
