"""Whether a sentence holds the type of thing that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from townhall.index.facts.contacts import DETAILS, EMAIL, PHONE
from townhall.locales.dates import dates_in, days_in
from townhall.locales.lexicon import lexicon
from townhall.locales.numbers import CARDINAL, NUMBER
from townhall.locales.structure import spellings, words
from townhall.locales.weekdays import weekdays_in
from townhall.locales.words import STOP_WORDS, tokens_of
from townhall.model import Kind, Query

SHARE = "share"
"""The concept of words that ask for a share of something: a percentage, a rate."""
IDENTIFIED = "who_is"
"""The concept of words that ask who somebody is, not who does something."""
CLOCKED = "clock"
"""The concept of words that ask for a time of the day."""
ABSENT = "lacking"
"""The concept of words that ask for what isn't there: what cities have doesn't answer what they lack."""
LOCATED = re.compile(
    r"\b(?:in|at|near|from|outside)\s+(?:the\s+)?[A-Z\u00c0-\u00de]|\w-based\b"
    r"|\b(?:city|town|village|municipality|region|district|capital|port) of\s+[A-Z\u00c0-\u00de]"
    r"|\b(?:Address|City|Country|Location|Municipality|Place|Region|Seat|Town)\W{0,3}:"
)
"""How a text says where something is; "of" and "for" before a name don't, unless it is a place's."""
BEFORE_PLACE = re.compile(r"(?:\b(?:in|at|near|from|of|on|to|for|by|outside|the|a|an)|:)\s+$", re.IGNORECASE)
"""What stands before a place where it is one: a preposition, or its label."""
_AMOUNT = r"(?:(?<!\d)[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d[\d.,]*)(?:\s?(?:k|m|bn|thousand|million|billion))?"
_CODES = "EUR|USD|GBP|BGN|CHF|CZK|DKK|HUF|ISK|NOK|PLN|RON|SEK"
_SHORT = 2
"""Letters of a currency's sign that is read as it is written: "Ft" is no foot."""
_CURRENCIES = "|".join(
    [
        _CODES,
        *(f"(?-i:{re.escape(name)})" if len(name) <= _SHORT else re.escape(name) for name in spellings("values", "currencies")),
    ]
)


def _under(*units: str) -> str:
    """Return the pattern of a number whose label gives its unit: "Fee (EUR): 30"."""
    return "(?:" + "|".join(rf"(?<=\({unit}\): )" for unit in units) + r")\d[\d.,]*"


MONEY = re.compile(
    rf"(?:[€$£¥]|\b(?:{_CODES})\b)\s?{_AMOUNT}"
    rf"|{_AMOUNT}\s?(?:de\s)?(?:€|(?:{_CURRENCIES})(?!\w))|\b\d{{1,2}}p\b"
    rf"|{_under('€', '£', 'in euros', 'euros', 'in EUR', *_CODES.split('|'))}"
    rf"|\b(?:{'|'.join(spellings('values', 'free'))})\b",
    re.IGNORECASE,
)
_OF = r"(?:(?:\s[^\W\d]+){0,2}:|(?:\s(?:is|are|was|of|at|about|up|to|only|a|an|the))*)"
_BESIDE = r"(?:a|an|per|for|each|and|or|plus|to|in|if|at|when|once|altogether|is|are|was|were|has|must|will)"
PRICED = re.compile(
    rf"\b(?:{'|'.join(spellings('values', 'priced'))}){_OF}\s*\b(?!(?:19|20)\d\d\b){_AMOUNT}(?=\s*(?:$|[,;.)!?\n|·–—-]|{_BESIDE}\b))(?!\s?[%°])",
    re.IGNORECASE,
)
"""A sum without its currency: a number after a word for what is paid, and nothing after it that it counts."""
ONE_OF = re.compile(r"one of\b", re.IGNORECASE)
LARGE = re.compile(r"hundred|thousand|million|billion", re.IGNORECASE)
URL = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:eu|com|org|net|gov|int)\b", re.IGNORECASE)
_ABOUT = r"(?:(?:about|around|approximately|roughly|nearly|at least|at most|up to|over|under)\s+)?"
_COUNT = rf"(?:\d+(?:\.\d+)?|{CARDINAL}|several|a few)"
_TIME = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies))"
DURATION = re.compile(
    rf"{_ABOUT}{_COUNT}(?:\s*(?:-|–|to|or)\s*{_COUNT})?[\s-]+(?:(?:business|working|calendar)\s+)?{_TIME}\b"
    rf"|{_under(*(f'{kind}{unit}s' for kind in ('', 'in ', 'working ') for unit in ('minute', 'hour', 'day', 'week', 'month', 'year')))}",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|[0-2]?\d[:.][0-5]\d(?:\s?[ap]\.?m\.?)?|1?\d\s?[ap]\.?m\.?"
    r"|noon|midnight|daily|weekly|every day)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"\b[^\W\d_a-z][\w'\u2019-]+(?:\s+(?:(?:de|van|von|der|den|la|le|di|da|of|the|and|&)\s+){0,2}[^\W\d_a-z][\w'\u2019-]+)*")
_PART = r"[A-Z\u00c0-\u00de][a-z\u00df-\u024f][\w'\u2019-]*"
PERSON_NAME = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Lord|Lady|Father|Councillor)\.? {_PART}(?: {_PART}){{0,2}}"
    rf"|\b{_PART} (?:(?:de|del|van|von|der|den|da|di|la|le|al|bin|el|[A-Z]\.) ){{0,2}}{_PART}"
)
"""What may be a person's name: two words with a capital, or one after a title."""
PLACE_IN = re.compile(r"\b(?:in|at|from|near|of|to)\s+(?:the\s+)?[A-Z\u00c0-\u00de]")
CAUSE = re.compile(
    r"\b(?:because|due to|since|so that|in order to|as a result|therefore|thus|thanks to|caused?|reason|owing to|in response to"
    r"|to (?:avoid|ensure|prevent|enable|help|support|improve))\b",
    re.IGNORECASE,
)
SPEECH = re.compile(
    r"[\"\u201c\u201d\u00ab\u00bb]"
    r"|\b(?:said|says|stated|noted|noting|added|emphasi[sz]ed|acknowledged|explained|according to|argued|claimed|believed)\b"
)
DEFINING = re.compile(r"\b(?:is|are|was|were|means|refers to|stands for|called|known as|consists? of)\b")

ELIGIBLE = re.compile(
    r"\b(?:eligib\w+|open to|encouraged to|invited to|may (?:apply|participate|join)|can (?:apply|participate|join)|targets?|addressed to|aimed at"
    r"|restricted to|limited to|must (?:be|have)|qualif\w+|inhabitants|applicants?)\b",
    re.IGNORECASE,
)

PERCENTAGE = re.compile(
    r"\d(?:[.,]?\d)*\s?(?:%|per\s?cent\b|percentage points?\b)"
    r"|\b(?:half|(?:a|one) (?:third|quarter|fifth|tenth) of|(?:two|three|four) (?:thirds|quarters|fifths|tenths)|one (?:in|out of) \w+)\b",
    re.IGNORECASE,
)
HOUR = re.compile(
    r"\b(?:[0-2]?\d[:.h][0-5]\d|1?\d\s?[ap]\.?m\b|[0-2]?\d o.clock|noon|midday|midnight|(?:open|closed|hours?|available) (?:daily|24))", re.IGNORECASE
)
LACKING = re.compile(
    r"\b(?:lack(?:s|ed|ing)?|miss(?:es|ed|ing)?|short(?:age|fall|coming)?s?|without|no|not|nor|none|cannot|need(?:s|ed)?|insufficien\w+|inadequa\w+|gaps?"
    r"|limited|weak\w*|few|little|scarc\w+|difficult\w*|absent|absence|struggl\w+|fail\w*|un(?:able|available)|rare(?:ly)?|hardly|too)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
"""How a text says that something isn't there, or isn't enough."""
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
    fine = _fine_forms(query)
    if language != "en" and not fine:
        if query.kind is Kind.QUANTITY:
            return counts_in_words(text, language) or any(counts_in(text if asks_for_sum(query) else MONEY.sub(" ", text)))
        if query.kind is Kind.DATE and weekdays_in(text, language):
            return True
    return all(holds(text) for holds in fine) if fine else holds_kind(text, query.kind)


def gives_detail(text: str) -> bool:
    """Whether a text gives an address or a number by which somebody is reached."""
    return any(pattern.search(text) for pattern in DETAILS.values())


def lacks_form(text: str, query: Query) -> bool:
    """Whether something is asked for that can't be missed where it stands, as an amount of money or a percentage, and ``text`` has none."""
    return any(not holds(text) for holds in _fine_forms(query))


def asks_for_form(query: Query) -> bool:
    """Whether a value is asked for that has a form of its own, as an amount of money or a percentage; somebody is none, nor is what is lacking."""
    return bool(_fine_forms(query)) and not asks_for_person(query) and ABSENT not in query.concepts


def asks_for_sum(query: Query) -> bool:
    """Whether a question in another language than English asks how much money there is: "Hoeveel subsidie krijg ik?", "Ile wynosi dotacja?"."""
    language, tokens = lexicon(query.language), tokens_of(query.text)
    asked = [match.last for match in language.concepts.find(tokens) if match.name == "how_many"]
    said = (i for i in range(max(asked, default=len(tokens)), len(tokens)) if tokens[i].folded not in language.function_words)
    sums = {i for match in language.terms.find(tokens) if match.name in words("values", "sum_terms") for i in range(match.first, match.last)}
    return next(said, None) in sums


def asks_for_person(query: Query) -> bool:
    """Whether it is asked who holds an office: "Who is the mayor?", but not "Who is the VNG?"."""
    return query.kind is Kind.PERSON or (query.kind is Kind.DEFINITION and "person" in query.concepts and not query.values("organisation"))


def _fine_forms(query: Query) -> list[Callable[[str], bool]]:
    forms = [_holds(_PATTERNS[attribute]) for attribute in query.values("attribute") if attribute in _PATTERNS]
    finer = {SHARE: _holds(PERCENTAGE), CLOCKED: _holds(HOUR), ABSENT: _holds(LACKING)} | (
        {IDENTIFIED: names_person} if asks_for_person(query) else {}
    )
    return forms or [holds for concept, holds in finer.items() if concept in query.concepts]


def names_person(text: str) -> bool:
    """Whether a text may name a person: two words with a capital that aren't but an office or a body ("Secretary General", "Executive Committee")."""
    offices = words("persons", "offices") | words("persons", "titles")
    return any(
        _is_person([token.folded for token in tokens_of(match[0]) if token.folded not in STOP_WORDS], offices) for match in PERSON_NAME.finditer(text)
    )


def _is_person(name: Sequence[str], offices: Collection[str]) -> bool:
    return len(name) > 1 and name[-1] not in words("organisations", "nouns") and not all(word in offices for word in name)


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
    return bool(NAME.search(text[1:]))


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
HARD_KINDS = frozenset({Kind.DATE, Kind.DEADLINE, Kind.DURATION, Kind.QUANTITY})
"""Kinds whose answer can't but have its form: without it there is none."""


def says_yes_or_no(text: str) -> bool:
    """Whether a sentence begins as the answer to a question that stands above it does, as in an FAQ: "No. A project may …"."""
    first = next(iter(tokens_of(text)), None)
    return first is not None and first.folded in words("answers", "polar")
