"""Questions for the names of several, or of one by its number, where the best sentence says at most how many they are, or that there is one."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.answering.context import Context
from townhall.answering.reading.forms import PERSON_NAME
from townhall.answering.reading.labels import is_form
from townhall.answering.sentences.items import is_item
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.chunking.lines import labelled
from townhall.chunking.tables import is_row
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.numbers import ORDINALS, ordinal
from townhall.locales.structure import words
from townhall.locales.words import Token, phrases_in, tokens_of
from townhall.model import Query

NAMED, OF = "who_is", "of"
"""The concept of "the name of the", and what may follow its words."""
CERTAIN = 0.5
"""Probability from which the judge's word is taken."""
COUNTED = 2
"""Words after a number among which is what it counts."""
LOOKED_AT = 5
"""Best sentences among which the one is looked for that speaks of so many, or of that one."""


def names_none(context: Context, ranking: Ranking) -> bool:
    """Whether an English question asks for the names of several, and the best sentence names nobody: "six observers" are so many, and not who."""
    if context.query.language != "en" or not phrases_in(context.query.search_text, words("names", "asked")):
        return False
    text = ranking.candidates[0].evidence.sentence.text
    if text.rstrip().endswith(":"):
        return False  # they stand below it
    asked = {token.folded for token in tokens_of(context.query.search_text)}
    label = None if is_row(text) else labelled(text)
    said = tokens_of(label["value"]) if label else tokens_of(text)[0 if is_row(text) else 1 :]
    return not any(token.capitalised and token.folded not in asked for token in said)


def only_counts_them(context: Context, ranking: Ranking) -> bool:
    """Whether an English question asks for so many by name, or for one by its number, and what speaks of them most leaves the names out.

    "In four towns it is more" doesn't say which four; "a fifth town" doesn't say which. Told of those that have names of their own.
    """
    asked = _asked(context)
    if asked is None:
        return False
    number, noun = asked
    telling = [one for one in ranking.candidates[:LOOKED_AT] if _speaks(one.evidence.sentence.text, number, noun)]
    if not telling:
        return False
    most = max(telling, key=lambda one: len(frozenset(context.terms).intersection(terms_of(one.evidence.sentence.text))))
    wanted = 1 if number in ORDINALS else int(ordinal(number) or 0)
    return not _names(context, most, wanted)


def names_none_who_did(context: Context, ranking: Ranking) -> bool:
    """Whether an English question asks which of those with names did something, and the best sentence names none: "Cities that led one may …"."""
    after = after_doers(context.query)
    return bool(after) and (not _names(context, ranking.candidates[0], 1) or _says_nothing_of(ranking.candidates[0], after))


def after_doers(query: Query) -> Sequence[Token]:
    """Return what an English question says from its verb on that asks which of those with names did something; nothing for any other."""
    tokens = tokens_of(query.search_text)
    which = next((match.last for match in lexicon("en").concepts.find(tokens) if match.name == "which"), None)
    if query.language != "en" or which is None or which + 1 >= len(tokens):
        return ()
    who, verb = tokens[which : which + 2]
    several = who.folded.endswith("s") and not stems_listed("names", "bearers").isdisjoint(terms_of(who.text))
    done = verb.folded.endswith("ed") or verb.folded in words("names", "did")
    return tokens[which + 1 :] if several and done else ()


def _says_nothing_of(best: Candidate, tokens: Sequence[Token]) -> bool:
    """Whether it is asked to whom something was done, and a sentence that no judge is sure of doesn't say that: "Which cities were admitted?"."""
    passive = tokens[0].folded in words("periods", "being") and len(tokens) > 1 and tokens[1].folded.endswith("ed")
    if not passive or best.signals.judged_alone > CERTAIN:
        return False
    told = terms_of("\n".join([best.evidence.sentence.text, *best.evidence.hit.passage.heading_path[-1:]]))
    return not any(is_form(stem, other) for stem in terms_of(tokens[1].text) for other in told)


def names_no_body(context: Context, ranking: Ranking) -> bool:
    """Whether an English question asks for the name of a firm or the like, and the best sentence names none: persons are none."""
    best, tokens = ranking.candidates[0], tokens_of(context.query.search_text)
    asking = [match.last for match in lexicon("en").concepts.find(tokens) if match.name == NAMED]
    plain = words("topics", "articles") | {OF}
    nouns = (next((token.folded for token in tokens[place:] if token.folded not in plain), "") for place in asking)
    if context.query.language != "en" or is_row(best.evidence.sentence.text) or not any(noun in words("names", "bodies") for noun in nouns):
        return False
    text = best.evidence.sentence.text
    titled = [match.span() for match in PERSON_NAME.finditer(text) if tokens_of(match[0])[0].folded in words("names", "none")]
    asked = {token.folded for token in tokens} | words("values", "currencies")
    first, *others = tokens_of(text) or tokens
    opens = first.text.isupper() or any(text[first.end : other.start].isspace() and other.capitalised for other in others[:1])
    capitals = [token for token in ([first, *others] if opens else others) if token.capitalised and token.folded not in asked]
    return all(any(start <= token.start < end for start, end in titled) for token in capitals)


def _asked(context: Context) -> tuple[str, str] | None:
    """Return the number word and the noun by which a question asks for so many, or for one of them: "which four towns", "what was the fifth town"."""
    tokens = tokens_of(context.query.search_text)
    which = next((match.last for match in lexicon("en").concepts.find(tokens) if match.name in {"which", NAMED}), None)
    if context.query.language != "en" or which is None:
        return None
    first = next(
        (i for i in range(which, len(tokens)) if tokens[i].folded not in words("periods", "being") | words("topics", "articles")), len(tokens)
    )
    if first + 1 >= len(tokens) or not _counts(tokens[first]):
        return None
    counted = " ".join(token.text for token in tokens[first + 1 : first + 1 + COUNTED])
    noun = next((stem for stem in terms_of(counted) if stem in stems_listed("names", "bearers")), None)
    return (tokens[first].folded, noun) if noun else None


def _counts(token: Token) -> bool:
    return token.text.isalpha() and len(token.text) > 1 and ordinal(token.folded) not in {None, "1"}


def _speaks(text: str, number: str, noun: str) -> bool:
    """Whether a text has a number before what it counts, and at most one word between them: "two lay members"."""
    tokens = tokens_of(text)
    counted = (" ".join(other.text for other in tokens[i + 1 : i + 1 + COUNTED]) for i, token in enumerate(tokens) if token.folded == number)
    return any(is_form(noun, stem) for words_after in counted for stem in terms_of(words_after))


def _names(context: Context, candidate: Candidate, wanted: int) -> bool:
    """Whether a sentence has as many names as are wanted which the question hasn't, or a list follows it; of several the next one may have them."""
    sentences, place = candidate.evidence.hit.passage.sentences, candidate.number
    near = sentences[place : place + 2]
    if near[0].text.rstrip().endswith(":") or any(is_item(sentence) for sentence in near):
        return True
    asked = {token.folded for token in tokens_of(context.query.search_text)}
    # "The chair is Ada Quill" goes on with somebody else.
    goes_on = wanted > 1 and not any(one.text.split(maxsplit=1)[0].casefold() in words("topics", "articles") for one in near[1:])
    telling = near if goes_on else near[:1]
    return any(sum(token.capitalised and token.folded not in asked for token in tokens_of(one.text)[1:]) >= wanted for one in telling)
