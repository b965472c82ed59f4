"""`calibrate`: the page's example, the scenario that it writes, and how it fails."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from sim.studies.calibration.waves import Effort

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Call

FIT: Final = ("--fit", "business.customers=150 to 350", "--fit", "business.price=1000 to 1900")
PRESET: Final = "presets/b2b_services.yaml"


@pytest.fixture
def data(root: Path) -> str:
    return str(root / "docs" / "how-to" / "kpi.csv")


@pytest.mark.slow
def test_the_page_shows_what_is_printed(
    call: Call, root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = (root / "docs" / "reference" / "calibrate.md").read_text(encoding="utf-8")
    found = re.search(r"```sh\ncyclesim (calibrate .*?)\n```\n+```text\n(.*?)```", page, re.DOTALL)
    assert found is not None
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', found[1].replace("\\\n", " "))]
    monkeypatch.chdir(root)
    done = call(*words, "--out", str(tmp_path / "outputs"))
    shown = found[2].rpartition("\n\n")[0]
    assert done.out.startswith(shown)


def test_the_written_scenario_is_good_and_says_where_its_numbers_come_from(
    call: Call, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.calibration.calibrate.Effort", partial(Effort, lanes=512, waves=2))
    done = call("calibrate", PRESET, "--data", data, "--policy", "steady", *FIT, "--no-gain", "--no-charts",
                "--write", "ours.yaml", "--json")  # fmt: skip
    assert done.code == 0
    assert [one["verdict"] for one in done.content["parameters"]] == ["settled", "settled"]
    assert done.content["gain"] == {"after": None, "before": None}
    written = Path("ours.yaml").read_text(encoding="utf-8")
    assert "extends: presets/b2b_services.yaml" in written
    assert "fitted to kpi.csv, 2023-01 to 2025-12 (36 months)" in written
    assert call("check", "ours.yaml").code == 0
    folder = Path(done.content["folder"])
    assert {"parameters.csv", "steps.csv", "months.csv", "scenario.yaml"} <= {file.name for file in folder.iterdir()}
    assert call("check", str(folder / "scenario.yaml")).code == 0
    again = call("calibrate", PRESET, "--data", data, *FIT, "--no-gain", "--no-charts", "--write", "ours.yaml")
    assert again.code == 2  # before anything is simulated
    assert "exists" in again.err


@pytest.mark.parametrize(
    ("arguments", "code", "piece"),
    [
        (("--data", "none.csv"), 66, "no such file"),
        (("--data", "bad.csv", *FIT), 65, "row 3, column 'revenue'"),
        (("--data", "short.csv", *FIT), 65, "2 of the 3 months"),
        (("--data", "DATA"), 2, "nothing to fit"),
        (("--data", "DATA", "--fit", "business.price"), 2, "no prior"),
        (("--data", "DATA", *FIT, "--policy", "stedy"), 2, "Did you mean 'steady'?"),
        (("--data", "DATA", *FIT, "--map", "turnover=incme"), 2, "no measure named 'incme'"),
    ],
)
def test_what_can_be_put_right_is_said(
    call: Call, data: str, arguments: tuple[str, ...], code: int, piece: str
) -> None:
    Path("bad.csv").write_text("month,revenue\n2025-01,5\n2025-02,n/a\n", encoding="utf-8")
    Path("short.csv").write_text("month,revenue\n2025-01,5\n2025-02,6\n", encoding="utf-8")
    done = call("calibrate", PRESET, *(data if one == "DATA" else one for one in arguments))
    assert done.code == code
    assert piece in done.err
    assert "Traceback" not in done.err
