"""From a question to ranked passages."""

from townhall.retrieval.search import DENSE, LEXICAL, Searcher

__all__ = ["DENSE", "LEXICAL", "Searcher"]
