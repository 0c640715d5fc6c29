"""BEIR and MTRAG folders: documents, judgements and conversations, and what is refused with its place."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from townhall.errors import DatasetError
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.question import Category, Relevant
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.formats.beir import read_beir
from townhall.evaluation.formats.conversion import Conversion
from townhall.evaluation.formats.mtrag import read_mtrag

DOCUMENTS = [
    {"_id": "d1", "title": "Harbours", "text": "Ships dock.\n\n- 28 of them"},
    {"_id": "D1/x", "title": "", "text": "# Hills\n"},
    {"_id": "d3", "title": "", "text": "\n"},
]
QUERIES = [{"_id": "q1", "text": "Where do ships dock?"}, {"_id": "q2", "text": "Not judged"}, {"_id": "q3", "text": "Which hills?"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\tD1/x\t0\nq3\tD1/x\t1\nq3\td3\t1\n"
Loaded = Callable[[Conversion], tuple[Dataset, CorpusTexts]]
WriteLines = Callable[[Path, Iterable[Any]], Path]


@pytest.fixture
def beir(tmp_path: Path, write_jsonl: WriteLines) -> Path:
    """Return a BEIR folder of three documents, of which one is blank."""
    folder = tmp_path / "beir"
    write_jsonl(folder / "corpus.jsonl", DOCUMENTS)
    write_jsonl(folder / "queries.jsonl", QUERIES)
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text(QRELS, encoding="utf-8")
    (folder / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq2\td1\t1\n", encoding="utf-8")
    return folder


@pytest.fixture
def mtrag(tmp_path: Path, write_jsonl: WriteLines) -> Path:
    """Return the folder of an MTRAG domain with a question and a follow-up."""
    folder = tmp_path / "mtrag"
    text = "|user|: Where do ships dock?\n|user|: And\nwhy? "
    write_jsonl(folder / "sea_questions.jsonl", [{"_id": "c<::>1", "text": "|user|: Where do ships dock?"}, {"_id": "c<::>2", "text": text}])
    (folder / "sea_qrels.tsv").write_text("query-id\tcorpus-id\tscore\nc<::>1\td1\t1\nc<::>2\td1\t1\n", encoding="utf-8")
    pool = "".join(json.dumps({**document, "id": document["_id"]}) + "\n" for document in DOCUMENTS)
    (folder / "sea_pool.jsonl.gz").write_bytes(gzip.compress(pool.encode()))
    return folder


def test_beir(beir: Path, loaded: Loaded) -> None:
    """Queries with judgements become questions with graded documents; a title stands above its text, which is unchanged."""
    conversion = read_beir(beir, language="en", split=None)
    dataset, texts = loaded(conversion)
    first, third = dataset.questions
    assert (first.id, third.id) == ("q1", "q3")
    assert first.relevant == (Relevant("d1.txt", 2),)
    assert [judged.grade for judged in third.relevant] == [1, 1]
    assert [file.text for file in conversion.files] == ["Harbours\n\nShips dock.\n\n- 28 of them", "# Hills\n", "\n"]
    assert all(texts.has(judged.source) for judged in third.relevant)
    assert conversion.notes == ("1 documents are blank and can't be found",)


def test_another_split(beir: Path) -> None:
    """Judgements can be chosen; where several are there and none is called test, they must be."""
    assert [row["id"] for row in read_beir(beir, language="en", split="dev").rows] == ["q2"]
    (beir / "qrels" / "test.tsv").rename(beir / "qrels" / "train.tsv")
    with pytest.raises(DatasetError, match=r"several files of judgements: dev\.tsv, train\.tsv"):
        read_beir(beir, language="en", split=None)


def test_mtrag(mtrag: Path, loaded: Loaded) -> None:
    """A question carries the user's turns before it; a line without a mark belongs to the turn above."""
    dataset, _ = loaded(read_mtrag(mtrag, language="en"))
    first, second = dataset.questions
    assert first.turns == ("Where do ships dock?",)
    assert second.turns == ("Where do ships dock?", "And\nwhy?")
    assert (first.category, second.category) == (Category.EXPLAIN, Category.FOLLOWUP)
    assert second.relevant == (Relevant("d1.txt", 1),)


@pytest.mark.parametrize(
    ("file", "content", "place", "problem"),
    [
        ("corpus.jsonl", '{"_id": "d1"}\n', "corpus.jsonl, line 1", "'text' is missing"),
        ("corpus.jsonl", '{"_id": "d1", "text": 7}\n', "corpus.jsonl, line 1, text", "7 is not a text"),
        ("corpus.jsonl", '\n{"_id"\n', "corpus.jsonl, line 2", "not JSON"),
        ("corpus.jsonl", "[]\n", "corpus.jsonl, line 1", "[] is not an object"),
        ("corpus.jsonl", '{"_id": "d1", "text": "a"}\n{"_id": "d1", "text": "b"}\n', "corpus.jsonl, line 2", "'d1' stands there twice"),
        ("queries.jsonl", '{"_id": "q1", "text": "a"}\n', "test.tsv", "judges the query 'q3', which queries.jsonl lacks"),
        ("qrels/test.tsv", "q1\td1\t1\n", "test.tsv, line 1", "no column 'query-id'"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\n", "test.tsv, line 2", "2 cells, and 3 columns"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td9\t1\n", "test.tsv, line 2, corpus-id", "no document 'd9'"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\tyes\n", "test.tsv, line 2, score", "'yes' is not a whole number"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td1\t1\n", "test.tsv, line 3, corpus-id", "judged twice"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t0\n", "test.tsv", "judges no document relevant"),
        ("qrels/test.tsv", None, "qrels", "no file of judgements"),
    ],
)
def test_refuses(beir: Path, file: str, content: str | None, place: str, problem: str) -> None:
    """What isn't BEIR is refused with file, place and problem."""
    path = beir / file
    if content is None:
        path.unlink()
        (beir / "qrels" / "dev.tsv").unlink()
        place = "beir"
    else:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        read_beir(beir, language="en", split=None)
    assert place in caught.value.cause
    assert problem in caught.value.cause


def test_refuses_turns_without_a_mark(mtrag: Path) -> None:
    """A question of MTRAG that doesn't begin as a user's turn is refused with its line."""
    (mtrag / "sea_questions.jsonl").write_text('{"_id": "c<::>1", "text": "Where?"}\n', encoding="utf-8")
    with pytest.raises(DatasetError, match=r"sea_questions\.jsonl, line 1: the text does not begin with \|user\|:"):
        read_mtrag(mtrag, language="en")


def test_a_damaged_archive(mtrag: Path) -> None:
    """An archive that breaks off is refused in a line."""
    path = mtrag / "sea_pool.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(DatasetError, match="can't be unpacked"):
        read_mtrag(mtrag, language="en")
