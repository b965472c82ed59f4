"""The small commands, and what every command keeps to."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
import jsonschema
import pytest
from ruamel.yaml import YAML

import cli
from sim.report import delivery
from tests.end_to_end.conftest import SMALL, broken

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Call


CODES = re.compile(r"\x1b\[")


def test_good_files_get_a_line_each(call: Call, small: str) -> None:
    done = call("check", small, "presets/saas.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("good") == 2


def test_all_problems_of_all_files_with_place_and_suggestion(call: Call, small: str) -> None:
    Path("bad.yaml").write_text(SMALL + "bussiness: {}\n", encoding="utf-8")
    Path("worse.yaml").write_text(SMALL + 'checks: [{then: "custmers > 0"}]\n', encoding="utf-8")
    done = call("check", "bad.yaml", small, "worse.yaml")
    assert done.code == 65
    assert "bad.yaml:5:1 error" in done.err
    assert "Did you mean 'business'?" in done.err
    assert "worse.yaml:5:18 error" in done.err
    assert "Did you mean 'customers'?" in done.err
    assert "small.yaml: good" in done.out


def test_json(call: Call, small: str) -> None:
    assert call("check", small, "--json").content["files"][0]["file"] == small
    Path("bad.yaml").write_text(SMALL + "bussiness: {}\n", encoding="utf-8")
    error = call("check", "bad.yaml", small, "--json").content["error"]
    assert (error["code"], error["problems"][0]["line"]) == (65, 5)


def test_a_missing_file(call: Call) -> None:
    assert call("check", "nowhere.yaml").code == 66


def test_a_new_scenario_passes_and_is_not_overwritten(call: Call) -> None:
    assert "shop.yaml" in call("init", "shop", "--preset", "saas").out
    assert call("check", "shop.yaml").code == 0
    assert call("init", "shop").code == 2
    schema = json.loads(Path("cyclesim.schema.json").read_text(encoding="utf-8"))
    assert schema == call("schema").content


def test_presets_are_listed(call: Call) -> None:
    presets = call("init", "--list", "--json").content["presets"]
    assert {"b2b_services", "saas", "online_retailer", "small_manufacturer"} <= set(presets)
    assert all(line in call("init", "--list").out for line in presets.values())


def test_a_name_is_needed(call: Call) -> None:
    assert call("init").code == 2
    assert call("init", "shop", "--preset", "sas").err.count("Did you mean 'saas'?") == 1


def test_answers_give_capabilities_to_paste(call: Call, small: str) -> None:
    done = call("assess", "--answers", "0,1,0,1,0,1,0,0,0,0")
    assert done.out.startswith("# Score 3 of 30, at risk")
    Path(small).write_text(SMALL + done.out, encoding="utf-8")
    assert call("check", small).code == 0
    assert call("assess", "--answers", "0,1,0,1,0,1,0,0,0,0", "--json").content["band"] == "at risk"


def test_questions_are_asked_on_a_terminal(
    call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: 2)
    assert call("assess").out.startswith("# Score 20 of 30, mature")
    capsys.readouterr()


@pytest.mark.parametrize("answers", [[], ["--answers", "1,2"], ["--answers", "x"]])
def test_elsewhere_they_are_needed(call: Call, answers: list[str]) -> None:
    assert call("assess", *answers).code == 2


def test_it_is_a_schema_that_presets_keep(call: Call, root: Path) -> None:
    schema = call("schema").content
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in sorted((root / "scenarios").rglob("*.yaml")):
        jsonschema.validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")), schema)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["rnu"], 2, "Did you mean 'run'?"),
        (["run", "x.yaml", "--polcy", "a"], 2, "--policy"),
        (["run"], 2, "Missing argument"),
        (["run", "x.yaml", "--set", "a"], 2, "KEY=VALUE"),
        (["run", "x.yaml", "--replications", "0"], 2, "x>=1"),
        (["run", "x.yaml"], 66, "x.yaml"),
        (["run", "presets/saas.yaml", "--set", "business.prise=3"], 65, "Did you mean"),
    ],
)
def test_on_stderr_and_as_json(call: Call, arguments: list[str], code: int, said: str) -> None:
    done = call(*arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    error = call(*arguments, "--json").content["error"]
    assert error["code"] == code
    assert set(error) == {"code", "message", "problems"}


def test_our_own_mistakes(call: Call, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "deliver", broken)
    done = call("run", small)
    assert done.code == 70
    assert "report it" in done.err
    assert "Traceback" not in done.err
    monkeypatch.setenv("CYCLESIM_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["run", small])


def test_an_interruption(call: Call, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(delivery, "deliver", interrupted)
    assert call("run", small).code == 130
    assert call("run", small, "--json").content["error"]["code"] == 130


def test_colours_as_the_environment_asks(call: Call, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not CODES.search(call("run", small, "--no-charts").out)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert CODES.search(call("run", small, "--no-charts").out)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not CODES.search(call("run", small, "--no-charts").out)


def test_every_command_and_option_is_in_the_reference(root: Path) -> None:
    text = (root / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    for name, command in cli.app.commands.items():
        assert f"`{name}" in text
        for option in (option for option in command.params if isinstance(option, click.Option)):
            assert option.opts[0] in text, f"{name} {option.opts[0]}"


def test_the_reference_names_no_other_command(root: Path) -> None:
    text = (root / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    table = text.split("## Options")[0]
    assert set(re.findall(r"^\| `(\w+)", table, flags=re.MULTILINE)) == set(cli.app.commands)


@pytest.mark.parametrize("name", list(cli.app.commands))
def test_help_ends_with_an_example_that_is_understood(name: str) -> None:
    command = cli.app.commands[name]
    example = (command.epilog or "").removeprefix("Example: ")
    program, called, *arguments = shlex.split(example.partition(" > ")[0])
    assert (program, called) == ("cyclesim", name)
    with command.make_context(name, arguments) as context:
        assert all(context.params[one.name] is not None for one in command.params if one.required and one.name)
