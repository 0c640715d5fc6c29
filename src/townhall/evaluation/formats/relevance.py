"""What BEIR and MTRAG share: documents with identifiers, and judgements of which are relevant to which query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from townhall.errors import DatasetError
from townhall.evaluation.formats.conversion import TextFile, file_name
from townhall.evaluation.formats.reading import Place, read_tsv

COLUMNS = ("query-id", "corpus-id", "score")


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a corpus."""

    files: tuple[TextFile, ...]
    names: Mapping[str, str]
    """For each identifier its file's name."""
    blank: int
    """So many hold no text."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What can't be used."""
        return (f"{self.blank} documents are blank and can't be found",) if self.blank else ()


def documents_of(places: Iterable[Place], key: str) -> Documents:
    """Return the documents that the objects of a file are, ``key`` naming the identifier.

    The title, if there is one, is the text's first line with a blank line below: the field's retrievers are given title and text together.

    Raises:
        DatasetError: a field is missing or of another kind, or an identifier stands twice.
    """
    files: list[TextFile] = []
    names: dict[str, str] = {}
    for place in places:
        identifier = place.identifier(key)
        if identifier in names:
            place.fail(f"{key} {identifier!r} stands there twice", "Give every document an identifier of its own.")
        names[identifier] = file_name(identifier)
        title = " ".join(place.get("title", str, default="").encodable().split())
        text = place.get("text", str).encodable()
        files.append(TextFile(names[identifier], f"{title}\n\n{text}" if title else text, title or None))
    return Documents(tuple(files), names, sum(not file.text.strip() for file in files))


def judgements_of(path: Path, documents: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return for each query the files that are relevant, with their grades; what is judged 0 or less is left out.

    Raises:
        DatasetError: the file can't be read, a grade is no whole number, or a document isn't in the corpus.
    """
    found: dict[str, dict[str, int]] = {}
    for query, document, score in read_tsv(path, COLUMNS):
        try:
            grade = int(score.value)
        except ValueError:
            score.fail(f"{score.value!r} is not a whole number", "Write 0 for what isn't relevant, 1 or more for what is.")
        if document.value not in documents:
            document.fail(f"the corpus holds no document {document.value!r}", "Judge documents of this corpus only.")
        relevant = found.setdefault(query.value, {})
        name = documents[document.value]
        if name in relevant:
            document.fail(f"{document.value!r} is judged twice for {query.value!r}", "Judge each once.")
        if grade > 0:
            relevant[name] = grade
    judged = {query: relevant for query, relevant in found.items() if relevant}
    if not judged:
        raise DatasetError(f"{path} judges no document relevant.", remedy="Name another file of judgements.")
    return judged
