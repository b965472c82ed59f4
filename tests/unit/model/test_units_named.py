"""Every number says what it measures, in a unit of one closed vocabulary, and the reference pages show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.events import EVENT_KINDS
from sim.model.parameters import Parameters, walk
from sim.model.parameters.spec import UNITS as DECLARED
from sim.results import MEASURES, OUTCOMES, STEPS
from tests.unit.model.units_table import FULLER, FULLER_MEASURES, FULLER_RULES, UNITS
from tests.unit.model.units_walk import Trip, firm, settings

if TYPE_CHECKING:
    from pathlib import Path


def test_every_number_has_a_unit_of_the_closed_vocabulary() -> None:
    parameters = {key: spec.unit for key, spec, _ in walk(Parameters())}
    results = {name: column.unit for name, column in {**MEASURES, **OUTCOMES}.items()}
    kinds = {name: kind.unit for name, kind in EVENT_KINDS.items()}
    known = {**parameters, **settings(), **results, **kinds}
    assert {name: unit for name, unit in known.items() if unit not in UNITS} == {}
    assert set(DECLARED) <= set(UNITS)


def test_no_unit_of_the_vocabulary_is_idle() -> None:
    """A unit nobody uses would let a mistyped one pass as known."""
    used = {spec.unit for _, spec, _ in walk(firm(Trip()))} | set(settings().values())
    used |= {column.unit for column in (*MEASURES.values(), *OUTCOMES.values())}
    used |= {kind.unit for kind in EVENT_KINDS.values()}
    assert set(UNITS) - used == set()


def test_what_is_said_more_fully_is_still_there_and_still_needed() -> None:
    """The fuller dimensions belong to existing names, and differ from what their unit says."""
    units = {key: spec.unit for key, spec, _ in walk(Parameters())}
    assert {key for key, dimension in FULLER.items() if UNITS[units[key]] == dimension} == set()
    assert {key for key, dimension in FULLER_RULES.items() if UNITS[settings()[key]] == dimension} == set()
    assert {name for name, due in FULLER_MEASURES.items() if UNITS[MEASURES[name].unit] == due} == set()


def test_the_reference_pages_show_every_unit(root: Path) -> None:
    measures, _, ends = page(root, "measures").partition("## Outcomes")
    parameters = page(root, "parameters")
    numbers = {_general(key): spec.unit for key, spec, _ in walk(Parameters())} | settings()
    missing = [key for key, unit in numbers.items() if not _row(parameters, key, unit)]
    missing += [name for name, column in MEASURES.items() if not _row(measures, name, column.unit)]
    missing += [name for name, column in OUTCOMES.items() if not _row(ends, name, column.unit)]
    assert missing == []


def test_the_reference_page_shows_the_unit_of_every_event(root: Path) -> None:
    text = page(root, "parameters")
    assert [name for name, kind in EVENT_KINDS.items() if not _row(text, name, kind.unit)] == []


def page(root: Path, name: str) -> str:
    return (root / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")


def _row(text: str, name: str, unit: str) -> bool:
    """Return whether a table row of a page names it first and has a cell that shows the unit."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")]
    return any(cells[0].endswith(f"`{name}`") and any(unit in cell.split(", ") for cell in cells[1:]) for cells in rows)


def _general(key: str) -> str:
    """Return the key as the page writes it: one row for all channels, for all steps, for all months."""
    head, _, last = key.rpartition(".")
    for channel in Parameters().demand.channels:
        key = key.replace(f"channels.{channel}.", "channels.NAME.")
    return head if last in STEPS or last.isdigit() else key
