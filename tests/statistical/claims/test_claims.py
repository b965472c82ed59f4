"""Every claim of the list holds at its scenario's seed, and the page says what was measured."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.statistical.claims.register import CLAIMS, found
from tests.statistical.claims.statements import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.statistical.claims.statements import Claim


@pytest.fixture(scope="module")
def page(root: Path) -> Any:  # noqa: ANN401 (a script)
    """Load the script that writes the page."""
    spec = importlib.util.spec_from_file_location("claims_page", root / "docs" / "claims.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["claims_page"] = module
    spec.loader.exec_module(module)
    return module


def test_there_are_eighteen_claims_each_with_its_scenario() -> None:
    assert [claim.number for claim in CLAIMS] == list(range(1, 19))
    assert sorted(claim.name for claim in CLAIMS) == sorted(path.stem for path in FOLDER.glob("*.yaml"))
    for claim in CLAIMS:
        assert claim.name.startswith(f"c{claim.number:02d}_")
        assert claim.scenario().name == claim.name


@pytest.mark.slow
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_the_claim_holds(claim: Claim) -> None:
    measured = found(claim.number)
    wrong = [f"{line.says}: {line.mean:g} [{line.low:g}, {line.high:g}]" for line in measured.lines if not line.holds]
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_the_page_says_what_was_measured(page: Any, root: Path, claim: Claim) -> None:  # noqa: ANN401
    text = (root / "docs" / "explanation" / "claims.md").read_text(encoding="utf-8")
    assert page.row(claim, found(claim.number)) in text, "run python docs/claims.py"
