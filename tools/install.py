"""Put a fresh or outdated .venv into the state that the lock describes; do nothing when it is in that state.

    python tools/install.py [--dev]

Run it with the Python that the environment shall have. Standard library only: nothing is installed yet.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
import venv
from pathlib import Path

from declared import LOCK, PIP, PYPROJECT, ROOT, TORCH_CPU, declared

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEWEST_PYTHON = (3, 13)
"""The newest that Townhall is tested with."""
STAMP = VENV / "installed.json"
"""What the environment was made from; absent until an installation has ended well."""


def main() -> None:
    """Parse the command line and bring the environment up to date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also install what formats, lints and tests")
    dev = parser.parse_args().dev
    wanted = _state()
    found = _stamp()
    if found.get("state") == wanted and (found.get("dev") or not dev) and _runs():
        return
    dev = dev or bool(found.get("dev"))
    started = time.monotonic()
    try:
        _install(dev=dev, anew=found.get("root", str(ROOT)) != str(ROOT) or not _runs())
    except subprocess.CalledProcessError as error:
        sys.exit(f"The installation stopped (exit status {error.returncode}); the reason stands above. Mend it and run the same command again.")
    STAMP.write_text(json.dumps({"state": wanted, "dev": dev, "root": str(ROOT)}), encoding="utf-8")
    print(f"Installed into .venv in {time.monotonic() - started:.0f} s; next time there is nothing to do.", flush=True)


def _state() -> str:
    """Return a hash of all that decides what is installed: Python, the lock, and pyproject.toml less the settings of tools."""
    tables = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    project = json.dumps({name: tables[name] for name in ("build-system", "project")}, sort_keys=True)
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT} {project}".encode())
    for path in (LOCK, PIP, TORCH_CPU):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _stamp() -> dict[str, object]:
    """Return what the environment was made from; empty where that is unknown."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _runs() -> bool:
    """Tell whether the environment has an interpreter that starts and is of this Python's version."""
    try:
        version = subprocess.run([PYTHON, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return version.returncode == 0 and version.stdout.strip() == str(sys.version_info[:2])


def _install(*, dev: bool, anew: bool) -> None:
    """Install everything at the lock's versions; with ``anew`` into a new environment: one that was moved has scripts that point elsewhere."""
    STAMP.unlink(missing_ok=True)
    if sys.version_info[:2] > NEWEST_PYTHON:
        print(f"Townhall isn't tested with Python {sys.version.split()[0]} yet; make PYTHON=/path/to/python3.13 uses one that is.", flush=True)
    if anew:
        _make_venv()
    what = "Townhall and what checks it" if dev else "Townhall"
    print(f"Installing {what} into .venv with Python {sys.version.split()[0]}. The first time takes 2 to 10 minutes, mostly downloading.", flush=True)
    _pip("install", "--quiet", "--require-hashes", "--only-binary=:all:", "-r", PIP)
    torch = _torch()
    locked = ("install", "--progress-bar=off", "--require-hashes", "--only-binary=:all:", "-c", LOCK)
    _pip(*locked, *torch, *declared(dev=dev))
    _pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--editable", ROOT)


def _make_venv() -> None:
    """Make an empty environment with pip in it."""
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        import ensurepip  # noqa: F401 -- some systems ship Python without it: asked here to say so in one line
    except ImportError:
        sys.exit("This Python can't make virtual environments. On Debian or Ubuntu: apt-get install python3-venv. Then run the same command again.")
    venv.create(VENV, with_pip=True, symlinks=True)


def _torch() -> list[str | Path]:
    """Return the arguments that ask for the CPU build of torch where pip's sources offer one that the lock knows, else nothing.

    pip ranks a file whose hash its index states above a local one, so under hashes the CPU build has to be asked for by name.
    """
    offered = _pip("install", "--quiet", "--dry-run", "--no-deps", "--require-hashes", "--only-binary=:all:", "-r", TORCH_CPU, check=False)
    if offered:
        return ["-r", TORCH_CPU]
    if sys.platform == "linux":
        print("No CPU build of torch is at hand: the usual one brings GPU libraries with it, about 3 GB.", flush=True)
    return []


def _pip(*arguments: str | Path, check: bool = True) -> bool:
    """Run the environment's pip; return whether it succeeded. With ``check`` a failure is an exception, without it silent."""
    silent = None if check else subprocess.DEVNULL
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_REQUIRE_VIRTUALENV": "1"}
    return subprocess.run([PYTHON, "-m", "pip", *arguments], cwd=ROOT, env=environment, check=check, stdout=silent, stderr=silent).returncode == 0


if __name__ == "__main__":
    main()
