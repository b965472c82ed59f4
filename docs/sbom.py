"""Print a bill of materials, CycloneDX 1.5, of what cyclesim needs as it is installed here.

Run where cyclesim is installed: `python docs/sbom.py > sbom.json`; `python docs/sbom.py test dev` takes extras in.
"""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable


def normal(name: str) -> str:
    """Return the name of a package as indexes write it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(name: str, extras: frozenset[str]) -> Iterable[tuple[str, frozenset[str]]]:
    """Yield what a package needs here, and with which extras."""
    for line in metadata.requires(name) or ():
        wish = Requirement(line)
        if any(wish.marker is None or wish.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield normal(wish.name), frozenset(wish.extras)


def closure(name: str, extras: frozenset[str]) -> dict[str, set[str]]:
    """Return every package that is needed, with what it needs itself; what is not installed is left out."""
    found: dict[str, set[str]] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(normal(name), extras)]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        try:
            below = list(needed(*one))
        except metadata.PackageNotFoundError:
            continue
        found.setdefault(one[0], set()).update(other for other, _ in below)
        waiting += below
    return {package: below & found.keys() for package, below in sorted(found.items())}


def component(name: str) -> dict[str, Any]:
    """Return what is known of a package."""
    about = metadata.metadata(name)
    version = metadata.version(name)
    licence = about.get("License-Expression")
    named = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    named = named or [line for line in (about.get("License") or "").splitlines()[:1] if line]
    licences = [{"expression": licence}] if licence else [{"license": {"name": text}} for text in named]
    where = f"pkg:pypi/{name}@{version}"
    return {"type": "library", "bom-ref": where, "name": name, "version": version, "purl": where, "licenses": licences}


def bill(extras: frozenset[str]) -> dict[str, Any]:
    """Return the whole bill; cyclesim itself is what it is about."""
    packages = closure("cyclesim", extras)
    parts = {name: component(name) for name in packages}
    about = {**parts.pop("cyclesim"), "type": "application"}
    reference = {name: part["bom-ref"] for name, part in {**parts, "cyclesim": about}.items()}
    depends = [
        {"ref": reference[name], "dependsOn": sorted(reference[one] for one in packages[name])} for name in packages
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": about},
        "components": list(parts.values()),
        "dependencies": depends,
    }


if __name__ == "__main__":
    print(json.dumps(bill(frozenset(sys.argv[1:])), indent=2))
