"""Whether a value is of another thing than the one that is asked about: the budget of the library where that of the swimming pool is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from townhall.answering.context import Context
from townhall.answering.reading.features import stems_asked
from townhall.answering.reading.topic import topic_stems
from townhall.answering.reading.types import HARD_KINDS, asks_for_form, holds_asked
from townhall.answering.sentences.choice import leans
from townhall.answering.sentences.particulars import label_of
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.index.lexical import stems_listed, terms_of
from townhall.model import Hit, Kind, Sentence

CERTAIN = 0.5
"""Probability from which the judge's word is taken for an answer to a question that names a thing otherwise."""
LISTED = 3
"""Lines alike that make a list."""
TOLD_TOGETHER = frozenset({Kind.DATE, Kind.DEADLINE, Kind.DURATION})
"""Kinds whose answer a paragraph often gives a sentence or more away from what it is of."""


@dataclass(frozen=True)
class TopicReader:
    """Tells of which thing a ranking's sentences give a value; what is true of all of them is worked out once.

    Told for English questions that ask for a value, as an amount of money, a number or a date.
    """

    context: Context
    candidates: tuple[Candidate, ...]

    def is_of_another(self, candidate: Candidate) -> bool:
        """Whether a candidate gives a value of another thing: it names nothing of what is asked about, which is spoken of elsewhere."""
        evidence = candidate.evidence
        if not self._topic or not holds_asked(evidence.sentence.text, self.context.query):
            return False
        left = self._topic - self.context.stems_above(evidence.hit.passage)
        # Under a heading that is asked about, a line is of what its label says: "Soup: 2.00" doesn't tell what pizza costs at the bar.
        of_label = left < self._topic and left.isdisjoint(terms_of(evidence.sentence.text)) and self._is_listed(candidate)
        if left and of_label and self._is_doubted(candidate):
            return True
        if self._topic & self._told(evidence.hit, candidate.number):
            return False
        # What hardly anybody names may be said in other words, which the judge can tell.
        in_other_words = len(left) > len(self._topic) / 2 and asks_for_form(self.context.query)
        return bool(left) and ((in_other_words and self._is_doubted(candidate)) or any(other is not candidate for other in self._naming))

    def _is_listed(self, candidate: Candidate) -> bool:
        """Whether a candidate is a line or a row among others that give a value like its own, each of what its label names.

        A label with a number ("up to 4 metres") names nothing: what is asked about may lie within it.
        """
        alike = [
            sentence.text
            for sentence in candidate.evidence.hit.passage.sentences
            if (label := label_of(sentence.text)) and not any(map(str.isdigit, label)) and holds_asked(sentence.text, self.context.query)
        ]
        return len(alike) >= LISTED and candidate.evidence.sentence.text in alike

    @staticmethod
    def _is_doubted(candidate: Candidate) -> bool:
        """Whether the judge has read a candidate and doesn't hold it for an answer."""
        return candidate.verdict is not None and candidate.signals.judged_alone <= CERTAIN

    def with_own_value(self, ranking: Ranking) -> Ranking:
        """Return a ranking that begins with the best sentence whose value is of what is asked about, where the best one's is of another thing."""
        if not self.is_of_another(ranking.candidates[0]):
            return ranking
        holding = [other for other in ranking.candidates if holds_asked(other.evidence.sentence.text, self.context.query)]
        own = next((other for other in holding if self._topic <= self._told(other.evidence.hit, other.number)), None)
        return ranking.led_by(own)

    def nearest(self) -> Candidate | None:
        """Return the best sentence that speaks of what is asked about and gives no value that could be taken for its; None where none does."""
        return next((other for other in self._naming if not holds_asked(other.evidence.sentence.text, self.context.query)), None)

    @cached_property
    def _topic(self) -> frozenset[str]:
        """The stems of the thing whose value is asked for; nothing where none is."""
        query = self.context.query
        if query.language != "en" or not (asks_for_form(query) or query.kind in HARD_KINDS):
            return frozenset()
        return frozenset(topic_stems(self.context)) - stems_listed("values", "shared")

    @cached_property
    def _naming(self) -> tuple[Candidate, ...]:
        """The candidates that name the whole of that thing, with what they stand under, best first."""
        return tuple(candidate for candidate in self.candidates if self._topic <= self._named(candidate))

    def _named(self, candidate: Candidate) -> frozenset[str]:
        evidence = candidate.evidence
        return self.context.stems_above(evidence.hit.passage).union(terms_of(evidence.sentence.text))

    def _told(self, hit: Hit, number: int) -> frozenset[str]:
        """Return the stems of a sentence, of those before it of which it goes on to tell, and of the headings below the title."""
        passage = hit.passage
        together = self.context.query.kind in TOLD_TOGETHER
        first = last = number
        while passage.goes_on(first) and (together or self._names_nothing_new(passage.sentences[first])):
            first -= 1
        while together and passage.goes_on(last + 1):
            last += 1
        return self.context.stems_above(passage, titled=False).union(*(terms_of(sentence.text) for sentence in passage.sentences[first : last + 1]))

    def _names_nothing_new(self, sentence: Sentence) -> bool:
        """Whether a sentence names nothing that its value could be of but what the one before it does: "The fee is 85 euros" after it."""
        own = {stem for stem in terms_of(sentence.text) if stem.isalpha()}
        return leans(sentence) or own <= stems_listed("values", "shared", "things") | stems_asked(self.context)
