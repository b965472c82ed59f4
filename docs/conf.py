"""The site: every Markdown page under docs/, built by Sphinx without a network and without a warning.

Run from the project's root: `make docs`. The pages are written to be read on GitHub as they are, so what Sphinx needs
beyond that is taken from them here: the parts of the site from the headings and links of index.md, so that a page not
linked there is a warning, and the anchors of tables from their HTML.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.transforms import Transform

if TYPE_CHECKING:
    from typing import Any

    from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sim import __version__

project = "cyclesim"
author = "the authors of cyclesim"
project_copyright = f"{author}, Apache-2.0"
version = release = __version__

extensions = ["myst_parser"]
nitpicky = True
myst_heading_anchors = 4

html_theme = "furo"
html_title = f"cyclesim {release}"
html_static_path = ["site"]
html_css_files = ["wide.css"]
html_copy_source = False
html_show_sourcelink = False


def parts(index: str) -> str:
    """Return a hidden table of contents for each part of the index: its heading, and the pages it links to."""
    _, *sections = re.split(r"^## ", index, flags=re.MULTILINE)
    return "".join(_part(*section.split("\n", 1)) for section in sections)


def _part(heading: str, text: str) -> str:
    pages = dict.fromkeys(re.findall(r"\]\(([\w/-]+)\.md\)", text))
    return "\n".join(["", "```{toctree}", ":hidden:", f":caption: {heading.partition(':')[0]}", "", *pages, "```", ""])


def _with_parts(_: Sphinx, page: str, source: list[str]) -> None:
    if page == "index":
        source[0] += parts(source[0])


class AnchorsOfTables(Transform):
    """Make each `<a id="…">` a target that links are checked against, as headings are."""

    default_priority = 870  # links within a page are resolved at 879

    def apply(self, **_: Any) -> None:  # noqa: ANN401 (docutils hands nothing over)
        """Add them to those that MyST knows of this page."""
        env = self.document.settings.env
        known = {**getattr(self.document, "myst_slugs", {})}
        for raw in self.document.findall(nodes.raw):
            known |= {name: (raw.line or 0, name, name) for name in re.findall(r'<a id="([^"]+)"', raw.astext())}
        self.document.myst_slugs = env.metadata[env.docname]["myst_slugs"] = known


def setup(app: Sphinx) -> None:
    """Connect both."""
    app.connect("source-read", _with_parts)
    app.add_transform(AnchorsOfTables)
