"""Documents come and go whole or not at all, and none is lost."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from townhall.corpus.removed import discard_older
from townhall.errors import DocumentError, Problem
from townhall.library import Added, add_document, remove_document, removed_documents, replace_document, restore_document
from townhall.settings import Settings

TEXT = b"The Harbour Office answers questions about moorings.\n"
OTHER = b"The Harbour Office is closed on Mondays.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of a corpus of one document, with no index."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "first.txt").write_bytes(TEXT)
    return Settings(corpus=corpus, index=tmp_path / "index", file_size_limit=1000)


def files(settings: Settings) -> dict[str, bytes]:
    """Return all that lies in the corpus, hidden files and leftovers included."""
    return {path.relative_to(settings.corpus).as_posix(): path.read_bytes() for path in settings.corpus.rglob("*") if path.is_file()}


def refused(work: Callable[[], object]) -> Problem:
    """Return why a change was refused."""
    with pytest.raises(DocumentError) as caught:
        work()
    return caught.value.problem


def add(settings: Settings, name: str, content: bytes, *, replace: bool = False) -> Added:
    """Add a document."""
    return add_document(settings, name, io.BytesIO(content), replace=replace)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("page.exe", OTHER, Problem.TYPE),
        ("page", OTHER, Problem.TYPE),
        ("sources.toml", b"", Problem.TYPE),
        ("bomb.zip", b"PK\x03\x04" + bytes(100), Problem.TYPE),
        ("bomb.txt", b"PK\x03\x04" + bytes(100), Problem.DISGUISED),
        ("page.txt", b"%PDF-1.7 but only letters follow", Problem.DISGUISED),
        ("page.txt", b"", Problem.EMPTY),
        ("page.txt", b" \n\t\n", Problem.UNREADABLE),
        ("page.txt", b"\xff\xfe\x00bytes\x9d", Problem.UNREADABLE),
        ("page.txt", bytes(1001), Problem.TOO_LARGE),
        ("first.txt", OTHER, Problem.TAKEN),
        ("FIRST.TXT", OTHER, Problem.TAKEN),
        ("second.txt", TEXT, Problem.SAME),
        ("/..", OTHER, Problem.NAME),
    ],
)
def test_refused_documents_leave_nothing(settings: Settings, name: str, content: bytes, problem: Problem) -> None:
    """What can't be a document is refused with its reason, and the corpus is as it was, without a trace."""
    before = files(settings)
    assert refused(lambda: add(settings, name, content)) is problem
    assert files(settings) == before
    assert list(settings.corpus.iterdir()) == [settings.corpus / "first.txt"]


def test_too_large_is_noticed_while_it_comes(settings: Settings) -> None:
    """Of a file that is too large not much more is read than the limit."""

    class Endless(io.RawIOBase):
        read_so_far = 0

        def read(self, size: int = -1) -> bytes:
            self.read_so_far += size
            assert self.read_so_far < 10_000_000
            return b"a" * size

    endless = Endless()
    assert refused(lambda: add_document(settings, "endless.txt", endless)) is Problem.TOO_LARGE  # type: ignore[arg-type]
    assert list(files(settings)) == ["first.txt"]


def test_paths_stay_inside(settings: Settings, tmp_path: Path) -> None:
    """No name or path reaches a file outside the corpus, or a hidden one in it: not to add, to replace, to remove or to bring back."""
    outside = tmp_path / "outside.txt"
    outside.write_bytes(OTHER)
    (settings.corpus / ".hidden.txt").write_bytes(b"hidden")
    (settings.corpus / "link.txt").symlink_to(outside)
    (settings.corpus / "folder").symlink_to(tmp_path)
    tricks = [
        "../outside.txt",
        str(outside),
        "folder/outside.txt",
        "link.txt",
        ".hidden.txt",
        "./first.txt",
        "a/../first.txt",
        "first.txt\x00",
        "",
        ".",
    ]
    for trick in tricks:
        assert refused(partial(replace_document, settings, trick, io.BytesIO(b"new"))) is Problem.GONE
        assert refused(partial(remove_document, settings, trick)) is Problem.GONE
        assert refused(partial(restore_document, settings, trick)) is Problem.GONE
    added = add(settings, "../../outside.txt", b"Another text.\n")
    assert added.source == "outside.txt"
    assert outside.read_bytes() == OTHER
    assert (settings.corpus / "outside.txt").read_bytes() == b"Another text.\n"


def test_replacing_can_be_undone(settings: Settings) -> None:
    """What was replaced is brought back by its number, and what had taken its place is kept in turn."""
    added = add(settings, "First.txt", OTHER, replace=True)
    assert (added.source, files(settings)) == ("first.txt", {"first.txt": OTHER})
    [kept] = removed_documents(settings)
    assert (kept.source, kept.replaced, kept.size) == ("first.txt", True, len(TEXT))
    restore_document(settings, kept.id)
    assert files(settings) == {"first.txt": TEXT}
    [kept] = removed_documents(settings)
    restore_document(settings, kept.id)
    assert files(settings) == {"first.txt": OTHER}


def test_removing_can_be_undone(settings: Settings) -> None:
    """A removed document comes back to its folder, unless another has taken its place meanwhile."""
    place = settings.corpus / "über uns" / "second page.md"
    place.parent.mkdir()
    place.write_bytes(OTHER)
    removed = remove_document(settings, "über uns/second page.md")
    assert list(files(settings)) == ["first.txt"]
    place.write_bytes(b"Something else.\n")
    assert refused(lambda: restore_document(settings, removed.id)) is Problem.TAKEN
    assert place.read_bytes() == b"Something else.\n"
    place.unlink()
    place.parent.rmdir()
    assert restore_document(settings, removed.id).source == "über uns/second page.md"
    assert place.read_bytes() == OTHER
    assert removed_documents(settings) == []
    assert refused(lambda: restore_document(settings, removed.id)) is Problem.GONE


def test_the_only_document_stays(settings: Settings) -> None:
    """The last document can't be removed: with none there would be no ingest, and answers would go on coming from it."""
    (settings.corpus / "picture.png").write_bytes(b"no document")
    assert refused(lambda: remove_document(settings, "first.txt")) is Problem.LAST
    assert "first.txt" in files(settings)


def test_kept_for_a_while(settings: Settings) -> None:
    """What was removed is deleted for good when its days are over, and not before."""
    add(settings, "second.txt", OTHER)
    remove_document(settings, "second.txt")
    now = datetime.now(UTC)
    assert discard_older(settings.removed_folder(), days=30, now=now + timedelta(days=29)) == 0
    assert discard_older(settings.removed_folder(), days=30, now=now + timedelta(days=31)) == 1
    assert list(settings.removed_folder().iterdir()) == []


def test_two_at_once(settings: Settings) -> None:
    """Of many who add a document of one name at the same moment one succeeds, and its contents are whole."""
    outcomes: list[bytes | Problem] = []

    def attempt(number: int) -> None:
        content = f"Text {number}\n".encode() * 50
        try:
            add(settings, "page.txt", content)
            outcomes.append(content)
        except DocumentError as error:
            outcomes.append(error.problem)

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [content] = [outcome for outcome in outcomes if isinstance(outcome, bytes)]
    assert outcomes.count(Problem.TAKEN) == 7
    assert files(settings) == {"first.txt": TEXT, "page.txt": content}


FULL_DISK = """
import io, resource, signal, sys
from pathlib import Path
from townhall.errors import DocumentError
from townhall.library import add_document, remove_document
from townhall.settings import Settings
settings = Settings(corpus=Path(sys.argv[1]), index=Path(sys.argv[2]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
for work in (lambda: add_document(settings, "large.txt", io.BytesIO(b"many words " * 5000)),
             lambda: add_document(settings, "first.txt", io.BytesIO(b"many words " * 5000), replace=True),
             lambda: remove_document(settings, "big.txt")):
    try:
        work()
        print("done")
    except DocumentError as error:
        print(error.problem)
"""


def test_full_disk(settings: Settings) -> None:
    """Where the system refuses to write more, the reason is told, nothing is half there, and nothing was lost."""
    (settings.corpus / "big.txt").write_bytes(b"large words " * 5000)
    before = files(settings)
    command = [sys.executable, "-c", FULL_DISK, str(settings.corpus), str(settings.index)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)  # noqa: S603 - our own Python
    assert done.stdout.split() == ["full"] * 3
    assert files(settings) == before
    assert [path for path in settings.corpus.iterdir() if path.name.startswith(".")] == []
    assert removed_documents(settings) == []
    assert list(settings.removed_folder().glob("*")) == []
