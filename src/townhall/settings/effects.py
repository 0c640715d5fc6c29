"""What changes with which setting: an answer, one that a language model writes, the index."""

from __future__ import annotations

import re

ANSWERING = frozenset({
    "embedding_model", "embedding_languages", "embedding_runtime", "judge", "candidates", "rrf_k", "support_threshold", "answer_characters",
    "question_characters",
})  # fmt: skip
"""Settings that can change an answer."""
WRITING = frozenset({
    "language_model", "language_model_server", "language_model_url", "language_model_class", "language_model_window", "language_model_structured",
    "follow_ups",
})  # fmt: skip
"""Settings that can change an answer that a language model writes."""
INGESTING = frozenset({
    "embedding_model", "embedding_runtime", "reader", "reader_options", "node_parser", "node_parser_options", "passage_pieces"
})  # fmt: skip
"""Settings that can change the index."""
SECRET = re.compile(r"key|token|secret|password|header", re.IGNORECASE)
"""Names of a model's options whose values are not for others."""
