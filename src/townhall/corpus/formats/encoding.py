"""Which bytes stand for which characters: what a file says of itself, then UTF-8, then what ``charset-normalizer`` takes for likeliest."""

from __future__ import annotations

import codecs
import re

from townhall.corpus.formats.extracted import UnreadableError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; the longer ones first, since one begins like another."""
DECLARED = re.compile(rb"""(?:<meta[^>]+charset\s*=\s*["']?|<\?xml[^>]+encoding\s*=\s*["'])([\w.:-]{2,40})""", re.IGNORECASE)
HEAD = 4096
"""Bytes in which a page has to say how it is encoded."""
SAMPLE = 200_000
"""Bytes that a guess is made from."""
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


def decode(data: bytes, *, declared: bool = False) -> tuple[str, str]:
    """Return a text and the name of its encoding; with ``declared`` a page may name its own.

    Raises:
        UnreadableError: the bytes are no text, or could be in any of several encodings.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name), name.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise UnreadableError(f"begins like {name.removesuffix('-sig')} and isn't (byte {error.start}); save it as UTF-8") from error
    names = ["utf-8"]
    if declared and (found := DECLARED.search(data[:HEAD])):
        # The web reads what calls itself Latin-1 as Windows-1252, which has a character in place of controls.
        said = found[1].decode("ascii").lower()
        names.insert(0, "cp1252" if said in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"} else said)
    for name in names:
        try:
            return data.decode(name), name
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return _guessed(data)


def _guessed(data: bytes) -> tuple[str, str]:
    """Return the likeliest reading of bytes that are not UTF-8."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE], threshold=0.2, preemptive_behaviour=False).best()
    if best is not None and b"\x00" not in data:
        try:
            text = data.decode(best.encoding)
        except (LookupError, UnicodeDecodeError):
            text = ""
        if any(map(str.isalpha, text)) and not CONTROLS.search(text):
            return text, best.encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not UTF-8 (byte {error.start}), and no other encoding that is sure; save it as UTF-8") from error
    raise UnreadableError("no text")
