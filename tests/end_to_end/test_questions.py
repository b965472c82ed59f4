"""`odds`, `diff` and `origin` as they are typed: text, JSON, folder, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from tests.end_to_end.conftest import SMALL

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Call

OTHER = "extends: small.yaml\nname: Another shop\nbusiness: {price: 250}\ndemand: {organic_share: 40%}\nseed: 9\n"


@pytest.fixture
def other(small: str) -> str:
    assert small == "small.yaml"
    Path("other.yaml").write_text(OTHER, encoding="utf-8")
    return "other.yaml"


class TestOdds:
    def test_text_tables_and_charts(self, call: Call, small: str) -> None:
        done = call("odds", small, "--above", "1m")
        assert (done.code, done.err) == (0, "")
        assert "NPV is $1.00m or more" in done.out.splitlines()[0]
        folder = Path(done.out.splitlines()[-1].removeprefix("Results: "))
        table = pd.read_csv(folder / "odds.csv")
        assert list(table["policy"][:2]) == ["carry_on", "harvest"]
        assert (table["reached"] / table["paths"]).tolist() == table["chance"].tolist()
        assert {file.name for file in (folder / "charts").iterdir()} == {
            "ecdf.png", "ecdf.svg", "quantile_dots.png", "quantile_dots.svg",
        }  # fmt: skip

    def test_json_of_a_month_and_of_one_policy(self, call: Call, small: str) -> None:
        arguments = ("--measure", "cash at 6 months", "--below", "100k", "--policy", "steady", "--no-charts", "--json")
        content = call("odds", small, *arguments).content
        assert content["target"] == {"measure": "cash at 6 months", "side": "below", "value": 1e5}
        ((only,),) = [content["policies"]]
        assert (only["policy"], only["against_baseline"]) == ("steady", None)
        assert json.loads((Path(content["folder"]) / "answer.json").read_text())["headline"] == content["headline"]

    def test_years_are_read_as_months(self, call: Call, small: str) -> None:
        arguments = ("--measure", "payback_month", "--below", "2 years", "--no-charts", "--json")
        assert call("odds", small, *arguments).content["target"]["value"] == 24.0

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--above", "1m", "--below", "2m"), "Give one target"),
            ((), "Give one target"),
            (("--above", "many"), "is not a number"),
            (("--measure", "nvp", "--above", "1"), "Did you mean 'npv'?"),
            (("--measure", "technology at 12 months", "--above", "5"), "Did you mean 5%?"),
            (("--measure", "ruined", "--above", "5%"), "--above 1 asks how likely it is"),
            (("--above", "1m", "--policy", "stedy"), "Did you mean 'steady'?"),
        ],
    )
    def test_what_makes_no_sense(self, call: Call, small: str, arguments: tuple[str, ...], said: str) -> None:
        done = call("odds", small, *arguments)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
        assert not Path("outputs").exists()


class TestDiff:
    def test_text_tables_and_charts(self, call: Call, small: str, other: str) -> None:
        done = call("diff", small, other)
        assert (done.code, done.err) == (0, "")
        assert "demand.organic_share" in done.out
        assert "other.yaml:3" in done.out
        assert "on one another" in done.out
        folder = Path(done.out.splitlines()[-1].removeprefix("Results: "))
        assert list(pd.read_csv(folder / "differences.csv")["key"]) == [
            "business.price",
            "demand.organic_share",
            "seed",
        ]
        assert set(pd.read_csv(folder / "alone.csv")["key"]) == {
            "business.price",
            "demand.organic_share",
            "on one another",
        }
        effects = pd.read_csv(folder / "effects.csv").set_index("policy")
        assert (effects["b"] - effects["a"]).to_numpy() == pytest.approx(effects["difference"].to_numpy())
        assert {file.name for file in (folder / "charts").iterdir()} == {"effects.png", "effects.svg"}

    def test_json(self, call: Call, small: str, other: str) -> None:
        content = call("diff", small, other, "--no-charts", "--json", "--measure", "ruined").content
        assert content["differences"][0]["right"]["text"] == "250"
        assert content["effects"]["measure"] == "ruined"

    def test_the_same_said_twice(self, call: Call, small: str) -> None:
        done = call("diff", small, small, "--no-charts")
        assert done.out.startswith("The two say the same.")
        assert call("diff", small, small, "--no-charts", "--json").content["effects"] is None

    def test_two_currencies(self, call: Call, small: str) -> None:
        Path("euro.yaml").write_text("extends: small.yaml\ncurrency: EUR\nbusiness: {price: 250}\n", encoding="utf-8")
        assert "amounts are compared as they stand" in call("diff", small, "euro.yaml", "--no-charts").out

    @pytest.mark.parametrize(("arguments", "code", "said"), [
        (("small.yaml", "none.yaml"), 66, "none.yaml"),
        (("small.yaml", "other.yaml", "--measure", "nvp"), 2, "Did you mean 'npv'?"),
        (("small.yaml", "other.yaml", "--policy", "stedy"), 2, "Did you mean 'steady'?"),
        (("small.yaml",), 2, "Missing argument"),
    ])  # fmt: skip
    def test_what_makes_no_sense(
        self, call: Call, other: str, arguments: tuple[str, ...], code: int, said: str
    ) -> None:
        assert other
        done = call("diff", *arguments)
        assert (done.code, done.out) == (code, "")
        assert said in done.err


class TestOrigin:
    def test_text(self, call: Call, small: str, other: str) -> None:
        assert small
        done = call("origin", other, "business.price")
        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines()[0] == "business.price is 250, set in other.yaml:3."
        assert "presets/saas.yaml:13  overridden    240" in done.out

    def test_json_and_an_override(self, call: Call, small: str) -> None:
        content = call("origin", small, "business.price", "--set", "business.price=$99", "--json").content
        assert (content["value"], content["file"], content["layers"][0]["role"]) == ("99", "--set", "sets it")
        assert call("origin", small, "business.price", "--set", "business.price=$99").out.startswith(
            "business.price is 99, set by --set."
        )

    def test_groups_and_what_was_removed(self, call: Call, small: str) -> None:
        Path(small).write_text(SMALL + "policies: {harvest: null}\n", encoding="utf-8")
        assert call("origin", small, "policies.harvest").out.startswith("policies.harvest is removed.")
        assert "policies.steady holds 13 keys." in call("origin", small, "policies.steady").out
        assert "no file sets it" in call("origin", small, "demand.organic_share").out

    def test_of_a_run(self, call: Call, small: str) -> None:
        folder = call("run", small, "--no-charts", "--json").content["run"]["folder"]
        assert "scenario.yaml:" in call("origin", folder, "business.price").out

    def test_an_unknown_key(self, call: Call, small: str) -> None:
        done = call("origin", small, "win_rate")
        assert (done.code, done.out) == (2, "")
        assert "Did you mean 'acquisition.win_rate'?" in done.err
        assert call("origin", small, "win_rate", "--json").content["error"]["code"] == 2


class TestConditions:
    def test_noise_is_said_and_never_fails(self, call: Call, small: str) -> None:
        done = call("run", small, "--no-charts", "--policy", "steady", "--fail-if", "ruined > 5%")
        assert done.code == 0
        assert "--fail-if steady: ruined > 5% does not hold (0% against 5.0%, within noise)" in done.out

    def test_json_says_how_each_came_out(self, call: Call, small: str) -> None:
        done = call("run", small, "--no-charts", "--json", "--policy", "steady", "--fail-if", "customers > 0")
        (only,) = done.content["fail_if"]
        assert (done.code, only["holds"], only["right"], only["in_doubt"]) == (1, True, 0.0, False)

    def test_checks_that_were_not_judged_are_said(self, call: Call, small: str) -> None:
        Path(small).write_text(SMALL + 'checks: [{then: "cash at 3 > 0"}]\n', encoding="utf-8")
        done = call("run", small, "--no-charts", "--paths", "none")
        assert done.code == 0
        assert "was not judged: it looks at a month" in done.err

    def test_unknown_policies_are_suggested(self, call: Call, small: str) -> None:
        assert "Did you mean 'steady'?" in call("run", small, "--fail-if", "stedy: npv < 0").err
        assert "is a policy" in call("run", small, "--fail-if", "steady - harvest < 0").err
