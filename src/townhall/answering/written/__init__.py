"""Answers that a language model writes from numbered sentences, each statement held to the sentences that it cites."""

from townhall.answering.written.writing import Outcome, Writing

__all__ = ["Outcome", "Writing"]
