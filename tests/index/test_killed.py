"""Whatever happens to an ingest, what serves is one whole generation, and the next ingest mends the rest."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from killing import kill_many

from townhall.assistant import Assistant
from townhall.index.generations import current_name
from townhall.library import ingest, verify_index
from townhall.settings import Settings

TEXT = "Office of Isles\n\nThe office of isles lends boats to schools on {number} isles.\n"


def test_killed_at_any_moment(new_settings: Callable[..., Settings]) -> None:
    """After each of twelve kills the index is whole and answers, from the files before or those of now; no draft outlives the next ingest."""
    settings = new_settings({"first.txt": TEXT.format(number=1)})
    killed, wrong = kill_many(settings, times=12, seed=5)
    assert wrong == []
    assert killed


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from townhall.library import ingest
from townhall.settings import Settings
settings = Settings(corpus=Path(sys.argv[1]), index=Path(sys.argv[2]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
ingest(settings)
"""


@pytest.fixture(scope="module")
def larger(prepare: Callable[[Path], None], write_files: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings of an index of one document beside which more documents wait, built once; tests copy it."""
    folder = tmp_path_factory.mktemp("larger")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    prepare(settings.index)
    write_files(settings.corpus, {"first.txt": TEXT.format(number=1)})
    ingest(settings)
    write_files(settings.corpus, {f"page-{number}.txt": TEXT.format(number=number) * 20 for number in range(2, 12)})
    return settings


@pytest.mark.parametrize("size", [0, 2_000, 40_000, 150_000])
def test_a_full_disk(larger: Settings, tmp_path: Path, size: int) -> None:
    """Where the system refuses to write files beyond a size, early or late, what serves goes on, and with space again all is read."""
    shutil.copytree(larger.index, tmp_path / "index")
    settings = larger.model_copy(update={"index": tmp_path / "index"})
    before = current_name(settings.index)
    command = [sys.executable, "-c", FULL_DISK, str(settings.corpus), str(settings.index), str(size)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)  # noqa: S603 - our own Python
    assert done.returncode != 0
    assert current_name(settings.index) == before
    assert verify_index(settings).faults == ()
    assert Assistant(settings).ask("Who lends boats to schools?").answer.status == "answered"
    assert len(ingest(settings).added) == 10
    assert verify_index(settings).faults == ()
