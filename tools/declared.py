"""What pyproject.toml asks for: the one place where dependencies are written down."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""
PYPROJECT = ROOT / "pyproject.toml"
LOCK = ROOT / "requirements" / "lock.txt"
"""Every package that a supported machine may install, pinned, with hashes: pip constraints."""
PIP = ROOT / "requirements" / "pip.txt"
"""The pip that installs the rest, pinned, with hashes."""
TORCH_CPU = ROOT / "requirements" / "torch-cpu.txt"
"""The CPU build of torch and its hashes."""


def declared(*, dev: bool) -> list[str]:
    """Return the requirements of pyproject.toml as written: to build, to run, and with ``dev`` to check."""
    tables = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    requirements = [*tables["build-system"]["requires"], *tables["project"]["dependencies"]]
    if dev:
        requirements += tables["project"]["optional-dependencies"]["dev"]
    return requirements
