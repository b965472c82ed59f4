"""YAML text to a tree of nodes; what is dangerous or ambiguous in YAML is refused, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn

from sim.errors import Problem
from sim.scenario.source import Place, Source
from sim.scenario.tree import Fields, Items, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 24
MAX_VALUES: Final = 20_000
"""Most values of a document, aliases written out; stops "billion laughs" files before they unfold."""

_SYNTAX: Final = (
    ("'\\t' that cannot start", "a tab can't be used here", "YAML indents with blanks; replace the tab by blanks."),
    ("cannot start any token", "this character can't start a value", 'Put the text in quotes: "…".'),
    ("escape", "a backslash in double quotes starts an unknown escape", "Single quotes take \\ as it is: '…'."),
    ("quoted scalar", "a quote is opened and never closed", "Add the closing quote."),
    ("expected the node content", "a value is missing here", "Write the value, or close the bracket."),
    ("flow sequence", "a list opened with [ is not closed properly", "Check commas and the closing ]."),
    ("flow mapping", "a mapping opened with { is not closed properly", "Check commas, colons and the closing }."),
    (
        "mapping values are not allowed",
        "a ':' that YAML does not expect",
        'Check the indentation and the line before; quote text that contains a colon: "…".',
    ),
    ("block mapping", "the indentation does not fit the lines above", "Indent keys of one group by the same blanks."),
    ("block collection", "the indentation does not fit the lines above", "A file is either keys or a list, not both."),
    ("anchor", "'&' here starts a YAML anchor, and its name is missing", 'Put the text in quotes: "…".'),
    ("alias", "'*' here starts a YAML alias, and its name is missing", 'Put the text in quotes: "…".'),
    ("could not find expected ':'", "a key without ':'", "Write `key: value`."),
    ("incompatible YAML document", "this YAML version is not known", "Leave the %YAML line out."),
)
"""How ruamel.yaml words its complaints, and how to say it to someone who does not know YAML."""

_CRASHES: Final = (ValueError, LookupError, AttributeError, TypeError, RecursionError, OverflowError, AssertionError)
"""What ruamel.yaml lets through on some broken escapes and directives instead of its own errors."""


class _StopComposingError(Exception):
    """The rest of the document can't be read; the problem is recorded."""


def compose(source: Source, *, shift: int = 0) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the tree of a YAML text, None when it has none, and everything that is wrong with its form.

    Parameters
    ----------
    source
        The text.
    shift
        Characters of its first line that come before the YAML: the `KEY=` of an override.
    """
    composer = _Composer(source, shift)
    try:
        return composer.document(), tuple(composer.problems)
    except _StopComposingError:
        return None, tuple(composer.problems)


class _Composer:
    def __init__(self, source: Source, shift: int) -> None:
        self.source = source
        self.shift = shift
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node | None, int]] = {}
        self.values = 0
        self.events = self._parse()

    def document(self) -> Node | None:
        """Return the one document of the text."""
        node = None
        for event in self.events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                if node is not None:
                    self.refuse(
                        self.place(event), "a second document starts here", "One scenario per file: remove '---'."
                    )
                    break
                node = self.node(next(self.events), 0)
        if node is None:
            problem = Problem(
                file=self.source.name, message="the file is empty", hint="Start one with `cyclesim init`."
            )
            self.problems.append(problem)
        return node

    def _parse(self) -> Iterator[Any]:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            yield from YAML(typ="safe", pure=True).parse(self.source.text[self.shift :])
        except MarkedYAMLError as error:
            self.stop(*self.syntax(error))
        except YAMLError as error:  # the reader's: a character that YAML forbids, at a position of the text
            self.stop(self.at(getattr(error, "position", 0)), "a control character that YAML forbids", "Remove it.")
        except _CRASHES as error:
            self.stop(Place(self.source), f"the YAML is broken: {error}", "")

    def node(self, event: Any, depth: int) -> Node:  # noqa: ANN401 (events of ruamel.yaml have no common typed base)
        """Return the node that starts with this event."""
        kind = type(event).__name__
        if depth > MAX_DEPTH:
            self.stop(self.place(event), f"more than {MAX_DEPTH} levels of nesting", "A scenario needs five at most.")
        if kind == "AliasEvent":
            return self.alias(event)
        self.count(event, 1)
        self.refuse_tag(event)
        before = self.values
        if event.anchor:
            self.anchors[event.anchor] = (None, 0)
        node = self.scalar(event) if kind == "ScalarEvent" else self.collection(event, depth)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.values - before + 1)
        return node

    def scalar(self, event: Any) -> Scalar:  # noqa: ANN401
        """Return a single value."""
        return Scalar(event.value, self.place(event), event.style or "")

    def collection(self, event: Any, depth: int) -> Node:  # noqa: ANN401
        """Return a mapping or a list."""
        place = self.place(event)
        if type(event).__name__ == "SequenceStartEvent":
            items = [self.node(child, depth + 1) for child in self.until("SequenceEndEvent")]
            return Items(tuple(items), place)
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for key_event in self.until("MappingEndEvent"):
            key = self.node(key_event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            self.add(key, value, entries, keys)
        return Fields(entries, place, keys, "{" if event.flow_style else "")

    def add(self, key: Node, value: Node, entries: dict[str, Node], keys: dict[str, Place]) -> None:
        """Enter a key, unless it is no name or was given before."""
        if not isinstance(key, Scalar):
            self.refuse(key.place, "a key must be a single name", "Write `name: value`.")
        elif key.text == "<<":
            self.refuse(
                key.place, "'<<' (YAML merge) is not used here", "Use `extends: other.yaml`, or write the keys."
            )
        elif key.text in entries:
            first = keys[key.text].line
            self.refuse(key.place, f"{key.text!r} is given twice", f"First given on line {first}; keep one of them.")
        else:
            entries[key.text] = value
            keys[key.text] = key.place

    def until(self, end: str) -> Iterator[Any]:
        """Yield events until the one that closes the collection."""
        for event in self.events:
            if type(event).__name__ == end:
                return
            yield event

    def alias(self, event: Any) -> Node:  # noqa: ANN401
        """Return the node an alias stands for, counted as if it were written out."""
        place = self.place(event)
        if event.anchor not in self.anchors:
            hint = 'Put text that starts with * in quotes: "…".'
            self.stop(place, f"'*{event.anchor}' refers to an anchor that is not defined above", hint)
        node, size = self.anchors[event.anchor]
        if node is None:
            self.stop(place, f"'*{event.anchor}' contains itself", "Write the values out.")
        self.count(event, size)
        return node

    def count(self, event: Any, values: int) -> None:  # noqa: ANN401
        """Count values and stop where the document unfolds beyond all reason."""
        self.values += values
        if self.values > MAX_VALUES:
            self.stop(
                self.place(event),
                f"the document unfolds to more than {MAX_VALUES:,} values",
                "Write it without YAML aliases.",
            )

    def refuse_tag(self, event: Any) -> None:  # noqa: ANN401
        """Refuse explicit tags: none has a meaning here, and some ask for code to be run."""
        if event.tag:
            written = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self.refuse(self.place(event), f"the tag {written!r} is not allowed", "Write the value alone.")

    def place(self, event: Any) -> Place:  # noqa: ANN401
        """Return where an event stands; a value over several lines is marked to the end of its first."""
        start, end = event.start_mark, event.end_mark
        one_line = start.line == end.line and end.column > start.column
        return self._shifted(start.line, start.column, end.column - start.column if one_line else 1)

    def at(self, position: int) -> Place:
        """Return the place of a character of the text."""
        before = self.source.text[self.shift :][:position].split("\n")
        return self._shifted(len(before) - 1, len(before[-1]), 1)

    def _shifted(self, line: int, column: int, width: int) -> Place:
        shift = self.shift if line == 0 else 0
        return Place(self.source, line + 1, column + shift + 1, width)

    def syntax(self, error: Any) -> tuple[Place, str, str]:  # noqa: ANN401
        """Return place, message and hint for a syntax error of ruamel.yaml."""
        said = f"{error.context or ''} {error.problem or ''}"
        mark = error.problem_mark or error.context_mark
        if error.context_mark is not None and "stream end" in said.replace("end of stream", "stream end"):
            mark = error.context_mark  # an opening that is never closed is to be mended where it opens
        place = self._shifted(mark.line, mark.column, 1) if mark is not None else Place(self.source)
        for fragment, message, hint in _SYNTAX:
            if fragment in said:
                return place, message, hint
        return place, f"not valid YAML: {error.problem or error.context}", ""

    def refuse(self, place: Place, message: str, hint: str) -> None:
        """Record a problem and go on."""
        self.problems.append(place.problem(message, hint=hint))

    def stop(self, place: Place, message: str, hint: str) -> NoReturn:
        """Record a problem after which nothing more can be read."""
        self.refuse(place, message, hint)
        raise _StopComposingError
