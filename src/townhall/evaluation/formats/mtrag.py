"""MTRAG (Katsis et al., TACL 2025): a folder of one domain, with its conversations, judgements and passages."""

from __future__ import annotations

from pathlib import Path

from townhall.errors import DatasetError
from townhall.evaluation.formats.conversion import Conversion, row
from townhall.evaluation.formats.reading import Place, one_file, read_jsonl
from townhall.evaluation.formats.relevance import documents_of, judgements_of

USER = "|user|:"
"""What each of the user's turns begins with, on a line of its own."""


def read_mtrag(folder: Path, *, language: str) -> Conversion:
    """Turn the folder of a domain into one text file a passage and one row a question, with the user's turns before it.

    The folder holds ``*_questions.jsonl`` (all turns of the user), ``*_qrels.tsv`` and ``*_pool.jsonl`` or its ``.gz``.

    Raises:
        DatasetError: a file is missing, can't be read or isn't of this format; it names the place.
    """
    pool = one_file(folder, "*pool.jsonl", "*pool.jsonl.gz", "corpus.jsonl", "corpus.jsonl.gz", what="passages")
    documents = documents_of(read_jsonl(pool), "_id" if pool.name.startswith("corpus") else "id")
    path = one_file(folder, "*qrels.tsv", "qrels/*.tsv", what="judgements")
    judged = judgements_of(path, documents.names)
    questions = one_file(folder, "*questions.jsonl", what="questions")
    turns: dict[str, list[str]] = {}
    for place in read_jsonl(questions):
        identifier = place.identifier("_id")
        if identifier in turns:
            place.fail(f"_id {identifier!r} stands there twice", "Give every question an identifier of its own.")
        turns[identifier] = _turns(place)
    if unknown := next((query for query in judged if query not in turns), None):
        raise DatasetError(f"{path} judges the question {unknown!r}, which {questions.name} lacks.", remedy="Add it, or take its judgements out.")
    rows = tuple(
        row(question, said, answerable=True, language=language, relevant=judged[question]) for question, said in turns.items() if question in judged
    )
    return Conversion(documents.files, rows, documents.notes)


def _turns(place: Place) -> list[str]:
    """Return what the user said, turn by turn; a line that has no mark goes on with the turn before it."""
    text = place.text("text")
    if not text.startswith(USER):
        place.fail(f"the text does not begin with {USER}", "Each turn of the user begins with it.")
    turns = [turn.strip() for turn in f"\n{text}".split(f"\n{USER}")[1:]]
    if not all(turns):
        place.fail("a turn is blank", "Leave it out, or write what was said.")
    return turns
