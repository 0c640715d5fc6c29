"""The evaluation sets that there are, and which of them may be opened. Names come from people; paths only from folders."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from townhall.evaluation import corpus_beside
from townhall.evaluation.data.dataset import FROZEN_SUFFIX
from townhall.evaluation.data.texts import CorpusTexts
from townhall.settings import Settings

Stamps = tuple[tuple[str, int, int], ...]
"""Path, time and size of files."""
FIRST_SET = "core"
"""Where questions go as long as there is no open set about the documents that are served; ``townhall eval new`` does the same."""
FOLDERS = ("datasets", "corpora")
"""Under the folder of the evaluation: sets about the documents that are served, and sets with documents of their own."""


@dataclass(frozen=True, slots=True)
class SetFile:
    """The file of an evaluation set."""

    name: str
    path: Path
    corpus: Path
    """The folder of the documents that it asks about."""
    own_corpus: bool
    """Whether those are documents of its own, beside it."""
    frozen: bool
    """Whether it is looked at as scores only."""
    questions: int


def set_files(settings: Settings) -> tuple[SetFile, ...]:
    """Return all sets by name, those about the documents that are served first."""
    found = [_set_file(path, settings) for folder in FOLDERS for path in sorted((settings.evals / folder).glob("*.jsonl"))]
    return tuple({each.name: each for each in reversed(found)}[name] for name in dict.fromkeys(each.name for each in found))


def open_sets(settings: Settings) -> tuple[SetFile, ...]:
    """Return the sets whose questions may be read and changed; one of them is about the documents that are served, be it still empty."""
    found = tuple(each for each in set_files(settings) if not each.frozen)
    if any(not each.own_corpus for each in found):
        return found
    return (_set_file(settings.evals / FOLDERS[0] / f"{FIRST_SET}.jsonl", settings), *found)


def _set_file(path: Path, settings: Settings) -> SetFile:
    beside = corpus_beside(path)
    return SetFile(
        name=path.name.removesuffix(".jsonl"),
        path=path,
        corpus=beside or settings.corpus,
        own_corpus=beside is not None,
        frozen=path.name.endswith(FROZEN_SUFFIX),
        questions=_count(path),
    )


def _count(path: Path) -> int:
    try:
        return sum(bool(line.strip()) for line in path.read_bytes().split(b"\n"))
    except OSError:
        return 0


class Corpora:
    """The texts that quotes are held against, read again only where files have changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: dict[Path, tuple[Stamps, CorpusTexts]] = {}

    def texts(self, corpus: Path) -> CorpusTexts:
        """Return the texts of a folder.

        Raises:
            CorpusError: it holds no text that can be read.
        """
        stamps = tuple((str(path), stat.st_mtime_ns, stat.st_size) for path in sorted(corpus.rglob("*")) if path.is_file() and (stat := path.stat()))
        with self._lock:
            known = self._read.get(corpus)
            if known is None or known[0] != stamps:
                known = self._read[corpus] = (stamps, CorpusTexts(corpus))
            return known[1]
