"""A new question: what an answer proposes for it, how its parts are written in a line, and how it comes into a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from townhall.errors import DatasetError, UsageError
from townhall.evaluation.data.dataset import FROZEN_SUFFIX
from townhall.evaluation.data.fields import FIELDS
from townhall.evaluation.data.question import Category
from townhall.evaluation.data.texts import CorpusTexts
from townhall.locales.dates import dates_in
from townhall.locales.values import numbers_in
from townhall.locales.words import fold
from townhall.model import Answer, Kind, Role, Status

CATEGORIES: Mapping[Kind, Category] = {
    Kind.SUPPORT: Category.SUPPORT,
    Kind.CONTACT: Category.CONTACT,
    Kind.PERSON: Category.CONTACT,
    Kind.DEADLINE: Category.DEADLINE,
    Kind.OPEN: Category.DEADLINE,
    Kind.DATE: Category.DEADLINE,
    Kind.QUANTITY: Category.NUMBER,
    Kind.DURATION: Category.NUMBER,
    Kind.LIST: Category.LIST,
}
"""By what a question asks for; anything else is explained."""
SHORT = 60
"""A statement of up to so many characters is proposed as a fact as it stands."""
WORDS_OF_AN_ID = 4
_ALTERNATIVES = "|"

Fact = dict[str, Any]
"""A fact as JSON, as in a row."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that is being written; its values are those of the file."""

    id: str
    turns: tuple[str, ...]
    status: tuple[str, ...]
    facts: tuple[Fact, ...]
    forbidden: tuple[Fact, ...]
    spans: tuple[tuple[str, str], ...]
    """Source and quote."""
    category: str
    language: str
    group: str | None
    today: date
    wants_list: bool

    def as_row(self) -> dict[str, Any]:
        """Return the row; fields that would say their default are left out."""
        values = {
            "id": self.id,
            "messages": [{"role": "user", "content": turn} for turn in self.turns],
            "status": list(self.status),
            "facts": list(self.facts),
            "forbidden": list(self.forbidden),
            "spans": [{"source": source, "quote": quote} for source, quote in self.spans],
            "category": self.category,
            "language": self.language,
            "group": self.group,
            "today": self.today.isoformat(),
            "list": self.wants_list,
        }
        return {name: value for name, value in values.items() if FIELDS[name].required or value not in ([], None, False)}

    def as_line(self) -> str:
        """Return the row as it stands in a file."""
        return json.dumps(self.as_row(), ensure_ascii=False)


def propose(turns: Sequence[str], answer: Answer, *, kind: Kind, today: date, trusted: bool) -> Draft:
    """Return what an answer proposes for its question; where it isn't ``trusted`` to be right, only what it doesn't say."""
    says = trusted and answer.status.shows_an_answer
    organisations = sum(card.kind == "organisation" for card in answer.cards)
    if trusted and not answer.status.shows_an_answer:
        category = Category.REFUSE
    else:
        category = Category.FOLLOWUP if len(turns) > 1 else CATEGORIES.get(kind, Category.EXPLAIN)
    return Draft(
        id="",
        turns=tuple(turns),
        status=(answer.status.value,) if trusted else (Status.ANSWERED.value,),
        facts=tuple(_facts(answer)) if says else (),
        forbidden=(),
        spans=tuple(_spans(answer)) if says else (),
        category=category.value,
        language=answer.language,
        group=None,
        today=today,
        wants_list=says and (kind is Kind.LIST or organisations > 3),  # noqa: PLR2004 - so many don't fit into an answer of usual length
    )


def _facts(answer: Answer) -> list[Fact]:
    """Return what the answer says that can be held against another: names and dates of its cards, else dates and numbers of its first statement."""
    found: list[Fact] = []
    for card in answer.cards:
        values = {name: field.value for name, field in card.fields.items() if field.value}
        if card.kind == "deadline" and "date" in values and re.fullmatch(r"\d{4}-\d{2}-\d{2}", values["date"]):
            found.append({"date": values["date"]})
        elif "name" in values:
            found.append({"text": [values[name] for name in ("name", "acronym") if name in values]})
    if found or not answer.statements:
        return found
    said = answer.statements[0].text
    dates = [{"date": mention.full.isoformat()} for mention in dates_in(said, answer.language) if mention.full]
    numbers = [{"number": int(value) if value == int(value) else float(value)} for value in sorted(numbers_in(said, answer.language))]
    return [*dates, *numbers] or ([{"text": [said.rstrip(".")]}] if len(said) <= SHORT else [])


def _spans(answer: Answer) -> list[tuple[str, str]]:
    """Return the quotes that support the first statement, or else all, each once; of a quote of several lines the first."""
    first = answer.statements[0].citations if answer.statements else ()
    support = [citation for citation in answer.citations if citation.role is Role.SUPPORT]
    chosen = [citation for citation in support if citation.n in first] or support
    return list(dict.fromkeys((citation.source, citation.quote.strip().splitlines()[0].strip()) for citation in chosen if citation.quote.strip()))


def new_id(draft: Draft, taken: Iterable[str]) -> str:
    """Return an id that isn't ``taken``: the category, words of the last question, and a number."""
    words = [word for word in re.findall(r"[^\W_]+", fold(draft.turns[-1])) if len(word) > 3][:WORDS_OF_AN_ID]  # noqa: PLR2004 - shorter ones say little
    stem = "-".join([draft.category, *words])
    known = set(taken)
    return next(name for name in (f"{stem}-{number}" for number in range(1, len(known) + 2)) if name not in known)


# --- facts and spans in a line -----------------------------------------------------------------------------------------


def fact_of_text(text: str) -> Fact:
    """Return the fact that a line means: ``text:VNG|Association of ...``, ``number:28``, ``number:44 %``, ``date:2024-06-17``, or a value alone.

    Raises:
        UsageError: it begins as a number or a date and is none.
    """
    kind, separator, value = text.strip().partition(":")
    value = value.strip()
    if not separator or kind not in {"text", "number", "date"}:
        plain = text.strip()
        guessed = "date" if re.fullmatch(r"\d{4}-\d\d-\d\d", plain) else "number" if re.fullmatch(r"\d+(\.\d+)?", plain) else "text"
        kind, value = guessed, plain
    if kind == "text":
        return {"text": [part.strip() for part in value.split(_ALTERNATIVES)]}
    if kind == "date":
        return {"date": value}
    digits, _, units = value.partition(" ")
    if not re.fullmatch(r"-?\d+(\.\d+)?", digits):
        raise UsageError(
            f"{value!r} is not a number.", remedy="Write digits, with a full stop before decimals, and a unit if it matters: number:1.5 %."
        )
    number: Fact = {"number": float(digits) if "." in digits else int(digits)}
    return {**number, "unit": [unit.strip() for unit in units.split(_ALTERNATIVES)]} if units.strip() else number


def text_of_fact(fact: Fact) -> str:
    """Return a fact as a line that means it."""
    kind = next(iter(fact))
    units = f" {_ALTERNATIVES.join(fact['unit'])}" if "unit" in fact else ""
    return f"{kind}:{_ALTERNATIVES.join(fact['text']) if kind == 'text' else fact[kind]}{units}"


def span_of_text(text: str, texts: CorpusTexts) -> tuple[str, str]:
    """Return source and quote of a line: ``file.txt: the quote``, or a quote alone, which is then looked for in all documents.

    Raises:
        DatasetError: the quote is in no document.
    """
    source, separator, quote = text.strip().partition(": ")
    if not (separator and texts.has(source)):
        source, quote = "", text.strip()
    places = texts.find(source, quote)
    if not places:
        raise DatasetError(f"{quote!r} is in no document.", remedy="Copy the quote as it stands there.")
    return places[0].source, quote


def text_of_span(span: tuple[str, str]) -> str:
    """Return a span as a line that means it."""
    return f"{span[0]}: {span[1]}"


# --- into the file -----------------------------------------------------------------------------------------------------


def ids_of(path: Path) -> list[str]:
    """Return the ids of a file; none where there is no file."""
    lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    return [json.loads(line)["id"] for line in lines if line.strip()]


def check_open(path: Path) -> None:
    """Refuse a frozen set.

    Raises:
        UsageError: what the assistant answers may not shape the questions of the set.
    """
    if path.name.endswith(FROZEN_SUFFIX):
        raise UsageError(f"{path} is frozen: what the assistant answers may not shape its questions.", remedy="Name another set with --dataset FILE.")
