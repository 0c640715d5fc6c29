"""How what is asked for is written: amounts of money, durations, hours, names, reasons, speech."""

from __future__ import annotations

import re
from collections.abc import Sequence

from townhall.locales.numbers import CARDINAL
from townhall.locales.structure import spellings

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


def _under(*units: str, bare: Sequence[str] = ()) -> str:
    """Return the pattern of a number whose label gives its unit: "Fee (EUR): 30", for ``bare`` ones without brackets too, "Households €: 30"."""
    behind = (*(rf"(?<=\({unit}\): )" for unit in units), *(rf"(?<= {unit}: )" for unit in bare))
    return rf"(?=\d)(?:{'|'.join(behind)})\d[\d.,]*"


MONEY = re.compile(
    rf"(?:[€$£¥]|\b(?:{_CODES})\b)\s?{_AMOUNT}"
    rf"|{_AMOUNT}\s?(?:de\s)?(?:€|(?:{_CURRENCIES})(?!\w))|\b\d{{1,2}}p\b"
    rf"|{_under('€', '£', 'in euros', 'in EUR', *_CURRENCIES.split('|'), bare=('€', '£', *_CODES.split('|')))}"
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
_RHYTHM = "|".join(spellings("values", "rhythm"))
FREQUENCY = re.compile(
    rf"\b(?:{'|'.join(spellings('values', 'often'))})\b|\b(?:{_RHYTHM}) (?:day|week|fortnight|month|quarter|term|season|year)\b"
    rf"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b",
    re.IGNORECASE,
)
"""How a text says at what rhythm something happens."""
CLOCK = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|[0-2]?\d[:.][0-5]\d(?:\s?[ap]\.?m\.?)?|1?\d\s?[ap]\.?m\.?"
    r"|noon|midnight|daily|weekly|every day)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"\b[^\W\d_a-z][\w'\u2019-]+(?:\s+(?:(?:de|van|von|der|den|la|le|di|da|of|the|and|&)\s+){0,2}[^\W\d_a-z][\w'\u2019-]+)*")
_PART = r"[A-Z\u00c0-\u00de][a-z\u00df-\u024f][\w'\u2019-]*"
PERSON_NAME = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Lord|Lady|Father|Councillor|{'|'.join(map(re.escape, spellings('persons', 'forms_of_address')))})\.?"
    rf" {_PART}(?: {_PART}){{0,2}}"
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
    r"\b(?:eligib\w+|open to|encouraged to|invited to|(?:may|can)(?:not| not)? (?:apply|participate|join|take part)|targets?|addressed to|aimed at"
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
