"""What the pages say: each language has the texts of English, whole, with the same values, in the plurals it needs, and none left untranslated."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from townhall.interfaces import web
from townhall.locales.lexicon import LANGUAGES
from townhall.locales.messages import EUROPEAN, _table, own_names, page_words

FOLDER = Path(__file__).parents[2] / "src" / "townhall" / "locales" / "page"
WEB = Path(web.__file__).parent
TRANSLATED = sorted(path.stem for path in FOLDER.glob("*.toml"))
CATEGORIES = {"zero", "one", "two", "few", "many", "other"}
COUNTED = (*range(10_001), 1_000_000, 2_000_000)
PLACEHOLDER = re.compile(r"\{(\w*)\}")
WORD = re.compile(r"[^\W\d_]+")
LETTERS = 4
"""Shorter texts may be the same in any language."""
SAME = tomllib.loads((Path(__file__).parent / "same_words.toml").read_text(encoding="utf-8"))
"""Texts that are rightly the same as in English: by key, the languages in which they are."""

Text = str | dict[str, str] | list[str]


@cache
def texts(language: str) -> dict[str, Text]:
    """Return every text of a language by its full key; a plural is one table, a list one text."""

    def walk(table: dict[str, Any], path: str) -> Iterator[tuple[str, Text]]:
        for name, value in table.items():
            key = f"{path}.{name}" if path else name
            if isinstance(value, dict) and not _is_plural(value):
                yield from walk(value, key)
            else:
                yield key, value

    return dict(walk(_table("page", language), ""))


def _is_plural(table: dict[str, Any]) -> bool:
    return "one" in table and table.keys() <= CATEGORIES


def forms(text: Text) -> list[str]:
    """Return a text, or the texts of a plural or a list."""
    return list(text.values()) if isinstance(text, dict) else text if isinstance(text, list) else [text]


@cache
def needed(language: str) -> set[str]:
    """Return the plural categories that CLDR gives to whole numbers in a language."""
    locale = Locale(language, EUROPEAN.get(language))
    return {locale.plural_form(n) for n in COUNTED}


def same(key: str, language: str) -> bool:
    """Whether a text may be the same as in English."""
    allowed = SAME.get(key, [])
    return allowed == "all" or language in allowed


def test_every_language_is_there() -> None:
    """There is a file for each of the 24 languages, and no other: all of them, or English alone while texts are still being written."""
    assert set(TRANSLATED) in ({"en"}, set(LANGUAGES))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_language_has_every_text(language: str) -> None:
    """No language lacks a text that English has, has one that English hasn't, or leaves one empty."""
    assert texts(language).keys() == texts("en").keys()
    assert [key for key, text in texts(language).items() if not all(form.strip() for form in forms(text))] == []
    assert {key for key, text in texts(language).items() if type(text) is not type(texts("en")[key])} == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_takes_the_same_values(language: str) -> None:
    """A text, and each form of a plural, has the placeholders of its English text; a form for one number alone may leave the number out."""
    for key, text in texts(language).items():
        wanted = sorted(PLACEHOLDER.findall(forms(texts("en")[key])[-1]))
        without = sorted(name for name in wanted if name != "n")
        for category, form in text.items() if isinstance(text, dict) else [("", form) for form in forms(text)]:
            found = sorted(PLACEHOLDER.findall(form))
            assert found == wanted or (category in {"zero", "one", "two"} and found == without), f"{key}: {form}"
            assert form.replace("{{", "").replace("}}", "").count("{") == len(found), f"{key}: {form}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_have_the_forms_that_whole_numbers_need(language: str) -> None:
    """A plural has exactly the categories that CLDR gives to whole numbers in the language."""
    wrong = {key: set(text) for key, text in texts(language).items() if isinstance(text, dict) and set(text) != needed(language)}
    assert not wrong, f"needed are {sorted(needed(language))}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_in_english(language: str) -> None:
    """No text is the same as in English, but for those that are known to be."""
    left = []
    for key, text in texts(language).items() if language != "en" else ():
        for mine, english in zip(forms(text), forms(texts("en")[key]), strict=False):
            bare = PLACEHOLDER.sub("", english)
            if mine == english and sum(map(len, WORD.findall(bare))) >= LETTERS and not same(key, language):
                left.append(f"{key}: {mine}")
    assert not left


def test_words_that_are_the_same_are_needed() -> None:
    """The list of texts that may be the same as in English names keys and languages that exist."""
    for key, languages in SAME.items():
        assert key in texts("en"), key
        assert languages == "all" or set(languages) <= set(LANGUAGES), key


@pytest.mark.parametrize("language", TRANSLATED)
def test_texts_are_plain(language: str) -> None:
    """No HTML, no Markdown (a lone asterisk is one), no exclamation mark, no doubled or stray spaces, no straight quotation marks or apostrophes."""
    for key, text in texts(language).items():
        for form in forms(text):
            assert not re.search(r"[<>`_\\]|\*\S|&\w+;|&#|\]\(|!|[\"']", form), f"{key}: {form}"
            assert form == form.strip(), key
            assert "  " not in form, key


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_number_can_be_said(language: str) -> None:
    """Every plural can be said with any number."""
    words = page_words(language)
    for key, text in texts(language).items():
        if isinstance(text, dict):
            others = {name: "x" for form in forms(text) for name in PLACEHOLDER.findall(form) if name != "n"}
            assert all(words.say(key, n=n, **others) for n in (0, 1, 2, 3, 5, 11, 21, 101, 1_000_000)), key


@cache
def named() -> frozenset[str]:
    """Return every literal of the pages' code and templates that is a key, or, with a full stop at its end, the beginning of keys."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(WEB.rglob("*")) if path.suffix in {".py", ".html"})
    whole = re.findall(r"[\"']([a-z_]+(?:\.[a-z_]+)+)[\"']", code)
    beginnings = re.findall(r"[\"']((?:[a-z_]+\.)+)(?:[\"']|\{)", code)
    return frozenset([*whole, *beginnings])


def test_what_pages_say_is_there() -> None:
    """Every key that a template or a function says in full has a text."""
    said = {
        key
        for path in sorted(WEB.rglob("*"))
        if path.suffix in {".py", ".html"}
        for key in re.findall(r"\b(?:word|words\.say)\(\s*[\"']([\w.]+)[\"']\s*[,)]", path.read_text(encoding="utf-8"))
    }
    assert len(said) > 50
    assert {key for key in said if not page_words("en").has(key)} == set()


def test_every_text_is_said() -> None:
    """No text is kept, and translated, that no page says."""
    beginnings = tuple(name for name in named() if name.endswith("."))
    assert [key for key in texts("en") if key not in named() and not key.startswith(beginnings)] == []


def test_languages_are_named_as_cldr_has_it() -> None:
    """The names that a menu of languages shows are CLDR's own, begun with a capital; every language of the product has one."""
    names = {code: str(Locale(code).get_display_name(code)) for code in LANGUAGES}
    assert own_names() == {code: name[:1].upper() + name[1:] for code, name in names.items()}
