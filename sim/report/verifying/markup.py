"""Names of elements in a deck: of drawings, charts, presentations and relationships."""

from __future__ import annotations

from typing import Any, Final

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def tag(element: Any) -> str:  # noqa: ANN401 (lxml's)
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
