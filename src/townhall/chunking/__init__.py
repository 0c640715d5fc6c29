"""From documents to sections, sentences and passages with exact offsets.

``townhall.chunking.node_parser`` holds the same behind LlamaIndex's interface; it is imported by itself, since LlamaIndex takes seconds
to load and answering doesn't need it.
"""

from townhall.chunking.outline import outline
from townhall.chunking.passages import PieceCounter, split_section
from townhall.chunking.sentences import split_sentences

__all__ = ["PieceCounter", "outline", "split_section", "split_sentences"]
