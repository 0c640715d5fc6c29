"""Pages of the web that are documents: fetched where ``web.toml`` names some, and only then."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

from filelock import FileLock, Timeout

from townhall.corpus import WEB_FILE, SourceInfo, read_sources
from townhall.corpus.web import Fetched, links_of, read_wanted
from townhall.errors import StoreBusyError
from townhall.model import Progress
from townhall.settings import Settings


def wants_web(settings: Settings) -> bool:
    """Whether pages of the web are wanted as documents.

    Raises:
        CorpusError: the list of them can't be read.
    """
    return read_wanted(settings.corpus / WEB_FILE) is not None


def fetch(settings: Settings, *, progress: Progress = lambda _what, _done, _of: None) -> Fetched | None:
    """Bring fetched pages up to date with the web; None where none are wanted: then nothing is contacted.

    Raises:
        CorpusError: the list of wanted pages can't be read.
        StoreBusyError: another process is fetching them.
    """
    wanted = read_wanted(settings.corpus / WEB_FILE)
    if wanted is None:
        return None
    from townhall.corpus.web.fetcher import Manners
    from townhall.corpus.web.fetching import fetch_all

    manners = Manners(
        agent=_agent(settings),
        delay=settings.web_delay,
        seconds=settings.web_seconds,
        size=settings.file_size_limit,
        private=settings.web_private,
    )
    lock = settings.removed_folder().with_name("fetching.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lock, timeout=0):
            return fetch_all(settings.corpus, wanted, manners, progress=lambda done, of: progress("Fetching web pages", done, of))
    except Timeout as error:
        raise StoreBusyError("Another process is fetching web pages.", remedy="Wait for it to finish, or add --no-fetch.") from error


def infos_of(settings: Settings) -> dict[str, SourceInfo]:
    """Return what is known of each document: what its owner says, and the address of a page that was fetched.

    Raises:
        CorpusError: the list of sources can't be read.
    """
    infos = read_sources(settings.corpus)
    for source, link in links_of(settings.corpus).items():
        info = infos.get(source, SourceInfo())
        if (settings.corpus / source).is_file():
            infos[source] = replace(info, link=info.link or link)
    return infos


def _agent(settings: Settings) -> str:
    """Return what servers know us by, and whom they may write to."""
    contact = f" (+{settings.operator_contact})" if settings.operator_contact and settings.operator_contact.isascii() else ""
    return f"Townhall/{version('townhall')}{contact}"
