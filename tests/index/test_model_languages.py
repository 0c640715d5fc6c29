"""Languages that an embedding model reads: by the setting, else by its model card."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from townhall.index.model_languages import languages_read
from townhall.locales.lexicon import LANGUAGES
from townhall.settings import Settings


@pytest.mark.parametrize(
    ("card", "languages"),
    [
        ("---\nlanguage: de\n---\n# A model\n", {"de"}),
        ("---\nlanguage:\n- en\n- sl\n- zh\n---\n", {"en", "sl"}),
        ("---\nlanguage: multilingual\nlicense: mit\n---\n", set(LANGUAGES)),
        ("---\nlicense: mit\n---\n", {"en"}),
        ("no head at all", {"en"}),
        ("---\nlanguage: [\n---\n", {"en"}),
    ],
)
def test_the_card_names_them(tmp_path: Path, card: str, languages: set[str]) -> None:
    """What the card names of the 24 languages is read; English where it names none, or can't be read."""
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    assert languages_read(Settings(embedding_model=str(tmp_path))) == languages


@pytest.mark.parametrize(("said", "languages"), [("de,en", {"de", "en"}), ("all", set(LANGUAGES))])
def test_the_setting_comes_first(tmp_path: Path, said: str, languages: set[str]) -> None:
    """The setting goes before the card."""
    (tmp_path / "README.md").write_text("---\nlanguage: fr\n---\n", encoding="utf-8")
    assert languages_read(Settings(embedding_model=str(tmp_path), embedding_languages=said)) == languages


@pytest.mark.parametrize("said", ["", "german", "DE", "de en"])
def test_what_is_no_language_is_refused(said: str) -> None:
    """A setting that names no languages is an error."""
    with pytest.raises(ValidationError):
        Settings(embedding_languages=said)


def test_the_bundled_model_reads_english() -> None:
    """Without a setting the bundled model reads English."""
    assert languages_read(Settings()) == {"en"}
