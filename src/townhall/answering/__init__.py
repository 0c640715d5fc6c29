"""From a question, hits and facts to an answer whose every statement is proven by a quote, or a reasoned refusal."""

from townhall.answering.answer import answer_query
from townhall.answering.context import Context

__all__ = ["Context", "answer_query"]
