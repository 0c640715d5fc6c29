"""The legal pages say what is true of this installation."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import ValidationError

import townhall
from townhall.assistant import Assistant
from townhall.interfaces.web.legal import router
from townhall.interfaces.web.legal.statement import statement
from townhall.interfaces.web.site import Site
from townhall.interfaces.web.store import Store
from townhall.locales.lexicon import LANGUAGES
from townhall.settings import Settings

REPOSITORY = Path(__file__).parents[4]
SOURCE = REPOSITORY / "src"
PAGES = ("/about", "/privacy", "/accessibility")
MODEL = {"language_model": "mistral-small", "language_model_url": "https://models.city.example:8443/v1"}
Client = Callable[..., TestClient]


@pytest.fixture
def client(real_settings: Settings, real_assistant: Assistant) -> Client:
    """Return ``client(**settings)``: the legal pages of an installation with those settings."""

    def make(**changed: object) -> TestClient:
        settings = Settings.model_validate({**real_settings.model_dump(), **changed})
        application = FastAPI()
        application.include_router(router(Site(settings, real_assistant, Store(settings))))
        return TestClient(application)

    return make


def said(client: TestClient, path: str) -> str:
    """Return what a page says, without its markup."""
    html = client.get(path).text
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main>")]).split())


def test_pages_lead_to_each_other(client: Client) -> None:
    """Every page carries the notice that it is a machine, and leads to all three legal pages."""
    for path in PAGES:
        html = client().get(path).text
        assert re.search(r'<p id="notice">[^<]*automated system \(AI\), not a person', html)
        assert all(f'href="{other}"' in html for other in PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_render_in_every_language(client: Client, language: str) -> None:
    """In each of the 24 languages the pages can be made, in that language and with nothing left to fill in."""
    made = client(operator_name="City", operator_contact="help@city.example", **MODEL)
    for path in PAGES:
        answer = made.get(f"{path}?lang={language}")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
        assert "{" not in answer.text


def test_about_tells_what_serves(client: Client, real_assistant: Assistant) -> None:
    """About names the version, the number of documents and the day they were read."""
    text = said(client(), "/about")
    assert townhall.__version__ in text
    assert f"Documents {len(real_assistant.documents())} " in text
    assert str(real_assistant.made.year) in text


def test_operator_only_where_named(client: Client) -> None:
    """Who runs the page is shown where the settings tell it, and where they don't the pages say that nobody is named."""
    for path in ("/privacy", "/accessibility"):
        text = said(client(), path)
        assert "Run by" not in text
        assert "Whoever runs these pages has given no" in text
    named = client(operator_name="City of <b>Example</b>", operator_contact="help@city.example")
    for path in PAGES:
        assert "City of &lt;b&gt;Example&lt;/b&gt;" in named.get(path).text
        assert 'href="mailto:help@city.example"' in named.get(path).text
        assert "Whoever runs these pages has given no" not in said(named, path)
    form = client(operator_contact="https://city.example/write")
    assert 'href="https://city.example/write"' in form.get("/accessibility").text


@pytest.mark.parametrize("contact", ["javascript:alert(1)", "help", "a@b?cc=c@d", "data:text/html,x", "https:///x", ""])
def test_contact_is_an_address(contact: str) -> None:
    """A contact is an e-mail address or that of a page, nothing that a browser would run."""
    with pytest.raises(ValidationError):
        Settings(operator_contact=contact)


def test_language_model_is_named(client: Client) -> None:
    """Where a language model is set up, it and its host are named, never its key; else the pages say that there is none."""
    assert "No large language model is used." in said(client(), "/about")
    assert "Nothing. Your questions are not sent to anybody" in said(client(), "/privacy")
    with_model = client(language_model_key="secret-key", **MODEL)
    for path in ("/about", "/privacy"):
        text = said(with_model, path)
        assert "mistral-small" in text
        assert "models.city.example" in text
        assert "secret-key" not in with_model.get(path).text
        assert "No large language model" not in text
        assert "Nothing. Your questions" not in text


def test_language_model_takes_no_part_in_answers() -> None:
    """Only the evaluation asks a language model, as the pages say. Whoever lets one word answers has to change what they say."""
    asking = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.ImportFrom)
                and node.module == "townhall.language_model"
                and "language_model" in {name.name for name in node.names}
            ):
                asking.add(".".join(path.relative_to(SOURCE / "townhall").parts[:-1]))
    assert asking == {"evaluation"}


def test_statement_names_tests_that_exist() -> None:
    """Each check of the accessibility statement is repeated by tests that are there."""
    for check in statement().checks:
        assert check.tests
        for test in check.tests:
            path, _, name = test.partition("::")
            tree = ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))
            assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, test


def test_statement_keeps_its_date(client: Client) -> None:
    """The statement shows the day that it was prepared on, not the day that it is read on."""
    prepared = statement().prepared
    assert isinstance(prepared, date)
    assert f"{prepared.day} {prepared:%B} {prepared.year}" in said(client(), "/accessibility")
