"""Where peers run: a Python environment for each, made once in the user's cache."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "cyclesim" / "peers"


def python_with(requirement: str) -> str:
    """Return the Python of an environment in which a package is installed.

    Raises
    ------
    RuntimeError
        When the package can't be installed, with the last words of pip.
    """
    folder = CACHE / f"{requirement}-{sys.version_info.major}.{sys.version_info.minor}"
    python, done = folder / "bin" / "python", folder / "installed"
    if not done.exists():
        _run(sys.executable, "-m", "venv", "--clear", str(folder))
        _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement)
        done.touch()
    return str(python)


def versions(python: str, *packages: str) -> dict[str, str]:
    """Return the installed version of each package."""
    code = "import sys, importlib.metadata as m; print(*map(m.version, sys.argv[1:]))"
    return dict(zip(packages, _run(python, "-c", code, *packages).split(), strict=True))


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (commands of this file)
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise RuntimeError(last)
    return done.stdout
