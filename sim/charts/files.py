"""Figures to files: SVG with real text and the same bytes every time, and PNG for slides."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from sim.charts.page import filling
from sim.charts.style import house_style, palette

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from matplotlib.figure import Figure

    from sim.charts.page import Room

DPI: Final = 200


def save(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write `name`.svg and `name`.png into the folder, which must exist; return both paths.

    The title of the figure becomes the title of the SVG, which screen readers read. Neither file holds a
    date or a version, so repeating a run gives the same bytes.
    """
    svg, png = folder / f"{name}.svg", folder / f"{name}.png"
    with house_style():
        figure.savefig(svg, dpi=DPI, metadata={"Date": None, "Creator": None, "Title": str(figure.get_label())})
        figure.savefig(png, dpi=DPI, metadata={"Software": None})
    return [svg, png]


def png(draw: Callable[[], Figure], dpi: int, colours: Mapping[str, str], room: Room | None = None) -> bytes:
    """Return a figure as a PNG of 256 colours, a third of the size of all colours, the same bytes every time.

    Parameters
    ----------
    draw
        Draws it.
    dpi
        Dots an inch.
    colours
        What stands in for which colours of the house.
    room
        What it fills; its usual size when None.
    """
    from PIL import Image

    drawn, content = BytesIO(), BytesIO()
    with palette(colours), filling(room), house_style():
        draw().savefig(drawn, format="png", dpi=dpi, metadata={"Software": None})
    few = Image.open(drawn).convert("RGB").quantize(dither=Image.Dither.NONE)
    few.save(content, "PNG")
    return content.getvalue()


def svg(figure: Figure) -> bytes:
    """Return a figure as SVG; the same figure gives the same bytes."""
    return _held(figure, format="svg", metadata={"Date": None, "Creator": None})


def webp(figure: Figure, pixels: int) -> bytes:
    """Return a figure as a small picture, so many pixels across; the same figure gives the same bytes."""
    return _held(figure, format="webp", dpi=pixels / figure.get_size_inches()[0], pil_kwargs={"quality": 85})


def _held(figure: Figure, **how: Any) -> bytes:  # noqa: ANN401 (matplotlib's)
    held = BytesIO()
    with house_style():
        figure.savefig(held, **how)
    return held.getvalue()
