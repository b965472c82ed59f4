"""What a page is made of, for people and for programs: run, seed, engine, scenario, and how to repeat it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import extent
from sim.report.page.markup import element, prose
from sim.report.provenance import months_of

if TYPE_CHECKING:
    from sim.report.pack.chapter import Pack
    from sim.report.page.markup import Element

IDENTITY: Final = "cyclesim-provenance"
_UNSAFE: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
"""In JSON these stand inside strings only; written so, nothing ends the element that holds it (HTML, 13.2.5.4)."""


def embedded(pack: Pack) -> Element:
    """Return what a program needs to compute every figure again."""
    facts = pack.story.facts
    content = {
        "version": pack.story.version,
        "run": facts.run_id,
        "engine": facts.engine,
        "months": months_of(pack.story.results),
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
    rows = [part for name, value in known for part in (element("dt", name), element("dd", *prose(value)))]
    heading = element("h2", "Where these figures come from")
    return element("footer", heading, element("dl", *rows), *_repeat(pack), id="provenance")


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
