"""Run folders in which one file is another one: manifest, tables and scenario, read as every question about a run does.

The first byte of an input says which file; the manifest vouches for it, as that of somebody who means harm would.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

from sim.analysis.run.summary import summarise
from sim.report.delivery import deliver
from sim.report.order import Order
from sim.studies.source import Asked, opened
from tests.fuzz.target import Target

if TYPE_CHECKING:
    from pathlib import Path

FILES: Final = ("manifest.json", "scenario.yaml", "outcomes.parquet", "paths.parquet", "samples.parquet")
SMALL: Final = """
extends: presets/saas.yaml
name: A small shop
horizon: 2 months
replications: 4
policies: {plan_first: null, all_in: null}
"""


def target(folder: Path) -> Target:
    """Return the target; a run is made in the folder."""
    scenario = folder / "small.yaml"
    scenario.write_text(SMALL, encoding="utf-8")
    run = deliver(Order(file=str(scenario), out=folder / "outputs", charts="skip", workers=1)).folder
    good = {name: (run / name).read_bytes() for name in FILES}

    def attack(data: bytes) -> None:
        name, content = FILES[(data or b"\0")[0] % len(FILES)], data[1:]
        (run / name).write_bytes(content)
        if name != "manifest.json":
            (run / "manifest.json").write_text(_vouching(good["manifest.json"], name, content), encoding="utf-8")
        try:
            found = opened(str(run), Asked())
            summarise(found.results)
            _ = found.results.outcomes
        finally:
            for changed in {name, "manifest.json"}:
                (run / changed).write_bytes(good[changed])

    return Target(attack, [bytes([number]) + good[name] for number, name in enumerate(FILES)])


def _vouching(manifest: bytes, name: str, content: bytes) -> str:
    known = json.loads(manifest)
    known["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    return json.dumps(known)
