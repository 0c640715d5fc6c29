"""From a question to ranked passages."""

from townhall.retrieval.search import Searcher

__all__ = ["Searcher"]
