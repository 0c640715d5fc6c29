"""Web pages in the index: fetched only where they are wanted, cited by their address, and gone when they are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from web_server import Reply, Site, serving

from townhall.assistant import Assistant
from townhall.errors import CorpusError
from townhall.library import fetch, holdings, ingest, is_current
from townhall.settings import Settings

TEXT = "The Office of Isles lends boats to schools in Malta. Schools write to the office in spring."


@pytest.fixture
def site() -> Iterator[Site]:
    """Return a server of this machine."""
    with serving(Site()) as served:
        yield served


@pytest.fixture
def settings(new_settings: Callable[..., Settings]) -> Settings:
    """Return settings of a corpus of one document, which may fetch from this machine without a pause."""
    return new_settings({"hills.txt": "Institute of Hills\n\nThe institute advises villages on snow.\n"}, web_private=True, web_delay=0)


def test_nothing_is_fetched_unless_it_is_wanted(settings: Settings, site: Site) -> None:
    """Without ``web.toml`` nobody is asked; with one that is wrong, nobody either, and what is wrong is told."""
    assert fetch(settings) is None
    for text in ("pages = 5", "pags = []", 'pages = ["file:///etc/passwd"]', 'pages = ["https://user:secret@a.example/"]', "pages = ["):
        (settings.corpus / "web.toml").write_text(text, encoding="utf-8")
        with pytest.raises(CorpusError, match=r"web\.toml"):
            fetch(settings)
    assert site.asked == []


def test_a_page_is_cited_by_its_address(settings: Settings, site: Site) -> None:
    """A fetched page is a document whose link is its address; when it changes, so does the index, and when it is gone it is no document."""
    site.page("/isles", TEXT)
    (settings.corpus / "web.toml").write_text(f'pages = ["{site.url}/isles"]\n', encoding="utf-8")
    fetch(settings)
    report = ingest(settings)
    [source] = [source for source in report.added if source.startswith("web/")]
    assert report.skipped == ()
    document = Assistant(settings).document(source)
    assert document
    assert (document.link, document.title) == (f"{site.url}/isles", "/isles")
    assert Assistant(settings).ask("Who lends boats to schools?").answer.citations[0].source == source
    fetch(settings)
    assert is_current(settings)
    site.page("/isles", TEXT.replace("boats", "ships"))
    fetch(settings)
    assert ingest(settings).updated == (source,)
    site.pages["/isles"] = Reply(status=500)
    fetch(settings)
    assert is_current(settings)
    site.pages["/isles"] = Reply(status=410)
    fetch(settings)
    assert ingest(settings).removed == (source,)
    assert [holding.source for holding in holdings(settings).documents] == ["hills.txt"]


def test_what_the_owner_says_goes_first(settings: Settings, site: Site) -> None:
    """A link or title in ``sources.toml`` takes the place of the page's own, and the address stays where none is given."""
    site.page("/isles", TEXT)
    (settings.corpus / "web.toml").write_text(f'pages = ["{site.url}/isles"]\n', encoding="utf-8")
    fetch(settings)
    [source] = [path.relative_to(settings.corpus).as_posix() for path in settings.corpus.rglob("*.html")]
    (settings.corpus / "sources.toml").write_text(f'["{source}"]\ntitle = "Isles"\n', encoding="utf-8")
    ingest(settings)
    document = Assistant(settings).document(source)
    assert document
    assert (document.title, document.link) == ("Isles", f"{site.url}/isles")
