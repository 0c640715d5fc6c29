"""Whether a sentence holds the type of thing that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from townhall.answering.reading.forms import (
    CAUSE,
    CLOCK,
    DEFINING,
    DURATION,
    FREQUENCY,
    HOUR,
    LACKING,
    LARGE,
    MONEY,
    NAME,
    ONE_OF,
    PERCENTAGE,
    PERSON_NAME,
    PLACE_IN,
    PRICED,
    SPEECH,
    URL,
)
from townhall.index.facts.fields import DETAILS, EMAIL, PHONE
from townhall.locales.dates import dates_in, days_in
from townhall.locales.lexicon import lexicon
from townhall.locales.measures import durations_in, holds_hour, shares_in
from townhall.locales.numbers import NUMBER
from townhall.locales.sequels import goes_on
from townhall.locales.structure import words
from townhall.locales.weekdays import weekdays_in
from townhall.locales.words import STOP_WORDS, tokens_of
from townhall.model import Kind, Query

SHARE = "share"
"""The concept of words that ask for a share of something: a percentage, a rate."""
IDENTIFIED = "who_is"
"""The concept of words that ask who somebody is, not who does something."""
CLOCKED = "clock"
"""The concept of words that ask for a time of the day."""
OFTEN = "how_often"
"""The concept of words that ask at what rhythm something happens."""
LETTERS = re.compile(r"(?P<rest>(?:\s+[A-Z]\w+)*)\s*\((?P<letters>[A-Z]{2,})s?\)")
"""What stands after a name that may go by its first letters."""
ABSENT = "lacking"
"""The concept of words that ask for what isn't there: what cities have doesn't answer what they lack."""
DIGITS = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
_PATTERNS = {
    "phone": PHONE,
    "email": EMAIL,
    "address": re.compile(
        r"\b\d{1,5}[a-z]?,?\s|\b(?:street|road|avenue|square|rue|straße|strasse|straat|laan|via|calle|plaza|ulica|trg)\b", re.IGNORECASE
    ),
    "website": URL,
    "money": re.compile(f"{MONEY.pattern}|{PRICED.pattern}", re.IGNORECASE),
}


def holds_attribute(text: str, attribute: str) -> bool:
    """Whether ``text`` holds a telephone number, an amount of money … (``attribute`` as the lexicon names them)."""
    if attribute == "founded":
        return bool(dates_in(text))
    if attribute in {"staff", "population"}:
        return any(any(character.isdigit() for character in match[0]) or LARGE.search(match[0]) for match in counts_in(text))
    pattern = _PATTERNS.get(attribute)
    return pattern is None or bool(pattern.search(text))


def holds_kind(text: str, kind: Kind) -> bool | None:
    """Whether ``text`` holds what a kind of question asks for; None for kinds whose answers have no form of their own."""
    holds = _FORMS.get(kind)
    return holds(text) if holds else None


def holds_asked(text: str, query: Query, language: str = "en") -> bool | None:
    """Whether ``text`` holds what is asked for: what its attributes are, or what its kind is; None where the answer has no form of its own.

    A number may be in words of ``language``, and a day be one of the week; of things other than money it isn't an amount.
    """
    text = without_repeated(text, query)
    fine = _fine_forms(query, language)
    if language != "en" and not fine:
        if query.kind is Kind.QUANTITY:
            return counts_in_words(text, language) or any(counts_in(text if asks_for_sum(query) else MONEY.sub(" ", text)))
        if query.kind is Kind.DATE and (weekdays_in(text, language) or holds_hour(text, language)):
            return True
        if query.kind in {Kind.DURATION, Kind.DEADLINE} and durations_in(text, language):
            return True
        if query.kind in _FORMS_IN_OWN_WORDS:
            return _FORMS_IN_OWN_WORDS[query.kind](text, language)
    if not fine and OFTEN in query.concepts and query.language == "en":
        return bool(FREQUENCY.search(text))
    return all(holds(text) for holds in fine) if fine else holds_kind(text, query.kind)


def without_repeated(text: str, query: Query) -> str:
    """Return ``text`` without the numbers that a question for a number of things says itself: of how many signed for 30 km/h, 30 is none."""
    if query.kind is not Kind.QUANTITY or "how_many" not in query.concepts or query.language != "en":
        return text
    said = {match[0] for match in DIGITS.finditer(query.search_text)}
    return DIGITS.sub(lambda match: " " * len(match[0]) if match[0] in said else match[0], text)


def gives_detail(text: str) -> bool:
    """Whether a text gives an address or a number by which somebody is reached."""
    return any(pattern.search(text) for pattern in DETAILS.values())


def lacks_form(text: str, query: Query) -> bool:
    """Whether something is asked for that can't be missed where it stands, as an amount of money or a percentage, and ``text`` has none."""
    return any(not holds(text) for holds in _fine_forms(query, query.language))


def asks_for_form(query: Query) -> bool:
    """Whether a value is asked for that has a form of its own, as an amount of money or a percentage; somebody is none, nor is what is lacking."""
    return bool(_fine_forms(query)) and not asks_for_person(query) and ABSENT not in query.concepts and query.kind is not Kind.REASON


def asks_for_sum(query: Query) -> bool:
    """Whether a question in another language than English asks how much money there is: "Hoeveel subsidie krijg ik?", "Ile wynosi dotacja?"."""
    language, tokens = lexicon(query.language), tokens_of(query.text)
    asked = [match.last for match in language.concepts.find(tokens) if match.name == "how_many"]
    said = (i for i in range(max(asked, default=len(tokens)), len(tokens)) if tokens[i].folded not in language.function_words)
    sums = {i for match in language.terms.find(tokens) if match.name in words("values", "sum_terms") for i in range(match.first, match.last)}
    return next(said, None) in sums


def asks_for_person(query: Query) -> bool:
    """Whether it is asked who holds an office: "Who is the mayor?", but not "Who is the VNG?"."""
    named = query.language != "en" and query.kind is Kind.OTHER and IDENTIFIED in query.concepts  # "Wie heißt die Leiterin?"
    office = query.kind is Kind.DEFINITION or named
    return query.kind is Kind.PERSON or (office and "person" in query.concepts and not query.values("organisation"))


def _fine_forms(query: Query, language: str = "en") -> list[Callable[[str], bool]]:
    forms = [_holds(_PATTERNS[attribute]) for attribute in query.values("attribute") if attribute in _PATTERNS]
    finer = {
        SHARE: lambda text: bool(PERCENTAGE.search(text) or shares_in(text, language)),
        CLOCKED: lambda text: bool(HOUR.search(text)) or holds_hour(text, language),
        ABSENT: _holds(LACKING),
    } | ({IDENTIFIED: names_person} if asks_for_person(query) else {})
    return forms or [holds for concept, holds in finer.items() if concept in query.concepts]


def names_person(text: str) -> bool:
    """Whether a text may name a person: two words with a capital that aren't but an office or a body ("Secretary General", "Executive Committee")."""
    offices = words("persons", "offices") | words("persons", "titles")
    return any(
        _is_person([token.folded for token in tokens_of(match[0]) if token.folded not in STOP_WORDS], offices)
        for match in PERSON_NAME.finditer(text)
        if not _goes_by_its_letters(text, match)
    )


def _goes_by_its_letters(text: str, name: re.Match[str]) -> bool:
    """Whether a name is shortened to its first letters, and so is nobody's: "Near Field Communication (NFC)", but not "Ada Lovelace (ACM)"."""
    after = LETTERS.match(text, name.end())
    return after is not None and "".join(word[0] for word in (name[0] + after["rest"]).split()) == after["letters"]


def _is_person(name: Sequence[str], offices: Collection[str]) -> bool:
    return (
        len(name) > 1
        and {name[-1], name[-1].removesuffix("s")}.isdisjoint(words("organisations", "nouns"))
        and not all(word in offices for word in name)
    )


def counts_in_words(text: str, language: str) -> bool:
    """Whether a text in another language than English has a number in words."""
    return not lexicon(language).number_words.isdisjoint(token.folded for token in tokens_of(text))


def _holds_number(text: str) -> bool:
    return any(counts_in(text)) or bool(MONEY.search(text))


def counts_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the numbers that count something: not those of a date, and not the "one" of "one of the first"."""
    dates = [*((date.start, date.end) for date in dates_in(text)), *days_in(text)]
    for match in NUMBER.finditer(text):
        if not ONE_OF.match(text, match.start()) and not any(start <= match.start() < end for start, end in dates):
            yield match


def _holds_date(text: str) -> bool:
    """Whether a date, a day of the week or a time of the day stands in the text."""
    return bool(dates_in(text) or days_in(text) or CLOCK.search(text))


def _holds_name(text: str) -> bool:
    """Whether a name stands in the text; its first word, capitalised anyway, is none by itself."""
    return any(match[0][0].isupper() for match in NAME.finditer(text[1:]))


def _enumerates(text: str) -> bool:
    return text.count(",") > 1 or text.count(";") > 1


def _holds(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(pattern.search(text))


_FORMS: dict[Kind, Callable[[str], bool]] = {
    **dict.fromkeys((Kind.DATE, Kind.OPEN), _holds_date),
    Kind.DEADLINE: lambda text: _holds_date(text) or bool(DURATION.search(text)),  # "within 30 days of the invoice"
    **dict.fromkeys((Kind.PERSON, Kind.SUPPORT, Kind.CONTACT), _holds_name),
    Kind.DURATION: _holds(DURATION),
    Kind.QUANTITY: _holds_number,
    Kind.PLACE: _holds(PLACE_IN),
    Kind.REASON: _holds(CAUSE),
    Kind.SAID: _holds(SPEECH),
    Kind.DEFINITION: _holds(DEFINING),
    Kind.LIST: _enumerates,
}
_FORMS_IN_OWN_WORDS: dict[Kind, Callable[[str, str], bool | None]] = {
    Kind.REASON: lambda text, language: goes_on(text, "cause", language),
    Kind.SAID: lambda text, language: any(match.name == "said" for match in lexicon(language).concepts.find(tokens_of(text))),
    Kind.PLACE: lambda _text, _language: None,
    Kind.DEFINITION: lambda _text, _language: None,
}
"""What has a form of its own in English, told of texts in other languages; None where it is known in none of them."""
HARD_KINDS = frozenset({Kind.DATE, Kind.DEADLINE, Kind.DURATION, Kind.QUANTITY})
"""Kinds whose answer can't but have its form: without it there is none."""


def says_yes_or_no(text: str) -> bool:
    """Whether a sentence begins as the answer to a question that stands above it does, as in an FAQ: "No. A project may …"."""
    first = next(iter(tokens_of(text)), None)
    return first is not None and first.folded in words("answers", "polar")
