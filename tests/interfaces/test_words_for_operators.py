"""What the command line says where something is missing, misspelt, empty or moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from traceback import format_exception
from typing import Any

import pytest

from townhall.doctor import diagnose
from townhall.errors import UsageError
from townhall.interfaces.batch import read_batch
from townhall.interfaces.given import settings_of, unknown_variables
from townhall.interfaces.verify import read_claims
from townhall.library import ingest, plan
from townhall.settings import Settings

Townhall = Callable[..., Any]
LISTED = b'["one.txt"]\ntitle = "The first"\n'


def test_a_file_that_moved_is_told_once(new_settings: Callable[..., Settings]) -> None:
    """The list of sources that names a file by its old name is told with the new one, when it moves; not as a skipped file, and not again."""
    settings = new_settings({"one.txt": "One\n\nThis is the first.\n", "two.txt": "Two\n\nThis is the second.\n", "sources.toml": LISTED})
    ingest(settings)
    (settings.corpus / "one.txt").rename(settings.corpus / "first.txt")
    told = {"sources.toml": ("it lists one.txt, which is now first.txt: rename it there",)}
    assert plan(settings).notes == told
    report = ingest(settings)
    assert (report.moved, report.skipped, report.notes) == ((("one.txt", "first.txt"),), (), told)
    again = ingest(settings)
    assert (again.changed, again.skipped, again.notes) == (False, (), {})
    (settings.corpus / "two.txt").write_text("Two\n\nThis is another.\n", encoding="utf-8")
    assert ingest(settings).notes == {}
    (found,) = [finding.detail for finding in diagnose(settings) if finding.name == "documents"]
    assert "sources.toml lists 1 that aren't there: one.txt" in found


def test_a_list_that_changed_is_looked_at_again(new_settings: Callable[..., Settings]) -> None:
    """What the list names and isn't there is told when it is new in the list; what is there is not."""
    settings = new_settings({"two.txt": "Two\n\nThis is the second.\n", "sources.toml": LISTED})
    assert ingest(settings).notes == {"sources.toml": ("it lists one.txt, which isn't there",)}
    (settings.corpus / "sources.toml").write_bytes(LISTED.replace(b"one", b"two") + LISTED.replace(b"one", b"three"))
    assert ingest(settings).notes == {"sources.toml": ("it lists three.txt, which isn't there",)}


@pytest.mark.parametrize("read", [read_batch, read_claims])
@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_batch_is_told(read: Callable[[Path], Any], tmp_path: Path, content: str) -> None:
    """A batch file without a row is a mistake somewhere, not an answer."""
    (tmp_path / "batch.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="holds no row"):
        list(read(tmp_path / "batch.jsonl"))


@pytest.mark.parametrize("read", [read_batch, read_claims])
def test_what_cannot_be_read_is_told_in_words(read: Callable[[Path], Any], tmp_path: Path) -> None:
    """A file that isn't there, or is a folder, is told without the system's number and without its name twice."""
    for path, why in ((tmp_path / "none.jsonl", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(UsageError, match=why) as told:
            list(read(path))
        assert "Errno" not in str(told.value)
        assert str(told.value).count(str(path)) == 1


def test_a_damaged_index_is_told_in_words(townhall: Townhall, tmp_path: Path) -> None:
    """A pointer to a generation that isn't there is one line without the system's number."""
    (tmp_path / "CURRENT").write_text("gone\n", encoding="utf-8")
    done = townhall("ask", "Who?", index=tmp_path)
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert "Errno" not in done.err
    assert "No such file" in done.err


def test_a_misspelt_setting_is_named(townhall: Townhall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is no setting is told with the one that was probably meant, and the command goes on."""
    monkeypatch.setenv("TOWNHALL_CANDIDATE", "many")
    done = townhall("doctor", corpus=tmp_path, index=tmp_path)
    assert "There is no setting TOWNHALL_CANDIDATE, it is ignored. Did you mean TOWNHALL_CANDIDATES?" in done.err
    assert "versions" in done.out


def test_only_what_is_meant_as_a_setting_is_named() -> None:
    """Settings in either case, other programs' variables, and those that Kubernetes makes of services aren't; what resembles none is told too."""
    known = ["TOWNHALL_PORT", "townhall_port", "PATH", "TOWNHALL", "TOWNHALL_REQUIRE_ALL"]
    services = ["TOWNHALL_SERVICE_HOST", "TOWNHALL_SERVICE_PORT_HTTP", "TOWNHALL_PORT_7860_TCP_ADDR", "TOWNHALL_CHROMA_PORT_8000_TCP"]
    assert unknown_variables([*known, *services]) == []
    told = unknown_variables(["TOWNHALL_MCP_HOSTS", "TOWNHALL_XYZZY"])
    assert "Did you mean TOWNHALL_API_HOSTS?" in told[0]
    assert "README" in told[1]


def test_what_is_no_object_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Options that are not written as a JSON object are named, with the remedy and without what was written: a key may be among it."""
    monkeypatch.setenv("TOWNHALL_READER_OPTIONS", '{"key": "hush"')
    with pytest.raises(UsageError, match="reader_options") as raised:
        settings_of()
    assert "JSON object" in str(raised.value)
    assert "hush" not in "".join(format_exception(raised.value))
