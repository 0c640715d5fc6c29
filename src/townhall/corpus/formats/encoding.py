"""Which bytes stand for which characters: what a file says of itself, then UTF-8, then a code page of Windows whose letters make words.

What is none of these is what ``charset-normalizer`` takes for likeliest.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

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
PAGES = ("cp1252", "cp1250", "iso8859-2", "cp1257", "cp1253", "cp1251")
"""Code pages of the languages of the European Union, as office programs of theirs save; of those that fit alike the first is taken."""
FOREIGN_WORD = re.compile(r"[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")
"""A word with a letter beyond a to z."""
MISREAD = re.compile(
    r"(?<=[^\W\d_])(?![\u2010-\u2019\u2026\u00ab\u00ad\u00b7\u00bb\u00aa\u00b0\u00b5\u00ba])[^\x00-\x7f](?<![^\W\d_])(?=[^\W\d_])"
    r"|(?<=[^\W\d_])[\u00b2\u00b3\u00b9\u00bc-\u00be](?=[^\W\d_])"
    r"|(?<!\w)[\u00a2-\u00a5\u00a8\u00ac\u00af\u00b4\u00b8](?=[a-z])"
    r"|[a-zA-Z][\u0370-\u04ff]|[\u0370-\u04ff][a-zA-Z]"
)
"""What a wrong page makes of a word: a sign for a letter ("M³ller", "£ukasz"), or letters of two scripts ("Mόller")."""
NO_LETTERS = frozenset("ªºµ")
"""Signs that count as letters."""
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
        names.insert(0, _declared(found[1].decode("ascii")))
    for name in dict.fromkeys(names):
        try:
            return data.decode(name), name
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return _guessed(data)


def _declared(said: str) -> str:
    """Return the encoding that a page says it is in, by the one name that Python has for it, as the web reads it; UTF-8 where there is none."""
    try:
        name = codecs.lookup(said).name.removesuffix("-sig")
    except LookupError:
        return "utf-8"
    if name.startswith(("utf-16", "utf-32")):  # what says so in single bytes is neither
        return "utf-8"
    # What calls itself Latin-1 is mostly Windows-1252, which has a character in place of controls.
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def told_of(encoding: str) -> tuple[str, ...]:
    """Return what a document's owner should know of the encoding that it was read in: nothing where it is UTF-8."""
    return () if encoding == "utf-8" else (f"read as {encoding}, since it is not UTF-8",)


def _guessed(data: bytes) -> tuple[str, str]:
    """Return the likeliest reading of bytes that are not UTF-8."""
    fitting = [(fit, page) for page in PAGES if (fit := _fit(data, page)) is not None]
    if fitting:
        page = max(fitting, key=lambda found: found[0])[1]
        return data.decode(page), page
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


def _fit(data: bytes, page: str) -> float | None:
    """Return how well one language alone explains the letters beyond a to z that a code page gives, in [0, 1]; None where no text comes of it.

    None does where a letter is of no language, a sign stands for one, or a capital after a small letter.
    """
    try:
        text = data.decode(page)
    except UnicodeDecodeError:
        return None
    if CONTROLS.search(text) or MISREAD.search(text):
        return None
    words = FOREIGN_WORD.findall(text[:SAMPLE])
    if any(not word.isupper() and any(letter.isupper() and not letter.isascii() for letter in word[1:]) for word in words):
        return None
    letters = Counter(letter for word in words for letter in word.lower() if not letter.isascii() and letter.isalpha() and letter not in NO_LETTERS)
    languages = _letters()
    if not letters.keys() <= frozenset().union(*languages):
        return None
    return max(sum(letters[letter] for letter in own) for own in languages) / letters.total() if letters else 1.0


@cache
def _letters() -> tuple[frozenset[str], ...]:
    """Return for each language its letters beyond a to z."""
    table: dict[str, str] = tomllib.loads(files("townhall.corpus.formats").joinpath("letters.toml").read_text(encoding="utf-8"))
    return tuple(frozenset(letters) for letters in table.values())
