"""Scenario names become folder names that are safe everywhere."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.archive import folder_name
from sim.archive.names import LONGEST, is_inside


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Online retailer", "online-retailer"),
        ("Größe & Café: 40 %", "groe-cafe-40"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "scenario-con"),
        ("日本", folder_name("日本")),
    ],
)
def test_names_become_folders(name: str, folder: str) -> None:
    assert folder_name(name) == folder


def test_names_without_latin_letters_stay_apart() -> None:
    assert folder_name("日本") != folder_name("中国")


@given(st.text())
def test_any_name_is_a_safe_folder(name: str) -> None:
    folder = folder_name(name)
    assert 0 < len(folder) <= LONGEST + len("scenario-")
    assert set(folder) <= set(string.ascii_lowercase + string.digits + "-")


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../up", "a/../../b", "c:\\x", "a\\b"])
def test_names_that_leave_the_folder_are_seen(name: str) -> None:
    assert not is_inside(name)
