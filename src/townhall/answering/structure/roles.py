"""Who is named by a line whose label is the question's own word: "Apologies: A. Novak" where it is asked who sent apologies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote
from townhall.answering.reading.belonging import share_held
from townhall.answering.refusal import refuse
from townhall.answering.sentences.items import is_item
from townhall.chunking.labels import is_remark
from townhall.chunking.lines import LABEL_WORDS, labelled
from townhall.chunking.tables import is_row
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import words
from townhall.locales.words import folded_phrase, phrases_in
from townhall.model import Hit, Kind, Role, Sentence, Span, Status, in_words

KINDS = frozenset({Kind.PERSON, Kind.DEFINITION, Kind.OTHER})
ROLES = ("present", "absent", "chair", "minutes")
"""Lines by which minutes say who had which part in a meeting."""
SPOKEN_OF = 0.6
"""Share of what else is asked, weighted by idf, that the line's passage must hold, with its headings."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A labelled line, or a label with the items below it, and how well it fits."""

    hit: Hit
    sentence: Sentence
    value: str
    items: tuple[Sentence, ...]
    own: bool
    """Whether its label is the question's word, and not another for the same."""
    rest: frozenset[str]
    """Stems of what else is asked."""
    share: float
    """How much of it its passage and the headings above speak of, in [0, 1]."""


def answer_role(context: Context) -> Draft | None:
    """Answer who had a part that a line's label names; None where it isn't asked, or no line tells. Told for English questions alone.

    Where there are such lines, but no passage speaks of the meeting that is asked about, the best one is shown as the nearest.
    """
    query = context.query
    if query.language != "en" or query.kind not in KINDS or "who" not in query.concepts or query.values("organisation") or query.values("person"):
        return None
    best = max(_lines(context), key=lambda line: (line.share, line.own, -line.hit.rank), default=None)
    if best is None:
        return None
    if best.share < SPOKEN_OF:
        elsewhere = any(share_held(context, best.rest, _held(context, hit)) >= SPOKEN_OF for hit in context.hits)
        near = Claim(in_words(best.sentence.text), (_quote(best.hit, best.sentence, role=Role.RELATED),))
        return None if elsewhere else refuse(context, context.messages.say("refusal.not_found"), near=(near,))
    claims = [Claim(in_words(sentence.text), (_quote(best.hit, sentence),)) for sentence in (best.sentence, *best.items)]
    lead = [Claim(best.value, claims[0].quotes, lead=True)] if best.value else []
    return Draft(Status.ANSWERED, (*lead, *claims))


def _lines(context: Context) -> Iterator[_Line]:
    asked = frozenset(terms_of(context.query.search_text)) - stems_listed("roles", "plain")
    said = {word: role for role in ROLES for word in phrases_in(context.query.search_text, words("roles", role))}
    meant = said[max(said, key=len)] if said else None  # "did not attend" holds "attend"
    for hit in context.hits:
        held = _held(context, hit)
        for number, sentence in enumerate(hit.passage.sentences):
            match = labelled(sentence.text, words=LABEL_WORDS)
            if match is None or any(sentence.start <= heading.start < sentence.end for heading in hit.passage.headings):
                continue  # the line that names a record says of what it is, and of nobody's part
            # What isn't a row may be a paragraph whose value goes on in the next line.
            value = in_words(match["value"] if is_row(sentence.text) else sentence.text[match.start("value") :])
            items = () if value else tuple(takewhile(is_item, hit.passage.sentences[number + 1 :]))
            label = frozenset(terms_of(match["label"]))
            own = bool(label) and label <= asked and not is_remark(match["label"])
            role = next((role for role in ROLES if folded_phrase(match["label"]) in words("roles", role)), None)
            fits = role == meant if role or meant else own and "negation" not in context.query.concepts
            if not fits or not _names(value, items):
                continue
            rest = asked.intersection(context.terms) - label - (stems_listed("roles", role) if role else frozenset())
            yield _Line(hit, sentence, value, items, own, rest, share_held(context, rest, held) if rest else 1.0)


def _held(context: Context, hit: Hit) -> frozenset[str]:
    return context.held(hit.passage, hit.passage.text)


def _names(value: str, items: Sequence[Sentence]) -> bool:
    """Whether a line, or the first item below it, names somebody: it begins with a capital and is no sentence."""
    text = value or (items[0].text.lstrip("-*•– ") if items else "")
    return text[:1].isupper() and not text.endswith((".", "!", "?"))


def _quote(hit: Hit, sentence: Sentence, *, role: Role = Role.SUPPORT) -> Quote:
    return Quote(Span(hit.passage.source, sentence.start, sentence.end), role)
