"""Lists in running text: a sentence says that there are several of what is asked for, and those after it in its paragraph tell them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from townhall.answering.context import Context
from townhall.answering.draft import Claim, sentence_quote
from townhall.answering.sentences.items import LOOKED_AT, section_of
from townhall.answering.sentences.ranking import Ranking
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.numbers import CARDINALS
from townhall.locales.sequels import sequels_in
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token, tokens_of
from townhall.model import Hit, Sentence

ASKING = frozenset({"which", "what", "list", "definition"})
WHY = "why"
PLURAL = "s"
BETWEEN = 2
"""Words that may stand between how many there are and what they are: "several other good reasons"."""
FEWEST, MOST = 2, 6
"""Sentences that tell them."""
PARAGRAPH = "\n\n"


def answer_announced(context: Context, ranking: Ranking) -> tuple[Claim, ...]:
    """Return one of the best sentences that announces several of what its language's question asks for, with those that tell them; else nothing.

    "The towns could name several reasons. Nineteen had no staff. Fifteen feared the price."
    """
    language = context.query.language
    asked = _asked(context) if language == "en" else _asked_in_own_words(context)
    for candidate in ranking.candidates[:LOOKED_AT] if asked else ():
        hit, sentence = candidate.evidence.hit, candidate.evidence.sentence
        alike = context.language_of(hit.passage.source) == language
        if alike and _announces(context, sentence.text, asked) and (told := _told_after(context, hit, sentence)):
            return tuple(Claim(one.shown, (sentence_quote(hit, one),)) for one in (sentence, *told))
    return ()


def _asked(context: Context) -> set[str]:
    """Return the stems of the noun of which a question asks for several, which stands right after the word that asks: "what were the reasons"."""
    tokens = tokens_of(context.query.search_text)
    plain = STOP_WORDS | words("lists", "several")
    asking = [match.last for match in lexicon("en").concepts.find(tokens) if match.name in ASKING]
    after = (next((token for token in tokens[place:] if token.folded not in plain), None) for place in asking)
    return {stem for token in after if token and _is_plural(token) for stem in terms_of(token.text)}


def _asked_in_own_words(context: Context) -> set[str]:
    """Return the same of a question in another language; the word that asks may have the noun with it: "welche Gründe"."""
    tokens, language = tokens_of(context.query.text), lexicon(context.query.language)
    matches = [match for match in language.concepts.find(tokens) if match.name in ASKING | {WHY}]
    within = [tokens[match.last - 1] for match in matches if match.last - match.first > 1]
    after = (
        next((token for token in tokens[match.last :] if token.folded not in language.function_words), None) for match in matches if match.name != WHY
    )
    return {stem for token in (*within, *after) if token and token.folded not in language.function_words for stem in terms_of(token.text)}


def _is_plural(token: Token) -> bool:
    return token.folded.endswith(PLURAL) and not token.capitalised


def _announces(context: Context, text: str, asked: set[str]) -> bool:
    """Whether a sentence says that there are several of what is asked for, and doesn't tell them itself."""
    tokens, language = tokens_of(text), context.query.language
    if language == "en":
        several: Collection[str] = words("lists", "several") | CARDINALS.keys()
        named = [place for place, token in enumerate(tokens) if _is_plural(token) and not asked.isdisjoint(terms_of(token.text))]
    else:
        found = {tokens[i].folded for match in sequels_in(tokens, language) if match.name == "several" for i in range(match.first, match.last)}
        several = found | lexicon(language).number_words
        named = [place for place, token in enumerate(tokens) if not asked.isdisjoint(context.stems(token.text))]
    return ":" not in text and any(_counted(tokens[max(0, place - BETWEEN - 1) : place], several) for place in named)


def _counted(before: Sequence[Token], several: Collection[str]) -> bool:
    return any(token.folded in several or token.text.isdigit() for token in before)


def _told_after(context: Context, hit: Hit, announcing: Sentence) -> Sequence[Sentence]:
    """Return the sentences that follow one to the end of its paragraph; none where they are too few, or too many, to be what it announces."""
    document = context.bundle.document(hit.passage.source)
    text, end = document.text if document else "", announcing.end
    following = [sentence for sentence in section_of(context, hit) if sentence.start >= end and PARAGRAPH not in text[end : sentence.start]]
    return following if FEWEST <= len(following) <= MOST else ()
