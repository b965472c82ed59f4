"""What a deck says of where it comes from: the run and its scenario inside the file, and no time of making."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from sim.report.deck.charts.sheet import CREATED
from sim.report.provenance import months_of
from sim.report.workbook.text import legal

if TYPE_CHECKING:
    from sim.report.pack.chapter import Pack

SPACE: Final = "urn:cyclesim:report"
_ITEM: Final = "{6C1E5B0A-6E0B-4C58-9A53-1F6B7C3C51E1}"
"""Names the part to PowerPoint, which keeps parts with a name on saving."""
_STORE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_KIND: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file can tell."""
_CONTENTS: Final = "[Content_Types].xml"


def sign(deck: Any, pack: Pack) -> None:  # noqa: ANN401 (python-pptx's)
    """Write run, engine, version and scenario into the presentation, and who made it."""
    facts = pack.story.facts
    months: str = months_of(pack.story.results)
    made_by = (("version", legal(pack.story.version)), ("engine", facts.engine))
    named = (*made_by, ("run", facts.run_id), ("months", months))
    told = " ".join(f"{name}={quoteattr(value)}" for name, value in named)
    body = f"<scenario>{escape(pack.scenario)}</scenario>"
    schema = f'<ds:schemaRefs><ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs>'
    store = f'<ds:datastoreItem ds:itemID="{_ITEM}" xmlns:ds="{_STORE}">{schema}</ds:datastoreItem>'
    package = deck.part.package
    for key, link in list(deck.part._rels.items()):  # noqa: SLF001 (a template may be a deck of ours, of another run)
        if link.reltype == RELATIONSHIP_TYPE.CUSTOM_XML and SPACE.encode() in link.target_part.blob:
            deck.part._rels.pop(key)  # noqa: SLF001 (the same)
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(number for number in range(1, len(taken) + 2) if f"/customXml/item{number}.xml" not in taken)
    item = _part(
        package,
        f"/customXml/item{number}.xml",
        "application/xml",
        f'<cyclesim xmlns="{SPACE}" {told}>{body}</cyclesim>',
    )
    properties = _part(package, f"/customXml/itemProps{number}.xml", _KIND, store)
    item.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    deck.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
    _describe(deck, pack)


def packed(deck: Any) -> bytes:  # noqa: ANN401 (python-pptx's)
    """Return the file, the same bytes for the same content: parts in order, and no time."""
    loose, out = BytesIO(), BytesIO()
    deck.save(loose)
    with ZipFile(loose) as parts, ZipFile(out, "w", ZIP_DEFLATED) as copy:
        names = sorted(parts.namelist(), key=lambda name: (name != _CONTENTS, name))
        for name in names:
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            copy.writestr(info, parts.read(name))
    return out.getvalue()


def _part(package: Any, name: str, kind: str, text: str) -> Part:  # noqa: ANN401 (python-pptx's)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return Part(PackURI(name), kind, package, (head + text).encode())


def _describe(deck: Any, pack: Pack) -> None:  # noqa: ANN401 (python-pptx's)
    facts, core = pack.story.facts, deck.core_properties
    core.title = legal(facts.scenario)[:255]
    core.subject = f"cyclesim run {facts.run_id}"
    core.author = core.last_modified_by = "cyclesim"
    core.keywords = core.category = core.comments = ""
    core.created = core.modified = CREATED
    core.revision = 1
    package = deck.part.package
    for key, link in list(package._rels.items()):  # noqa: SLF001 (a picture of the template's first slide, long gone)
        if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.drop_rel(key)
