"""What Townhall is made of here: who runs it, which index serves, whether a language model is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from townhall.assistant import Assistant
from townhall.errors import StoreError
from townhall.language_model import OLLAMA_ADDRESS, is_configured
from townhall.settings import TIME_ZONE, Settings
from townhall.version import __version__


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the page, as far as the settings tell."""

    name: str | None
    contact: str | None
    link: str | None
    """The contact's address as a link."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A language model that the operator has named."""

    name: str
    host: str
    """The machine that it runs on, or the class that reaches it."""
    writes: bool = False
    """Whether it words the answers."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What serves here."""

    version: str
    documents: int
    read: date | None
    """When the documents were last read; None where there is no index."""
    language_model: LanguageModel | None


def operator_of(settings: Settings) -> Operator:
    """Return who runs the page."""
    contact = settings.operator_contact
    link = contact if contact is None or "://" in contact else f"mailto:{contact}"
    return Operator(settings.operator_name, contact, link)


def language_model_of(settings: Settings) -> LanguageModel | None:
    """Return the language model that is named; None where there is none, and nothing leaves the machine."""
    if not is_configured(settings):
        return None
    made_by = settings.language_model_class
    host = made_by or urlsplit(settings.language_model_url or OLLAMA_ADDRESS).hostname or ""
    return LanguageModel(settings.language_model or made_by or "", host, settings.writes)


def installation_of(settings: Settings, assistant: Assistant) -> Installation:
    """Return what serves here; without an index, too, the page has something to say."""
    try:
        documents, read = len(assistant.documents()), assistant.made.astimezone(TIME_ZONE).date()
    except StoreError:
        documents, read = 0, None
    return Installation(__version__, documents, read, language_model_of(settings))
