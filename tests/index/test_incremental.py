"""What is taken over from the generation before: an index that was brought up to date is the one that would be built anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import bm25s
import numpy as np
import pytest

from townhall.corpus import reader
from townhall.index import build
from townhall.index.bundle import FILE
from townhall.index.generation import Generation
from townhall.index.generations import open_current
from townhall.index.lexical import LexicalIndex, terms_of
from townhall.index.words import K1, B
from townhall.library import ingest, plan, verify_index
from townhall.settings import Settings

ENTRY = "{name}\n\nThe {name} helps {whom} in {where} with maps of the sea and advice for every season.\n\nContact person: {person}\n\n"
COMMON = "League of Lake Towns\n\nThe League of Lake Towns lends boats to towns at lakes in Finland.\n\n"
TABLES = ("documents", "sections", "units", "passages", "facts", "found")


def files(seed: int, count: int) -> dict[str, str]:
    """Return made-up directories, which have an entry in common."""
    chance = Random(seed)  # noqa: S311 - repeatable
    made = {}
    for number in range(count):
        entries = [
            ENTRY.format(
                name=f"{chance.choice(['Association', 'League'])} of {chance.choice(['Norland', 'Hill', 'Isle'])} {chance.randrange(30)}",
                whom=chance.choice(["harbours", "villages", "schools"]),
                where=chance.choice(["Estonia", "Austria", "Malta"]),
                person=chance.choice(["Aino Vesi", "Karl Berg", "Maria Lind"]),
            )
            for _ in range(3)
        ]
        made[f"{chance.choice(['a', 'a-b', 'b/c'])}/page-{number}.txt"] = "".join(entries) + (COMMON if number % 2 else "")
    return made


def rows(generation: Generation) -> dict[str, list[tuple[object, ...]]]:
    """Return every record of the texts, in order."""
    with closing(sqlite3.connect(generation.folder / FILE)) as connection:
        order = {"documents": "source", "found": "source", "sections": 'source, start, "end", headings'}
        return {table: list(connection.execute(f"SELECT * FROM {table} ORDER BY {order.get(table, 'rowid')}")) for table in TABLES}  # noqa: S608 - names from above


@pytest.mark.parametrize("graph_from", [5_000, 1])
def test_an_index_brought_up_to_date_equals_one_built_anew(
    new_settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch, graph_from: int
) -> None:
    """After files were added, changed, moved and removed, in several steps, every record is what a rebuild makes, in the same order."""
    monkeypatch.setattr(build, "GRAPH_FROM", graph_from)
    monkeypatch.setattr(build, "GRAPH_CHANGES", 100.0)
    made = files(1, 8)
    settings = new_settings(made)
    ingest(settings)
    for step in range(3):
        change(settings.corpus, files(step + 2, 3), step)
        report = ingest(settings)
        assert report.build
        assert report.build.kept
    brought = open_current(settings.index)
    assert brought.manifest.graph_changes if graph_from == 1 else not brought.manifest.graph_changes
    assert verify_index(settings).faults == ()
    ingest(settings, rebuild=True)
    anew = open_current(settings.index)
    assert rows(brought) == rows(anew)
    assert brought.manifest.texts == anew.manifest.texts
    keys = [key for _, key in anew.bundle.all_units()]
    ours, theirs = brought.vectors.get(keys), anew.vectors.get(keys)
    assert brought.vectors.count() == len(keys)
    assert np.allclose([ours[key] for key in keys], [theirs[key] for key in keys], atol=1e-3)
    assert np.allclose(brought.bundle.all_sentence_vectors, anew.bundle.all_sentence_vectors, atol=1e-2)
    for term in anew.lexical.vocabulary:
        assert (brought.lexical.scores([term]) == anew.lexical.scores([term])).all()
    assert brought.lexical.vocabulary == anew.lexical.vocabulary
    brought.close()
    anew.close()


def change(corpus: Path, new: Mapping[str, str], step: int) -> None:
    """Add ``new``, change a file, move another and remove a third."""
    there = sorted(path for path in corpus.rglob("*.txt"))
    there[step].write_text(there[step].read_text(encoding="utf-8").replace("advice", "counsel"), encoding="utf-8")
    there[step + 1].rename(corpus / f"moved-{step}.txt")
    there[step + 2].unlink()
    for name, text in new.items():
        path = corpus / f"{step}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of files that are read as documents, as they are."""
    names: list[str] = []
    real = reader.read_bytes

    def noted(path: Path, *others: Any, **options: Any) -> bytes:
        names.append(path.name)
        return real(path, *others, **options)

    monkeypatch.setattr(reader, "read_bytes", noted)
    return names


def test_what_has_not_changed_is_not_read(new_settings: Callable[..., Settings], opened: list[str]) -> None:
    """Of many files only the one that changed is opened as a document and embedded; what the owner says of another opens that one."""
    settings = new_settings({f"page-{number}.txt": f"Page {number}\n\nThis page tells of subject {number}.\n" for number in range(5)})
    ingest(settings)
    opened.clear()
    (settings.corpus / "page-3.txt").write_text("Page 3\n\nThis page tells of boats.\n", encoding="utf-8")
    report = ingest(settings)
    assert (opened, report.build) == (["page-3.txt"], build.BuildReport(embedded=1, kept=4))
    opened.clear()
    (settings.corpus / "sources.toml").write_text('["page-1.txt"]\ntitle = "First"\n', encoding="utf-8")
    assert ingest(settings).build == build.BuildReport(embedded=0, kept=5)
    assert opened == ["page-1.txt"]


def test_a_moved_file_is_told_and_not_embedded(new_settings: Callable[..., Settings]) -> None:
    """The same contents under another path are a move; a copy is an addition; nothing is embedded for either."""
    settings = new_settings({"one.txt": "One\n\nThis is the first.\n", "two.txt": "Two\n\nThis is the second.\n"})
    ingest(settings)
    (settings.corpus / "one.txt").rename(settings.corpus / "first.txt")
    (settings.corpus / "copy.txt").write_bytes((settings.corpus / "two.txt").read_bytes())
    expected = plan(settings)
    report = ingest(settings)
    assert (report.moved, report.added, report.removed) == ((("one.txt", "first.txt"),), ("copy.txt",), ())
    assert (expected.moved, expected.added, expected.removed) == (report.moved, report.added, report.removed)
    assert report.build == build.BuildReport(embedded=0, kept=2)


def test_a_plan_writes_nothing(new_settings: Callable[..., Settings]) -> None:
    """What would be done is told with the reason of each file that can't be read, and neither corpus nor index is touched."""
    settings = new_settings({"one.txt": "One\n\nThis is the first.\n", "page.pdf": b"%PDF-1.7 nothing"})

    def state() -> dict[str, int]:
        folders = (settings.corpus, settings.index)
        return {path.as_posix(): path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*")}

    before = state()
    first = plan(settings)
    assert (first.added, [file.source for file in first.skipped], first.changed) == (("one.txt",), ["page.pdf"], True)
    assert state() == before
    ingest(settings)
    assert not plan(settings).changed


@pytest.mark.parametrize("seed", range(4))
def test_words_are_scored_as_bm25s_scores_them(tmp_path: Path, seed: int) -> None:
    """Scores made from counts, of new passages and of those taken over, are those that bm25s makes of the same words."""
    chance = Random(seed)  # noqa: S311 - repeatable
    words = ["harbour", "lake", "boat", "town", "snow", "ski", "map", "sea", "the", "of"]
    texts = [" ".join(chance.choices(words, k=chance.randrange(12))) for _ in range(40)]
    LexicalIndex.build(tmp_path / "old", texts)
    old = LexicalIndex(tmp_path / "old")
    chosen: list[str | int] = [chance.randrange(40) if chance.random() < 1 / 2 else f"{chance.choice(words)} new{n}" for n in range(30)]
    LexicalIndex.build(tmp_path / "new", chosen, previous=old)
    new = LexicalIndex(tmp_path / "new")
    reference = bm25s.BM25(k1=K1, b=B, method="lucene")
    plain = [texts[each] if isinstance(each, int) else each for each in chosen]
    reference.index([list(terms_of(text)) or [""] for text in plain], show_progress=False)
    assert new.vocabulary - {""} == set(reference.vocab_dict) - {""}
    for term in new.vocabulary - {""}:
        assert new.scores([term]) == pytest.approx(reference.get_scores([term]), abs=1e-5)
