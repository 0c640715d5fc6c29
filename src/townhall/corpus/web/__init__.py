"""Web pages as documents: fetched politely into the folder ``web`` of the corpus, where they are files like all others.

What asks servers is in ``townhall.corpus.web.fetching``, which is imported only where pages are fetched.
"""

from townhall.corpus.web.fetched import Failure, Fetched
from townhall.corpus.web.kept import WEB_FOLDER, links_of
from townhall.corpus.web.wanted import Wanted, read_wanted

__all__ = ["WEB_FOLDER", "Failure", "Fetched", "Wanted", "links_of", "read_wanted"]
