"""The site: every Markdown page under docs/, built by Sphinx without a network and without a warning.

Run from the project's root: `make docs`. The pages are written to be read on GitHub as they are, so what Sphinx needs
beyond that is taken from them here: the parts of the site from the headings and links of index.md, so that a page not
linked there is a warning, and the anchors of tables from their HTML. Notebooks are scripts; notebook_runs.py runs those
whose outcome the tests have not kept. In the list of pages they stand by what the index calls them, since their titles
are whole questions.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.transforms import Transform
from sphinx import addnodes

if TYPE_CHECKING:
    from typing import Any

    from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from sim import __version__

project = "cyclesim"
author = "the authors of cyclesim"
project_copyright = f"{author}, Apache-2.0"
version = release = __version__

extensions = ["myst_nb"]
include_patterns = ["**.md", "notebooks/*.py"]
nitpicky = True
myst_heading_anchors = 4
nb_custom_formats = {".py": ["notebook_runs.read", {}]}
nb_execution_mode = "off"
nb_output_stderr = "warn"

html_theme = "furo"
html_title = f"cyclesim {release}"
html_static_path = ["site"]
html_css_files = ["wide.css", "notebooks.css"]
html_copy_source = False
html_show_sourcelink = False


def parts(index: str) -> str:
    """Return a hidden table of contents for each part of the index: its heading, and the pages it links to."""
    _, *sections = re.split(r"^## ", index, flags=re.MULTILINE)
    return "".join(_part(*section.split("\n", 1)) for section in sections)


def _part(heading: str, text: str) -> str:
    links = re.findall(r"\[([^]]+)\]\(([\w/-]+)\.(md|py)\)", text)
    pages = dict.fromkeys(page if form == "md" else f"{called} <{page}>" for called, page, form in links)
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


class NotebooksToTakeAway(Transform):
    """Offer each notebook as a file, with what it shows, below its title."""

    default_priority = 870

    def apply(self, **_: Any) -> None:  # noqa: ANN401
        """Add a line with a link."""
        env = self.document.settings.env
        folder, _, name = env.docname.rpartition("/")
        if folder != "notebooks":
            return
        file = f"{name}.ipynb"
        kept = Path(env.mystnb_config.output_folder, folder, file)
        link = addnodes.download_reference("", file, reftarget=f"/{os.path.relpath(kept, env.srcdir)}")
        line = nodes.paragraph("", "This page is a notebook. To run it yourself: ", link, classes=["take-away"])
        title = next(self.document.findall(nodes.title))
        title.parent.insert(title.parent.index(title) + 1, line)


def setup(app: Sphinx) -> None:
    """Connect them."""
    app.connect("source-read", _with_parts)
    app.add_transform(AnchorsOfTables)
    app.add_transform(NotebooksToTakeAway)
