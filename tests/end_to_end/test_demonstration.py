"""The case under docs/demonstration is what the program gives: its page, its answers, the figures of its board pack."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

    from tests.end_to_end.conftest import Call

ROOT = Path(__file__).resolve().parents[2]
SLOW = {"explain", "report", "sweep", "verify"}
"""Commands that take longer; the documents that `report` wrote are verified below."""


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("demonstration_script", ROOT / "docs" / "demonstration.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return _script()


@pytest.fixture
def case(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "100")
    for name in script.GIVEN:
        shutil.copy(script.CASE / name, tmp_path)
    return tmp_path


def _answer(call: Call, *words: str) -> str:
    done = call(*words)
    assert done.code == 0, f"{' '.join(words)}: {done.err}"
    return done.out.rstrip("\n") + "\n"


def test_the_commands_print_what_the_answers_hold(call: Call, case: Path, script: ModuleType) -> None:
    quick = [step for step in script.steps() if step.command.split()[1] not in SLOW]
    now = {step.answer.name: _answer(call, *script.words(step.command, case)) for step in quick}
    then = {step.answer.name: step.answer.read_text(encoding="utf-8") for step in quick}
    assert now == then, "python docs/demonstration.py writes the case anew"
    assert len(now) >= 8


def test_the_page_quotes_the_answers(script: ModuleType) -> None:
    steps = script.steps()
    page = script.PAGE.read_text(encoding="utf-8")
    assert len(steps) == page.count("<!-- demonstration -->")
    assert {path.name for path in (script.CASE / "answers").iterdir()} == {step.answer.name for step in steps}
    assert [step.command for step in steps if step.quoted(step.answer.read_text(encoding="utf-8")) != step.shown] == []


def test_a_page_that_quotes_something_else_is_seen(script: ModuleType) -> None:
    for step in script.steps():
        assert step.quoted("Another answer.\n\nA table.\n") != step.shown


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report.xlsx", "report.html"])
def test_the_figures_of_the_pack_come_out_again(call: Call, case: Path, script: ModuleType, name: str) -> None:
    shutil.copy(script.CASE / "pack" / name, case)
    assert "figures agree" in " ".join(_answer(call, "verify", name).split())


def test_all_of_it_is_small_enough_to_keep(script: ModuleType) -> None:
    assert sum(path.stat().st_size for path in script.CASE.rglob("*") if path.is_file()) < 4 * 2**20


def test_the_script_fits_what_a_person_types(script: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "runs" / "a-n500").mkdir(parents=True)
    words: Any = script.words('cyclesim odds runs/*-n500 --when "a beats b"', tmp_path)
    assert words == ["odds", "runs/a-n500", "--when", "a beats b"]
