"""Names of files that people send are made safe, and stay theirs where they are."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall.corpus.names import NAME_BYTES, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Bericht über Städte (2024).txt", "Bericht über Städte (2024).txt"),
        ("u\u0308ber.txt", "über.txt"),
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\system.txt", "system.txt"),
        ("/etc/shadow.txt", "shadow.txt"),
        ("C:\\Users\\someone\\notes.md", "notes.md"),
        ("folder/.hidden.txt", "hidden.txt"),
        ("...txt", "txt"),
        (".txt", "txt"),
        ("a\x00b.txt", "ab.txt"),
        ("invoice\u202etxt.exe", "invoicetxt.exe"),
        ("line\nbreak.txt", "line break.txt"),
        ("what?<is>|this*.txt", "what_is_this_.txt"),
        ("CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1"),
        ("console.txt", "console.txt"),
        ("ends with dots. . .", "ends with dots"),
        ("", None),
        ("..", None),
        ("/", None),
        ("???.txt", None),
    ],
)
def test_known_tricks(name: str, safe: str | None) -> None:
    """Folders, marks that turn the writing round, devices and the like are gone; what a person wrote is kept."""
    assert safe_name(name) == safe


@pytest.mark.parametrize("letter", ["a", "ü", "€", "𝒳"])
def test_long_names(letter: str) -> None:
    """A name that is too long is cut between characters and keeps its ending."""
    safe = safe_name(f"{letter * 5000}.txt")
    assert safe is not None
    assert safe.startswith(letter)
    assert safe.endswith(".txt")
    assert len(safe.encode()) <= NAME_BYTES


@given(st.text(max_size=300))
def test_every_name(name: str) -> None:
    """Whatever the name, what comes out is one visible file name that any system takes, and it is already safe."""
    safe = safe_name(name)
    if safe is None:
        return
    assert PurePosixPath(safe).name == safe
    assert not safe.startswith(".")
    assert len(safe.encode()) <= NAME_BYTES
    assert not any(character in '<>:"|?*\\/' or unicodedata.category(character)[0] == "C" for character in safe)
    assert safe_name(safe) == safe
