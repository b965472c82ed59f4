"""Figures to files: SVG with real text and the same bytes every time, and PNG for slides."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from sim.charts.page import smaller
from sim.charts.style import house_style, palette

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from matplotlib.figure import Figure

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


def png(draw: Callable[[], Figure], dpi: int, colours: Mapping[str, str], share: float = 1.0) -> bytes:
    """Return a figure as a PNG, the same bytes every time.

    Parameters
    ----------
    draw
        Draws it.
    dpi
        Dots an inch of its usual size.
    colours
        What stands in for which colours of the house.
    share
        Of its usual size at which it is drawn, so that its type is larger in proportion.
    """
    content = BytesIO()
    with palette(colours), smaller(share), house_style():
        draw().savefig(content, format="png", dpi=round(dpi / share), metadata={"Software": None})
    return content.getvalue()
