"""Whether the best section is of what is asked about, where no judge has read it, or shares but its document's title with the question."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.reading.features import asking_stems
from townhall.answering.reading.types import HARD_KINDS, asks_for_form
from townhall.answering.sentences.items import section_of
from townhall.answering.sentences.own_words import is_unread, known_stems, tells_what_was_told
from townhall.answering.sentences.particulars import tells_asked_weekday
from townhall.answering.sentences.ranking import Ranking
from townhall.locales.lexicon import lexicon
from townhall.locales.words import tokens_of
from townhall.model import Hit, Kind
from townhall.query.kinds import MONEY
from townhall.query.yes_or_no import wants_yes_or_no

PLAIN = ("year", "month", "week", "duration", "maximum", "minimum")
"""Notions of units of time and of bounds, which are no matter of their own."""
SOLD = "ticket"
"""The notion of what is paid for where nothing else is said."""
OF_WHOLE = frozenset({Kind.CONTACT, Kind.SUPPORT})
"""Kinds whose answer is of a whole document: whom one asks stands at its end."""
OPENING_HOURS = ("open",)


def is_of_another_matter(context: Context, ranking: Ranking) -> bool:
    """Whether a value or a yes is asked for, and the best section shares with the question but what its whole document is about.

    Another matter is asked about, which is known by its words: they stand elsewhere, or its notion has others. What parking costs, the prices of
    a bath don't tell. Where the section itself has none of the question's words, the matter needn't be known.
    """
    query, hit = context.query, ranking.candidates[0].evidence.hit
    language = context.language_of(hit.passage.source)
    valued = query.kind in HARD_KINDS or asks_for_form(query)
    asked = valued or query.kind is Kind.PLACE or (query.kind is Kind.OTHER and wants_yes_or_no(query))
    if (
        not asked
        or query.kind in OF_WHOLE
        or not _is_told_in_own_words(context, ranking)
        or tells_asked_weekday(context, ranking)
        or context.own_forms is None
    ):
        return False
    said = context.said & asking_stems(context) or context.said
    if tells_what_was_told(context, ranking, said) or (query.kind is Kind.DEADLINE and query.values("organisation")):
        return False
    plain = context.own_forms.standing_for(*PLAIN, *([SOLD] if "money" in query.values("attribute") else []))
    own = said - frozenset(context.stems(context.opening(hit.passage.source), language)) - plain
    here = _stems_here(context, hit)
    telling = own & (context.own_forms.notional | known_stems(context, own, language))
    return own.isdisjoint(here) and bool(telling or (valued and own and said.isdisjoint(here) and not _is_of_prices(context, hit)))


def shares_but_title(context: Context, ranking: Ranking) -> bool:
    """Whether anything else is asked for, and neither the best section nor its own headings have a word of the question's."""
    query, hit = context.query, ranking.candidates[0].evidence.hit
    if query.kind in HARD_KINDS | OF_WHOLE or asks_for_form(query) or not _is_told_in_own_words(context, ranking):
        return False
    return bool(context.own_terms) and context.own_terms.isdisjoint(_stems_here(context, hit))


def tells_no_hours(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked when something opens or closes, and the best section speaks of neither: that a workshop is held there doesn't tell it."""
    query, hit = context.query, ranking.candidates[0].evidence.hit
    if query.kind is not Kind.DATE or not _is_told_in_own_words(context, ranking) or context.own_forms is None:
        return False
    asked = context.own_forms.standing_for(*OPENING_HOURS) & context.own_terms
    return bool(asked) and asked.isdisjoint(_stems_here(context, hit) | frozenset(context.stems_above(hit.passage)))


def names_nothing(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked what somebody or something is called, and the best sentence has no name but those of the question."""
    query, text = context.query, ranking.candidates[0].evidence.sentence.text
    asked = query.kind is Kind.OTHER and "who_is" in query.concepts and "who" not in query.concepts
    if not asked or not _is_told_in_own_words(context, ranking):
        return False
    said = {token.folded for token in tokens_of(query.text)}
    return not any(token.capitalised and token.folded not in said for token in tokens_of(text)[1:])


def _is_told_in_own_words(context: Context, ranking: Ranking) -> bool:
    """Whether a question and the best section are in one language, which isn't English, and no judge has read them."""
    language = context.language_of(ranking.candidates[0].evidence.hit.passage.source)
    return language == context.query.language != "en" and is_unread(context, ranking)


def _stems_here(context: Context, hit: Hit) -> frozenset[str]:
    """Return the stems of a section and of the headings above it, but for what its document opens with."""
    source = hit.passage.source
    opening = context.opening(source).splitlines()
    headings = [heading.text for heading in hit.passage.headings if heading.text not in opening]
    texts = [*headings, *(sentence.text for sentence in section_of(context, hit))]
    return frozenset(context.stems("\n".join(texts), context.language_of(source)))


def _is_of_prices(context: Context, hit: Hit) -> bool:
    """Whether a heading above a passage says that prices stand below it."""
    language = lexicon(context.language_of(hit.passage.source))
    return any(match.name == MONEY for heading in hit.passage.heading_path for match in language.concepts.find(tokens_of(heading)))
