"""A web page read back: tables with the full number behind every text, sentences, and what its drawings say."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from sim.errors import ScenarioError
from sim.report.provenance import Provenance, months_named
from sim.report.verifying.package import reading
from sim.report.verifying.places import Figure, Passage, Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.report.verifying.places import Key

IDENTITY: Final = "cyclesim-provenance"
LARGEST: Final = 20 * 2**20
"""Bytes of a page; ours have two or three million."""
LOOSE: Final = ("h1", "h2", "h3", "p", "li", "dd", "summary", "caption", "pre")
"""Elements that hold text; those with a name of their own are compared by it."""
GEOMETRY: Final = ("d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "transform")
"""What says where a line or an area of a drawing runs."""
READ: Final = ("data-x", "data-y", "data-rows", "data-names", "data-hint")
"""What the page's script reads values from."""
CODE: Final = ("style", "script", "iframe", "object", "embed", "foreignobject", "base")
"""Elements that can change what a page shows."""


def tree(name: str, content: bytes) -> Any:  # noqa: ANN401 (lxml's)
    """Return the elements of a page.

    Raises
    ------
    ScenarioError
        When it is none, or far larger than any of ours.
    """
    from lxml import html

    if len(content) > LARGEST:
        raise ScenarioError(f"{name}: larger than {LARGEST / 2**20:,.0f} MB, which no page of cyclesim is")
    with reading(name):
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        return html.document_fromstring(content, parser)


def told(name: str, root: Any) -> Provenance:  # noqa: ANN401 (lxml's)
    """Return where the figures of a page come from.

    Raises
    ------
    ScenarioError
        When it does not say so.
    """
    found = next((one for one in root.iter("script") if one.get("id") == IDENTITY), None)
    if found is None:
        raise ScenarioError(f"{name}: carries no scenario of cyclesim, so nothing can be computed again")
    try:
        content = json.loads(found.text or "")
        known = {key: str(content[key]) for key in ("run", "version", "engine", "scenario")}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ScenarioError(f"{name}: what it says of its run can't be read: {error!r}") from error
    return Provenance(**known, months=months_named(content.get("months")))


def read(name: str, root: Any) -> Places:  # noqa: ANN401 (lxml's)
    """Return what stands in a page.

    Raises
    ------
    ScenarioError
        When it can't be read.
    """
    with reading(name):
        figures = [*_tables(root), *_drawings(root), _code(root)]
        return Places(figures=tuple(figures), passages=tuple(_passages(root)), pictures=dict(_pictures(root)))


def _text(element: Any) -> str:  # noqa: ANN401 (lxml's)
    return " ".join("".join(element.itertext()).split())


def _tables(root: Any) -> Iterator[Figure]:  # noqa: ANN401 (lxml's)
    for table in root.iter("table"):
        name = table.get("data-exhibit")
        if name:
            yield from _cells(name, table)


def _cells(name: str, table: Any) -> Iterator[Figure]:  # noqa: ANN401 (lxml's)
    """Yield every cell of a table as it is shown, and the number behind it."""
    heads = [_text(one) for row in table.iterfind("./thead/tr") for one in row]
    for part, body in enumerate(table.iterfind("./tbody")):
        for number, row in enumerate(body.iterfind("./tr")):
            label = _text(row[0]) if len(row) else ""
            for column, cell in enumerate(row):
                key = (name, str(part), str(number), str(column))
                head = heads[column] if column < len(heads) else ""
                where = f"table {name}, row “{label[:40]}”, column “{head or column + 1}”"
                yield Figure((*key, "shown"), f"{where}, as shown", _text(cell))
                if cell.get("data-value") is not None:
                    yield Figure((*key, "value"), where, _number(cell.get("data-value")))


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _drawings(root: Any) -> Iterator[Figure]:  # noqa: ANN401 (lxml's)
    """Yield the texts of every drawing, and a checksum of where its lines run."""
    for number, drawing in enumerate(root.iter("svg"), 1):
        name = str(drawing.get("aria-labelledby", number)).split(" ")[0].removesuffix("-t")
        where = f"drawing {name}"
        texts = [_text(one) for one in drawing.iter("text", "title", "desc")]
        for place, text in enumerate(texts):
            yield Figure((name, "text", str(place)), f"{where}, text {place + 1}", text)
        lines = [
            [one.get(what) for what in (READ if _moves(one) else (*GEOMETRY, *READ))] for one in _elements(drawing)
        ]
        checksum = hashlib.sha256(json.dumps(lines).encode()).hexdigest()
        yield Figure((name, "lines"), f"{where}, the course of its lines", f"checksum {checksum[:12]}")


def _elements(root: Any) -> Iterator[Any]:  # noqa: ANN401 (lxml's)
    """Yield a root and all elements below it, without comments."""
    return (one for one in root.iter() if isinstance(one.tag, str))


def _code(root: Any) -> Figure:  # noqa: ANN401 (lxml's)
    """Return a checksum of all that could write or hide numbers when the page is shown."""
    found = [[one.tag, one.text or ""] for one in root.iter(*CODE) if one.get("id") != IDENTITY]
    found += [[name, value] for one in _elements(root) for name, value in one.items() if name.startswith("on")]
    checksum = hashlib.sha256(json.dumps(found).encode()).hexdigest()
    return Figure(("page", "code"), "the page's style and script", f"checksum {checksum[:12]}")


def _moves(element: Any) -> bool:  # noqa: ANN401 (lxml's)
    """Tell whether an element is moved about while somebody reads the drawing."""
    return any("cursor" in str(one.get("class", "")).split() for one in (element, *element.iterancestors("g")))


def _passages(root: Any) -> Iterator[tuple[Key, Passage]]:  # noqa: ANN401 (lxml's)
    named = [
        (str(one.get("data-text")), one) for one in root.iter() if isinstance(one.tag, str) and one.get("data-text")
    ]
    for name, one in named:
        yield (name,), Passage(f"text {name}", (_text(one),))
    rest = [_with_name(one) for one in root.iter(*LOOSE) if one.get("data-text") is None and not _inside(one)]
    rest += [*_elsewhere(root), *(_text(one) for one in root.iterfind("./head/title"))]
    for key, one in _images(root):
        yield key, Passage(f"picture {key[1]}, alternative text", (str(one.get("alt", "")),))
    yield ("page",), Passage("the page's other text", tuple(text for text in rest if text))


def _elsewhere(root: Any) -> Iterator[str]:  # noqa: ANN401 (lxml's)
    """Yield the texts of elements that are read in no other way, such as tables of others."""
    for one in _elements(root):
        held = [one, *one.iterancestors()]
        if any(each.tag in (*LOOSE, *_UNSEEN, "dt", "svg") or each.get("data-text") for each in held):
            continue
        if any(each.tag == "table" and each.get("data-exhibit") for each in held):
            continue
        text = " ".join(" ".join([one.text or "", *(child.tail or "" for child in one)]).split())
        if text:
            yield text


_UNSEEN: Final = ("head", "script", "style", "output", "template")


def _inside(element: Any) -> bool:  # noqa: ANN401 (lxml's)
    """Tell whether an element is part of one whose text is read as a whole."""
    return next(element.iterancestors(*LOOSE), None) is not None


def _with_name(element: Any) -> str:  # noqa: ANN401 (lxml's)
    """Return the text of an element; a fact with the name that stands before it."""
    before = element.getprevious() if element.tag == "dd" else None
    return _text(element) if before is None else f"{_text(before)}: {_text(element)}"


def _pictures(root: Any) -> Iterator[tuple[Key, tuple[str, str]]]:  # noqa: ANN401 (lxml's)
    for key, one in _images(root):
        checksum = hashlib.sha256(str(one.get("src", "")).encode()).hexdigest()
        yield key, (f"picture “{str(one.get('alt', ''))[:60]}”", checksum)


def _images(root: Any) -> Iterator[tuple[Key, Any]]:  # noqa: ANN401 (lxml's)
    """Yield every picture with a name for it: that of its figure, and a number."""
    met: Counter[str] = Counter()
    for one in root.iter("img"):
        figure = next((str(each.get("id", "")) for each in one.iterancestors("figure")), "")
        met[figure] += 1
        yield ("picture", figure, str(met[figure])), one
