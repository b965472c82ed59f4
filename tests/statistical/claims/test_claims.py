"""Every claim of the list holds at its scenario's seed, and the page says what was measured."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.charts import style
from tests.statistical.claims.register import CLAIMS, found
from tests.statistical.claims.series import Series
from tests.statistical.claims.statements import FOLDER, Found, Line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.statistical.claims.statements import Claim


@pytest.fixture(scope="module")
def page(scripts: Callable[[str], Any]) -> Any:  # noqa: ANN401 (a script)
    return scripts("claims")


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
    heading, svg = page.drawn(claim, found(claim.number))
    assert page.section(claim, found(claim.number), heading).strip() in text, "run python docs/claims.py"
    picture = (root / "docs" / "explanation" / "claims" / page.picture_name(claim)).read_text(encoding="utf-8")
    assert words(picture) == words(svg), "run python docs/claims.py"


def words(svg: str) -> list[str]:
    """Return the texts of a picture, figures included; the lines between may differ in the last digit by machine."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_the_picture_is_small_dateless_and_says_something(page: Any, root: Path, claim: Claim) -> None:  # noqa: ANN401
    svg = (root / "docs" / "explanation" / "claims" / page.picture_name(claim)).read_text(encoding="utf-8")
    assert len(svg) < 40_000
    assert "<dc:date>" not in svg
    assert "font-face" not in svg
    assert len(words(svg)) > 5


NOWHERE = Line("nowhere", math.nan, math.nan, math.nan)
FLAT = Series(np.array([1.0, 2.0]), np.array([-0.2, -0.1]), np.array([-0.3, -0.2]), np.array([-0.1, -0.05]))
FAILED = Line("contrary", -0.1, -0.2, -0.05, above=0)


@pytest.mark.parametrize(
    ("number", "found_"),
    [
        (1, Found((FAILED,), "", {"lead": FLAT}, {"crossing": NOWHERE})),
        (2, Found((FAILED,), "", dict.fromkeys("abc", FLAT), dict.fromkeys("abc", NOWHERE))),
        (12, Found((FAILED,), "", {"gap": FLAT}, {"tip": NOWHERE})),
    ],
)
def test_a_claim_that_fails_makes_no_headline(page: Any, number: int, found_: Found) -> None:  # noqa: ANN401
    """Nor does the page break where nothing crosses: whoever changes the model must see the claim fail."""
    heading, svg = page.drawn(CLAIMS[number - 1], found_)
    assert heading == f"C{number} does not hold in these runs"
    assert not any("nan" in word for word in words(svg))
    assert "**no**" in page.section(CLAIMS[number - 1], found_, heading)


def test_pictures_are_drawn_alike_whatever_fonts_there_are(page: Any) -> None:  # noqa: ANN401
    before = style.installed()
    with page.repeatable():
        assert style.families(style.installed()) == [style.LAST]
    assert style.installed() == before
