"""From a conversation and a question to a standalone question, understood."""

from townhall.query.names import KnownNames
from townhall.query.understand import QueryReader

__all__ = ["KnownNames", "QueryReader"]
