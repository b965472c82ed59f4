"""Mistakes of a first day on the command line: one clear sentence, the right exit code, and nothing of theirs lost."""

from __future__ import annotations

import codecs
import shutil
import sys
from pathlib import Path

import pytest

import cli
from sim.commands.contents import PURPOSES

SMALL = "extends: presets/saas.yaml\nname: A small shop\nhorizon: 12 months\nreplications: 12\n"
FIGURES = "month,revenue\n2026-01,200000\n2026-02,201000\n2026-03,203000\n"
QUICK = ("--no-charts", "--workers", "1")
RUN = "outputs/a-small-shop/RUN"
"""Stands for the folder of the one run there is."""

MISTAKES = [
    (("run", "smal.yaml"), 66, "Did you mean 'small.yaml'?"),
    (("run", "small"), 66, "Did you mean 'small.yaml'?"),
    (("run", "small.YAML"), 66, "Did you mean 'small.yaml'?"),
    (("run", "outputs"), 66, "is a folder, not a file"),
    (("run", "https://example.org/x.yaml"), 66, "no such file"),
    (("run",), 2, "Missing argument 'FILE'"),
    (("rnu", "small.yaml"), 2, "Did you mean 'run'?"),
    (("run", "small.yaml", "--replicatoins", "5"), 2, "Did you mean '--replications'?"),
    (("run", "small.yaml", "--replications", "1,00"), 2, "'1,00' is not a whole number; write it like 1000"),
    (("run", "small.yaml", "--set", "acquisition.win_rate", "=25%"), 2, "is not KEY=VALUE"),
    (("run", "small.yaml", "--set", "acquisition.win_rate=2,5%"), 65, "Write decimals with a point: 2.5%"),
    (("run", "small.yaml", "--set", "win_rate=25%"), 65, "belongs under acquisition"),
    (("run", "small.yaml", "--policy", "stedy"), 2, "Did you mean 'steady'?"),
    (("run", "small.yaml", "--until", "npv 2%"), 2, "such as 'npv ±2%'"),
    (("run", "small.yaml", "--out", "kpi.csv"), 2, "Earlier results are untouched"),
    (("run", "small.yaml", "--out", "/proc/none"), 2, "name another folder with --out"),
    (("run", "kpi.csv"), 65, "a scenario is keys with values"),
    (("odds", "small.yaml", "--above", "3,2m"), 2, "Write decimals with a point: 3.2m"),
    (("odds", "small.yaml", "--above", "1", "--measure", "revenu"), 2, "Did you mean 'revenue'?"),
    (("report", "small.yaml", "--format", "xlsx"), 2, "cyclesim run small.yaml, then name its folder"),
    (
        ("report", "outputs", "--format", "xlsx"),
        65,
        "holds a run and is none itself; name one of them, such as outputs/a",
    ),
    (("report", "outputs/a-small-shop", "--format", "xlsx"), 65, "holds a run and is none itself"),
    (("report", RUN, "--format", "pdf"), 2, "there are xlsx, pptx, html"),
    (("report", RUN, "--format", "xlsx", "--out", "kpi.csv"), 2, "can't be written"),
    (("report", RUN, "--format", "pptx", "--template", "kpi.csv"), 2, "can't be a template"),
    (("report", RUN, "--format", "pptx", "--template", "look.pptx"), 66, "no such template"),
    (("compare", "half"), 66, "lacks this table; run the scenario again"),
    (("compare", "cut"), 65, "its checksum differs"),
    (("compare", "torn"), 65, "damaged, or not a manifest of cyclesim"),
    (("compare", "empty"), 65, "an unfinished run or none"),
    (("track", "small.yaml", "--data", "none.csv"), 66, "no such file: none.csv"),
    (("track", "small.yaml", "--data", "empty"), 66, "empty is a folder, not a file"),
    (("track", "small.yaml", "--data", "utf16.csv"), 65, "Save the sheet as CSV (UTF-8)"),
    (("track", "small.yaml", "--data", "pounds.csv"), 65, "Write 200000."),
    (("calibrate", "small.yaml", "--data", "kpi.csv", "--write", "small.yaml"), 2, "name another file"),
    (("init", "small"), 2, "is there already"),
    (("init", "new", "--preset", "sass"), 2, "Did you mean 'saas'?"),
    (("check", "latin.yaml"), 65, "with the encoding UTF-8"),
    (("check", "utf16.yaml"), 65, "with the encoding UTF-8"),
    (("check", "blank.yaml"), 65, "the file is empty"),
    (("verify", "kpi.csv"), 65, "no Office document"),
]


def told(*arguments: str) -> int:
    """Run a command and return its exit code."""
    with pytest.raises(SystemExit) as leave:
        cli.main(arguments)
    return int(leave.value.code or 0)


def _fill(place: Path) -> None:
    files = {
        "small.yaml": SMALL.encode(),
        "crlf.yaml": codecs.BOM_UTF8 + SMALL.replace("\n", "\r\n").encode(),
        "latin.yaml": SMALL.replace("small", "größer").encode("latin-1"),
        "utf16.yaml": SMALL.encode("utf-16"),
        "blank.yaml": b"",
        "kpi.csv": FIGURES.encode(),
        "crlf.csv": codecs.BOM_UTF8 + FIGURES.replace("\n", "\r\n").encode(),
        "utf16.csv": FIGURES.encode("utf-16"),
        "pounds.csv": FIGURES.replace(",2", ",£2").encode(),
    }
    for name, content in files.items():
        (place / name).write_bytes(content)
    (place / "empty").mkdir()


def _spoil(run: Path, place: Path) -> None:
    """Copy a run three times: without a table, with half of one, with half a manifest."""
    for name in ("half", "cut", "torn"):
        shutil.copytree(run, place / name)
    (place / "half" / "outcomes.parquet").unlink()
    for file in (place / "cut" / "outcomes.parquet", place / "torn" / "manifest.json"):
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) // 2])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as it is after a first day: scenarios, figures, a finished run, and spoilt ones."""
    place = tmp_path_factory.mktemp("Mein Schreibtisch – 机")
    _fill(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert told("run", "small.yaml", *QUICK) == 0
    _spoil(next((place / "outputs").glob("*/*")), place)
    return place


def _contents(place: Path) -> dict[str, bytes]:
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is where nobody can write, not even root")
@pytest.mark.parametrize(("words", "code", "said"), MISTAKES, ids=[" ".join(words) for words, *_ in MISTAKES])
def test_a_mistake_is_told_and_costs_nothing(
    *,
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(desk)
    run = next(Path("outputs").glob("*/*")).as_posix()
    before = _contents(desk)
    assert told(*(run if word == RUN else word for word in words)) == code
    out, err = capsys.readouterr()
    assert said in err
    assert "Traceback" not in out + err
    assert _contents(desk) == before


@pytest.mark.parametrize(
    "words",
    [
        ("check", "crlf.yaml"),
        ("run", "crlf.yaml", "--out", "Ergebnisse – 東京", *QUICK),
        ("run", "small.yaml", "--set", 'acquisition.win_rate="25%"', *QUICK),
        ("track", "small.yaml", "--data", "crlf.csv", "--out", "tracked", *QUICK),
    ],
    ids=["Windows text", "folder with blanks and other letters", "quoted percent", "Windows figures"],
)
def test_what_only_looks_like_a_mistake_works(
    desk: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(desk)
    assert told(*words) == 0


def test_the_next_command_can_be_pasted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert told("init", "my firm") == 0
    assert "cyclesim check 'my firm.yaml'" in capsys.readouterr().out


def test_help_shows_every_command_with_its_whole_sentence_and_the_exit_codes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert sorted(name for names in PURPOSES.values() for name in names) == sorted(cli.app.commands)
    assert told("--help") == 0
    shown = capsys.readouterr().out
    assert "..." not in shown.partition("Write a scenario")[2]
    for code in (0, 1, 2, 65, 66, 69, cli.BUG, cli.INTERRUPTED):
        assert f"\n    {code} " in shown
