"""From the files of a folder to documents."""

from townhall.corpus.reader import CorpusReport, SkippedFile, read_corpus
from townhall.corpus.text import TownhallReader

__all__ = ["CorpusReport", "SkippedFile", "TownhallReader", "read_corpus"]
