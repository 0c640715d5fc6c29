"""BEIR (Thakur et al., NeurIPS 2021): a folder with ``corpus.jsonl``, ``queries.jsonl`` and judgements in ``qrels/``."""

from __future__ import annotations

from pathlib import Path

from townhall.errors import DatasetError
from townhall.evaluation.formats.conversion import Conversion, row
from townhall.evaluation.formats.reading import one_file, read_jsonl
from townhall.evaluation.formats.relevance import documents_of, judgements_of

SPLITS = ("qrels/test.tsv", "qrels/*.tsv")
"""The test split where there is one, else the only one."""


def read_beir(folder: Path, *, language: str, split: str | None) -> Conversion:
    """Turn a BEIR folder into one text file a document and one row a query that has judgements.

    ``split`` names a file of ``qrels/`` without its ending; None takes ``test``, or the only one.

    Raises:
        DatasetError: a file is missing, can't be read or isn't of this format; it names the place.
    """
    documents = documents_of(read_jsonl(one_file(folder, "corpus.jsonl", "corpus.jsonl.gz", what="documents")), "_id")
    queries = one_file(folder, "queries.jsonl", "queries.jsonl.gz", what="queries")
    path = one_file(folder, *([f"qrels/{split}.tsv"] if split else SPLITS), what="judgements")
    judged = judgements_of(path, documents.names)
    texts: dict[str, str] = {}
    for place in read_jsonl(queries):
        identifier = place.identifier("_id")
        if identifier in texts:
            place.fail(f"_id {identifier!r} stands there twice", "Give every query an identifier of its own.")
        texts[identifier] = place.text("text")
    if unknown := next((query for query in judged if query not in texts), None):
        raise DatasetError(f"{path} judges the query {unknown!r}, which {queries.name} lacks.", remedy="Add it there, or take its judgements out.")
    rows = tuple(row(query, [text], answerable=True, language=language, relevant=judged[query]) for query, text in texts.items() if query in judged)
    return Conversion(documents.files, rows, documents.notes)
