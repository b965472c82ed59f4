"""Figures as files: repeatable, readable, and without a trace in matplotlib's global state."""

from __future__ import annotations

import subprocess
import sys
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

import matplotlib as mpl
import pytest
from matplotlib.colors import to_rgb

from sim.charts.fan import fan
from sim.charts.files import save
from sim.charts.gallery import FIGURES, FROM_PATHS, draw_all
from sim.charts.style import BLUE, LAST, MUTED, ORANGE, families, house_style, tint
from tests.unit.charts.runs import run

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        save(fan(*run("two")), folder, "fan")
    for suffix in ("svg", "png"):
        first, second = ((tmp_path / name / f"fan.{suffix}").read_bytes() for name in ("first", "second"))
        assert first == second


def test_svg_holds_real_text_a_title_and_no_date(tmp_path: Path) -> None:
    svg, png = save(fan(*run("scripts")), tmp_path, "fan")
    text = svg.read_text(encoding="utf-8")
    assert "1 in 40 above</text>" in text
    assert "先に計画する</text>" in text
    assert "<dc:title>" in text
    assert "<dc:date>" not in text
    assert "Matplotlib v" not in text
    assert png.read_bytes()[:4] == b"\x89PNG"


def test_draw_all_writes_every_figure_twice(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        files = draw_all(*run("scripts"), tmp_path)
    assert [file.name for file in files] == [f"{name}.{suffix}" for name in FIGURES for suffix in ("svg", "png")]
    assert all(file.stat().st_size > 5_000 for file in files)


def test_a_figure_that_does_not_apply_is_left_out(tmp_path: Path) -> None:
    names = {file.stem for file in draw_all(*run("one"), tmp_path)}
    assert "difference" not in names
    assert "fan" in names


def test_a_run_without_paths_still_has_its_other_figures(tmp_path: Path) -> None:
    results, summary = run("two")
    names = {file.stem for file in draw_all(replace(results, paths=results.paths.iloc[:0]), summary, tmp_path)}
    assert names == {*FIGURES} - {*FROM_PATHS}


def test_the_style_leaves_no_trace() -> None:
    before = dict(mpl.rcParams)
    fan(*run("two"))
    assert dict(mpl.rcParams) == before


def test_no_chart_touches_pyplot_but_the_one_that_needs_seaborn() -> None:
    code = "import sys; import sim.charts.gallery; print({'matplotlib.pyplot', 'seaborn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_absent_fonts_are_never_asked_for() -> None:
    assert families({LAST}) == [LAST]
    assert families({"Lato", "Inter", "Noto Sans CJK SC", LAST}) == ["Inter", "Noto Sans CJK SC", LAST]


def test_dollars_are_money_not_mathematics() -> None:
    with house_style():
        assert mpl.rcParams["text.parse_math"] is False


def test_tint_goes_from_white_to_the_colour() -> None:
    assert tint(BLUE, 0.0) == "#ffffff"
    assert tint(BLUE, 1.0) == BLUE.lower()


@pytest.mark.parametrize("colour", [BLUE, ORANGE, MUTED])
def test_text_colours_stand_out_from_white(colour: str) -> None:
    """WCAG contrast of 4.5 to 1 for small text."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 4.5
