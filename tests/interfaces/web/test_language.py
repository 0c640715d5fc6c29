"""The page's language: what the browser prefers until somebody chooses; answers and quotes keep theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from townhall.locales.lexicon import LANGUAGES
from townhall.locales.messages import page_words

Person = Callable[[str], Any]
MARK_START = "document.addEventListener('carrier', () => { document.documentElement.dataset.started = 'yes'; })"


@pytest.fixture
def person(browser: Any) -> Iterator[Person]:
    """Return ``person("de-AT")``: it opens an empty page in a browser of that language."""
    contexts = []

    def opened(language: str) -> Any:
        context = browser.new_context(locale=language)
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def language_of(page: Any) -> str:
    """Return the language that a page is marked with, once its words are seen to be in it."""
    marked = str(page.evaluate("document.documentElement.lang"))
    assert page.locator(".views a").first.inner_text() == page_words(marked).say("frame.ask")
    return marked


@pytest.mark.browser
@pytest.mark.parametrize(("preferred", "shown"), [("de-AT", "de"), ("pt-BR", "pt"), ("el-GR", "el"), ("ga-IE", "ga"), ("nb-NO", "en")])
def test_browser_decides(person: Person, address: str, preferred: str, shown: str) -> None:
    """The page is in the language that the browser asks for, its country aside; in English where we don't have it. No cookie is needed."""
    page = person(preferred)
    page.add_init_script(MARK_START)
    page.goto(f"{address}/about")
    assert language_of(page) == shown
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-started", "yes")  # Gradio, which would have marked the page by its own reckoning
    page.wait_for_timeout(200)
    assert language_of(page) == shown
    assert "language" not in {cookie["name"] for cookie in page.context.cookies()}


@pytest.mark.browser
def test_choice_stays(person: Person, address: str) -> None:
    """Chosen in the menu, a language stays: on other views, after a reload, on a later visit; the same view is shown in it."""
    page = person("de")
    page.goto(f"{address}/privacy")
    page.locator(".menu summary").click()
    page.locator('.menu a[lang="fr"]').click()
    page.wait_for_url("**/privacy?lang=fr")
    assert language_of(page) == "fr"
    for path in ("/about", "/"):
        page.goto(address + path)
        assert language_of(page) == "fr"
    again = page.context.new_page()
    again.goto(f"{address}/accessibility")
    assert language_of(again) == "fr"


@pytest.mark.browser
def test_menu_names_every_language_in_itself(person: Person, address: str) -> None:
    """The menu has all 24 official languages, each under its own name and marked as that language, the present one as such."""
    page = person("et")
    page.goto(f"{address}/about")
    links = page.locator(".menu a").evaluate_all("all => all.map(one => [one.lang, one.hreflang, one.textContent, one.ariaCurrent])")
    assert {lang for lang, *_ in links} == set(LANGUAGES)
    assert all(lang == hreflang for lang, hreflang, *_ in links)
    assert {"Ελληνικά", "Gaeilge", "Български", "Malti"} <= {name for _, _, name, _ in links}
    assert [lang for lang, _, _, current in links if current == "true"] == ["et"]


@pytest.mark.browser
def test_quotes_keep_their_language(person: Person, address: str) -> None:
    """3.1.2: on a German page, a quote of an English document is marked as English, and so is an answer to an English question."""
    page = person("de")
    page.goto(address)
    page.fill("#question", "How many EU citizens lack basic digital skills?")
    page.keyboard.press("Enter")
    turn = page.locator("#turn-1:not([aria-busy])")
    turn.wait_for()
    language = "one => one.closest('[lang]').lang"
    assert turn.locator(".source .text").first.evaluate(language) == "en"
    assert turn.locator(".lead").first.evaluate(language) == "en"
    assert turn.locator(".status").first.evaluate(language) == "de"


@pytest.mark.browser
def test_answers_follow_the_question(person: Person, address: str) -> None:
    """A question in French on a German page is answered in French, as far as the words are ours, and marked so."""
    page = person("de")
    page.goto(address)
    page.fill("#question", "Quelle est la capitale de l’Australie ?")
    page.keyboard.press("Enter")
    turn = page.locator("#turn-1:not([aria-busy])")
    turn.wait_for()
    assert turn.locator(".reason").evaluate("one => one.closest('[lang]').lang") == "fr"
    assert turn.locator(".question").evaluate("one => one.closest('[lang]').lang") == "de"
