"""What a notebook shows is well-formed, small, and shows no name as markup."""

from __future__ import annotations

import math
import re
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest

import sim
from sim.charts.svg.fan import Band, fan_svg
from sim.interface.display import answer_page

EVIL = "<script>alert('x')</script> & co"
EMPTY = {"br"}


class Tags(HTMLParser):
    """Collects the tags of a page, and what is left open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (the parser's)
        self.seen.add(tag)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (the parser's)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(page: str) -> set[str]:
    found = Tags(page)
    assert found.open == []
    return found.seen


def svg_of(page: str) -> str:
    found = re.search(r"<svg.*</svg>", page)
    assert found
    return found[0]


def test_results_show_headline_chart_and_run(results: sim.Results) -> None:
    page = results._repr_html_()
    assert {"b", "svg", "path"} <= tags(page)
    assert f"run {results.facts.run_id}" in page
    assert "60 replications × 24 months · seed 7" in page
    ET.fromstring(svg_of(page))  # noqa: S314 (our own)


def test_names_are_text_and_never_markup(scenario: sim.Scenario) -> None:
    evil = scenario.vary({"name": EVIL, "description": EVIL})
    results = sim.run(evil, replications=10)
    for page in (evil._repr_html_(), results._repr_html_(), results.compare()._repr_html_()):
        assert "script" not in tags(page)
        assert "&lt;script&gt;" in page
    assert "script" in tags(f"<p>{EVIL}</p>"), "the mutant: text that nobody escaped"


def test_a_scenario_shows_policies_and_what_is_uncertain(scenario: sim.Scenario) -> None:
    page = scenario._repr_html_()
    tags(page)
    for words in ("steady", "fixed_share", "share: 40%", "57% to 63%", "judgement", "24 months from 2009-12", "low"):
        assert words in page
    assert "Nothing in it is uncertain" in sim.load("presets/saas.yaml")._repr_html_()


def test_an_answer_shows_its_text(results: sim.Results) -> None:
    page = answer_page(results.odds("npv", above=3e6).told)
    assert {"b", "pre"} <= tags(page)
    assert "NPV is £3.00m or more" in page


@pytest.mark.parametrize("paths", ["none", "quantiles"])
def test_without_months_there_is_no_chart(scenario: sim.Scenario, paths: str) -> None:
    found = sim.run(scenario, replications=3, paths="none" if paths == "none" else "quantiles")
    assert ("<svg" in found._repr_html_()) == (paths == "quantiles")


def band(name: str, level: float, months: int = 120) -> Band:
    middle = level * (1.0 + 0.1 * np.sin(np.arange(months + 1)))
    return Band(name, "#0B6AA8", middle, 0.8 * middle, 1.3 * middle)


@pytest.mark.parametrize("count", [1, 2, 3, 12, 30])
@pytest.mark.parametrize("months", [0, 1, 600])
def test_a_fan_is_small_and_well_formed(count: int, months: int) -> None:
    names = [f"policy {number} of the largest market" for number in range(count)]
    bands = [band(name, 1e12 * (1 + number), months) for number, name in enumerate(names)]
    alone = [Band(one.name, one.colour, one.middle) for one in bands[3:]]
    svg = fan_svg([*bands[:3], *alone], title=f"Revenue {EVIL}", write=lambda value: f"£{value:.3g}")
    if count <= 12:
        assert len(svg.encode()) <= 4096
    ET.fromstring(svg)  # noqa: S314 (our own)
    numbers = [int(text) for path in re.findall(r' d="([^"]*)"', svg) for text in re.findall(r"-?\d+", path)]
    assert min(numbers) >= 0
    assert max(numbers) <= 640


@pytest.mark.parametrize("level", [0.0, -5e6, 1e-12, 1e300, math.nan])
def test_a_fan_takes_any_figures(level: float) -> None:
    flat = np.full(25, level)
    svg = fan_svg([Band("steady", "#59626F", flat, flat, flat)], title="Cash", write=lambda value: f"{value:.3g}")
    assert "nan" not in svg
    ET.fromstring(svg)  # noqa: S314 (our own)


def test_a_fan_draws_what_it_is_given() -> None:
    """The highest value lies at the top of the plot, and a rising line goes up: a mutant upside down would not."""
    rising = np.linspace(1.0, 3.0, 13)
    svg = fan_svg([Band("a", "#0B6AA8", rising)], title="t", write=str)
    line = next(path for path in re.findall(r'd="M([^"Z]*)" fill="none"', svg))
    places = [tuple(map(int, point.split())) for point in line.split("L")]
    assert places[0] == (62, 131)
    assert places[-1] == (502, 26)
    assert [y for _, y in places] == sorted((y for _, y in places), reverse=True)


def test_names_do_not_lie_on_one_another() -> None:
    svg = fan_svg([band(f"p{number}", 1.0) for number in range(12)], title="t", write=str)
    rows = sorted(int(y) for y in re.findall(r'<text x="508" y="(\d+)"', svg))
    assert len(rows) == 12
    assert min(after - before for before, after in pairwise(rows)) >= 12
