"""From the files of a folder to documents."""

from townhall.corpus.reader import CorpusReport, SkippedFile, read_corpus, visible_files
from townhall.corpus.sources import SOURCES_FILE

__all__ = ["SOURCES_FILE", "CorpusReport", "SkippedFile", "read_corpus", "visible_files"]
