"""What every pack keeps to, whatever the run."""

from __future__ import annotations

import os
import re
import time
from dataclasses import fields, is_dataclass, replace
from multiprocessing import active_children
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from sim.errors import CyclesimError
from sim.experiment.run import only, run
from sim.report.pack import studied
from sim.report.pack.binding import best, bind
from sim.report.pack.explainer import explainer
from sim.report.pack.plots.curves import Curves
from sim.report.pack.plots.fan import Fan
from sim.report.pack.plots.map import Map
from sim.report.pack.plots.picture import Picture
from sim.report.pack.plots.ranges import Ranges
from sim.scenario import load
from sim.studies.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.experiment.pieces import Paths
    from sim.report.pack.chapter import Exhibit, Pack

TIPPING, RETAILER = "scenarios/tipping_point.yaml", "scenarios/online_retailer.yaml"
SHARES = {f"再投資_{share}": {"rule": "fixed_share", "share": f"{share}%"} for share in range(0, 60, 5)}


def packed(
    file: str = TIPPING,
    *,
    count: int = 40,
    paths: Paths = "quantiles",
    names: Sequence[str] = (),
    **changes: Any,  # noqa: ANN401 (whatever a scenario holds)
) -> Pack:
    wanted = {"horizon": "24 months"} | {key.replace("__", "."): value for key, value in changes.items()}
    scenario = replace(load(file).vary(wanted), replications=count)
    scenario = only(scenario, names) if names else scenario
    return bind(Source("a run", run(scenario, workers=1, paths=paths), scenario))


CASES: dict[str, Callable[[], Pack]] = {
    "usual": lambda: packed(RETAILER, count=120, horizon="36 months"),
    "one policy": lambda: packed(names=["plan_first"]),
    "no months": lambda: packed(paths="none"),
    "one month": lambda: packed(horizon="1 months"),
    "one replication": lambda: packed(count=1),
    "huge money": lambda: packed(business__price=9e8),
    "tiny money": lambda: packed(business__price=1.4e-6),
    "ruin everywhere": lambda: packed(business__cash_days="1 days", business__operating_margin="-30%"),
    "twelve policies": lambda: packed(policies=SHARES, names=list(SHARES), count=20),
    "all the same": lambda: packed(
        policies={name: {"rule": "fixed_share", "share": "40%"} for name in ("one", "two")}, names=["one", "two"]
    ),
}


@pytest.fixture(scope="module", params=list(CASES))
def pack(request: pytest.FixtureRequest) -> Pack:
    return CASES[request.param]()


def exhibits(pack: Pack) -> list[Exhibit]:
    return [exhibit for chapter in pack.chapters for exhibit in chapter.exhibits]


def words(thing: object) -> Iterator[str]:
    """Yield every text of a frozen thing."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple | list):
        for one in thing:
            yield from words(one)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from words(getattr(thing, field.name))


def test_names_are_unique_and_safe_for_any_format(pack: Pack) -> None:
    names = [chapter.key for chapter in pack.chapters] + [one.name for one in exhibits(pack)]
    keys = [chapter.key for chapter in pack.chapters]
    shown = [one.name for one in exhibits(pack)]
    assert len(set(keys)) == len(keys)
    assert len(set(shown)) == len(shown)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


def test_a_title_is_one_sentence_without_a_full_stop(pack: Pack) -> None:
    for chapter in pack.chapters:
        assert chapter.title[0].upper() == chapter.title[0]
        assert not chapter.title.endswith(".")
        assert "\n" not in chapter.title


def test_sentences_are_whole(pack: Pack) -> None:
    for chapter in pack.chapters:
        for text in (*chapter.sentences, *chapter.say):
            assert text.endswith("."), text
            assert not text.endswith(".."), text


def test_no_text_holds_a_number_that_there_is_not(pack: Pack) -> None:
    said = [text for chapter in pack.chapters for text in (chapter.title, *chapter.sentences, *chapter.say)]
    assert not [text for text in said if re.search(r"\b(nan|inf)\b", text)]


def test_every_figure_names_run_seed_and_replications(pack: Pack) -> None:
    known = pack.story.facts
    for one in exhibits(pack):
        assert known.run_id in one.source
        assert f"seed {known.seed}" in one.source
        assert "replication" in one.source
        assert one.alt
        assert one.heading
        if isinstance(one.plot, Ranges):
            assert one.plot.interval not in one.source, "said under the axis already"


def test_the_answer_comes_first_and_what_the_figures_are_not_last(pack: Pack) -> None:
    assert pack.chapters[0].key == "answer"
    assert pack.chapters[-1].key == "limits"
    appendix = [chapter.appendix for chapter in pack.chapters]
    assert appendix == sorted(appendix)


def test_curves_have_a_value_at_every_place(pack: Pack) -> None:
    for one in exhibits(pack):
        if isinstance(one.plot, Fan):
            assert {len(course.median) for course in one.plot.courses} == {len(one.plot.months)}
        if isinstance(one.plot, Curves):
            assert {len(line.middle) for line in one.plot.lines} == {len(one.plot.places)}
        if isinstance(one.plot, Map):
            assert [len(row) for row in one.plot.odds] == [len(one.plot.places_across)] * len(one.plot.places_up)


def test_a_figure_lies_inside_its_interval(pack: Pack) -> None:
    for one in exhibits(pack):
        for row in one.plot.rows if isinstance(one.plot, Ranges) else ():
            assert not row.low > row.middle
            assert not row.middle > row.high


def test_pictures_can_be_drawn(pack: Pack) -> None:
    for one in exhibits(pack):
        if isinstance(one.plot, Map | Picture):
            assert one.plot.draw().get_axes()


def test_what_is_left_out_says_why(pack: Pack) -> None:
    assert all(one.why.endswith(".") and len(one.why) > len("Because.") for one in pack.omitted)


def test_the_pack_is_the_same_whoever_works() -> None:
    scenario = replace(load(TIPPING).vary({"horizon": "24 months"}), replications=20)
    source = Source("a run", run(scenario, workers=1), scenario)
    with explainer() as process:
        one, two = bind(source), bind(source, process=process)
    assert list(words(one)) == list(words(two))


def test_a_policy_alone_is_the_one_that_is_looked_into() -> None:
    assert best(CASES["one policy"]().story) == "plan_first"


def test_a_killed_process_is_said_and_no_other_is_touched() -> None:
    with pytest.raises(CyclesimError, match="ended before it was done"), explainer() as process:
        process.hand(os._exit, 9).result()
    assert not active_children()


def interrupted() -> None:
    with explainer() as process:
        process.hand(time.sleep, 60.0)
        raise KeyboardInterrupt


def test_an_interruption_ends_the_process_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - began < 30.0
    assert not active_children()


def test_a_policy_that_was_typed_in_is_explained_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studied, "processes_for", lambda _scenario, _wanted: 1)
    monkeypatch.setattr(studied, "_why", lambda _source: "here")
    source: Any = SimpleNamespace(scenario=None)
    process: Any = SimpleNamespace()  # would fail when asked for anything
    assert studied.explaining(source, process)() == "here"
