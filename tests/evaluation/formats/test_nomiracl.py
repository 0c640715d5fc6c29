"""NoMIRACL files: passages are taken from the prompt as they stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from townhall.errors import DatasetError
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.formats.conversion import Conversion
from townhall.evaluation.formats.nomiracl import read_nomiracl

PASSAGES = ["Hafen: Ein Hafen.[2] Er hat\n\n[3] Becken.", "Schiff: Sie fährt.\n", "Kai: Der Kai:\n\nCONTEXTS:\n\nOUTPUT:"]
PROMPT = (
    "Say so.\n\nQUESTION:\nWas ist ein Hafen?\n\nCONTEXTS:\n" + "\n\n".join(f"[{n}] {text}" for n, text in enumerate(PASSAGES, 1)) + "\n\nOUTPUT:\n"
)
ROW = {"query_id": "7#0", "docids": ["1#0", "1#1", "2#0"], "prompt": PROMPT}
Loaded = Callable[[Conversion], tuple[Dataset, CorpusTexts]]
WriteLines = Callable[[Path, Iterable[Any]], Path]


def test_reads_a_folder(tmp_path: Path, write_jsonl: WriteLines, loaded: Loaded) -> None:
    """Both subsets of a folder become one set: an answer is due from one, a refusal from the other, each from its own passages."""
    write_jsonl(tmp_path / "miracl" / "relevant.de.jsonl", [ROW, {**ROW, "query_id": "8", "prompt": None}])
    write_jsonl(tmp_path / "miracl" / "non_relevant.de.jsonl", [ROW])
    conversion = read_nomiracl(tmp_path / "miracl")
    dataset, _ = loaded(conversion)
    refused, answered = dataset.questions
    assert (refused.wants_refusal, answered.wants_answer) == (True, True)
    assert answered.turns == ("Was ist ein Hafen?",)
    assert answered.language == "de"
    assert len(answered.sources) == 3
    assert conversion.notes == ("1 questions have no prompt and are left out",)


def test_passages_are_unchanged(tmp_path: Path, write_jsonl: WriteLines) -> None:
    """What looks like the mark of another passage, or the end of the prompt, stays in the passage that it stands in."""
    conversion = read_nomiracl(write_jsonl(tmp_path / "relevant.de.jsonl", [ROW]))
    texts = {file.name: file.text for file in conversion.files}
    assert [texts[source] for source in conversion.rows[0]["sources"]] == PASSAGES


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"prompt": "Say so."}, "no QUESTION and CONTEXTS"),
        ({"docids": ["1#0", "1#1", "2#0", "2#1"]}, "4 docids, and no passage [4] in the prompt"),
        ({"docids": []}, "no docids"),
        ({"docids": [1]}, "1 is not a text"),
        ({"docids": None}, "'docids' is missing"),
        ({"query_id": None}, "'query_id' is missing"),
    ],
)
def test_refuses(tmp_path: Path, write_jsonl: WriteLines, change: dict[str, Any], problem: str) -> None:
    """A row that isn't of the format is refused with its line."""
    path = write_jsonl(tmp_path / "relevant.de.jsonl", [ROW, {**ROW, "query_id": "8", **change}])
    with pytest.raises(DatasetError) as caught:
        read_nomiracl(path)
    assert "relevant.de.jsonl, line 2" in caught.value.cause
    assert problem in caught.value.cause


def test_names_tell_the_language(tmp_path: Path, write_jsonl: WriteLines) -> None:
    """A file whose name doesn't say subset and language, or a folder without one, is refused."""
    with pytest.raises(DatasetError, match="tells neither language nor subset"):
        read_nomiracl(write_jsonl(tmp_path / "german.jsonl", [ROW]))
    with pytest.raises(DatasetError, match="no file of NoMIRACL"):
        read_nomiracl(tmp_path)


def test_a_docid_may_stand_for_several_texts(tmp_path: Path, write_jsonl: WriteLines) -> None:
    """A passage that two prompts give with different blanks is two files, and each question keeps to its own."""
    other = {**ROW, "query_id": "8", "prompt": PROMPT.replace("Sie fährt.\n", "Sie fährt.")}
    conversion = read_nomiracl(write_jsonl(tmp_path / "relevant.de.jsonl", [ROW, other]))
    texts = {file.name: file.text for file in conversion.files}
    first, second = ([texts[source] for source in row["sources"]] for row in conversion.rows)
    assert first == PASSAGES
    assert second == [text.rstrip("\n") for text in PASSAGES]
    assert len(texts) == 4
