"""Reading a folder: what comes in unchanged, what is left out, and what is said of it."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from townhall.corpus import CorpusReport, Limits, read_corpus
from townhall.corpus.llama_reader import TownhallReader
from townhall.errors import CorpusError
from townhall.model import Document

LIMIT = 10_000
LIMITS = Limits(size=LIMIT)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Mapping[str, bytes]], CorpusReport]:
    """Return ``read({"name": bytes, ...})``: it writes the files and reads the folder, a small good file beside them."""

    def run(files: Mapping[str, bytes]) -> CorpusReport:
        for name, data in {"good.txt": b"A good file.\n", **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return read_corpus(tmp_path, limits=LIMITS)

    return run


def documents(report: CorpusReport) -> dict[str, Document]:
    """Return a report's documents by path."""
    return {document.source: document for document in report.documents}


def reasons(report: CorpusReport) -> dict[str, str]:
    """Return why files were left out, by path."""
    return {file.source: file.reason for file in report.skipped}


@pytest.mark.parametrize(
    "text",
    [
        "plain\n",
        "\ufeffwith a byte order mark",
        "Windows\r\nline\r\n\r\nends\r\n",
        "old Mac\rline ends",
        "no-break\u00a0space \u00e9 e\u0301",
        "\x00\x0b\x0c\u2028\u2029 odd",
    ],
    ids=["plain", "bom", "crlf", "cr", "unicode", "control"],
)
def test_text_is_the_file_decoded(read: Callable[[Mapping[str, bytes]], CorpusReport], text: str) -> None:
    """A document's text, encoded again, is the file byte for byte, and its hash is the file's."""
    data = text.encode()
    document = documents(read({"page.txt": data}))["page.txt"]
    assert document.text.encode() == data
    assert document.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("bytes.txt", bytes(range(256)), "not UTF-8 (byte 128)"),
        ("half.txt", b"\xff\xfet", "begins like utf-16 and isn't"),
        ("empty.txt", b"", "empty"),
        ("blank.md", b" \r\n\t\n", "empty"),
        ("large.txt", b"x" * (LIMIT + 1), "10,001 bytes, more than the limit of 10,000"),
        ("page.pdf", b"%PDF-1.7", "damaged or cut off"),
        ("page.doc", b"text", "an old Word document; save it as .docx"),
        ("LICENSE", b"text", "a file without a suffix is not a format"),
    ],
)
def test_a_bad_file_is_named_and_stops_nothing(read: Callable[[Mapping[str, bytes]], CorpusReport], name: str, data: bytes, words: str) -> None:
    """A file that can't be read is listed with the reason, and the others are read."""
    report = read({name: data})
    assert set(documents(report)) == {"good.txt"}
    assert words in reasons(report)[name]


def test_a_file_of_just_the_limit_is_read(read: Callable[[Mapping[str, bytes]], CorpusReport]) -> None:
    """The size limit is the largest size that is read."""
    assert "full.txt" in documents(read({"full.txt": b"x" * LIMIT}))


def test_hidden_files_and_links_are_left_out_in_silence(read: Callable[[Mapping[str, bytes]], CorpusReport], tmp_path: Path) -> None:
    """Files and folders that begin with a full stop, and symbolic links, are neither read nor reported."""
    (tmp_path / "outside.txt").symlink_to("/etc/hostname")
    (tmp_path / "twice.txt").symlink_to(tmp_path / "good.txt")
    report = read({".hidden.txt": b"secret", ".git/notes.txt": b"secret", "sub/.cache/page.txt": b"secret"})
    assert set(documents(report)) == {"good.txt"}
    assert not report.skipped


def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    """A file that the system refuses is listed with the system's reason, whoever reads it."""
    from llama_index.core.readers.base import BaseReader

    class Refused(BaseReader):
        def load_data(self, file: Path) -> list[Any]:
            if Path(file).name == "closed.txt":
                raise PermissionError(errno.EACCES, "Permission denied", str(file))
            return TownhallReader().load_data(file)

    for name in ("good.txt", "closed.txt"):
        (tmp_path / name).write_text("text", encoding="utf-8")
    report = read_corpus(tmp_path, limits=LIMITS, reader=Refused())
    assert set(documents(report)) == {"good.txt"}
    assert reasons(report) == {"closed.txt": "can't be opened: Permission denied"}


def test_sub_folders_are_read_in_order_of_path(read: Callable[[Mapping[str, bytes]], CorpusReport]) -> None:
    """Documents come in the order of their paths, which have slashes on every system."""
    report = read({"b/two.md": b"two", "b/one.MARKDOWN": b"one", "a.txt": b"a"})
    assert [document.source for document in report.documents] == ["a.txt", "b/one.MARKDOWN", "b/two.md", "good.txt"]


def test_what_is_known_comes_from_the_list(read: Callable[[Mapping[str, bytes]], CorpusReport]) -> None:
    """Title, publisher, date, link and language come from sources.toml; what isn't there is None, the title made of the name."""
    table = b'["good.txt"]\ntitle = "A title"\npublisher = "A publisher"\ndate = 2024-02-29\nlink = "https://example.org"\nlanguage = "de"\n'
    found = documents(read({"sources.toml": table, "my-own_page.txt": b"text"}))
    assert found["good.txt"] == Document(
        "good.txt", "A good file.\n", found["good.txt"].sha256, "A title", "A publisher", date(2024, 2, 29), "https://example.org", "de"
    )
    other = found["my-own_page.txt"]
    assert (other.title, other.publisher, other.date, other.link, other.language) == ("My own page", None, None, None, None)


def test_a_listed_file_that_is_missing_is_reported(read: Callable[[Mapping[str, bytes]], CorpusReport]) -> None:
    """The list may name a file that isn't there; its owner is told."""
    assert reasons(read({"sources.toml": b'["gone.txt"]\ntitle = "Gone"\n'})) == {}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (b"[page", "can't be read"),
        (b'["good.txt"]\ntitle = "\xff"\n', "can't be read"),
        (b'"good.txt" = "A title"\n', "is not a table"),
        (b'["good.txt"]\nauthor = "N. N."\n', "unknown field 'author'"),
        (b'["good.txt"]\ndate = "yesterday"\n', "'date' of 'good.txt' is 'yesterday'"),
        (b'["good.txt"]\ntitle = 7\n', "'title' of 'good.txt' is 7"),
    ],
    ids=["toml", "encoding", "table", "field", "date", "type"],
)
def test_a_wrong_list_is_a_fault_with_a_remedy(read: Callable[[Mapping[str, bytes]], CorpusReport], table: bytes, words: str) -> None:
    """A list that can't be used stops the reading with one line that names the bad value."""
    with pytest.raises(CorpusError) as caught:
        read({"sources.toml": table})
    assert words in str(caught.value)
    assert caught.value.remedy


def test_a_date_with_a_time_is_not_a_day(read: Callable[[Mapping[str, bytes]], CorpusReport]) -> None:
    """A moment where a day is wanted is a wrong value, not a day with something attached."""
    with pytest.raises(CorpusError):
        read({"sources.toml": b'["good.txt"]\ndate = 2024-02-29T10:00:00\n'})


@pytest.mark.parametrize("files", [{}, {"page.pdf": b"%PDF"}, {"sources.toml": b""}, {"empty.txt": b""}], ids=["nothing", "format", "list", "empty"])
def test_a_folder_without_documents_is_a_fault(tmp_path: Path, files: dict[str, bytes]) -> None:
    """A corpus that holds nothing to read says so, and names the formats that are read."""
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(CorpusError, match="no document that can be read") as caught:
        read_corpus(tmp_path, limits=LIMITS)
    assert ".txt" in caught.value.remedy


def test_a_missing_folder_is_a_fault(tmp_path: Path) -> None:
    """A corpus that isn't there is named, and so is a file in its place."""
    (tmp_path / "file").write_text("text", encoding="utf-8")
    for corpus in (tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(CorpusError, match="There is no folder"):
            read_corpus(corpus, limits=LIMITS)


def test_another_reader_takes_the_place_of_ours(tmp_path: Path) -> None:
    """A LlamaIndex reader of somebody else's is given each file, and what it returns is the document's text, its parts joined by a blank line."""
    from llama_index.core.readers.base import BaseReader
    from llama_index.core.schema import Document as LlamaDocument

    class Shouting(BaseReader):
        def load_data(self, file: Path) -> list[Any]:
            return [LlamaDocument(text=line.upper()) for line in Path(file).read_text(encoding="utf-8").splitlines()]

    (tmp_path / "page.txt").write_text("one\ntwo\n", encoding="utf-8")
    report = read_corpus(tmp_path, limits=LIMITS, reader=Shouting())
    assert [document.text for document in report.documents] == ["ONE\n\nTWO"]


def test_the_reader_is_a_llamaindex_reader(tmp_path: Path) -> None:
    """Our reader can be used in a LlamaIndex application: it gives LlamaIndex documents with the file's whole text."""
    from llama_index.core import SimpleDirectoryReader

    (tmp_path / "page.txt").write_bytes(b"\xef\xbb\xbfone\r\ntwo")
    loaded = SimpleDirectoryReader(str(tmp_path), file_extractor={".txt": TownhallReader()}).load_data()
    assert [document.text for document in loaded] == ["\ufeffone\r\ntwo"]
