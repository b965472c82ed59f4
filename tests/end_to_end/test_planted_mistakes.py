"""Mistakes people make in scenario files: every one is found, placed and explained, and none shows a traceback."""

# ruff: noqa: E501 (one mistake a line, so that the table can be read and sorted)
from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import CyclesimError, MissingFileError, Problem, ScenarioError
from sim.scenario import Scenario, load
from sim.scenario.source import MAX_BYTES

POLICIES = "\npolicies: {harvest: {rule: harvest}, steady: {rule: fixed_share, share: 40%}}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A wrong text, and what must be said of it: at least this problem, at this place."""

    what: str
    text: str
    line: int
    column: int
    said: str
    hint: str


MISTAKES = [
    # names
    Planted(what="unknown key at the top", text="hrizon: 12", line=1, column=1, said="hrizon is not a known key", hint="Did you mean 'horizon'?"),
    Planted(what="unknown key in a group", text="acquisition:\n  win_rte: 23%", line=2, column=3, said="acquisition.win_rte", hint="'win_rate'"),
    Planted(what="key of another group", text="experience: {win_rate: 23%}", line=1, column=14, said="not a known key", hint="belongs under acquisition"),
    Planted(what="group one level too deep", text="acquisition: {business: {}}", line=1, column=15, said="not a known key", hint="belongs under the top level"),
    Planted(what="key at the top that has a group", text="win_rate: 23%", line=1, column=1, said="not a known key", hint="belongs under acquisition"),
    Planted(what="misspelt key of another group", text="business: {monthly_chrn: 2%}", line=1, column=12, said="not a known key", hint="belongs under experience"),
    Planted(what="unknown key in a channel", text="demand: {channels: {digital: {elastcity: 0.4}}}", line=1, column=31, said="digital.elastcity", hint="'elasticity'"),
    Planted(what="unknown step", text="capability: {technology: {sales: 50%}}", line=1, column=27, said="technology.sales", hint="Known: plans, demand"),
    Planted(what="unknown key in a passport", text="acquisition: {win_rate: {value: 23%, sorce: CRM}}", line=1, column=38, said="win_rate.sorce", hint="'source'"),
    Planted(what="unknown key in an event", text="events: [{month: 1, kind: data_loss, sise: 5%}]", line=1, column=38, said="events.0.sise", hint="'size'"),
    Planted(what="unknown key in a process", text="plans: {processes: [{nme: x}]}", line=1, column=22, said="processes.0.nme", hint="'name'"),
    Planted(what="unknown key in a check", text="checks: [{wen: {policy: harvest}, then: cash > 0}]", line=1, column=11, said="checks.0.wen", hint="'when'"),
    Planted(what="unknown policy in a check", text="checks: [{when: {policy: harvst}, then: cash > 0}]", line=1, column=26, said="harvst", hint="'harvest'"),
    Planted(what="unknown policy as baseline", text="baseline: stedy", line=1, column=11, said="is not a policy", hint="'steady'"),
    Planted(what="unknown kind of business", text="business: {kind: contrct}", line=1, column=18, said="not one of contract, orders", hint="'contract'"),
    Planted(what="unknown kind of event", text="events:\n  - {month: 3, kind: demand_shok, size: -20%}", line=2, column=22, said="demand_shok", hint="'demand_shock'"),
    Planted(what="unknown confidence", text="acquisition: {win_rate: {value: 23%, confidence: hgh}}", line=1, column=50, said="low, medium, high", hint="'high'"),
    Planted(what="unknown step of a process", text="plans: {processes: [{step: suply}]}", line=1, column=28, said="suply", hint="'supply'"),
    Planted(what="channel with a dot", text="demand: {channels: {a.b: {share: 5%}}}", line=1, column=21, said="can't be a name", hint="Letters, digits"),
    # units and ranges
    Planted(what="share without percent", text="acquisition:\n  win_rate: 23", line=2, column=13, said="outside its range", hint="Did you mean 23%? Allowed: 0% to 100%."),
    Planted(what="duration for a share", text="acquisition: {win_rate: 60 days}", line=1, column=25, said="'60 days' is a duration", hint="percentage such as 23%"),
    Planted(what="percent for a duration", text="acquisition: {sales_cycle: 60%}", line=1, column=28, said="duration in days", hint="60 days"),
    Planted(what="money for a count", text="business: {customers: $400}", line=1, column=23, said="is a count", hint="220"),
    Planted(what="percentage over 100", text="acquisition: {win_rate: 140%}", line=1, column=25, said="outside its range", hint="0% to 100%"),
    Planted(what="negative price", text="business: {price: -5}", line=1, column=19, said="outside its range", hint="1e-06 to 1,000,000,000"),
    Planted(what="not a number", text="business: {price: .nan}", line=1, column=19, said="not a number", hint="finite"),
    Planted(what="infinite", text="business: {price: .inf}", line=1, column=19, said="not a number", hint="finite"),
    Planted(what="another currency", text="business: {price: £320}", line=1, column=19, said="not in USD", hint="currency"),
    Planted(what="decimal comma", text='business: {price: "3,5"}', line=1, column=19, said="is not a number", hint="3.5"),
    Planted(what="thousands comma between braces", text="business: {cash: 250,000}", line=1, column=22, said="business.000", hint="250_000"),
    Planted(what="word for a number", text="business: {price: cheap}", line=1, column=19, said="'cheap' is not a number", hint=""),
    Planted(what="list for a number", text="business: {price: [1, 2]}", line=1, column=19, said="one value, not a list", hint="It means"),
    Planted(what="mapping for a number", text="business: {price: {a: 1}}", line=1, column=19, said="one value, not a mapping", hint="It means"),
    Planted(what="half a class", text="experience: {loyalty_classes: 2.5}", line=1, column=31, said="whole number", hint="1 to 12"),
    Planted(what="uncertain structure", text="reinvestment: {review_months: 2 to 4}", line=1, column=31, said="can't be uncertain", hint="1 to 12 months"),
    Planted(what="eleven months of season", text="world: {seasonality: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}", line=1, column=22, said="12 numbers, not 11", hint="January"),
    Planted(what="score of 7", text="plans: {processes: [{performance: 7}]}", line=1, column=35, said="outside its range", hint="1 to 5"),
    # beliefs
    Planted(what="interval backwards", text="acquisition: {win_rate: 30% to 18%}", line=1, column=25, said="low end must come first", hint="A to B"),
    Planted(what="unknown distribution", text="acquisition: {win_rate: betta(2)}", line=1, column=25, said="not a distribution", hint="'beta'"),
    Planted(what="commas of a distribution between braces", text="acquisition: {win_rate: pert(1%, 2%, 3%)}", line=1, column=25, said="no closing ')'", hint="quotes"),
    Planted(what="probabilities below 1", text='business: {price: "discrete(1:0.5, 2:0.4)"}', line=1, column=19, said="add up to 0.9", hint="discrete("),
    Planted(what="source without a value", text="acquisition: {win_rate: {source: CRM}}", line=1, column=25, said="no value", hint="value: 23%"),
    Planted(what="correlation with a certain value", text="business: {price: 1 to 2}\ncorrelations: [[business.price, acquisition.win_rate, 0.5]]", line=2, column=33, said="not uncertain", hint="business.price"),
    Planted(what="correlation of 2", text="business: {price: 1 to 2, customers: 3 to 4}\ncorrelations: [[business.price, business.customers, 2]]", line=2, column=53, said="outside its range", hint="-1 to 1"),
    Planted(what="correlation of 1", text="business: {price: 1 to 2, customers: 3 to 4}\ncorrelations: [[business.price, business.customers, 1]]", line=2, column=53, said="ends excluded", hint="0.95"),
    Planted(what="pair given twice", text="business: {price: 1 to 2, customers: 3 to 4}\ncorrelations:\n  - [business.price, business.customers, 0.1]\n  - [business.customers, business.price, 0.2]", line=4, column=5, said="twice", hint="one of them"),
    Planted(what="correlation with itself", text="business: {price: 1 to 2}\ncorrelations: [[business.price, business.price, 0.5]]", line=2, column=33, said="itself", hint="["),
    Planted(what="correlation without a number", text="business: {price: 1 to 2}\ncorrelations: [[business.price]]", line=2, column=16, said="two keys and a number", hint="-0.4"),
    Planted(what="correlations that contradict", text="business: {price: 1 to 2, customers: 3 to 4, cash: 1 to 2}\ncorrelations:\n  - [business.price, business.customers, 0.9]\n  - [business.customers, business.cash, 0.9]\n  - [business.price, business.cash, -0.9]", line=3, column=3, said="contradict", hint="Weaken"),
    # settings
    Planted(what="a thousand million replications", text="replications: 1e9", line=1, column=15, said="outside its range", hint="1 to 10,000,000"),
    Planted(what="no replications", text="replications: 0", line=1, column=15, said="outside its range", hint="1 to 10,000,000"),
    Planted(what="horizon in dogs", text="horizon: 3 dogs", line=1, column=10, said="'dogs' is not a unit", hint="months"),
    Planted(what="a century", text="horizon: 100 years", line=1, column=10, said="outside its range", hint="1 to 600 months"),
    Planted(what="start without a month", text="start: 2009", line=1, column=8, said="is no month", hint="2026-01"),
    Planted(what="thirteenth month", text="start: 2009-13", line=1, column=8, said="is no month", hint="2026-01"),
    Planted(what="currency in words", text="currency: pounds", line=1, column=11, said="no currency code", hint="GBP"),
    Planted(what="negative seed", text="seed: -1", line=1, column=7, said="is no seed", hint="whole number"),
    Planted(what="name as a list", text="name: [a, b]", line=1, column=7, said="takes a text", hint="quotes"),
    # events
    Planted(what="month 0", text="events: [{month: 0, kind: data_loss, size: 5%}]", line=1, column=18, said="outside its range", hint="1 to 600 months"),
    Planted(what="event without a size", text="events:\n- {month: 1, kind: data_loss}", line=2, column=3, said="has no size", hint="size: -20%"),
    Planted(what="loss that lasts", text="events: [{month: 1, kind: data_loss, size: 5%, lasting: 3}]", line=1, column=48, said="can't last", hint="Remove"),
    Planted(what="money shock in percent", text="events: [{month: 1, kind: cash_loss, size: 5%}]", line=1, column=44, said="amount of money", hint="money is lost"),
    Planted(what="events not a list", text="events: {month: 1}", line=1, column=9, said="takes a list", hint="- {month"),
    Planted(what="check without a statement", text="checks: [{when: {policy: harvest}}]", line=1, column=10, said="has no `then`", hint="then:"),
    Planted(what="check as a word", text="checks: [cash > 0]", line=1, column=10, said="keys with values", hint="then:"),
    Planted(what="uncertain correlation", text="business: {price: 1 to 2, customers: 3 to 4}\ncorrelations: [[business.price, business.customers, 0.1 to 0.2]]", line=2, column=53, said="can't be uncertain", hint="plain number"),
    # shape
    Planted(what="processes not a list", text="plans: {processes: {name: x}}", line=1, column=20, said="takes a list", hint="- "),
    Planted(what="group as a number", text="acquisition: 5", line=1, column=14, said="keys with values", hint="{key: value}"),
    Planted(what="key twice", text="seed: 1\nseed: 2", line=2, column=1, said="twice", hint="line 1"),
    Planted(what="a tab", text="acquisition:\n\twin_rate: 23%", line=2, column=1, said="tab", hint="blanks"),
    Planted(what="an open quote", text="name: 'ours\nseed: 1", line=1, column=7, said="never closed", hint="closing quote"),
    Planted(what="an open bracket", text="events: [1, 2\nseed: 1", line=2, column=5, said="[", hint="]"),
    Planted(what="a call for code", text="name: !!python/object/apply:os.system ls", line=1, column=7, said="tag", hint="alone"),
    Planted(what="a merge key", text="business: &a {price: 1}\n<<: *a", line=2, column=1, said="merge", hint="extends"),
    Planted(what="channel to remove that is not there", text="demand: {channels: {tradtional: null}}", line=1, column=21, said="nothing to remove", hint="'traditional'"),
    # firms that can't be
    Planted(what="referrals without end", text="demand: {leads: 100}\nexperience:\n  referral_rate: 90%", line=3, column=18, said="experience.referral_rate", hint="referral_rate"),
    Planted(what="costs above revenue", text="business:\n  cost_of_sales: 95%", line=1, column=1, said="exceed revenue", hint="cost_of_sales"),
    Planted(what="elasticity above the slope", text="demand: {channels: {digital: {elasticity: 0.9, slope: 0.5}}}", line=1, column=43, said="elasticity", hint="slope"),
]  # fmt: skip

POLICY_MISTAKES = [
    Planted(what="no policies", text="name: x", line=1, column=1, said="no policies", hint="policies:"),
    Planted(what="policies empty", text="policies: {}", line=1, column=11, said="empty", hint="rule"),
    Planted(what="policy without a rule", text="policies:\n  steady: {share: 40%}", line=2, column=3, said="has no rule", hint="fixed_share"),
    Planted(what="policy as a word", text="policies:\n  steady: fixed_share", line=2, column=11, said="keys with values", hint="rule: fixed_share"),
    Planted(what="unknown rule", text="policies: {a: {rule: fixed_shar}}", line=1, column=22, said="fixed_shar", hint="'fixed_share'"),
    Planted(what="unknown setting of a rule", text="policies: {a: {rule: fixed_share, shre: 5%}}", line=1, column=35, said="policies.a.shre", hint="'share'"),
    Planted(what="share over 100", text="policies: {a: {rule: fixed_share, share: 140%}}", line=1, column=42, said="outside its range", hint="%"),
    Planted(what="split of 90 %", text="policies: {a: {rule: fixed_share, split: {plans: 40%, demand: 50%}}}", line=1, column=42, said="sums to 90%", hint="100%"),
    Planted(what="split of one number", text="policies: {a: {rule: fixed_share, split: 30%}}", line=1, column=42, said="sums to 150%", hint="100%"),
    Planted(what="uncertain split", text="policies: {a: {rule: fixed_share, split: {plans: 40% to 60%, demand: 50%}}}", line=1, column=42, said="uncertain", hint="100%"),
    Planted(what="removing what is not there", text="policies:\n  harvst: null\n  harvest: {rule: harvest}", line=2, column=3, said="nothing to remove", hint="'harvest'"),
    Planted(what="policy name with a dot", text="policies: {a.b: {rule: harvest}}", line=1, column=12, said="can't be a name", hint="Letters, digits"),
    Planted(what="list at the top", text="- a\n- b", line=1, column=1, said="not a list", hint="name:"),
    Planted(what="a word at the top", text="harvest", line=1, column=1, said="not a single value", hint="name:"),
    Planted(what="nothing", text="", line=0, column=0, said="empty", hint="init"),
    Planted(what="two documents", text="policies: {a: {rule: harvest}}\n---\nseed: 2", line=2, column=1, said="second document", hint="---"),
]  # fmt: skip


def problems_of(path: Path | str, kind: type[CyclesimError]) -> tuple[Problem, ...]:
    with pytest.raises(CyclesimError) as caught:
        load(path)
    assert type(caught.value) is kind
    assert "Traceback" not in str(caught.value)
    return caught.value.problems


@pytest.mark.parametrize("planted", [*MISTAKES, *POLICY_MISTAKES], ids=lambda planted: planted.what)
def test_a_planted_mistake_is_found_placed_and_explained(planted: Planted, tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(planted.text + (POLICIES if planted in MISTAKES else ""), encoding="utf-8")
    problems = problems_of(path, ScenarioError)
    found = [problem for problem in problems if planted.said in problem.message]
    assert found, problems
    assert (found[0].line, found[0].column) == (planted.line, planted.column)
    assert planted.hint in found[0].hint
    assert len(problems) == 1, "one slip, one problem"
    if planted.line:
        caret = str(found[0]).splitlines()[2]
        assert caret.index("^") - caret.index("|") == planted.column + 1


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(
        "hrizon: 1\nseed: -1\nacquisition: {win_rate: 23, wn_rate: 1}\n"
        "events: [{month: 0, kind: x, size: 1}]\npolicies: {a: {rule: x}}\n",
        encoding="utf-8",
    )
    places = [(problem.line, problem.column) for problem in problems_of(path, ScenarioError)]
    assert places == [(1, 1), (2, 7), (3, 25), (3, 29), (4, 18), (4, 27), (5, 22)]


def test_a_file_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("retailer.yaml").write_text("", encoding="utf-8")
    problem = problems_of("retaler.yaml", MissingFileError)[0]
    assert "Did you mean 'retailer.yaml'?" in problem.hint
    assert MissingFileError.exit_code == 66
    assert ScenarioError.exit_code == 65


def test_a_parent_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("name: x\nextends: presets/sas.yaml\n", encoding="utf-8")
    problem = problems_of(path, MissingFileError)[0]
    assert (problem.line, problem.column) == (2, 10)
    assert "presets/saas.yaml" in problem.hint


@pytest.mark.parametrize("extends", [".", "..", "/dev/null", "/dev/zero"])
def test_a_parent_that_is_no_file(extends: str, tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(f"extends: {extends}\n", encoding="utf-8")
    problem = problems_of(path, MissingFileError)[0]
    assert (problem.line, problem.column) == (1, 10)


def test_a_file_that_extends_itself(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("extends: s.yaml\n", encoding="utf-8")
    problem = problems_of(path, ScenarioError)[0]
    assert (problem.line, problem.column) == (1, 10)
    assert "→" in problem.hint


def test_extends_that_is_a_list(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("extends: [a.yaml, b.yaml]\n", encoding="utf-8")
    assert "one file" in problems_of(path, ScenarioError)[0].message


def test_a_folder_and_a_pipe(tmp_path: Path) -> None:
    assert "folder" in problems_of(tmp_path, MissingFileError)[0].message
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert "device or pipe" in problems_of(pipe, MissingFileError)[0].message


def test_a_file_of_two_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"# " + b"x" * MAX_BYTES)
    assert "2 MB" in problems_of(path, ScenarioError)[0].message


@pytest.mark.parametrize("raw", [b"name: caf\xe9\n", "name: x\n".encode("utf-16"), b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_a_file_that_is_not_utf_8(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(raw)
    problem = problems_of(path, ScenarioError)[0]
    assert "UTF-8" in problem.message
    assert problem.line == 1


def test_a_parent_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("extends: parent.yaml\nhrizon: 1\n", encoding="utf-8")
    (tmp_path / "parent.yaml").write_bytes(b"name: x\nseed: \xff\n")
    problem = problems_of(path, ScenarioError)[0]
    assert problem.file.endswith("parent.yaml")
    assert (problem.line, problem.column) == (2, 7)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + POLICIES.strip().encode())
    assert isinstance(load(path), Scenario)


def test_a_billion_laughs(tmp_path: Path) -> None:
    lines = ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    path = tmp_path / "s.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    problem = problems_of(path, ScenarioError)[0]
    assert "unfolds" in problem.message
    assert problem.line == 5


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "a: " * 50_000, "{" * 100_000, "- " * 20_000, "a:\n" + " " * 50_000 + "b: 1"]
)
def test_depth_without_end(text: str, tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(text, encoding="utf-8")
    assert problems_of(path, ScenarioError)


KEYS = st.sampled_from(
    ["seed", "policies", "acquisition", "win_rate", "events", "demand", "channels", "extends", "rule", "a.b", ""]
)
LEAVES = st.one_of(st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.none())
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=20
)


@given(st.dictionaries(KEYS, TREES, max_size=8))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_document_gives_a_scenario_or_an_error(tmp_path: Path, document: dict[str, object]) -> None:
    assert_calm(tmp_path, json.dumps(document, ensure_ascii=False))


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_scenario_or_an_error(tmp_path: Path, text: str) -> None:
    assert_calm(tmp_path, text)


@given(st.sampled_from(MISTAKES), st.integers(0, 60), st.text(max_size=3))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damage_gives_a_scenario_or_an_error(tmp_path: Path, planted: Planted, where: int, what: str) -> None:
    assert_calm(tmp_path, planted.text[:where] + what + planted.text[where + 1 :] + POLICIES)


def assert_calm(folder: Path, text: str) -> None:
    path = folder / "s.yaml"
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    try:
        load(path)
    except CyclesimError as error:
        assert error.problems  # noqa: PT017 (nothing need be raised)
