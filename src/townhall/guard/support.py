"""Whether a statement is supported by texts: a deterministic test, without a model.

What a statement says falls into *particulars* and *words*. Particulars are numbers, dates, e-mail and web addresses, telephone numbers, countries
and names: every one must be in the evidence, by value and not by spelling. Of the other words that carry meaning most must be. What a statement
infers, the country of a city or the days since a date, is supported where its *premises*, which the answer has to tell, make it so.

It can't tell who did what to whom: "A pays B" and "B pays A" have the same particulars and words; ``check.py`` goes on from here. ``docs/guard.md``
says how often they err.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from townhall.guard.across import TIE, denies, double_nouns, first_word
from townhall.guard.content import NEGATION, Content, content_of
from townhall.locales.messages import messages
from townhall.locales.spelling import same_spelling
from townhall.model import BROKEN_OFF

THRESHOLD = 0.65
"""Score from which a statement counts as supported: two of three. Chosen on fifteen sets of entailment, 400 pairs of each, by the mean of their
macro-F1; from 0.5 to 0.65 that hardly changes (0.65), above it falls."""
PENALTY = 0.5
"""By which the score is multiplied where a particular is missing: it is then below the threshold, whatever else is there."""
_SHORTEST_STEM = 4
_LONGEST_ENDING = 3
"""Letters that two forms of a word may differ by at their ends."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the test says of one statement."""

    supported: bool
    """Whether ``score`` reaches ``THRESHOLD``."""
    score: float
    """In [0, 1]: the share of particulars and words that the evidence holds, halved where a particular or a negation is missing."""
    reasons: tuple[str, ...]
    """What the evidence doesn't hold, in words; empty where it holds everything."""
    particulars: int = 0
    """Particulars of the statement that the evidence holds; 0 where the statement stands in it whole, and needs no taking apart."""
    lost: tuple[str, ...] = ()
    """Particulars, and the negation, that the evidence doesn't hold, or says of something else; in words."""


def support(
    statement: str,
    evidence: Sequence[str],
    *,
    language: str = "en",
    evidence_language: str | None = None,
    premises: Sequence[str] = (),
    frame: frozenset[str] = frozenset(),
) -> Verdict:
    """Return whether ``evidence`` supports ``statement``.

    Args:
        statement: a sentence, without markers.
        evidence: the texts that are to support it, together; without any nothing is supported.
        language: ISO 639-1 code of the statement.
        evidence_language: that of the evidence, where it is known. Where it is another one, words can't be compared (``across.py``).
        premises: what the answer says that it inferred from: countries that they name count as given, and days are counted to their dates.
        frame: folded words that claim nothing, such as those of the program's own phrases.
    """
    said = " ".join(statement.removesuffix(BROKEN_OFF).split())
    if not said or not evidence:
        return Verdict(supported=False, score=0.0, reasons=("nothing is cited",) if said else ("nothing is said",))
    across = evidence_language is not None and evidence_language != language
    held = [content_of(text, evidence_language or language) for text in evidence]
    if any(same_spelling(said) in content.folded for content in held):
        return Verdict(supported=True, score=1.0, reasons=())
    claimed, given = content_of(said, language), [content_of(text, language) for text in premises]
    particulars = list(_particulars(claimed, held, given, language))
    words = list(dict.fromkeys(word for word in claimed.words if word not in frame))
    tokens = frozenset().union(*(content.tokens for content in held))
    lost_words = [word for word in words if not _has_form(word, tokens)]
    lost = [what for what, there in particulars if not there]
    if across:
        return _across(said, particulars, words, held, language=language, other=evidence_language or language)
    if claimed.negated and not any(content.negated or content.implies_denial for content in held) and not _is_of_frame(said, frame):
        lost.append("the negation")
    size = len(particulars) + len(words)
    share = 1 - (sum(not there for _, there in particulars) + len(lost_words)) / size if size else 1.0
    score = share * PENALTY if lost else share
    reasons = (*(f"{what} is not in the evidence" for what in lost), *((f"not in the evidence: {', '.join(lost_words)}",) if lost_words else ()))
    return Verdict(
        supported=score >= THRESHOLD,
        score=score,
        reasons=reasons,
        particulars=len(particulars) - sum(not there for _, there in particulars),
        lost=tuple(lost),
    )


def _across(
    said: str, particulars: Sequence[tuple[str, bool]], words: Sequence[str], held: Sequence[Content], *, language: str, other: str
) -> Verdict:
    """Return whether particulars alone support a statement in another language than its evidence; the score is the share of them that is there."""
    tokens = frozenset().union(*(content.tokens for content in held))
    opening = first_word(said)  # its capital says nothing, and what words of other languages are no names isn't known here
    lost = [what for what, there in particulars if not there and what != f"name {opening}"]
    lost += [f"name {' '.join(pair)}" for pair in double_nouns(said, language) if not any(_has_form(word, tokens) for word in pair)]
    if denies(said, language) and not any(content.negated or denies(content.folded, other) for content in held):
        lost.append("the negation")
    there = sum(there for _, there in particulars)
    tied = there > 0 or any(len(word) >= TIE and _has_form(word, tokens) for word in words)
    if not tied:
        lost.append("anything that both languages share")
    return Verdict(
        supported=not lost,
        score=PENALTY * there / (there + len(lost)) if lost else 1.0,
        reasons=tuple(f"{what} is not in the evidence" for what in lost),
        particulars=there,
        lost=tuple(lost),
    )


def _particulars(claimed: Content, held: Sequence[Content], given: Sequence[Content], language: str) -> Iterable[tuple[str, bool]]:
    """Yield every particular of the statement, in words, with whether it is in the evidence or follows from the premises."""
    addresses = frozenset().union(*(content.addresses for content in held))
    telephones = frozenset().union(*(content.telephones for content in held))
    dates = frozenset().union(*(content.dates for content in held))
    known = frozenset().union(*(content.dates for content in given))
    countries = frozenset().union(*(content.countries for content in (*held, *given)))
    tokens = frozenset().union(*(content.tokens for content in held))
    numbers = [(values, percent) for content in held for _, values, percent in content.numbers]
    yield from ((address, address in addresses) for address in sorted(claimed.addresses))
    yield from ((f"telephone number {digits}", digits in telephones) for digits in sorted(claimed.telephones))
    yield from ((f"date {day}", any(other.startswith(day) for other in dates)) for day in sorted(claimed.dates))
    for text, values, percent in claimed.numbers:
        there = any(values & others and percent == is_percent for others, is_percent in numbers)
        yield f"number {text}", there or _counts_days(claimed.folded, values, dates, known, language)
    yield from ((f"country {code}", code in countries) for code in sorted(claimed.countries))
    yield from ((f"name {name}", _has_form(name, tokens)) for name in claimed.names)


def _counts_days(statement: str, values: Iterable[Decimal], dates: frozenset[str], known: frozenset[str], language: str) -> bool:
    """Whether a number is that of the days between a date of the evidence and one of the premises, in the direction that the statement says."""
    says = messages(language).say
    for value in (int(value) for value in values if value == int(value)):
        past = same_spelling(says("days.ago", n=value)) in statement
        future = same_spelling(says("days.left", n=value)) in statement
        for day, today in ((_day(one), _day(other)) for one in dates for other in known):
            if day and today and value in ({(today - day).days} if past else {(day - today).days} if future else {abs((today - day).days)}):
                return True
    return False


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if len(text) == len("2024-06-17") else None


def _is_of_frame(statement: str, frame: frozenset[str]) -> bool:
    """Whether the words of the statement's negation are the program's own, which says "no" of a document only where it says so of the search."""
    return bool(frame) and all(match[0].casefold() in frame for match in NEGATION.finditer(statement))


def _has_form(word: str, tokens: frozenset[str]) -> bool:
    """Whether the word, or another form of it, is among ``tokens``: forms share all but a few letters at the end."""
    if word in tokens:
        return True
    stem = max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING)
    return len(word) >= stem and any(other.startswith(word[:stem]) and len(other) - stem <= _LONGEST_ENDING for other in tokens)
