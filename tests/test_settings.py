"""Settings of a language model: when one is named, and what their hash tells."""

from __future__ import annotations

import pytest

from townhall.settings import Settings

PLACE = {"language_model": "small", "language_model_url": "http://127.0.0.1:1/v1"}


@pytest.mark.parametrize(
    ("options", "named", "ollama"),
    [
        ({}, False, False),
        ({"language_model": "small"}, False, False),
        (PLACE, True, False),
        ({"language_model": "ollama/small"}, True, True),
        ({"language_model": "small", "language_model_server": "ollama"}, True, True),
        ({**PLACE, "language_model": "ollama/small"}, True, False),
        ({"language_model_class": "package.Class"}, True, False),
    ],
)
def test_when_one_is_named(options: dict[str, str], *, named: bool, ollama: bool) -> None:
    """A name and a place, Ollama's name alone, or a class."""
    settings = Settings.model_validate(options)
    assert (settings.names_language_model, settings.names_language_model and settings.speaks_ollama, settings.writes) == (named, ollama, named)


def test_the_hash_tells_who_writes() -> None:
    """Answers that a model writes have another hash than those without one, and each model its own; where it doesn't write it changes nothing."""
    plain, small, large = Settings(), Settings.model_validate(PLACE), Settings.model_validate({**PLACE, "language_model": "large"})
    assert len({settings.answer_hash() for settings in (plain, small, large)}) == 3
    assert Settings.model_validate({**PLACE, "answers": "extractive"}).answer_hash() == plain.answer_hash()


def test_no_key_is_in_the_hash() -> None:
    """Neither the key nor an option that looks like one has a part in it; another option has."""
    hashes = [
        Settings.model_validate({**PLACE, **others}).answer_hash()
        for others in (
            {},
            {"language_model_key": "secret"},
            {"language_model_options": {"api_key": "secret"}},
            {"language_model_options": {"top_p": 0.5}},
        )
    ]
    assert hashes[0] == hashes[1] == hashes[2] != hashes[3]
