"""Texts of scenarios and options that mean harm: refused in a sentence, and harmless wherever they are shown."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.checks.checks import validate
from sim.charts.files import save
from sim.errors import MissingFileError, ScenarioError, UsageError
from sim.report.printed import escaped, printed
from sim.report.sheet import guarded
from sim.scenario import load
from sim.scenario.document import MISSING, at
from sim.scenario.tree import position
from sim.studies.over import Over

if TYPE_CHECKING:
    from pathlib import Path

POLICIES = "\npolicies: {harvest: {rule: harvest}}\n"


@pytest.mark.parametrize(
    "claim",
    [
        "(" * 3000 + "1" + ")" * 3000 + " < 2",
        "+".join(["1"] * 3000) + " < 2",
        "cash at 1e400 < 0",
        "-" * 3000 + "1 < 2",
    ],
    ids=["brackets", "sums", "infinite month", "signs"],
)
def test_claims_beyond_reason(claim: str) -> None:
    with pytest.raises(ScenarioError):
        validate(claim, months=60)


@pytest.mark.parametrize("rate", ["1e300 per day", "1e305% per day", "1e300 to 1e301 per day"])
def test_a_rate_that_compounds_beyond_all_numbers(rate: str) -> None:
    with pytest.raises(ScenarioError, match="outside its range"):
        load("presets/saas.yaml", [("reinvestment.discount_rate", rate)])


@pytest.mark.parametrize("rate", ["-1e300 per month", "-1e10 per day"])
def test_a_loss_that_compounds_beyond_all_numbers(rate: str) -> None:
    with pytest.raises(ScenarioError, match="outside its range"):
        load("presets/saas.yaml", [("experience.churn_floor", rate)])


@pytest.mark.parametrize("name", ["²", "9" * 5000, "-1", "", "1.0"])
def test_what_is_no_position_in_a_list(name: str) -> None:
    assert position(name) == -1
    assert at({"events": [1, 2]}, f"events.{name}" if "." not in name else "events.x") is MISSING
    assert at({"events": [1, 2]}, "events.1") == 2


@pytest.mark.parametrize("count", ["9" * 5000, "²", "٣"])
def test_a_count_beyond_all_integers(count: str) -> None:
    with pytest.raises(UsageError, match="no number of values"):
        Over.parse(f"horizon=1:2:{count}")


@pytest.mark.parametrize("sign", ["\\x1b[31m", "\\a", "\\0", "\\x9b", "\\u202e", "\\u2066", "\\x7f"])
def test_control_characters_in_texts(sign: str, tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(f'name: "a{sign}b"{POLICIES}', encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        load(file)
    assert "control character" in str(error.value)
    assert str(error.value).isascii()


def test_line_breaks_and_other_scripts_are_no_control_characters(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(f'name: "Łódź 東京\\tñandú 🛒"\ndescription: "a\\nb"{POLICIES}', encoding="utf-8")
    assert load(file).name.startswith("Łódź")


def test_what_is_printed_steers_no_terminal() -> None:
    hostile = "\x1b]0;title\x07 \x1b[2J \x1b[8m \x9b31m \u202e \r \x08"
    assert printed(hostile) == "�]0;title� �[2J �[8m �31m � � �"
    assert printed("\x1b[1mbold\x1b[0m \x1b[31mred\x1b[0m\n\tplain") == "\x1b[1mbold\x1b[0m \x1b[31mred\x1b[0m\n\tplain"


def test_json_keeps_its_meaning_and_steers_no_terminal() -> None:
    text = {"name": "\x1b\x9b\u202e\udcff ü"}
    shown = escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(shown) == text
    assert printed(shown) == shown


def test_an_unknown_key_steers_no_terminal(root: Path, python: str, tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text('"a\\x1b]0;x\\a\\x9b2J": 1\n', encoding="utf-8")
    done = subprocess.run(
        [python, str(root / "cli.py"), "check", str(file)], capture_output=True, check=False, env={"FORCE_COLOR": "1"}
    )
    assert done.returncode == 65
    assert b"\x1b]" not in done.stderr
    assert "\x9b".encode() not in done.stderr


def test_a_table_holds_no_formula() -> None:
    texts = [
        "=1+1",
        "+cmd",
        "-2+3",
        "@x",
        "\t=1",
        "\N{FULLWIDTH EQUALS SIGN}1",
        "−5",
        "-5",
        "-1.5% to +3%",
        "steady - carry on",
        "plain",
    ]
    table = guarded(pd.DataFrame({"=head": texts, "number": range(len(texts))}))
    rows = list(csv.reader(io.StringIO(table.to_csv(index=False))))
    assert rows[0] == ["'=head", "number"]
    cells = [row[0] for row in rows[1:]]
    assert cells == [
        "'=1+1",
        "'+cmd",
        "'-2+3",
        "'@x",
        "'\t=1",
        "'\N{FULLWIDTH EQUALS SIGN}1",
        "−5",
        "-5",
        "-1.5% to +3%",
        *texts[-2:],
    ]


@pytest.mark.parametrize("reference", ["secret.txt", "link.yaml", "../secret.txt", "/etc/passwd"])
def test_extends_shows_no_other_file(reference: str, tmp_path: Path) -> None:
    folder = tmp_path / "firm"
    folder.mkdir()
    for place in (folder, tmp_path):
        (place / "secret.txt").write_text("password: hunter2\n", encoding="utf-8")
    (folder / "link.yaml").symlink_to("secret.txt")
    (folder / "s.yaml").write_text(f"extends: {reference}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="scenario files only") as error:
        load(folder / "s.yaml")
    assert "hunter2" not in str(error.value)
    assert "root:" not in str(error.value)


def test_extends_reaches_scenario_files_of_other_folders(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "base.yml").write_text(f"seed: 5{POLICIES}", encoding="utf-8")
    (tmp_path / "cases" / "s.yaml").write_text("extends: ../base.yml\n", encoding="utf-8")
    assert load(tmp_path / "cases" / "s.yaml").seed == 5


@pytest.mark.parametrize("name", ["\0", "a\0b.yaml", "x" * 5000, "\udcff"])
def test_names_that_no_file_has(name: str) -> None:
    with pytest.raises(MissingFileError):
        load(name)


def test_a_chart_holds_texts_as_texts(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> ]]> & $\\frac{1}{0}$ \" '"
    figure = Figure(label=hostile)
    figure.text(0.1, 0.5, hostile)
    svg, _ = save(figure, tmp_path, "chart")
    tree = ET.fromstring(svg.read_text(encoding="utf-8"))  # noqa: S314 (we wrote it ourselves)
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert "script" not in tags
    assert "".join(tree.itertext()).count(hostile) == 2
