"""Web pages as documents: fetched politely into the folder ``web`` of the corpus, where they are files like all others."""

from townhall.corpus.web.fetching import Fetched, Failure, fetch_all
from townhall.corpus.web.fetcher import Manners
from townhall.corpus.web.kept import WEB_FOLDER, links_of
from townhall.corpus.web.wanted import Wanted, read_wanted

__all__ = ["WEB_FOLDER", "Failure", "Fetched", "Manners", "Wanted", "fetch_all", "links_of", "read_wanted"]
