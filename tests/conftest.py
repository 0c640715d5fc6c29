"""What every test gets: no network beyond this machine, no telemetry, and a say in what may be missing."""

from __future__ import annotations

import ipaddress
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from townhall.assistant import Assistant
from townhall.library import ingest
from townhall.settings import Settings

# Before anything imports a library that reads them: nothing is fetched from a hub, nothing is reported to anyone.
os.environ.update(
    {
        "ANONYMIZED_TELEMETRY": "False",
        "DO_NOT_TRACK": "1",
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_DATASETS_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "TRANSFORMERS_OFFLINE": "1",
    }
)

# No test may fail for the time it takes: a machine may be busy.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

REQUIRE_ALL = "TOWNHALL_REQUIRE_ALL"
"""Set to 1 where every real part has to be there: what would skip fails."""


def stays_here(address: object) -> bool:
    """Tell whether a socket address is on this machine: loopback, the name localhost, or no internet address at all."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse connections to other machines, name look-ups included.

    Python's own sockets only: what a Rust or C library opens is proved elsewhere, in a network namespace.
    """
    patch = pytest.MonkeyPatch()

    def guard(owner: object, name: str, address_of: Callable[[tuple[Any, ...]], object]) -> None:
        original = getattr(owner, name)

        def guarded(*arguments: Any, **options: Any) -> Any:
            address = address_of(arguments)
            if not stays_here(address):
                raise PermissionError(f"A test tried to reach {address!r}. Tests reach this machine only.")
            return original(*arguments, **options)

        patch.setattr(owner, name, guarded)

    for method in ("connect", "connect_ex", "sendto"):
        guard(socket.socket, method, lambda arguments: arguments[-1])
    guard(socket, "getaddrinfo", lambda arguments: (arguments[0] or "",))
    yield
    patch.undo()


@pytest.fixture(scope="session")
def require() -> Callable[[object, str], None]:
    """Return ``require(condition, reason)``: it skips the test where a real part is missing, or fails it where all are wanted."""

    def check(condition: object, reason: str) -> None:
        if condition:
            return
        if os.environ.get(REQUIRE_ALL) == "1":
            pytest.fail(f"{reason} ({REQUIRE_ALL}=1 wants every part)", pytrace=False)
        pytest.skip(reason)

    return check


REPOSITORY = Path(__file__).parents[1]
CORPUS = REPOSITORY / "corpus"
"""The real documents."""
VALLEY = Path(__file__).parent / "documents" / "valley"
"""A directory, an overview and a call that are made up, each line of them for some test."""
TODAY = date(2024, 5, 1)
"""The day that tests assume, unless they name another: between the two deadlines of the real documents."""


@pytest.fixture(scope="session")
def real_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings of an index over the real documents, built once; tests leave it as it is."""
    settings = Settings(corpus=CORPUS, index=tmp_path_factory.mktemp("real") / "index", today=TODAY)
    ingest(settings)
    return settings


@pytest.fixture(scope="session")
def real_assistant(real_settings: Settings) -> Assistant:
    """Return an assistant over the real documents."""
    return Assistant(real_settings)


@pytest.fixture(scope="session")
def write_files() -> Callable[[Path, Mapping[str, str | bytes]], None]:
    """Return ``write_files(folder, {"page.txt": "text", ...})``: texts are written as UTF-8 with their line ends as they are."""

    def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


@pytest.fixture(scope="session")
def prepare(real_settings: Settings) -> Callable[[Path], None]:
    """Return ``prepare(index)``: it copies what every index has in common, the exported model and the gazetteer."""

    def copy(index: Path) -> None:
        index.mkdir(parents=True, exist_ok=True)
        shutil.copytree(real_settings.index / "models", index / "models", dirs_exist_ok=True)
        for path in real_settings.index.glob("places-*.sqlite"):
            shutil.copy(path, index / path.name)

    return copy


@pytest.fixture
def new_settings(prepare: Callable[[Path], None], write_files: Callable[..., None], tmp_path: Path) -> Callable[..., Settings]:
    """Return ``new_settings({"page.txt": "text", ...}, **settings)``: a corpus of those files and an index still to be built."""

    def make(files: Mapping[str, str | bytes], **others: Any) -> Settings:
        write_files(tmp_path / "corpus", files)
        prepare(tmp_path / "index")
        return Settings.model_validate({"corpus": tmp_path / "corpus", "index": tmp_path / "index", "today": TODAY, **others})

    return make


@pytest.fixture(scope="session")
def valley_settings(prepare: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings of an index over a copy of the made-up documents, built once; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("valley")
    shutil.copytree(VALLEY, folder / "corpus")
    prepare(folder / "index")
    settings = Settings(corpus=folder / "corpus", index=folder / "index", today=TODAY)
    ingest(settings)
    return settings


@pytest.fixture(scope="session")
def valley(valley_settings: Settings) -> Assistant:
    """Return an assistant over the made-up documents."""
    return Assistant(valley_settings)


@pytest.fixture
def real_copy(real_settings: Settings, tmp_path: Path) -> Settings:
    """Return settings of a copy of the real documents and their index, to be changed or damaged."""
    shutil.copytree(real_settings.corpus, tmp_path / "corpus")
    shutil.copytree(real_settings.index, tmp_path / "index")
    return real_settings.model_copy(update={"corpus": tmp_path / "corpus", "index": tmp_path / "index"})


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The objects on standard output, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(scope="session")
def townhall() -> Callable[..., Outcome]:
    """Return ``townhall("ask", "question", index=DIR, before=("unshare", "-rn"), cwd=DIR)``: the real command in a process of its own."""

    def run(*arguments: str, index: Path | None = None, corpus: Path | None = None, before: Sequence[str] = (), cwd: Path = REPOSITORY) -> Outcome:
        options = [*(("--index", str(index)) if index else ()), *(("--corpus", str(corpus)) if corpus else ())]
        command = [*before, sys.executable, "-m", "townhall", arguments[0], *options, *arguments[1:]]
        done = subprocess.run(command, capture_output=True, check=False, timeout=300, cwd=cwd, stdin=subprocess.DEVNULL)  # noqa: S603 - our own command
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
