"""What a page is made of, for people and for programs: run, seed, engine, scenario, and how to repeat it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, extent
from sim.report.page.grid import of_table
from sim.report.page.markup import add, element
from sim.report.page.table import table
from sim.report.provenance import months_of
from sim.report.tables.assumptions import assumptions

if TYPE_CHECKING:
    from sim.report.pack.chapter import Pack
    from sim.report.page.markup import Element

IDENTITY: Final = "cyclesim-provenance"
_UNSAFE: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
"""In JSON these stand inside strings only; written so, nothing ends the element that holds it (HTML, 13.2.5.4)."""


def embedded(pack: Pack) -> Element:
    """Return what a program needs to compute every figure again."""
    story = pack.story
    facts = story.facts
    content = {
        "version": story.version,
        "run": facts.run_id,
        "engine": facts.engine,
        "months": months_of(story.results),
        "scenario": pack.scenario,
    }
    text = json.dumps(content, ensure_ascii=True).translate(_UNSAFE)
    return element("script", text, type="application/json", id=IDENTITY)


def provenance(pack: Pack) -> Element:
    """Return the foot of the page."""
    story = pack.story
    facts = story.facts
    known = (
        ("Run", facts.run_id),
        ("Scenario", facts.scenario),
        ("Policies", ", ".join(facts.policies)),
        ("Baseline", facts.baseline),
        ("Simulated", f"{extent(facts.replications, facts.months)}, every policy under the same luck"),
        ("Seed", str(facts.seed)),
        ("Begins", facts.start or "no date"),
        ("cyclesim", story.version or "version not recorded"),
        ("Scenario checksum", facts.scenario_hash),
        ("Engine checksum", facts.engine or "not recorded"),
    )
    made = element("footer", element("h2", "Where these figures come from"), id="provenance")
    rows = [part for name, value in known for part in (element("dt", name), element("dd", value, dir="auto"))]
    add(made, [element("dl", *rows), *_repeat(pack), *_checks(pack), *_limits(pack)])
    if not any(each.name == "Assumptions" for chapter in pack.chapters for each in chapter.tables):
        add(made, [_assumed(pack)])
    return made


def _repeat(pack: Pack) -> list[Element]:
    facts = pack.story.facts
    run = f"cyclesim run scenario.yaml --seed {facts.seed} --replications {facts.replications}"
    return [
        element("h3", "To repeat it"),
        element("p", "This file holds the whole scenario. To compute its figures again and compare:"),
        element("pre", element("code", "cyclesim verify THIS-FILE.html")),
        element("p", "To run it again, with scenario.yaml of the run's folder:"),
        element("pre", element("code", run)),
    ]


def _checks(pack: Pack) -> list[Element]:
    found = [f"{each}." for each in (*pack.story.checks, *pack.story.unjudged)]
    if not found:
        return []
    return [element("h3", "Reality checks of the scenario"), element("ul", *(element("li", text) for text in found))]


def _limits(pack: Pack) -> list[Element]:
    items = [element("li", limit.text) for limit in pack.story.limits]
    return [element("h3", "What the figures are not"), element("ul", *items)]


def _assumed(pack: Pack) -> Element:
    found = assumptions(pack.story.assumptions)
    title = f"Assumptions: {counted(len(found.rows), 'number')}, each with its source"
    return element(
        "details",
        element("summary", title),
        table(of_table(found, pack.story.facts.currency), "provenance:Assumptions", "Assumptions"),
        *(element("p", note, class_="source") for note in found.notes),
    )
