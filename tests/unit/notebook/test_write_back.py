"""What is written back: the touched keys, and not one byte more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import sim
from sim.errors import ScenarioError, UsageError
from sim.notebook.own_style import in_style
from sim.notebook.tuning import Tuning, tuning
from sim.notebook.write_back import edited, write_back
from tests.unit.notebook.conftest import SHOP

if TYPE_CHECKING:
    from pathlib import Path


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return [(old, new) for old, new in pairs if old != new]


def test_only_the_value_changes_and_keeps_its_unit_and_comment(state: Tuning, file: Path) -> None:
    turned = state.turned("acquisition.win_rate", 0.25).turned("business.cash_days", 40.0)
    write_back(turned)
    assert changed_lines(SHOP, file.read_text(encoding="utf-8")) == [
        (
            "business: {price: 1_400, cash_days: 27 days}   # a month",
            "business: {price: 1_400, cash_days: 40 days}   # a month",
        ),
        ("  win_rate: 18% to 30%   # sales says a quarter", "  win_rate: 25%   # sales says a quarter"),
    ]
    assert sim.load(file).meaning() == turned.varied.meaning()


def test_a_key_of_the_extended_file_is_entered_where_its_group_is(state: Tuning, file: Path) -> None:
    write_back(state.turned("policies.steady.share", 0.55))
    text = file.read_text(encoding="utf-8")
    assert text.startswith(SHOP.rstrip("\n"))
    assert text.endswith("\npolicies: {steady: {share: 55%}}\n")
    assert list(sim.load(file).policies) == list(state.scenario.policies)


def test_a_passport_says_that_the_value_was_tuned_and_what_it_was(state: Tuning, file: Path) -> None:
    write_back(state.turned("experience.referral_rate", 0.05))
    ((_, new),) = changed_lines(SHOP, file.read_text(encoding="utf-8"))
    assert new == (
        '  referral_rate: {value: 5% per year, source: "tuned by hand; was 3% per year: survey 2025", confidence: low}'
    )
    again = tuning(sim.load(file), ["experience.referral_rate"], policies=("steady",))
    write_back(again.turned("experience.referral_rate", 0.04))
    assert "was 3% per year: survey 2025" in file.read_text(encoding="utf-8")


def test_a_file_that_has_changed_meanwhile_is_left_alone(state: Tuning, file: Path) -> None:
    theirs = SHOP + "# a word from a colleague\n"
    file.write_text(theirs, encoding="utf-8")
    with pytest.raises(UsageError, match="has changed since it was loaded"):
        write_back(state.turned("acquisition.win_rate", 0.25))
    assert file.read_text(encoding="utf-8") == theirs
    assert [path.name for path in file.parent.iterdir()] == ["shop.yaml"]


def test_a_file_that_would_not_mean_what_was_tuned_is_left_alone(file: Path) -> None:
    elsewhere = sim.load(file, [("business.price", "2000")])
    with pytest.raises(ScenarioError, match="would not be the scenario as it is tuned"):
        write_back(tuning(elsewhere, ["acquisition.win_rate"]).turned("acquisition.win_rate", 0.25))
    assert file.read_text(encoding="utf-8") == SHOP
    assert [path.name for path in file.parent.iterdir()] == ["shop.yaml"]


def test_what_is_nobodys_file_is_refused(state: Tuning) -> None:
    with pytest.raises(UsageError, match="nothing was turned"):
        write_back(state)
    varied = tuning(state.scenario.vary({"business.price": 2000}), ["acquisition.win_rate"])
    with pytest.raises(UsageError, match="was varied or made in memory"):
        write_back(varied.turned("acquisition.win_rate", 0.25))
    shipped = tuning(sim.load("presets/saas.yaml"), ["acquisition.win_rate"])
    with pytest.raises(UsageError, match="travels with cyclesim"):
        write_back(shipped.turned("acquisition.win_rate", 0.25))


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_stay(file: Path, ends: str, start: str) -> None:
    file.write_bytes((start + SHOP.replace("\n", ends)).encode())
    state = tuning(sim.load(file), ["acquisition.win_rate", "policies.steady.share"], policies=("steady",))
    write_back(state.turned("acquisition.win_rate", 0.25).turned("policies.steady.share", 0.55))
    raw = file.read_bytes().decode()
    assert raw.startswith(start + "# Our shop")
    assert raw.count("\r\n") == (raw.count("\n") if ends == "\r\n" else 0)


@pytest.mark.parametrize(
    ("text", "key", "value", "wanted"),
    [
        ("a: 1\n", "a", "2", "a: 2\n"),
        ("a: '1'  # x\n", "a", "2", "a: 2  # x\n"),
        ("a: {b: 1, c: {d: 5}}\n", "a.c.d", "2", "a: {b: 1, c: {d: 2}}\n"),
        ("a: {}\n", "a.b", "2", "a: {b: 2}\n"),
        ("a:\nb: 1\n", "a.c", "2", "a: {c: 2}\nb: 1\n"),
        ("a:\n  b: 1 # x\n\nc: 1\n", "a.d.e", "2", "a:\n  b: 1 # x\n  d: {e: 2}\n\nc: 1\n"),
        ("a: 1", "b", "2", "a: 1\nb: 2"),
        ("a: |\n  text\n  more\n", "b", "2", "a: |\n  text\n  more\nb: 2\n"),
        ("events:\n  - {month: 3, size: -20%}\n  - {month: 9, size: 5%}\n", "events.1.size", "7%",
         "events:\n  - {month: 3, size: -20%}\n  - {month: 9, size: 7%}\n"),
        ("a:\n- b: 1\n  c: 2\n", "a.0.d", "3", "a:\n- b: 1\n  c: 2\n  d: 3\n"),
        ("å: {b: 1}  # 日本 🎈\nc: 1\n", "c", "2", "å: {b: 1}  # 日本 🎈\nc: 2\n"),
        ("# nothing yet\n", "a.b", "2", "# nothing yet\na: {b: 2}\n"),
    ],
)  # fmt: skip
def test_a_value_is_put_or_entered(text: str, key: str, value: str, wanted: str) -> None:
    assert edited(text, key, value) == wanted


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        ("a: &x 1\nb: *x\n", "b", "anchor"),
        ("a: &x {c: 1}\nb: *x\n", "b.c", "anchor"),
        ("quality: 30%\n", "quality.plans", "line 1 gives one value for all"),
        ("quality: {value: 30%, source: me}\n", "quality.plans", "line 1 gives one value for all"),
        ("a: [1, 2]\n", "a.5", "no such item"),
    ],
)
def test_what_stands_for_several_places_is_refused(text: str, key: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        edited(text, key, "2")


KEYS = st.sampled_from(["a", "b", "c", "d"])
NODES = st.recursive(
    st.sampled_from(["1", "20%", '"x: y"', "60 days"]), lambda below: st.dictionaries(KEYS, below, max_size=3)
)


def in_yaml(node: object, indent: int, *, flow: bool) -> str:
    """Write a node, in braces or below one another."""
    if not isinstance(node, dict):
        return f" {node}"
    if flow or not node:
        return " {" + ", ".join(f"{key}:{in_yaml(child, 0, flow=True)}" for key, child in node.items()) + "}"
    rows = [f"{'  ' * indent}{key}:{in_yaml(child, indent + 1, flow=False)}" for key, child in node.items()]
    return "\n" + "\n".join(f"{row}  # note" if "\n" not in row else row for row in rows)


@given(
    tree=st.dictionaries(KEYS, NODES, min_size=1, max_size=3),
    path=st.lists(KEYS, min_size=1, max_size=3),
    flow=st.booleans(),
)
@settings(deadline=None, derandomize=True)
def test_the_text_then_says_the_value_and_everything_else_as_before(
    tree: dict[str, object], path: list[str], *, flow: bool
) -> None:
    text = in_yaml(tree, 0, flow=flow).lstrip("\n ") + "\n"
    read = YAML(typ="safe", pure=True)
    try:
        after = edited(text, ".".join(path), "7")
    except UsageError:
        return
    wanted = read.load(text)
    node = wanted
    for name in path[:-1]:
        node = node.setdefault(name, {})
    if isinstance(node.get(path[-1]), dict):
        return  # a whole group is never turned
    node[path[-1]] = 7
    assert read.load(after) == wanted
    assert after.count("# note") == text.count("# note")


@pytest.mark.parametrize(
    ("value", "unit", "like", "wanted"),
    [
        (0.25, "share", "18% to 30%", "25%"),
        (0.25, "share", "0.3", "0.25"),
        (45.0, "days", "60 days", "45 days"),
        (2.0, "months", "60 days", "60.875 days"),
        (1500.0, "money", "1_400", "1_500"),
        (0.07, "per year", "3% per month", ""),
        (250_000.0, "money", "£250k", ""),
        (1.5, "ratio", "pert(1, 2, 3)", ""),
        (1.5, "ratio", "", ""),
    ],
)
def test_numbers_are_written_as_the_file_writes_them(value: float, unit: str, like: str, wanted: str) -> None:
    assert in_style(value, unit, like) == wanted
