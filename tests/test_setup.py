"""The set-up itself: what pyproject.toml asks for is what the lock pins, and nothing ties the lock to one machine."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path

import declared
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = declared.LOCK.read_text(encoding="utf-8")
FILES = sorted(declared.LOCK.parent.glob("*.txt"))


def entries(text: str) -> dict[str, tuple[Requirement, set[str]]]:
    """Return a lock's entries by name: the pin, and the hashes of its files."""
    found: dict[str, tuple[Requirement, set[str]]] = {}
    for entry in re.findall(r"^[A-Za-z0-9].*(?:\n    --hash.*)*", text, re.MULTILINE):
        pin = Requirement(entry.partition("\\\n")[0].strip())
        found[canonicalize_name(pin.name)] = (pin, set(re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry)))
    return found


LOCKED = entries(LOCK)


@pytest.mark.parametrize("text", declared.declared(dev=True))
def test_declared_is_locked(text: str) -> None:
    """Every requirement of pyproject.toml is in the lock, at a version that it admits, with a hash."""
    wanted = Requirement(text)
    pin, hashes = LOCKED[canonicalize_name(wanted.name)]
    (version,) = (specifier.version for specifier in pin.specifier)
    assert version in wanted.specifier
    assert hashes


def test_every_pin_is_exact_and_hashed() -> None:
    """Each package of the lock has one version, and its files have hashes."""
    assert len(LOCKED) == len(re.findall(r"^[A-Za-z0-9]", LOCK, re.MULTILINE))
    for name, (pin, hashes) in LOCKED.items():
        assert [specifier.operator for specifier in pin.specifier] == ["=="], name
        assert hashes, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_host_in_the_lock(path: Path) -> None:
    """No file of the lock names a host, an index or a path."""
    assert not re.search(r"://|--(?:extra-)?index|--find-links|\.(?:org|com|io|net)\b| @ |^/", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_both_builds_of_torch() -> None:
    """The lock admits the CPU builds of torch and the usual ones, and pins the GPU packages that the usual ones want."""
    cpu = entries(declared.TORCH_CPU.read_text(encoding="utf-8"))["torch"]
    pin, hashes = LOCKED["torch"]
    assert str(cpu[0].specifier) == f"{pin.specifier}+cpu"
    assert cpu[1] < hashes
    assert {"triton", "nvidia-cublas", "nvidia-cudnn-cu13", "cuda-toolkit"} <= LOCKED.keys()


def test_installed_is_locked(require: Callable[[object, str], None]) -> None:
    """What is installed in .venv is what the lock pins: nothing else, no other version."""
    require(Path(sys.prefix) == declared.ROOT / ".venv", "This environment wasn't made by make.")
    allowed = entries(declared.PIP.read_text(encoding="utf-8")) | LOCKED
    for distribution in distributions():
        name = canonicalize_name(distribution.name)
        if name == "townhall":
            continue
        assert name in allowed, f"{name} is installed and not in the lock: rm -rf .venv, then make setup"
        assert distribution.version in allowed[name][0].specifier, f"{name} {distribution.version} is not the lock's: make setup"


def test_connections_stay_here() -> None:
    """A test that would reach another machine fails, by address and by name; loopback works."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5):
        pass
    with pytest.raises(PermissionError), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(PermissionError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outside:
        outside.sendto(b"", ("192.0.2.1", 53))
    with pytest.raises(PermissionError):
        socket.create_connection(("townhall.invalid", 80))


def test_require(monkeypatch: pytest.MonkeyPatch, require: Callable[[object, str], None]) -> None:
    """A missing part skips a test, and fails it where every part is wanted."""
    require(1, "there")
    monkeypatch.delenv("TOWNHALL_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception):
        require(0, "missing")
    monkeypatch.setenv("TOWNHALL_REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception):
        require(0, "missing")
