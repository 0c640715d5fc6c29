"""What kind of answer a question asks for, from the concepts that its words stand for; no word of any language is named here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from townhall.locales.lexicon import NOUN_CONCEPTS, Lexicon, Match
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token
from townhall.model import Kind
from townhall.query.means import only_by_the_way

ATTRIBUTE = "attribute_"
MONEY = f"{ATTRIBUTE}money"
FOUNDED = f"{ATTRIBUTE}founded"
CONTACT_ATTRIBUTES = frozenset({"phone", "email", "address"})
COUNTED_ATTRIBUTES = frozenset({"population", "staff"})
"""Attributes that are asked for only by asking how many; else the question just mentions them."""
SMALL_TALK = frozenset({"greeting", "thanks", "insult", "about_assistant"})
QUESTION = frozenset({
    "who", "what", "which", "when", "where", "why", "how_many", "how_long", "how", "support", "contact", "deadline", "apply", "phase", "definition",
    "eligible", "said", "place_asked", "list",
})  # fmt: skip
"""Concepts that make a message more than small talk."""
POLAR = frozenset({"polar", "may_we", "modal"})
"""Concepts of the words that ask for a yes or a no where a message begins with them."""
GOES_ON = frozenset({"and", "correction"})
"""Concepts of the words with which a message goes on from the one before."""
OPENING = GOES_ON | {"thanks", "greeting"}
"""Concepts of the words that a message may begin with before it says anything."""
ASKING_CONCEPTS = frozenset({"open", "opens", "deadline", "apply", "phase", "list", "all", "support", "contact", "eligible", "said", "definition"})
NOT_OF_OFFICE = frozenset({"who", "how_many", "how_long", "when", "clock", "deadline", "open", "opens"})
BESIDE_OFFICE = frozenset({f"{ATTRIBUTE}phone", f"{ATTRIBUTE}email", f"{ATTRIBUTE}website", MONEY})
"""What is asked for where another language's word for an office or a seat only says of what: "Wie lautet die Telefonnummer des Büros?".

The second may be asked for beside an address: "the telephone number and the address".
"""
OF_SHARE = 4
"""Words after "what share" or "amount of" within which it is said of what."""
SHORT = 5
"""Words up to which a question whether a place is covered asks for nothing of it."""
TITLE = 1
"""Words before an office with which a message may begin by naming its writer: "Vice mayor from …"."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a question shows: its concepts, and which names it holds."""

    concepts: frozenset[str]
    has_place: bool
    has_organisation: bool
    has_person: bool
    words: int
    opening: frozenset[str] = frozenset()
    """The concepts that the question begins with."""
    says: bool = False
    """Whether it has words of its own, beside those that ask and those of small talk."""
    marked: bool = False
    """Whether it ends with a question mark."""

    def has(self, *names: str) -> bool:
        """Whether any of these concepts is there."""
        return not self.concepts.isdisjoint(names)

    def has_all(self, *names: str) -> bool:
        """Whether all of these concepts are there."""
        return self.concepts.issuperset(names)

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes asked for, as ``phone`` or ``money``."""
        return tuple(sorted(name.removeprefix(ATTRIBUTE) for name in self.concepts if name.startswith(ATTRIBUTE)))


def concepts_of(tokens: Sequence[Token], lexicon: Lexicon, *, outside: Sequence[tuple[int, int]] = ()) -> frozenset[str]:
    """Return the concepts that the words of a question stand for.

    The words of a name (``outside``) ask for nothing; nor do those that go on with another attribute ("the e-mail address of"). What is asked of
    "all" is a list, but for a question that wants a yes or a no.
    """
    matches = [match for match in _asking(lexicon.concepts.find(tokens)) if not _is_of_name(match, tokens)]
    matches = [match for match in matches if not _is_of_moving(match, matches, tokens)]
    attributes = [match for match in matches if match.name.startswith(ATTRIBUTE)]
    going_on = {match for match in attributes for other in attributes if other.name != match.name and other.first < match.first < other.last}
    if not outside and _may_be_sent(matches):
        matches = [match for match in matches if match.name != f"{ATTRIBUTE}email"]
    by_the_way = () if outside else only_by_the_way(matches, tokens, lexicon)
    matches = [match for match in matches if match not in by_the_way]
    matches = [match for match in matches if not (_is_of_share(match, matches) or _is_of_things(match, matches, tokens))]
    named = {match for match in matches if _asks(match) and any(first < match.last and match.first < last for first, last in outside)}
    talk = [match for match in matches if match.name in SMALL_TALK and match.last > match.first + 1]  # "thanks a lot" speaks of no lot
    named |= {match for match in matches if any(one.first <= match.first and match.last <= one.last and match.name != one.name for one in talk)}
    found = frozenset(match.name for match in matches if match not in going_on and match not in named)
    if lexicon.language != "en" and (found & NOT_OF_OFFICE or (found & BESIDE_OFFICE and "and" not in found)) and "where" not in found:
        found -= {f"{ATTRIBUTE}address"}
    polar = any(match.name == "polar" and match.first == 0 for match in matches)
    return found | {"list"} if "all" in found and not polar else found


def _is_of_name(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a word of small talk is the first one of a name: "reception Great Dunning"."""
    alone = match.name in SMALL_TALK and match.first > 0 and match.last == match.first + 1 < len(tokens)
    return alone and tokens[match.first].capitalised and tokens[match.last].capitalised


def _is_of_moving(match: Match, matches: Sequence[Match], tokens: Sequence[Token]) -> bool:
    """Whether a word for a telephone says of the noun after it that it moves: "the mobile library"."""
    alone = match.name == f"{ATTRIBUTE}phone" and match.last == match.first + 1 < len(tokens)
    if not alone or tokens[match.first].folded not in words("means", "moving"):
        return False
    following = tokens[match.last]
    asks = any(other.first <= match.last < other.last for other in matches if other.name not in NOUN_CONCEPTS)
    return not asks and following.folded not in STOP_WORDS and not following.capitalised


def _is_of_share(match: Match, matches: Sequence[Match]) -> bool:
    """Whether money is only what a share is asked of: "what share of the costs"."""
    if match.name != MONEY:
        return False
    joining = {other.first for other in matches if other.name == "and"}
    shares = [other.last for other in matches if other.name == "share" and other.last <= match.first <= other.last + OF_SHARE]
    return any(joining.isdisjoint(range(last, match.first)) for last in shares)


def _is_of_things(match: Match, matches: Sequence[Match], tokens: Sequence[Token]) -> bool:
    """Whether an amount is one of things rather than of money: "the maximum amount of waste", but not "of the grant"."""
    of = next((other.last for other in matches if other.name == "how_many" and match.first < other.first < match.last < other.last), None)
    if match.name != "how_much" or of is None:
        return False
    return not any(token.folded in words("values", "sums") for token in tokens[of : of + OF_SHARE])


def _may_be_sent(matches: Sequence[Match]) -> bool:
    """Whether it is asked if something can be done by e-mail, which asks for no address: "Can I just e-mail my objection?"."""
    polar = any(match.name in {"polar", "may_we"} and match.first == 0 for match in matches)
    return polar and not any(match.name in {"is_there", "who", "which", "has", "pronoun_person", "attribute_phone"} for match in matches)


def _asks(match: Match) -> bool:
    """Whether a concept says what is asked, so that a name's words must not stand for it ("Open & Agile Smart Cities")."""
    return match.name.startswith(ATTRIBUTE) or match.name in ASKING_CONCEPTS


def _asking(matches: Sequence[Match]) -> list[Match]:
    """Leave out what doesn't ask: "who" after those whom it tells of ("people who travel"), the office of the one who writes ("Mayor of …, we")."""
    told_of = {match.last for match in matches if match.name in {"inhabitants", "people"}}
    persons = [match for match in matches if match.name == "person"]
    of_writer = len(persons) == 1 and persons[0].first <= TITLE and any(match.name == "we" for match in matches)
    return [match for match in matches if not (match.name == "who" and match.first in told_of) and not (of_writer and match is persons[0])]


def _is_small_talk(s: Signs) -> bool:
    names = s.has_place or s.has_organisation or s.has_person
    # "Is it okay to …?" and "Can I burn rubbish?" ask, whatever one of their words says by itself.
    # So does "We want to begin in May, ok?"; an insult with a question mark stays one.
    asks = s.has(*QUESTION) or bool(s.attributes) or (s.says and (bool(s.opening & POLAR) or (s.marked and not s.has("insult"))))
    told = s.has("instructions") and not (s.has("we") and s.opening & POLAR)  # "Can we act as a partner?"
    return told or (s.has("about_assistant") and not names) or (s.has(*SMALL_TALK) and not names and not asks)


def _asks_why(s: Signs) -> bool:
    """Whether a question begins with why: whatever closes or is said in it is what happened, not what is asked for."""
    return "why" in s.opening and not (s.has("and") and s.has("when", "how_many", "how_long"))


def _asks_who_may(s: Signs) -> bool:
    """Whether it is asked who may apply, or from which countries."""
    of_those = s.has("place_asked") or ("who" in s.opening and not s.has("contact", "support", "ask_whom"))
    asks = of_those and s.has("apply") and s.has("modal", "may_we", "eligible")
    return asks and not s.has_place and not s.has("we", "when", "how_many", "how_long", "deadline")


def _only_speaks_of_deadline(s: Signs) -> bool:
    """Whether a question begins with who, and a deadline is but what somebody did something about: "Who spoke against the new deadline?"."""
    asks_when = s.has("when", "until", "modal", "may_we", "apply")
    return ("who" in s.opening and not asks_when) or (s.has("said") and s.has_person and not asks_when)


def _is_open(s: Signs) -> bool:
    """Whether it can be done still, or by us: not who may, how many may, or when or how it may be done."""
    if s.has_all("how_many", "open", "we") and not s.says:
        return True  # "We want to apply. How many days do we have?"
    if s.has("where") and s.opening & {"where", "and"} and not s.has("apply", "still"):
        return False  # "Where do I get it when the shop is closed?"
    # "Support" may be what one applies for: "Mogu li se još prijaviti na poziv za potpore?".
    for_support = s.has_all("support", "apply") and s.has("still", "open") and s.has("modal", "may_we") and not s.has("is_there", "how")
    if for_support and not s.has("who", "how_many", "how_long", "when", "why"):
        return True
    if s.has("who", "how_many", "how_long", "when", "why", "support"):
        how_long_still = s.has("how_many", "how_long") and s.has("phase", "deadline") and not s.has("who", "support")
        return s.has("open") and (how_long_still or (s.has("apply") and s.has("still", "how_many", "we")))
    return s.has("open") or (s.has("apply") and (s.has("still") or (s.has("may_we") and "how" not in s.opening)))


def _is_contact(s: Signs) -> bool:
    asks_for_details = bool(CONTACT_ATTRIBUTES.intersection(s.attributes))
    if s.has_all("support", "who", "and") and s.has_place and not asks_for_details:
        # "Who supports us in X, and whom do I write to?" is answered by the organisation, its contact included.
        return False
    named = s.has("person") and s.has("who", "what", "which", "is_there") and s.has_organisation
    if s.has_all("contact", "apply", "modal") and not s.has("who", "which", "where", "what", "how", "person", "ask_whom") and not asks_for_details:
        return False  # "Můžu poslat žádost poštou?": what one applies with is sent, and nobody is asked for
    return asks_for_details or s.has("contact") or named or (s.has("ask_whom") and not s.has("support"))


def _asks_what_to_ring(s: Signs) -> bool:
    """Whether a number is asked for that one rings, maybe for help with an application: nobody applies by it."""
    return "phone" in s.attributes and s.has("what", "which") and s.has("contact", "support") and not s.opening & POLAR


def _is_support(s: Signs) -> bool:
    if s.has_organisation:
        return False
    if s.has("how", "why", "said", "how_many", "when", "definition") and not s.has("who", "is_there"):
        return False
    if s.has_place and s.has("mentioned") and "polar" in s.opening and s.words <= SHORT:
        return True  # "Is Lithuania covered?"
    if s.has_place:
        asks_for_body = s.has_all("is_there", "body") and s.has("we", "support")
        return s.has("support") or asks_for_body or (s.has("who") and not s.has("said") and (s.has("is_there") or not s.has("person")))
    return s.has("support") and (s.has("who") or s.has_all("is_there", "we") or s.words == 1)


RULES: tuple[tuple[Kind, Callable[[Signs], bool]], ...] = (
    (Kind.SMALL_TALK, _is_small_talk),
    (Kind.ELIGIBILITY, _asks_who_may),
    (Kind.LIST, lambda s: s.has("place_asked") and s.has("which", "list", "how_many", "what") and not s.has_place and not s.has("apply")),
    (Kind.LIST, lambda s: s.has("list") and s.has("contact", "deadline") and not s.has("open") and not s.has_all("modal", "apply")),
    (Kind.OTHER, lambda s: s.has("what_if")),
    (Kind.REASON, _asks_why),
    (Kind.DATE, lambda s: s.has("clock") and not s.has("deadline", "how_long")),
    (Kind.DURATION, lambda s: s.has("how_long") and not s.has("open", "attribute_founded", "until")),
    (Kind.OPEN, _is_open),
    (Kind.DEADLINE, lambda s: (s.has("deadline") and not _only_speaks_of_deadline(s)) or (s.has("when") and s.has("apply"))),
    (Kind.CONTACT, lambda s: bool(CONTACT_ATTRIBUTES.intersection(s.attributes)) and (not s.has("apply") or _asks_what_to_ring(s))),
    (
        Kind.QUANTITY,
        lambda s: (
            s.has("how_many")
            or (s.has("share") and not s.has("said", "why", "how_long"))
            or (s.has("attribute_population") and s.has_place and not s.has("eligible", "said"))
        ),
    ),
    # "When will those who applied hear back?" doesn't ask who.
    (Kind.DATE, lambda s: (s.has("when") or s.has("attribute_founded")) and (not s.has("who") or bool(s.opening & {"when", "when_opening"}))),
    (Kind.SAID, lambda s: s.has("said") and s.has("what", "how", "which") and (s.has_person or not s.has("contact", "support"))),
    (Kind.ELIGIBILITY, lambda s: s.has("eligible") and not s.has_organisation and not (s.has_place and s.has("support"))),
    (Kind.CONTACT, _is_contact),
    (Kind.REASON, lambda s: s.has("why")),
    (Kind.SUPPORT, _is_support),
    (Kind.LIST, lambda s: s.has("list") and (s.has("all") or "who" not in s.opening)),  # "Who wrote the overview of …?"
    (Kind.DEFINITION, lambda s: s.has("definition") or (s.has_organisation and s.has("does"))),
    (Kind.PERSON, lambda s: s.has("who") and (s.has("who_is") or "who" in s.opening or not s.opening & {"what", "why", "how"})),
    # "Is there a network where we …?", "Hoe heet de ombudsvrouw waar je heen kan?"
    (Kind.PLACE, lambda s: s.has("where") and not (s.has_all("is_there", "body") or s.has_all("who_is", "person"))),
)
"""Tried in order; the first that fits names the kind."""


def kind_of(signs: Signs) -> Kind:
    """Return the kind of answer that is asked for."""
    return next((kind for kind, fits in RULES if fits(signs)), Kind.OTHER)
