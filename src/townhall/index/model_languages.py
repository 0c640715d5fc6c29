"""Which languages the embedding model reads: what the setting says, else what its model card names."""

from __future__ import annotations

from pathlib import Path

from townhall.locales.lexicon import LANGUAGES
from townhall.settings import Settings

CARD = "README.md"
MULTILINGUAL = "multilingual"
"""How a model card says that a model reads many languages."""
ENGLISH = frozenset({"en"})


def languages_read(settings: Settings) -> frozenset[str]:
    """Return the languages, as ISO 639-1 codes, in which questions can be embedded as they are."""
    if settings.embedding_languages == "all":
        return frozenset(LANGUAGES)
    if settings.embedding_languages is not None:
        return frozenset(settings.embedding_languages.split(","))
    named = _of_card(Path(settings.embedding_model) / CARD)
    return frozenset(LANGUAGES) if MULTILINGUAL in named else named & frozenset(LANGUAGES) or ENGLISH


def _of_card(card: Path) -> frozenset[str]:
    """Return what the head of a model card gives as languages; nothing where there is no card, or none that can be read."""
    if not card.is_file():
        return frozenset()
    from huggingface_hub import ModelCard

    try:
        language = ModelCard.load(card).data.language
    except Exception:  # noqa: BLE001 - a card is written by others, and says nothing that is needed
        return frozenset()
    return frozenset([language] if isinstance(language, str) else language or ())
