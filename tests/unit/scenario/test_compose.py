"""YAML to nodes: places, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.compose import MAX_VALUES, compose
from sim.scenario.source import Source
from sim.scenario.tree import Fields, Scalar, node_of, places, plain


def composed(text: str) -> Fields:
    node, problems = compose(Source.of(text, name="a.yaml"))
    assert not problems
    assert isinstance(node, Fields)
    return node


def test_every_value_knows_its_place() -> None:
    node = composed("a:\n  b: [1, 'two']\nc: {d: 18% to 30%}\n")
    found = {key: (place.line, place.column, place.width) for key, place in places(node)}
    assert found["a.b.0"] == (2, 7, 1)
    assert found["a.b.1"] == (2, 10, 5)
    assert found["c.d"] == (3, 8, 10)
    assert node.key_place("c").line == 3


def test_plain_values_are_not_guessed_at() -> None:
    node = composed("a: no\nb: 12:30\nc: 1e3\nd: 010\ne: 2009-12\nf: '7'\ng:\nh: ~\ni: 250_000\n")
    assert plain(node) == {
        "a": "no", "b": "12:30", "c": 1000.0, "d": 10, "e": "2009-12", "f": "7", "g": None, "h": None, "i": "250_000",
    }  # fmt: skip


def test_an_alias_stands_for_its_anchor() -> None:
    assert plain(composed("a: &x {b: 1}\nc: *x\n")) == {"a": {"b": 1}, "c": {"b": 1}}


def test_an_override_is_placed_after_its_key() -> None:
    node, problems = compose(Source.of("group.key={a: 1}", name="--set"), shift=10)
    assert not problems
    assert isinstance(node, Fields)
    assert node.entries["a"].place.column == 15


@pytest.mark.parametrize(
    ("text", "line", "column", "said", "hint"),
    [
        ("", 0, 0, "empty", "init"),
        ("# nothing\n", 0, 0, "empty", "init"),
        ("a:\n\tb: 1\n", 2, 1, "tab", "blanks"),
        ("a: 'x\nb: 1\n", 1, 4, "never closed", "closing quote"),
        ("a: [1, 2\nb: 3\n", 2, 2, "list", "]"),
        ("a: {b: 1\n", 1, 4, "mapping", "}"),
        ("a: b: c\n", 1, 5, "':'", "quote"),
        ("a: @x\n", 1, 4, "character", "quotes"),
        ("a: 1\n b: 2\n", 2, 3, "':'", "indentation"),
        ("a:\n  b: 1\n c: 2\n", 3, 2, "indentation", "blanks"),
        ("- a\nb: 1\n", 2, 1, "indentation", "list"),
        ("a: 1\na: 2\n", 2, 1, "twice", "line 1"),
        ("a: {b: 1, b: 2}\n", 1, 11, "twice", "line 1"),
        ("a: *x\n", 1, 4, "not defined", "quotes"),
        ("a: &x\n  b: *x\n", 2, 6, "contains itself", ""),
        ("a: &\n", 1, 5, "anchor", "quotes"),
        ("a: !!python/object:os.system x\n", 1, 4, "tag", "alone"),
        ("a: !x y\n", 1, 4, "tag", "alone"),
        ("<<: {a: 1}\n", 1, 1, "merge", "extends"),
        ("? [a]\n: 1\n", 1, 3, "key", "name"),
        ("a: 1\n---\nb: 1\n", 2, 1, "second document", "---"),
        ("%YAML 3.0\n---\na: 1\n", 1, 1, "version", "%YAML"),
        ("a: \x01\n", 1, 4, "control character", "Remove"),
        ('a: "\\q"\n', 1, 6, "escape", "Single quotes"),
        ("[" * 40 + "\n", 1, 26, "levels", ""),
        ("[" * 20_000, 1, 26, "levels", ""),
    ],
)
def test_what_is_refused(text: str, line: int, column: int, said: str, hint: str) -> None:
    _, problems = compose(Source.of(text, name="a.yaml"))
    problem = problems[0]
    assert (problem.line, problem.column) == (line, column)
    assert said in problem.message
    assert hint in problem.hint


def test_billions_of_laughs_stop_before_they_unfold() -> None:
    lines = ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    _, problems = compose(Source.of("\n".join(lines), name="a.yaml"))
    assert f"{MAX_VALUES:,} values" in problems[0].message
    assert problems[0].line == 5


@given(st.text(max_size=200))
def test_any_text_gives_a_tree_or_problems(text: str) -> None:
    node, problems = compose(Source.of(text, name="a.yaml"))
    assert node is not None or problems
    assert all(problem.column <= len(problem.excerpt) + 2 for problem in problems)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`#,? \n\t\\x0", max_size=60))
def test_any_text_made_of_yaml_signs_too(text: str) -> None:
    node, problems = compose(Source.of(text, name="a.yaml"))
    assert node is not None or problems


def test_plain_python_becomes_nodes_and_comes_back() -> None:
    tree = {"a": 1, "b": [0.5, "18%", None], "c": {"d": "no"}}
    assert plain(node_of(tree, Source.of("x", name="vary"))) == tree


def test_null_is_not_the_same_as_nothing() -> None:
    node = composed("a:\nb: null\nc: 'null'\n")
    a, b, c = (node.entries[key] for key in "abc")
    assert isinstance(a, Scalar)
    assert isinstance(b, Scalar)
    assert isinstance(c, Scalar)
    assert (a.blank, b.blank, c.blank) == (True, False, False)
    assert (a.empty, b.empty, c.empty) == (True, True, False)
