"""Completion as docs/how-to/shell-completion.md sets it up, in the shells themselves, or skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

BASH = """
eval "$(_CYCLESIM_COMPLETE=bash_source cyclesim)"
COMP_WORDS=(cyclesim asse); COMP_CWORD=1; _cyclesim_completion cyclesim; echo "${COMPREPLY[@]}"
COMP_WORDS=(cyclesim assess --answ); COMP_CWORD=2; _cyclesim_completion cyclesim; echo "${COMPREPLY[@]}"
"""
FISH = """
_CYCLESIM_COMPLETE=fish_source cyclesim | source
complete -C "cyclesim asse"
complete -C "cyclesim assess --answ"
"""
ZSH = r"""
zmodload zsh/zpty
zpty shell "zsh -f -i"
until_seen() { repeat 300 { zpty -r -t shell part && seen+=$part; [[ $seen == *$1* ]] && return; sleep 0.1 } }
zpty -w shell 'autoload -Uz compinit && compinit -D -u; eval "$(_CYCLESIM_COMPLETE=zsh_source cyclesim)"; print REA''DY'
until_seen READY
zpty -w -n shell $'cyclesim asse\t'
until_seen assess
zpty -w -n shell $'--answ\t'
until_seen --answers
print -r -- $seen
zpty -d shell
"""
"""In a terminal of its own, since zsh completes only where somebody types."""


@pytest.mark.slow
@pytest.mark.parametrize(("shell", "script"), [("bash", BASH), ("fish", FISH), ("zsh", ZSH)])
def test_commands_and_options_are_completed(root: Path, python: str, tmp_path: Path, shell: str, script: str) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    program = tmp_path / "cyclesim"
    program.write_text(f'#!/bin/sh\nexec "{python}" "{root / "cli.py"}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "script").write_text(script, encoding="utf-8")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path), "TERM": "dumb"}
    done = subprocess.run(
        [found, str(tmp_path / "script")], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert "assess" in done.stdout, done.stderr
    assert "--answers" in done.stdout, done.stderr
