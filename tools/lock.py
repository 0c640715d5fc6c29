"""Make requirements/lock.txt and requirements/pip.txt again from pyproject.toml.

    python tools/lock.py [--upgrade] [--wheels DIRECTORY]

Versions that the lock has and pyproject.toml still admits are kept, unless ``--upgrade`` asks for the newest.
``--wheels`` adds the CPU builds of torch in a directory to requirements/torch-cpu.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

from declared import LOCK, PIP, PYPROJECT, ROOT, TORCH_CPU

PIP_VERSION = "26.3"
"""Reads hashes from a constraints file, which older ones don't."""
UV_VERSION = "0.13.9"
"""Resolves for all platforms at once; used here only, never installed into .venv."""
OLDEST_PYTHON = "3.11"
HASH = "    --hash=sha256:"

LOCK_HEADER = """\
# Every package that a supported machine may install, pinned, with hashes. Made by `make lock` from pyproject.toml: don't edit.
# It is a constraints file for pip: a machine installs what it needs of it. docs/decisions/001-lock.md says why.
"""
PIP_HEADER = "# The pip that reads the lock. Made by `make lock`: don't edit.\n"
TORCH_HEADER = "# CPU builds of torch: installed instead of the one with GPU libraries where pip finds one. Made by `make lock WHEELS=DIRECTORY`.\n"


def main() -> None:
    """Parse the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml admits")
    parser.add_argument("--wheels", type=Path, metavar="DIRECTORY", help="where CPU builds of torch lie")
    options = parser.parse_args()
    if options.wheels:
        _add_builds(options.wheels)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        uv = _uv(folder)
        tables = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
        build = folder / "build.in"
        build.write_text("\n".join(tables["build-system"]["requires"]), encoding="utf-8")
        pip = folder / "pip.in"
        pip.write_text(f"pip=={PIP_VERSION}\n", encoding="utf-8")
        lock = _compile(uv, folder, LOCK, PYPROJECT, build, "--extra=dev", upgrade=options.upgrade)
        bootstrap = _compile(uv, folder, PIP, pip, upgrade=True)
    LOCK.write_text(LOCK_HEADER + _with_builds(lock), encoding="utf-8")
    PIP.write_text(PIP_HEADER + bootstrap, encoding="utf-8")
    for path in (LOCK, PIP):
        if "://" in path.read_text(encoding="utf-8"):
            sys.exit(f"{path.relative_to(ROOT)} names a host, which ties it to one machine. Look at the settings of uv and run this again.")
        print(f"Wrote {path.relative_to(ROOT)}: {len(re.findall(r'^[a-z0-9]', path.read_text(encoding='utf-8'), re.MULTILINE))} packages.")


def _uv(folder: Path) -> Path:
    """Install uv into an environment of its own below ``folder``; return its path."""
    venv.create(folder / "venv", with_pip=True, symlinks=True)
    binaries = folder / "venv" / "bin"
    subprocess.run([binaries / "python", "-m", "pip", "install", "--quiet", f"uv=={UV_VERSION}"], check=True)
    return binaries / "uv"


def _compile(uv: Path, folder: Path, old: Path, *arguments: str | Path, upgrade: bool) -> str:
    """Resolve the requirements for all platforms and Python versions; return the pins with their hashes."""
    out = folder / old.name
    if old.exists() and not upgrade:
        shutil.copy(old, out)
    options = ["--universal", "--fork-strategy=fewest", "--generate-hashes", "--no-header", "--no-annotate", "--no-config", "--quiet"]
    # No machine's own indexes or folders of wheels: the lock has to say the same wherever it is made.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    command = [uv, "pip", "compile", *options, f"--python-version={OLDEST_PYTHON}", f"--output-file={out}", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return out.read_text(encoding="utf-8")


def _add_builds(wheels: Path) -> None:
    """Add the hash of every CPU build of torch in a directory to requirements/torch-cpu.txt, which holds one version."""
    found = {path: re.match(r"torch-([^-]+\+cpu)-", path.name) for path in sorted(wheels.glob("torch-*.whl"))}
    versions = {match[1] for match in found.values() if match}
    if len(versions) != 1:
        sys.exit(f"{wheels} holds CPU builds of {len(versions)} versions of torch. Name a directory that holds one version.")
    pin = f"torch=={versions.pop()}"
    old = TORCH_CPU.read_text(encoding="utf-8") if TORCH_CPU.exists() else ""
    hashes = set(re.findall(r"sha256:(\w+)", old)) if f"{pin} " in old else set()
    hashes |= {hashlib.sha256(path.read_bytes()).hexdigest() for path, match in found.items() if match}
    TORCH_CPU.write_text(TORCH_HEADER + " \\\n".join([pin, *(HASH + digest for digest in sorted(hashes))]) + "\n", encoding="utf-8")


def _with_builds(lock: str) -> str:
    """Return the lock with the hashes of the CPU builds added to torch's, in order."""
    builds = TORCH_CPU.read_text(encoding="utf-8")
    version = re.search(r"^torch==(.+)\+cpu ", builds, re.MULTILINE)
    entry = re.search(r"^torch==(\S+) \\\n(?:    --hash=\S+(?: \\)?\n)+", lock, re.MULTILINE)
    if version is None or entry is None or version[1] != entry[1]:
        sys.exit("requirements/torch-cpu.txt is of another version of torch than the lock. Run `make lock WHEELS=DIRECTORY` with its CPU build.")
    hashes = sorted({*re.findall(r"sha256:(\w+)", entry[0]), *re.findall(r"sha256:(\w+)", builds)})
    return lock.replace(entry[0], " \\\n".join([f"torch=={entry[1]}", *(HASH + digest for digest in hashes)]) + "\n")


if __name__ == "__main__":
    main()
