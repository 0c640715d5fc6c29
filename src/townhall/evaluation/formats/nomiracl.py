"""NoMIRACL (Thakur et al., EMNLP Findings 2024): questions with ten passages in the prompt, which answer (``relevant``) or don't."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from townhall.errors import DatasetError
from townhall.evaluation.formats.conversion import Conversion, TextFile, file_name, row
from townhall.evaluation.formats.reading import Place, read_jsonl

NAME = re.compile(r"(?P<subset>relevant|non_relevant)\.(?P<language>[a-z]{2})\.jsonl(?:\.gz)?")
QUESTION, CONTEXTS, OUTPUT = "\nQUESTION:\n", "\n\nCONTEXTS:\n", "\n\nOUTPUT:"


def read_nomiracl(path: Path) -> Conversion:
    """Turn a file ``relevant.de.jsonl`` or ``non_relevant.de.jsonl``, or a folder of such files, into one text file a passage and one row a question.

    Each question is asked of its own passages. They don't say which passage answers, nor what the answer is: so what is measured is whether there is
    an answer where one is due, and a refusal where that is. Passages stand in the prompt as "title: text", and so they are written.

    Raises:
        DatasetError: a file can't be read or isn't of this format; it names the place.
    """
    paths = sorted(found for found in path.iterdir() if NAME.fullmatch(found.name)) if path.is_dir() else [path]
    if not paths:
        raise DatasetError(f"{path} holds no file of NoMIRACL.", remedy="Their names are as relevant.de.jsonl or non_relevant.de.jsonl.")
    texts: dict[str, str] = {}
    rows: list[Mapping[str, Any]] = []
    empty = 0
    for file in paths:
        name = NAME.fullmatch(file.name)
        if name is None:
            raise DatasetError(
                f"{file} tells neither language nor subset by its name.", remedy="Call it as relevant.de.jsonl or non_relevant.de.jsonl."
            )
        for place in read_jsonl(file):
            if place.expect(dict).value.get("prompt") is None:
                empty += 1
                continue
            question, passages = _read(place)
            sources = [_add(texts, name["language"], identifier, text) for identifier, text in passages.items()]
            rows.append(
                row(
                    f"{name['subset']}.{name['language']}.{place.identifier('query_id')}",
                    [question],
                    answerable=name["subset"] == "relevant",
                    language=name["language"],
                    sources=sources,
                )
            )
    notes = (f"{empty} questions have no prompt and are left out",) if empty else ()
    return Conversion(tuple(TextFile(source, text) for source, text in sorted(texts.items())), tuple(rows), notes)


def _add(texts: dict[str, str], language: str, identifier: str, text: str) -> str:
    """Add a passage to the texts, and return its file's name; one that stands elsewhere with other blanks, or other words, is another file."""
    source = f"{language}/{file_name(identifier)}"
    if texts.setdefault(source, text) != text:
        source = f"{language}/{file_name(f'{identifier} {hashlib.sha256(text.encode()).hexdigest()}')}"
        texts[source] = text
    return source


def _read(place: Place) -> tuple[str, dict[str, str]]:
    """Return the question of a prompt, and its passages by their docids."""
    prompt = place.text("prompt")
    identifiers = [item.expect(str).value for item in place.get("docids", list).items()]
    _, asks, rest = prompt.partition(QUESTION)
    question, lists, contexts = rest.partition(CONTEXTS)
    if not asks or not lists or not question.strip():
        place.fail("the prompt has no QUESTION and CONTEXTS", "Both stand on lines of their own, each with a colon.")
    contexts = contexts.rpartition(OUTPUT)[0] or contexts
    passages: dict[str, str] = {}
    if not contexts.startswith("[1] "):
        place.fail("the prompt has no passage [1]", "The passages begin with [1], [2], and so on.")
    rest = contexts.removeprefix("[1] ")
    for number, identifier in enumerate(identifiers, start=1):
        # Only the mark that is next in the count divides: a "[3]" of a passage's own text stays in it.
        text, found, rest = rest.partition(f"\n\n[{number + 1}] ") if number < len(identifiers) else (rest, "end", "")
        if not found:
            place.fail(f"{len(identifiers)} docids, and no passage [{number + 1}] in the prompt", "Give a passage for each docid.")
        if not text.strip():
            place.fail(f"passage [{number}] is blank", "Give its text.")
        passages[identifier] = text
    if not passages:
        place.fail("no docids", "List the identifiers of the passages.")
    return question.strip(), passages
