"""The language model of the settings: none by default, one of a server on this machine, or any class of LlamaIndex."""

from __future__ import annotations

import json

import pytest
from model_server import serving

from townhall.errors import LanguageModelError
from townhall.language_model import is_configured, language_model
from townhall.settings import Settings


@pytest.mark.parametrize("options", [{}, {"language_model": "small"}, {"language_model_url": "http://127.0.0.1:1/v1"}])
def test_none_unless_it_is_named(options: dict[str, str]) -> None:
    """Without a name and a place there is no language model, and the error names the settings."""
    settings = Settings.model_validate(options)
    assert not is_configured(settings)
    with pytest.raises(LanguageModelError, match="TOWNHALL_LANGUAGE_MODEL_URL"):
        language_model(settings)


def test_a_server_is_asked_as_it_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model's name and the key of the settings reach the named server; its reply comes back."""
    monkeypatch.setenv("TOWNHALL_LANGUAGE_MODEL_KEY", "secret-1")
    with serving(lambda prompt: f"You said: {prompt}") as server:
        settings = Settings(language_model="small", language_model_url=server.url)
        assert str(language_model(settings).complete("Hello")) == "You said: Hello"
    assert server.bodies[0]["model"] == "small"
    assert server.headers[0]["authorization"] == "Bearer secret-1"


def test_no_other_key_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that was meant for OpenAI is not sent to the server that was named, and its address in the environment is not used."""
    monkeypatch.setenv("OPENAI_API_KEY", "meant-for-somebody-else")
    monkeypatch.setenv("OPENAI_API_BASE", "https://elsewhere.invalid/v1")
    with serving(lambda _: "Hello") as server:
        language_model(Settings(language_model="small", language_model_url=server.url)).complete("Hello")
    assert "meant-for-somebody-else" not in json.dumps(server.headers)


def test_building_it_contacts_nobody() -> None:
    """Nothing is sent before something is asked."""
    with serving(lambda _: "Hello") as server:
        language_model(Settings(language_model="small", language_model_url=server.url))
    assert server.prompts == []


def test_the_key_is_not_shown() -> None:
    """Neither the settings as text nor their hash let the key be read."""
    settings = Settings.model_validate({"language_model_key": "secret-1"})
    assert "secret-1" not in repr(settings) + str(settings) + settings.model_dump_json()
    assert settings.answer_hash() == Settings().answer_hash()


def test_any_class_of_llama_index() -> None:
    """A class that is named takes the place of the client, with the options of the settings."""
    settings = Settings.model_validate({"language_model_class": "llama_index.core.llms.MockLLM", "language_model_options": {"max_tokens": 2}})
    assert is_configured(settings)
    assert str(language_model(settings).complete("one two three")) == "text text"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("MockLLM", "can't be loaded"),
        ("llama_index.core.llms.NoSuch", "can't be loaded"),
        ("no_such_package.Model", "can't be loaded"),
        ("pathlib.Path", "no language model of LlamaIndex"),
        ("llama_index.core.llms.CustomLLM", "can't be made"),
    ],
)
def test_unusable_classes(name: str, problem: str) -> None:
    """A class that isn't there, isn't a language model or can't be made is named in the error."""
    with pytest.raises(LanguageModelError, match=problem) as caught:
        language_model(Settings.model_validate({"language_model_class": name}))
    assert name in caught.value.cause
