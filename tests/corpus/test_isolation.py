"""The reading process: whatever a file does to it, it is one file that is lost, and its owner is told."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from random import Random

import formats_samples
import pytest
from hostile import mutated

from townhall.corpus.formats import UnreadableError
from townhall.corpus.formats.registry import extract
from townhall.corpus.isolation import Isolated
from townhall.corpus.limits import Limits

CSV = b"Name,Town\nBo,Eastmouth\n"
LONG = b"Name,Town\n" + b"Bo,Eastmouth\n" * 1_500_000
"""A file that takes some seconds, and much memory, to read."""
LIMITS = Limits(seconds=20)


@pytest.fixture(scope="module")
def isolated() -> Iterator[Isolated]:
    """Return a reading process that tests share, as files of an ingest do."""
    with Isolated(LIMITS) as process:
        yield process


def reason(isolated: Isolated, name: str, data: bytes) -> str:
    """Return why a file can't be read, and show that the next one can."""
    with pytest.raises(UnreadableError) as caught:
        isolated.extract(name, data)
    assert isolated.extract("good.csv", CSV).text == "Name: Bo\nTown: Eastmouth\n"
    return caught.value.reason


def outcome(isolated: Isolated, name: str, data: bytes) -> str:
    """Return a file's text, or why it can't be read."""
    try:
        return isolated.extract(name, data).text
    except UnreadableError as error:
        return error.reason


def archive(**members: bytes) -> bytes:
    """Return a zip archive; two underscores in a name stand for a slash, one for a full stop."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize("name", [name for name in formats_samples.NAMES if name != "scan.pdf"])
def test_a_file_reads_the_same_in_the_process(isolated: Isolated, name: str) -> None:
    """Nothing is missing in the process, which can load no module and open no file any more."""
    data = formats_samples.samples()[name]
    assert isolated.extract(name, data) == extract(name, data, limit=LIMITS.characters)


def test_a_bomb_stays_packed(isolated: Isolated) -> None:
    """An archive that claims to unpack to a thousand times its size is not unpacked."""
    assert "bomb" in reason(isolated, "bomb.docx", archive(word__document_xml=bytes(60_000_000)))


def test_a_bomb_that_lies_is_found_out(isolated: Isolated) -> None:
    """An archive whose directory claims less than it unpacks to is not read beyond that."""
    data = archive(content_xml=b" " * 50_000_000, mimetype=b"application/vnd.oasis.opendocument.text")
    lying = data.replace((50_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != data
    assert "damaged" in reason(isolated, "bomb.odt", lying)


def test_entities_are_not_put_in(isolated: Isolated) -> None:
    """A document that defines an entity as ten of another, ten times over, or as a file of this machine, gets neither."""
    levels = "".join(f'<!ENTITY e{level + 1} "{f"&e{level};" * 10}">' for level in range(10))
    xml = (
        f'<!DOCTYPE x [<!ENTITY e0 "lol">{levels}<!ENTITY f SYSTEM "file:///etc/hostname">]><w:document xmlns:w="w"><w:p>&e10;&f;</w:p></w:document>'
    )
    assert reason(isolated, "entities.docx", archive(word__document_xml=xml.encode()))
    xml = xml.replace("w:document", "office:body").replace("w:p", "office:text").replace('xmlns:w="w"', 'xmlns:office="o"')
    assert reason(isolated, "entities.odt", archive(content_xml=xml.encode(), mimetype=b"application/vnd.oasis.opendocument.text"))


@pytest.mark.parametrize("name", ["page.html", "deep.odt"])
def test_depth_is_no_matter(isolated: Isolated, name: str) -> None:
    """Elements within elements by the ten thousand are read, or reported; the next file is read in any case."""
    data = b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000
    if name.endswith("odt"):
        data = archive(content_xml=data, mimetype=b"application/vnd.oasis.opendocument.text")
    assert outcome(isolated, name, data) in {"deep\n", "nested deeper than any document", "damaged: what is in it can't be read"}
    assert isolated.extract("good.csv", CSV).text


def test_a_file_that_takes_too_long_is_given_up() -> None:
    """A file that isn't read in time is reported, and the next one has a process of its own."""
    with Isolated(Limits(seconds=0.2)) as hurried:
        with pytest.raises(UnreadableError, match=r"not read within 0\.2 seconds"):
            hurried.extract("long.csv", LONG)
        assert hurried.extract("good.csv", CSV).text


def test_a_file_that_takes_too_much_memory_is_given_up() -> None:
    """A file that needs more memory than is given to the process is reported, and the next one is read."""
    with Isolated(Limits(memory=700_000_000, characters=10**9)) as small:
        assert "memory" in reason(small, "long.csv", LONG)


def test_a_process_that_dies_takes_one_file_along() -> None:
    """A process that is killed while it reads is the end of that file, which is reported; the next one is read."""
    with Isolated(Limits(characters=10**9)) as fragile:
        fragile._started()  # noqa: SLF001 - a fresh process, which is given no second try; there is no other way to know its number
        process = fragile._process  # noqa: SLF001
        assert process
        killer = threading.Timer(0.1, os.killpg, (process.pid, signal.SIGKILL))
        killer.start()
        with pytest.raises(UnreadableError, match="crashed"):
            fragile.extract("long.csv", LONG)
        killer.join()
        assert fragile.extract("good.csv", CSV).text


def test_the_process_can_open_nothing() -> None:
    """Once it reads files it can open no file and no connection, write nothing and start no program."""
    script = """
import socket, subprocess, sys
from townhall.corpus import worker
worker.load_readers()
worker.confine(memory=2_000_000_000)
refused = 0
for attempt in (lambda: open("/etc/hostname"), lambda: socket.socket(), lambda: subprocess.run(["true"]), lambda: open("/tmp/new", "w")):
    try:
        attempt()
    except OSError:
        refused += 1
sys.stdout.write(str(refused))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=120)  # noqa: S603 - our own Python
    assert done.stdout == b"4"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("paper.docx", b"%PDF-1.7 text", "named .docx and is a PDF; name it .pdf"),
        ("paper.pdf", b"plain text", "named .pdf and is no PDF"),
        ("sheet.docx", archive(xl__workbook_xml=b"<x/>"), "is an Excel workbook; name it .xlsx"),
        ("notes.pptx", b"plain text", "is not a PowerPoint presentation"),
        ("stuff.xlsx", archive(stuff_bin=b"x"), "an archive of something else"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked by a password"),
        ("page.html", archive(word__document_xml=b"<x/>"), "is a Word document; name it .docx"),
        ("empty.csv", b" \n", "empty"),
        ("nothing.html", b"<html><body><script>1</script></body></html>", "holds no text"),
        ("bytes.csv", bytes(range(256)) * 4, "not UTF-8"),
    ],
)
def test_a_file_that_is_something_else_says_what(isolated: Isolated, name: str, data: bytes, words: str) -> None:
    """A file whose content isn't what its name promises is reported with what it is, and what mends it."""
    assert words in reason(isolated, name, data)


def test_broken_files_get_a_text_or_a_reason(isolated: Isolated, broken_ones: list[tuple[str, bytes]]) -> None:
    """Two hundred files that are broken in many ways are each read or reported, and the process serves on."""
    for name, data in broken_ones:
        assert outcome(isolated, name, data).strip(), name
    assert isolated.extract("good.csv", CSV).text


@pytest.fixture(scope="module")
def broken_ones() -> list[tuple[str, bytes]]:
    """Return files of all formats, broken by chance but the same each time."""
    chance = Random(7)  # noqa: S311 - repeatable on purpose
    originals = sorted(formats_samples.samples().items())
    return [mutated(*chance.choice(originals), chance)[1:] for _ in range(200)]
