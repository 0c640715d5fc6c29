"""The language model that the operator has named, as LlamaIndex has it; none by default, and then nothing is contacted."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from townhall.errors import LanguageModelError
from townhall.settings import OLLAMA_PREFIX, Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

NO_KEY = "none"
"""Sent where no key is set: left to itself, the client would look for one that was meant for somebody else."""
REMEDY = (
    "Set TOWNHALL_LANGUAGE_MODEL and TOWNHALL_LANGUAGE_MODEL_URL (a server that speaks OpenAI's protocol, such as http://127.0.0.1:8000/v1), "
    "or TOWNHALL_LANGUAGE_MODEL=ollama/NAME, or TOWNHALL_LANGUAGE_MODEL_CLASS (a LlamaIndex class)."
)
OLLAMA_ADDRESS = "http://127.0.0.1:11434"
"""Where Ollama listens unless it is told otherwise."""


def is_configured(settings: Settings) -> bool:
    """Whether a language model is named."""
    return settings.names_language_model


def language_model(settings: Settings, *, retries: int | None = None) -> LLM:
    """Build the language model that ``settings`` name; it contacts nobody before it is asked something.

    ``retries`` takes the place of the settings': how often a client makes a request again by itself.

    Raises:
        LanguageModelError: none is named, or the class can't be loaded or made.
    """
    if settings.language_model_class is not None:
        return _of_class(settings.language_model_class, settings)
    if not settings.names_language_model:
        raise LanguageModelError("No language model is configured.", remedy=REMEDY)
    return _of_ollama(settings) if settings.speaks_ollama else _of_openai(settings, settings.language_model_retries if retries is None else retries)


def _of_openai(settings: Settings, retries: int) -> LLM:
    import httpx
    from llama_index.llms.openai_like import OpenAILike

    importlib.import_module("openai.resources.chat")  # which the client would load while the first answer is waited for
    from townhall.language_model.bounding import bound

    key = settings.language_model_key
    options: dict[str, Any] = {
        "model": settings.language_model,
        "api_base": settings.language_model_url,
        "api_key": key.get_secret_value() if key else NO_KEY,
        "is_chat_model": True,
        "temperature": 0.0,
        "context_window": settings.language_model_window,
        "timeout": settings.language_model_seconds,
        "max_retries": retries,
        "http_client": httpx.Client(timeout=settings.language_model_seconds, follow_redirects=True, event_hooks={"response": [bound]}),
    }
    return _made(OpenAILike, {**options, **settings.language_model_options})


def _of_ollama(settings: Settings) -> LLM:
    from llama_index.llms.ollama import Ollama
    from ollama import Client

    from townhall.language_model.bounding import bound

    address, key = settings.language_model_url or OLLAMA_ADDRESS, settings.language_model_key
    # Always some header: left to itself, the client would send a key that it finds in the environment.
    headers = {"authorization": f"Bearer {key.get_secret_value() if key else NO_KEY}"}
    options: dict[str, Any] = {
        "model": (settings.language_model or "").removeprefix(OLLAMA_PREFIX),
        "base_url": address,
        "temperature": 0.0,
        "context_window": settings.language_model_window,
        "request_timeout": settings.language_model_seconds,
        "client": Client(host=address, timeout=settings.language_model_seconds, headers=headers, event_hooks={"response": [bound]}),
    }
    return _made(Ollama, {**options, **settings.language_model_options})


def _made(found: type[LLM], options: dict[str, Any]) -> LLM:
    try:
        return found(**options)
    except Exception as error:  # a foreign class may raise anything
        raise LanguageModelError(
            f"{found.__name__} can't be made of {sorted(options)}: {type(error).__name__}.", remedy="Mend TOWNHALL_LANGUAGE_MODEL_OPTIONS."
        ) from error


def _of_class(name: str, settings: Settings) -> LLM:
    """Make an object of the class with the dotted ``name``, with the options of the settings, and the model's name where there is one."""
    from llama_index.core.llms import LLM

    module, _, attribute = name.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise LanguageModelError(
            f"The class {name} can't be loaded: {error}.", remedy="Install its package, or mend TOWNHALL_LANGUAGE_MODEL_CLASS."
        ) from error
    if not (isinstance(found, type) and issubclass(found, LLM)):
        raise LanguageModelError(f"{name} is no language model of LlamaIndex.", remedy="Name a class derived from llama_index.core.llms.LLM.")
    options = {**({"model": settings.language_model} if settings.language_model else {}), **settings.language_model_options}
    try:
        return found(**options)
    except Exception as error:  # a foreign class may raise anything
        raise LanguageModelError(f"{name} can't be made of {sorted(options)}: {error}.", remedy="Mend TOWNHALL_LANGUAGE_MODEL_OPTIONS.") from error
