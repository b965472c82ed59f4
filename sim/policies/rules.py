"""Rules by name: those that come with the tool, those of installed packages, and those registered in a session."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from sim.errors import UsageError
from sim.model.parameters.spec import Spec
from sim.policies import Rule

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "cyclesim.policies"
"""Entry points by which a package offers rules: name in scenario files = "module:Class"."""
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_LOOSE: Final = SimpleNamespace(frozen=False)
"""Stands for a class that is no dataclass of its own."""
_TEACH: Final = "declare each setting with sim.policies.parameter"


class Rules(Mapping[str, type[Rule]]):
    """A table of rules that others can add to, but never change.

    Packages are asked only for a name that is not ours, or when all names are wanted.

    Parameters
    ----------
    own
        The rules that come with the tool.
    """

    def __init__(self, own: Mapping[str, type[Rule]]) -> None:
        self._own = own
        self._entered: dict[str, type[Rule]] = {}
        self._offered: dict[str, EntryPoint] | None = None

    def enter(self, name: str, kind: type[Rule]) -> None:
        """Add a rule; a name of one's own may be given again, to a better version.

        Raises
        ------
        UsageError
            When the name is taken or can't be one, or the class is no rule.
        """
        if name in self._own or name in self._packages():
            raise UsageError(f"a rule named {name!r} is there already; choose another name")
        self._entered[name] = checked(name, kind)

    def name_of(self, kind: type) -> str:
        """Return the name of a rule's class: as it was entered, else that of the class."""
        known = {rule: name for name, rule in {**self._own, **self._entered}.items()}
        return known[kind] if kind in known else self._name_in_packages(kind)

    def __getitem__(self, name: str) -> type[Rule]:
        """Return the rule of a name."""
        if name in self._own:
            return self._own[name]
        if name in self._entered:
            return self._entered[name]
        return _loaded(self._packages()[name])

    def __iter__(self) -> Iterator[str]:
        """Yield every name: ours first."""
        yield from dict.fromkeys((*self._own, *self._packages(), *self._entered))

    def __len__(self) -> int:
        """Return the number of rules."""
        return len(list(iter(self)))

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a rule of this name."""
        return name in self._own or name in self._entered or name in self._packages()

    def _packages(self) -> dict[str, EntryPoint]:
        if self._offered is None:
            from importlib.metadata import entry_points

            self._offered = {point.name: point for point in entry_points(group=GROUP) if point.name not in self._own}
        return self._offered

    def _name_in_packages(self, kind: type) -> str:
        where = f"{kind.__module__}:{kind.__qualname__}"
        return next((name for name, point in self._packages().items() if point.value == where), kind.__name__)


def _loaded(point: EntryPoint) -> type[Rule]:
    """Return the rule of a package.

    Raises
    ------
    UsageError
        When it can't be imported, or is no rule.
    """
    try:
        kind = point.load()
    except Exception as error:  # whatever a stranger's module does when it is imported
        package = f" of {point.dist.name}" if point.dist else ""
        raise UsageError(f"the rule {point.name!r}{package} can't be loaded: {error}") from error
    return checked(point.name, kind)


def checked(name: str, kind: Any) -> type[Rule]:  # noqa: ANN401 (whatever is offered as a rule)
    """Return a class if it can be a rule of this name.

    Raises
    ------
    UsageError
        When it can't, with what to change.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} can't be the name of a rule: small letters, digits and _, a letter first")
    if not (isinstance(kind, type) and issubclass(kind, Rule)):
        raise UsageError(f"{name}: a rule is a class that extends sim.policies.Rule or sim.policies.Growing")
    if missing := sorted(kind.__abstractmethods__):
        raise UsageError(f"{name}: {kind.__name__} has no method {', '.join(missing)}")
    if not vars(kind).get("__dataclass_params__", _LOOSE).frozen:
        raise UsageError(f"{name}: put @dataclass(frozen=True, slots=True, kw_only=True) above class {kind.__name__}")
    for setting in fields(kind):
        if setting.default is MISSING and setting.default_factory is MISSING:
            raise UsageError(f"{name}.{setting.name} has no default; {_TEACH}")
        if not isinstance(setting.metadata.get("spec"), Spec):
            raise UsageError(f"{name}.{setting.name} has no unit, range and meaning; {_TEACH}")
    return kind
