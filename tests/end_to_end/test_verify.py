"""`verify` as it is typed: exit codes, and what it prints for people and programs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from sim.report.pack.binding import bind
from sim.report.page.page import page
from sim.studies.source import Asked, opened

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Call


@pytest.fixture
def folder(call: Call, small: str) -> Path:
    """Run the small scenario and return its run folder."""
    done = call("run", small, "--no-charts", "--json", "--policy", "carry_on", "--policy", "steady")
    return Path(done.content["run"]["folder"])


def test_a_run_and_its_workbook_agree(call: Call, folder: Path) -> None:
    call("report", str(folder), "--format", "xlsx")
    for name in (str(folder), str(folder / "report.xlsx")):
        done = call("verify", name)
        assert (done.code, done.err) == (0, "")
        assert " ".join(done.out.split()).startswith(f"{name} holds what its scenario gives: all ")


def test_one_changed_row_fails_and_is_named(call: Call, folder: Path) -> None:
    table = pd.read_parquet(folder / "outcomes.parquet")
    table["npv"] = [value + (place == 3) for place, value in enumerate(table["npv"])]
    table.to_parquet(folder / "outcomes.parquet", index=False)
    done = call("verify", str(folder))
    assert done.code == 1
    assert "does not hold what its scenario gives: 1 place differs" in " ".join(done.out.split())
    assert "outcomes.parquet, policy carry_on, replication 3, column 'npv'" in done.out
    content = call("verify", str(folder), "--json").content
    (found,) = content["differences"]
    assert (content["agrees"], content["kind"]) == (False, "run folder")
    assert found["stated"] == pytest.approx(found["recomputed"] + 1.0)


def test_what_is_too_long_can_be_allowed(call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.report.verifying.again.MOST", 100)
    done = call("verify", str(folder))
    assert (done.code, done.out) == (2, "")
    assert "--yes" in done.err
    assert call("verify", str(folder), "--yes").code == 0


@pytest.mark.parametrize(("name", "code"), [("nowhere.pptx", 66), ("small.yaml", 2), ("rubbish.pptx", 65)])
def test_what_is_no_document(call: Call, small: str, name: str, code: int) -> None:
    assert small == "small.yaml"
    Path("rubbish.pptx").write_bytes(b"PK rubbish")
    done = call("verify", name)
    assert (done.code, done.out) == (code, "")
    assert "Traceback" not in done.err
    assert call("verify", name, "--json").content["error"]["code"] == code


@pytest.mark.slow
def test_a_whole_pack_with_its_studies_comes_out_again(call: Call, folder: Path) -> None:
    pack = bind(opened(str(folder), Asked()), version="0.1.0")
    text = re.sub(r'(<td[^>]*data-value=")[^"]+', r"\g<1>12345", page(pack).decode(), count=1)
    Path("board.html").write_text(text, encoding="utf-8")
    done = call("verify", "board.html", "--json")
    assert (done.code, len(done.content["differences"])) == (1, 1)
    assert (done.content["missing"], done.content["reworded"], done.content["extra"]) == ([], [], 0)
