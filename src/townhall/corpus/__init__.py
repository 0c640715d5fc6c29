"""From the files of a folder to documents."""

from townhall.corpus.extractions import Extractions
from townhall.corpus.formats import READ_SUFFIXES, TEXT_SUFFIXES, Extracted, UnreadableError, version_of
from townhall.corpus.limits import Limits
from townhall.corpus.reader import CorpusReport, SkippedFile, read_corpus, read_files, visible_file, visible_files
from townhall.corpus.sources import SOURCES_FILE, WEB_FILE, SourceInfo, read_sources

__all__ = [
    "READ_SUFFIXES",
    "SOURCES_FILE",
    "TEXT_SUFFIXES",
    "WEB_FILE",
    "CorpusReport",
    "Extracted",
    "Extractions",
    "Limits",
    "SkippedFile",
    "SourceInfo",
    "UnreadableError",
    "read_corpus",
    "read_files",
    "read_sources",
    "version_of",
    "visible_file",
    "visible_files",
]
