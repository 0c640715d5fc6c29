"""In which of the 24 languages a question is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from townhall.locales.detector import LanguageDetector
from townhall.locales.lexicon import LANGUAGES, NOUN_CONCEPTS, Match, lexicon
from townhall.locales.words import STOP_WORDS, Token

ENGLISH_SHARE = 0.5
"""Share of a question's words that, being common English ones, settle the matter."""
LONGEST_SUFFIX = 6
"""Letters of the longest ending of an English word: what goes on longer is a word of another language."""
SURE = 0.5
"""Score from which another language is believed of a question that has common English words in it."""
LIKELY = 0.15
"""Score from which a language is believed of any other; below it, the question says as good as nothing ("123")."""
POSSIBLE = 0.01
"""Probability from which a language is looked at: of neighbours, the lexicons tell which one it is. The likeliest of 24 always has more."""
KNOWN_WORDS = 0.5
"""Weight of the share of words that a language's lexicon knows against the detector's probability."""
HELD = 0.3
"""How much likelier a language is that documents are in, where its lexicon knows some of the words; English is as likely anyway."""
AHEAD = 0.1
"""How far a language must be ahead of all others to be told by few words."""
MOST_KNOWN = 0.6
"""Share of its words, nouns included, by which a lexicon tells the language of a question that the detector can't."""
SHORT = 3
"""Words up to which a question says too little of its language to leave that of the conversation."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A language, by its ISO 639-1 code, and whether it can be told: "fase 2?" is of five, and "asdf" of none."""

    language: str
    sure: bool


def detect_language(
    text: str, tokens: Sequence[Token], detector: LanguageDetector, *, before: str | None = None, held: Collection[str] = ()
) -> Guess:
    """Return the question's language; ``before`` is that of the conversation so far, which is always sure, ``held`` are those of the documents."""
    language, settled = _likeliest(text, tokens, detector, before, held)
    return Guess(language, sure=before is not None or settled or (bool(tokens) and _is_sure(text, tokens, detector, language)))


def _is_sure(text: str, tokens: Sequence[Token], detector: LanguageDetector, language: str) -> bool:
    """Whether the detector is sure of a language, or knows some of the words and finds no other that is nearly as likely.

    Of a longer question it is enough that some words are known.
    """
    found = detector.probabilities(text)
    known = _share_known(tokens, language)
    if found[language] >= SURE or (known and len(tokens) > SHORT):
        return True
    others = max(found[other] + KNOWN_WORDS * _share_known(tokens, other) for other in LANGUAGES if other != language)
    return known > 0 and found[language] + KNOWN_WORDS * known >= others + AHEAD


def _likeliest(text: str, tokens: Sequence[Token], detector: LanguageDetector, before: str | None, held: Collection[str]) -> tuple[str, bool]:
    """Return the likeliest language, and whether common words of English settle that it is this one."""
    if not tokens:
        return before or "en", False
    english = lexicon("en").concepts.find(tokens)
    asking = [match for match in english if match.name not in NOUN_CONCEPTS and not _is_compound(match, tokens)]
    covered = {i for match in asking for i in range(match.first, match.last)} | {i for i, token in enumerate(tokens) if token.folded in STOP_WORDS}
    covered = {i for i in covered if tokens[i].text.isascii()}  # "för" and "í" are no English, though folded they look it
    if len(covered) >= ENGLISH_SHARE * len(tokens):
        return "en" if before in {None, "en"} or len(tokens) > SHORT else before or "en", True
    if before and len(tokens) <= SHORT:
        return before, False
    found = detector.probabilities(text)
    known = {code: _share_known(tokens, code) for code in held if code in LANGUAGES and code != "en"}
    possible = {code for code, probability in found.items() if probability >= POSSIBLE} | {code for code, share in known.items() if share}
    possible |= {before} if before else set()
    scores = {code: found[code] + KNOWN_WORDS * (len(covered) / len(tokens) if code == "en" else _share_known(tokens, code)) for code in possible}
    scores |= {code: scores[code] + HELD for code, share in known.items() if share}
    best = max(scores, key=lambda code: (scores[code], code == before, code))
    if (told := _told_by_words(tokens)) and (
        scores[best] < SURE or 2 * _share_known(tokens, best, nouns=True) <= _share_known(tokens, told, nouns=True)
    ):
        return told, True
    return best if scores[best] >= (SURE if covered else LIKELY) else before or "en", False


def _told_by_words(tokens: Sequence[Token]) -> str | None:
    """Return the language whose lexicon alone knows most of a question's words, nouns included: "ile gmin ma" says little to a detector."""
    shares = sorted(((_share_known(tokens, code, nouns=True), code) for code in LANGUAGES), reverse=True)
    (most, code), (next_most, _) = shares[:2]
    return code if most >= MOST_KNOWN and most >= next_most + AHEAD else None


def _is_compound(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a word only begins like an English one: "contactpersoon"."""
    return match.last == match.first + 1 and len(tokens[match.first].folded) - match.exact > LONGEST_SUFFIX


def _share_known(tokens: Sequence[Token], language: str, *, nouns: bool = False) -> float:
    """Return the share of words that are question words and the like of a language, or its ``nouns`` that the lexicon translates."""
    words = lexicon(language)
    matches = (*words.concepts.find(tokens), *(words.terms.find(tokens) if nouns else ()))
    return len({i for match in matches for i in range(match.first, match.last)}) / len(tokens)
