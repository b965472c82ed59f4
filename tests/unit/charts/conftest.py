"""Every machine measures text with the same font, so that layouts are the same in every test run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.charts import lettering, style

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, scope="module")
def only_dejavu() -> Iterator[None]:
    """Pretend that no other font is installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(style, "installed", lambda: frozenset({style.LAST}))
        lettering.width.cache_clear()
        yield
    lettering.width.cache_clear()
