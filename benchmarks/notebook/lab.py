"""A JupyterLab of its own with one notebook, and a headless browser that looks at it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
QUIET: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                "--disable-sync")  # fmt: skip
START: Final = 60.0
"""Seconds to wait for the server, and for the first picture."""


@contextmanager
def laboratory(code: str) -> Iterator[str]:
    """Start a server with a notebook of one cell; yield the notebook's address."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        cell = {"cell_type": "code", "execution_count": None, "id": "c", "metadata": {}, "outputs": [], "source": code}
        kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        notebook = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        (home / "tune.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        port = _free_port()
        options = [f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", "--no-browser"]
        options += [
            "--allow-root",
            f"--ServerApp.root_dir={home}",
            "--LabApp.news_url=",
            "--LabApp.collaborative=False",
        ]
        own = {"JUPYTER_CONFIG_DIR": folder, "JUPYTER_DATA_DIR": f"{folder}/data", "PYTHONPATH": str(ROOT)}
        with (home / "server.log").open("w") as log:
            command = [sys.executable, "-m", "jupyterlab", *options]
            server = subprocess.Popen(command, env={**os.environ, **own}, stdout=log, stderr=log)  # noqa: S603
            try:
                address = f"http://127.0.0.1:{port}"
                _wait_for(f"{address}/api")
                yield f"{address}/lab/tree/tune.ipynb"
            finally:
                server.terminate()
                server.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(address: str) -> None:
    limit = time.monotonic() + START
    while time.monotonic() < limit:
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 (our own server)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


@contextmanager
def page_of(address: str, chromium: str) -> Iterator[Any]:
    """Open the notebook in a headless browser, run its cell, and yield the page with the first picture on it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (an environment of its own has it)

    with sync_playwright() as play, tempfile.TemporaryDirectory() as profile:
        context = play.chromium.launch_persistent_context(
            profile, executable_path=chromium, headless=True, args=list(QUIET), viewport={"width": 1280, "height": 900}
        )
        page = context.pages[0]
        page.goto(address)
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=1000 * START)
        page.wait_for_timeout(3000)
        page.click(".jp-Notebook .jp-Cell .jp-InputArea-editor")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".jp-OutputArea svg[role=img]", timeout=1000 * START)
        page.wait_for_timeout(4000)
        yield page
        context.close()
