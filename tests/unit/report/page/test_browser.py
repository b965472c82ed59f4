"""The page in Chromium, where that and playwright are installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.slow,
]
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--no-first-run",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def said() -> list[str]:
    """Return what the page says that it should not: messages, errors, dialogs, requests."""
    return []


@pytest.fixture
def shown(browser: Any, content: bytes, tmp_path: Path, said: list[str]) -> Iterator[Any]:  # noqa: ANN401 (playwright's)
    file = tmp_path / "page.html"
    file.write_bytes(content)

    def refused(dialog: Any) -> None:  # noqa: ANN401 (playwright's)
        said.append(dialog.message)
        dialog.dismiss()

    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", refused)
    page.on("request", lambda request: said.append(request.url) if not local(request.url, file) else None)
    page.goto(file.as_uri())
    yield page
    context.close()


def local(url: str, file: Path) -> bool:
    return url == file.as_uri() or url.startswith("data:")


def test_keys_read_the_fan_and_pointer_too(shown: Any, said: list[str]) -> None:  # noqa: ANN401 (playwright's)
    figure = shown.locator("figure.fan")
    chart, output = figure.locator("svg").first, figure.locator("output")
    hint = output.inner_text()
    assert "arrow keys" in hint
    chart.focus()
    assert output.inner_text().startswith("Dec 2028. Steady: Median €2.00m; 95% of paths: from €1.00m to €3.00m")
    for key, start in (("Home", "Opening."), ("ArrowRight", "Jan 2026."), ("ArrowLeft", "Opening."), ("End", "Dec")):
        shown.keyboard.press(key)
        assert output.inner_text().startswith(start)
    shown.keyboard.press("Escape")
    assert output.inner_text() == hint
    box = chart.bounding_box()
    shown.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "Steady: Median" in output.inner_text()
    assert said == []


def test_keys_read_the_map(shown: Any, said: list[str]) -> None:  # noqa: ANN401 (playwright's)
    figure = shown.locator("figure.map")
    figure.locator("svg.large").focus()
    for key in ("Home", "ArrowDown", "ArrowRight"):
        shown.keyboard.press(key)
    assert figure.locator("output").inner_text() == (
        "Share of profit reinvested 25%, monthly churn 3%: chance of growth 20%"
    )
    assert said == []


def test_the_reader_and_the_drawing_agree(shown: Any) -> None:  # noqa: ANN401 (playwright's)
    figure = shown.locator("figure.fan")
    figure.locator("svg").first.focus()
    at, end = figure.locator("svg").first.evaluate(
        "svg => [svg.querySelector('.cursor').children[1].getCTM(), svg.querySelector('path[stroke-width=\"2.5\"]')]"
        ".map(x => x.f === undefined ? (p => p.y * x.getCTM().a + x.getCTM().f)(x.getPointAtLength(x.getTotalLength()))"
        " : x.f)"
    )
    assert at == pytest.approx(end, abs=1.0)


def test_hostile_text_runs_nothing(shown: Any, said: list[str]) -> None:  # noqa: ANN401 (playwright's)
    assert shown.evaluate("document.scripts.length") == 2
    shown.emulate_media(color_scheme="dark")
    shown.emulate_media(media="print")
    assert said == []


@pytest.mark.skipif("AXE_CORE" not in os.environ, reason="AXE_CORE names no axe.min.js")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("wide", [360, 1400])
def test_axe_finds_nothing(browser: Any, content: bytes, tmp_path: Path, scheme: str, wide: int) -> None:  # noqa: ANN401 (playwright's)
    file = tmp_path / "page.html"
    file.write_bytes(content)
    size = {"width": wide, "height": 900}
    with browser.new_context(color_scheme=scheme, viewport=size, bypass_csp=True) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        page.evaluate(Path(os.environ["AXE_CORE"]).read_text(encoding="utf-8"))
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        found = page.evaluate("axe.run()")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
        assert found["passes"]


@pytest.mark.parametrize("wide", [360, 700, 1400])
def test_nothing_is_wider_than_the_window_and_letters_stay_readable(shown: Any, wide: int) -> None:  # noqa: ANN401 (playwright's)
    shown.set_viewport_size({"width": wide, "height": 800})
    assert shown.evaluate("document.documentElement.scrollWidth") <= wide
    sizes = shown.evaluate(
        "[...document.querySelectorAll('svg text')].filter(t => t.getClientRects().length && t.textContent)"
        ".map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)"
    )
    assert min(sizes) >= 11.0


@pytest.mark.parametrize("wide", [360, 1400])
def test_no_text_of_a_chart_lies_over_another_or_sticks_out(shown: Any, wide: int) -> None:  # noqa: ANN401 (playwright's)
    shown.set_viewport_size({"width": wide, "height": 800})
    assert shown.evaluate(OVERLAPS) == []
    shown.evaluate("document.querySelectorAll('svg text').forEach(text => text.setAttribute('x', 20))")
    assert any(" over " in found for found in shown.evaluate(OVERLAPS))


OVERLAPS = """
[...document.querySelectorAll('svg')].filter(svg => svg.getClientRects().length).flatMap(svg => {
  const edge = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll('text')].filter(t => t.textContent && !t.closest('.cursor'))
    .map(t => [t.textContent, t.getBoundingClientRect()]);
  const out = boxes.filter(([, b]) => b.left < edge.left - 2 || b.right > edge.right + 2).map(([t]) => 'out: ' + t);
  const over = boxes.flatMap(([s, a], n) => boxes.slice(n + 1).filter(([, b]) =>
    a.left + 1 < b.right && b.left + 1 < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom)
    .map(([t]) => s + ' over ' + t));
  return [...out, ...over];
})
"""
