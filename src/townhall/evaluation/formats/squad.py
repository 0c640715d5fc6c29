"""SQuAD 1.1 and 2.0 (Rajpurkar, Jia and Liang, ACL 2018): a JSON file of articles, paragraphs and questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from townhall.evaluation.formats.conversion import Conversion, TextFile, row, slug
from townhall.evaluation.formats.reading import Place, read_json


def read_squad(path: Path, *, language: str, given: bool) -> Conversion:
    """Turn a SQuAD file into one text file a paragraph and one row a question.

    Args:
        path: the file.
        language: ISO 639-1 code of its questions.
        given: ask each question of its own paragraph alone, as SQuAD does, and not of all.

    A question expects one of its answers, said and cited where the file says that they stand; one without an answer expects a refusal.
    That its paragraph doesn't answer a question is all that the file knows: another one of the corpus might.

    Raises:
        DatasetError: the file can't be read or isn't of this format; it names the place.
    """
    files: list[TextFile] = []
    rows: list[Mapping[str, Any]] = []
    moved = 0
    for number, article in enumerate(read_json(path).get("data", list).items()):
        title = str(article.get("title", str, default="").value).replace("_", " ").strip()
        folder = f"{number:03}-{slug(title)}" if title else f"{number:03}"
        for index, paragraph in enumerate(article.get("paragraphs", list).items()):
            name = f"{folder}/{index:04}.txt"
            context = paragraph.text("context")
            files.append(TextFile(name, context, title or None))
            for question in paragraph.get("qas", list).items():
                found, shifted = _row(question, name, context, language, given=given)
                rows.append(found)
                moved += shifted
    notes = (f"{moved} answers stand elsewhere in their paragraph than the file says; they were found by their text",) if moved else ()
    return Conversion(tuple(files), tuple(rows), notes)


def _row(question: Place, name: str, context: str, language: str, *, given: bool) -> tuple[Mapping[str, Any], int]:
    """Return a question's row, and how many of its answers stood elsewhere."""
    answers = list(_answers(question, context))
    impossible = question.get("is_impossible", bool, default=not answers).value
    if not impossible and not answers:
        question.fail("no answer, and is_impossible is false", "Give an answer, or set is_impossible.")
    golds = [] if impossible else list(dict.fromkeys(text for text, _, _ in answers))
    spans = [] if impossible else [(start, start + len(text)) for text, start, _ in answers]
    found = row(
        question.identifier("id"),
        [question.text("question")],
        answerable=not impossible,
        language=language,
        facts=[{"text": golds}] if golds else (),
        spans=[{"source": name, "quote": _quote(context, min(start for start, _ in spans), max(end for _, end in spans))}] if spans else (),
        answers=golds,
        sources=[name] if given else (),
    )
    return found, 0 if impossible else sum(shifted for _, _, shifted in answers)


def _answers(question: Place, context: str) -> Iterator[tuple[str, int, bool]]:
    """Yield the text of each answer, where it begins, and whether that is elsewhere than the file says."""
    for answer in question.get("answers", list, default=[]).items():
        text, start = answer.text("text"), int(answer.get("answer_start", int).value)
        shift = len(text) - len(text.lstrip())
        text, start = text.strip(), start + shift
        if start >= 0 and context.startswith(text, start):
            yield text, start, False
            continue
        places = _places(context, text)
        if not places:
            answer.fail(f"{text!r} is not in its paragraph", "An answer is a text of its paragraph, character by character.")
        yield text, min(places, key=lambda place: (abs(place - start), place)), True


def _places(context: str, text: str) -> list[int]:
    found: list[int] = []
    place = context.find(text)
    while place >= 0:
        found.append(place)
        place = context.find(text, place + 1)
    return found


def _quote(context: str, start: int, end: int) -> str:
    """Return the text that holds all the answers' places, with as many words around as it takes for it to stand there once."""
    while context.count(context[start:end]) > 1:
        before = len(context[:start].rstrip())
        start = max(context.rfind(" ", 0, before), context.rfind("\n", 0, before)) + 1
        after = [place for place in (context.find(" ", end + 1), context.find("\n", end + 1)) if place >= 0]
        end = min(after, default=len(context))
    return context[start:end]
