"""The web page of a board pack: one file that asks nothing of any network and runs no script but its own."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from sim.analysis.amounts import counted, sentence, spoken
from sim.report.page.markup import add, element, html
from sim.report.page.provenance import embedded, provenance
from sim.report.page.section import left_out, section

if TYPE_CHECKING:
    from sim.report.pack.chapter import Chapter, Pack
    from sim.report.page.markup import Element


def page(pack: Pack) -> bytes:
    """Return the page of a board pack; the same pack gives the same bytes."""
    style, script = _part("page.css"), _part("reader.js")
    tree = element("html", _head(pack, style, script), _body(pack, script), lang="en")
    return f"<!DOCTYPE html>\n{html(tree)}\n".encode()


def policy(style: str, script: str) -> str:
    """Return the content security policy: this style, this script, pictures inside the page, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_checksum(style)}'; script-src '{_checksum(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _checksum(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"


def _part(name: str) -> str:
    """Return the text of a file of this folder, without what only indents it."""
    lines = (files("sim.report.page") / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line.strip() for line in lines)


def _title(pack: Pack) -> str:
    return sentence(spoken(pack.story.facts.scenario))


def _head(pack: Pack, style: str, script: str) -> Element:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy(style, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="generator", content=f"cyclesim {pack.story.version}".strip()),
        element("link", rel="icon", href="data:,"),
        element("title", f"{_title(pack)}: board pack"),
        element("style", style),
    )


def _body(pack: Pack, script: str) -> Element:
    told = [each for each in pack.chapters if not each.appendix]
    rest = [each for each in pack.chapters if each.appendix]
    currency = pack.story.facts.currency
    main = element("main", id="contents", tabindex="-1")
    add(main, (section(each, currency) for each in told))
    add(main, [left_out(pack.omitted)])
    add(main, (section(each, currency) for each in rest))
    return element(
        "body",
        element("a", "Skip to the findings", class_="skip", href="#contents"),
        _header(pack),
        element("div", _contents(pack), main, class_="columns"),
        provenance(pack),
        embedded(pack),
        element("script", script),
    )


def _header(pack: Pack) -> Element:
    facts = pack.story.facts
    lines = (
        f"{counted(len(facts.policies), 'policy').replace('policys', 'policies')}, {counted(facts.months, 'month')}, "
        f"{counted(facts.replications, 'replication')} of each under the same luck. Run {facts.run_id}, "
        f"seed {facts.seed}."
    )
    description = pack.story.description
    return element(
        "header",
        element("p", "Board pack", class_="kicker"),
        element("h1", _title(pack), dir="auto"),
        element("p", description, class_="lead", dir="auto") if description else None,
        element("p", lines, class_="source"),
    )


def _contents(pack: Pack) -> Element:
    told = [(_entry(each), each.key) for each in pack.chapters if not each.appendix]
    missing = [("What this run can't tell", "left-out")] if pack.omitted else []
    rest = [(_entry(each), each.key) for each in pack.chapters if each.appendix]
    entries = [*told, *missing, *rest, ("Where these figures come from", "provenance")]
    items = [element("li", element("a", words, href=f"#{place}")) for words, place in entries]
    return element("nav", element("ol", *items), aria_label="Contents")


def _entry(chapter: Chapter) -> str:
    return f"Appendix: {chapter.kicker}" if chapter.appendix else chapter.kicker
