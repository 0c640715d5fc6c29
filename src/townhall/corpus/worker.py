"""The reading process: it gets files' bytes on standard input and writes what they hold on standard output.

Before the first file it loads every reader and then gives up what it won't need: it can open no file and no connection, write nothing, start
nothing, and its memory is bounded. A file that makes it crash or hang takes nothing else along; whoever started it starts another.
"""

from __future__ import annotations

import codecs
import contextlib
import encodings
import json
import os
import pkgutil
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from townhall.corpus.formats.extracted import UnreadableError
from townhall.corpus.formats.registry import FORMATS, extract
from townhall.corpus.wire import LENGTH, dump_extracted

EARLY = (
    "heapq",
    "charset_normalizer.api",
    "mammoth",
    "pptx",
    "openpyxl.reader.excel",
    "openpyxl.worksheet._reader",
    "email.mime.text",
    "email.policy",
    "xml.dom.expatbuilder",
)
"""What the readers import when they are first used."""
GRACE = 5
"""Seconds of processor time beyond the limit after which the system ends the process, in case that nobody is left to do so."""


def main() -> None:
    """Serve until standard input ends."""
    replies = os.fdopen(os.dup(1), "wb")
    # What libraries print would be taken for a reply.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    load_readers()
    confine(memory=int(sys.argv[1]))
    _reply(replies, b"{}")
    while request := sys.stdin.buffer.readline():
        serve(json.loads(request), sys.stdin.buffer, replies)


def load_readers() -> None:
    """Import all that readers need, since nothing can be opened later; codecs too."""
    for module in (*(f"townhall.corpus.formats.{each.module}" for each in FORMATS), *EARLY):
        import_module(module)
    for codec in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(LookupError, ImportError):  # some are of another system, some are no encoding
            codecs.lookup(codec.name)
    # What is read on first use: lists of names, templates.
    for source, data in WARM:
        try:
            extract(source, data, limit=1000)
        except UnreadableError:
            continue


WARM = (
    ("page.html", b"<div id='menu'>m</div><p>Warm up.</p>"),
    ("table.csv", b"name;place\nZo\xeb;C\xf4te\n"),
    ("message.eml", b"From: a@example.org\nSubject: =?utf-8?q?s?=\nContent-Type: text/plain; charset=iso-8859-1\n\nT\xe9xt.\n"),
)
"""Files that make the readers load the rest."""


def confine(*, memory: int) -> None:
    """Give up memory beyond ``memory`` bytes, and every new file, connection and process."""
    if sys.platform == "linux":  # elsewhere the limit is not kept, or taken for another
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    used = 1 + max(int(entry.name) for entry in Path("/dev/fd").iterdir() if entry.name.isdigit() and _is_open(int(entry.name)))
    resource.setrlimit(resource.RLIMIT_NOFILE, (used, used))
    with contextlib.suppress(OSError):
        while True:  # numbers that are free below the highest one could still be given out
            os.dup(0)


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def serve(request: dict[str, object], files: BinaryIO, replies: BinaryIO) -> None:
    """Read one file and answer with what it holds, or why it can't be read."""
    data = files.read(int(str(request["size"])))
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + int(float(str(request["seconds"]))) + GRACE, most))
    try:
        answer = dump_extracted(extract(str(request["source"]), data, limit=int(str(request["characters"]))))
    except UnreadableError as error:
        answer = json.dumps({"reason": error.reason}).encode()
    except MemoryError:
        answer = b'{"memory": true}'
    except RecursionError:
        answer = json.dumps({"reason": "nested deeper than any document"}).encode()
    except Exception as error:  # noqa: BLE001 - a reader's library may raise anything; the file is bad, and the next one may be good
        answer = json.dumps({"reason": f"damaged: its reader failed ({type(error).__name__})"}).encode()
    _reply(replies, answer)


def _reply(replies: BinaryIO, answer: bytes) -> None:
    replies.write(len(answer).to_bytes(LENGTH, "big") + answer)
    replies.flush()


if __name__ == "__main__":
    main()
