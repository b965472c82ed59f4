"""The reference model run by PySD from the text of `vensim.py`, in an environment of PySD's own."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pysd

from benchmarks.peers import parameters as p
from benchmarks.peers import vensim
from benchmarks.peers.report import report


def main() -> None:
    """Translate once, then measure runs; every measure of every month is asked for."""
    columns = [name.replace("_", " ") for name in p.MEASURES]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "firm.mdl"
        source.write_text(vensim.text(), encoding="utf-8")
        model = pysd.read_vensim(str(source))

    def final_cash(replications: int, seed: int) -> list[float]:
        np.random.seed(seed)  # noqa: NPY002, TID251 (the generator that PySD draws from)
        return [float(model.run(return_columns=columns)["cash"].iloc[-1]) for _ in range(replications)]

    report(final_cash)


if __name__ == "__main__":
    main()
