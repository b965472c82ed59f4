"""Press arrow keys at a slider, and tell how long each new picture takes."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any, Final

import click

from benchmarks.notebook.lab import ROOT, laboratory, page_of
from benchmarks.speed.machine import Others, described

if TYPE_CHECKING:
    from collections.abc import Sequence

CODE: Final = """import sim
scenario = sim.load("{root}/scenarios/presets/b2b_services.yaml").vary({{"horizon": 60}})
sim.tune(scenario, "acquisition.win_rate", policies=("steady", "carry_on"), replications=1000)"""

WATCH: Final = """() => {
  window.pressed = null; window.drawn = [];
  const output = document.querySelector('.jp-OutputArea');
  let last = output.querySelector('svg[role=img]').outerHTML;
  document.addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
  new MutationObserver(() => {
    const picture = output.querySelector('svg[role=img]');
    if (!picture || picture.outerHTML === last) return;
    last = picture.outerHTML;
    const since = window.pressed;
    const count = (output.textContent.match(/([0-9,]+) replications? of the same luck/) || [])[1];
    requestAnimationFrame(() => setTimeout(() => {
      window.drawn.push({pressed: since, after: performance.now() - since, count});
    }, 0));
  }).observe(output, {subtree: true, childList: true});
}"""
"""Time from a key press to the paint of a picture that differs from the one before."""

HANDLE: Final = ".jp-OutputArea .noUi-handle"
PACES: Final = (("one stop every 2 s", 2000), ("one stop every 0.5 s", 500), ("one stop every 0.2 s", 200))
JUMPS: Final = 15
"""Jumps of five stops that the slider has room for."""


@click.command()
@click.option("--chromium", default="/usr/bin/chromium", show_default=True, help="The browser.")
@click.option("--presses", default=25, show_default=True, help="Key presses at each pace.")
@click.option("--picture", default="", help="Where to save what the page looks like.")
def main(chromium: str, presses: int, picture: str) -> None:
    """Print median and range of the time from key press to picture, by pace."""
    others = Others()
    with laboratory(CODE.format(root=ROOT)) as address, page_of(address, chromium) as page:
        page.evaluate(WATCH)
        page.focus(HANDLE)
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(4000)
        click.echo("| keys | pictures | replications shown first | median ms | range ms | whole picture, median ms |")
        click.echo("|---|---|---|---|---|---|")
        for name, pause in PACES:
            click.echo(_row(name, _pressed(page, _steps(presses), pause)))
        jumps = ["PageUp"] * min(presses, JUMPS)
        click.echo(_row("a jump of five stops every 2 s, to where nobody has looked", _pressed(page, jumps, 2000)))
        if picture:
            page.screenshot(path=picture)
    click.echo(f"\nMeasured on {described()}; other programs used {others.share():.0%} of it meanwhile.")


def _steps(presses: int) -> list[str]:
    """Return keys that go one stop each; a hand turns back at times."""
    return ["ArrowRight" if number % 10 < 7 else "ArrowLeft" for number in range(presses)]  # noqa: PLR2004


def _pressed(page: Any, keys: Sequence[str], pause: int) -> list[dict[str, Any]]:  # noqa: ANN401 (a page of playwright)
    page.evaluate("window.drawn = []")
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(pause)
    page.wait_for_timeout(3000)
    found: list[dict[str, Any]] = page.evaluate("window.drawn")
    return found


def _row(name: str, drawn: Sequence[dict[str, Any]]) -> str:
    first: dict[float, dict[str, Any]] = {}
    for one in drawn:
        first.setdefault(one["pressed"], one)
    times = sorted(one["after"] for one in first.values())
    whole = [min(one["after"] for one in drawn if one["pressed"] == key and one["count"] == "1,000")
             for key in first if any(one["pressed"] == key and one["count"] == "1,000" for one in drawn)]  # fmt: skip
    counts = sorted({str(one["count"]) for one in first.values()})
    tally = ", ".join(f"{count}: {sum(one['count'] == count for one in first.values())}" for count in counts)
    middle = f"{statistics.median(times):.0f}" if times else "none"
    ends = f"{times[0]:.0f} to {times[-1]:.0f}" if times else ""
    return f"| {name} | {len(first)} | {tally} | {middle} | {ends} | {statistics.median(whole) if whole else 0:.0f} |"


if __name__ == "__main__":
    main()
