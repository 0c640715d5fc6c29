"""Fields that are there and blank: "Telephone:" tells that no number is given, and is no answer."""

from __future__ import annotations

import re
from itertools import takewhile

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, sentence_quote
from townhall.answering.reading.features import stems_asked
from townhall.answering.reading.labels import is_form
from townhall.answering.reading.types import HARD_KINDS
from townhall.answering.refusal import refuse
from townhall.answering.sentences.columns import heads_of
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.chunking.labels import field_kind, is_unknown
from townhall.chunking.lines import BULLET, LABEL_WORDS, labelled, lines_of
from townhall.chunking.passages import PATH_SEPARATOR
from townhall.chunking.tables import cells_of, is_row
from townhall.index.facts.fields import DETAILS
from townhall.index.lexical import terms_of
from townhall.locales.words import folded_phrase
from townhall.model import Hit, Role, Sentence


def refuse_blank(context: Context, ranking: Ranking) -> Draft | None:
    """Refuse where the best line, or the one beside it that the question names, is a field without a value; None where none is."""
    best = ranking.candidates[0]
    if _is_blank_in_row(context, best):
        near = (Claim(best.evidence.sentence.shown, (sentence_quote(best.evidence.hit, best.evidence.sentence, role=Role.RELATED),)),)
        return refuse(context, context.messages.say("refusal.not_found"), near=near, support=ranking.support)
    hit, sentences = best.evidence.hit, best.evidence.hit.passage.sentences
    if _gives_asked(context, best.evidence.sentence):
        return None
    blank = [number for number in _record(hit, best.number) if is_blank_field(context, hit, number)]
    labels = {number: line["label"] for number in blank if (line := _field(sentences[number].text))}
    named = [number for number, label in labels.items() if number == best.number or _is_asked(context, label)]
    if not named:
        return None
    kind = field_kind(labels[named[0]])
    reason = context.messages.say(f"refusal.attribute_{kind}" if kind in DETAILS else "refusal.not_found")
    fields = [line for number in _record(hit, best.number) if (line := _field(sentences[number].text))]
    names = [line["value"] for line in fields if field_kind(line["label"]) == "name" and line["value"].strip()]
    text = PATH_SEPARATOR.join([*(names or hit.passage.heading_path)[-1:], labels[named[0]]])
    return refuse(context, reason, near=(Claim(text, (sentence_quote(hit, sentences[named[0]], role=Role.RELATED),)),), support=ranking.support)


def _is_blank_in_row(context: Context, best: Candidate) -> bool:
    """Whether a value is asked for that the best row leaves blank, in a column whose head the question names."""
    text = best.evidence.sentence.text
    if context.query.kind not in HARD_KINDS or not is_row(text):
        return False
    columns = zip(heads_of(context, best), cells_of(text), strict=False)
    return any(head and is_unknown(text[slice(*cell)]) and terms_of(head) and _is_asked(context, head) for head, cell in columns)


def is_blank_field(context: Context, hit: Hit, number: int) -> bool:
    """Whether a line is a field of a form or a record and says nothing: its like has a value elsewhere in the document.

    A label that leads up to what stands below it is none.
    """
    sentences = hit.passage.sentences
    line = _field(sentences[number].text)
    if line is None or not is_unknown(line["value"]):
        return False
    below = sentences[number + 1].text if number + 1 < len(sentences) and hit.passage.goes_on(number + 1) else None
    if not line["value"] and below is not None and (_field(below) is None or _bullet(below) != _bullet(sentences[number].text)):
        return False
    return field_kind(line["label"]) in DETAILS or _is_given_elsewhere(context, hit, line["label"])


def _record(hit: Hit, place: int) -> list[int]:
    """Return the numbers of the lines with labels that stand in one paragraph with one, and its own."""
    passage = hit.passage
    before = takewhile(lambda number: passage.goes_on(number + 1) and _field(passage.sentences[number].text), range(place - 1, -1, -1))
    after = takewhile(lambda number: passage.goes_on(number) and _field(passage.sentences[number].text), range(place + 1, len(passage.sentences)))
    return sorted([*before, place, *after])


def _is_given_elsewhere(context: Context, hit: Hit, label: str) -> bool:
    """Whether another line of a document has a label and a value."""
    document = context.bundle.document(hit.passage.source)
    lines = (_field(line.text) for line in lines_of(document.text)) if document else ()
    return any(line is not None and folded_phrase(line["label"]) == folded_phrase(label) and not is_unknown(line["value"]) for line in lines)


def _gives_asked(context: Context, sentence: Sentence) -> bool:
    """Whether a line gives what is asked for, whatever another one leaves blank: a telephone number beside a name."""
    line, wanted = _field(sentence.text), [DETAILS[name] for name in context.query.values("attribute") if name in DETAILS]
    if line is None:
        return True
    given = all(pattern.search(sentence.text) for pattern in wanted) if wanted else _is_asked(context, line["label"])
    return given and not is_unknown(line["value"])


def _is_asked(context: Context, label: str) -> bool:
    """Whether a question names a label by all of its words, or asks for the detail that it is of."""
    asked = stems_asked(context)
    named = all(any(is_form(stem, other) for other in asked) for stem in terms_of(label))
    return named or field_kind(label) in context.query.values("attribute")


def _field(text: str) -> re.Match[str] | None:
    return None if is_row(text) else labelled(text.strip(), words=LABEL_WORDS)


def _bullet(text: str) -> str:
    """Return what an item begins with; nothing for a line that is none."""
    match = BULLET.match(text.strip())
    return match[0] if match else ""
