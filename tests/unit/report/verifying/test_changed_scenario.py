"""A document whose scenario was changed: its figures are no longer what the scenario gives, and `verify` says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.report.deck.build import deck
from sim.report.page.page import page
from sim.report.verify import verify
from sim.report.verifying import again as doing
from sim.report.verifying.package import parts_of
from tests.unit.report.verifying.conftest import edited, short

if TYPE_CHECKING:
    from pathlib import Path

    from sim.report.pack.chapter import Pack

WRITTEN, CHANGED = b"200 to 260", b"300 to 390"
"""The price in the scenario, and a price half as high again."""


@pytest.fixture(autouse=True)
def _without_studies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doing, "_pack", lambda source, told: short(source, version=told.version))


@pytest.fixture
def documents(made: Path, pack: Pack) -> dict[str, bytes]:
    return {"deck": deck(pack), "page": page(pack), "workbook": (made / "report.xlsx").read_bytes()}


def with_another_price(content: bytes) -> bytes:
    """Change the price in the scenario that a document carries, and nothing else."""
    if content[:2] != b"PK":
        head, tag, carried = content.rpartition(b'<script type="application/json"')
        return head + tag + replaced(carried)
    parts = parts_of("d", content)
    carrying = [name for name in sorted(parts) if name.startswith(("customXml/item", "xl/sharedStrings"))]
    part = next(name for name in carrying if b"price" in parts[name] and WRITTEN in parts[name])
    return edited(content, part, replaced)


def replaced(text: bytes) -> bytes:
    assert WRITTEN in text
    return text.replace(WRITTEN, CHANGED)


@pytest.mark.parametrize("kind", ["deck", "page", "workbook"])
def test_figures_that_a_changed_scenario_does_not_give_are_named(
    kind: str, documents: dict[str, bytes], tmp_path: Path
) -> None:
    file = tmp_path / kind
    file.write_bytes(documents[kind])
    assert verify(str(file)).agrees
    file.write_bytes(with_another_price(documents[kind]))
    found = verify(str(file))
    assert found.kind == kind
    assert not found.agrees
    assert len(found.findings.differences) > 10
