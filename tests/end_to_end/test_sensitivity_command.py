"""The command `sensitivity` from the outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Call

FILE = "online_retailer.yaml"


def test_the_command(call: Call) -> None:
    small = ("sensitivity", FILE, "--set", "horizon=6", "--replications", "8", "--no-charts")
    done = call(*small, "--policy", "steady", "--json")
    assert done.code == 0, done.err
    assert done.content["found"]["subject"]["policy"] == "steady"
    assert Path(done.content["folder"]).is_dir()
    assert call(*small, "--policy", "steady", "--of", "harvest").code == 2
    assert "Did you mean 'steady'?" in call(*small, "--of", "stedy - harvest").err
    assert call("sensitivity", "tipping_point.yaml").code == 2
    assert call("sensitivity", "nowhere.yaml").code == 66
