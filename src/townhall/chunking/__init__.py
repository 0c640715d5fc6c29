"""From documents to sections, sentences and passages with exact offsets."""

from townhall.chunking.node_parser import StructureNodeParser
from townhall.chunking.outline import outline
from townhall.chunking.passages import PieceCounter, split_section
from townhall.chunking.sentences import split_sentences

__all__ = ["PieceCounter", "StructureNodeParser", "outline", "split_section", "split_sentences"]
