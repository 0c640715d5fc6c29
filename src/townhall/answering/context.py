"""What an answerer may look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from townhall.answering.inflected import OwnForms
from townhall.answering.regional import of_region, regions_of
from townhall.index.bundle import Bundle
from townhall.index.embedding import Vectors
from townhall.index.lexical import LexicalIndex, terms_of
from townhall.judge.model import Judge
from townhall.locales.detector import LanguageDetector
from townhall.locales.gazetteer import Gazetteer
from townhall.locales.lexicon import lexicon
from townhall.locales.messages import Messages, messages
from townhall.locales.words import Token, tokens_of
from townhall.model import Fact, FactKind, Hit, Kind, Passage, Query, Slot, Span
from townhall.query.kinds import ASKING_CONCEPTS, ATTRIBUTE, COUNTED_ATTRIBUTES
from townhall.query.names import KnownNames
from townhall.retrieval.search import Searcher

ASKING = frozenset({
    "who", "what", "which", "when", "where", "why", "how", "how_many", "how_long", "is_there", "definition", "said", "list", "all", "and", "what_if",
    "polar", "compare", "clock",
    "correction", "back", "we", "pronoun", "modal", "still", "greeting", "thanks", "does", "person",
})  # fmt: skip
"""Concepts whose words ask rather than say what is asked about."""
OFFICE = "person"
"""The concept whose words name what somebody is, and ask for them but for where a deadline is asked for: "chair", "director"."""
HEAD = 200
HEAD_LINES = 2
"""Characters with which a document begins, and lines of these that say what it is."""
READ = 10
"""How much more of a document is looked at than is kept: a line must be read to its end to be told from a sentence."""
BUDGETS = frozenset({"budget", "investment", "payroll"})
"""Notions of sums that aren't the price of what else is named."""


@dataclass(frozen=True)
class Context:
    """One question with everything that it is answered from."""

    query: Query
    today: date
    bundle: Bundle
    lexical: LexicalIndex
    names: KnownNames
    known: Mapping[FactKind, tuple[Fact, ...]]
    """The facts that may be used: those of the documents that the question is limited to, or all."""
    searcher: Searcher
    detector: LanguageDetector
    """What tells in which language a text is."""
    passages: int
    """Passages that are looked at."""
    characters: int
    """Longest answer where no list was asked for."""
    sources: Sequence[str] = field(default=())
    judge: Judge | None = None
    """What reads the likeliest passages; None where there is none, or none for the question's language."""
    gazetteer: Gazetteer | None = None
    """What tells in which country a city lies."""
    threshold: float | None = None
    """Support from which an answer is given; None for the one that was fitted."""

    _openings: dict[tuple[str, bool], str] = field(default_factory=dict, init=False, compare=False)
    """What documents open with, by their sources, once it was looked up."""

    @cached_property
    def messages(self) -> Messages:
        """The product's words in the question's language."""
        return messages(self.query.language)

    @cached_property
    def vector(self) -> Vectors:
        """The question's vector."""
        return self.searcher.embed(self.query.embedded_text)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The stems of the question's content words, each once; words that only ask are none."""
        tokens = tokens_of(self.query.search_text)
        names = ASKING - {OFFICE} if self.query.kind is Kind.DEADLINE else ASKING  # "until when can one stand as chair?"
        asking = {i for match in lexicon("en").concepts.find(tokens) if match.name in names for i in range(match.first, match.last)}
        asking |= {i for i, token in enumerate(tokens) if token.folded in self._own_asking}
        content = " ".join(token.text for i, token in enumerate(tokens) if i not in asking)
        return tuple(dict.fromkeys(terms_of(content))) or tuple(dict.fromkeys(terms_of(self.query.search_text)))

    @cached_property
    def _own_asking(self) -> frozenset[str]:
        """The words of a question in another language than English that say nothing of what it is about."""
        if self.query.language == "en":
            return frozenset()
        language, tokens = lexicon(self.query.language), tokens_of(self.query.text)
        attributes = {f"{ATTRIBUTE}{name}" for name in self.query.values("attribute") if name not in COUNTED_ATTRIBUTES}
        # Who somebody is, the word for what they do says: "Wer ist die Vorsitzende?".
        told = self._told(tokens) if self.is_in_own_words else frozenset()
        matches = [match for match in language.concepts.find(tokens) if match.name in ASKING | attributes and (match.name, match.first) not in told]
        matches = [match for match in matches if not match.ends]  # the price of what, a compound says itself
        covered = {i for match in matches for i in range(match.first, match.last)}
        return frozenset(token.folded for i, token in enumerate(tokens) if i in covered or token.folded in language.function_words)

    def _told(self, tokens: Sequence[Token]) -> frozenset[tuple[str, int]]:
        """Return the words for persons and for money, by concept and position, that say what is asked about: an office, a budget."""
        language = lexicon(self.query.language)
        known = {i for match in language.notions.find(tokens) for i in range(match.first, match.last)}
        offices = range(len(tokens)) if "who_is" in self.query.concepts else known
        sums = {match.first for match in language.terms.find(tokens) if match.name in BUDGETS}
        return frozenset({*(("person", i) for i in offices), *((f"{ATTRIBUTE}money", i) for i in sums)})

    @cached_property
    def own_terms(self) -> frozenset[str]:
        """The stems of the question's content words in the language that it is asked in.

        Where no document is in that, it is searched for by other words than these.
        """
        stems = frozenset(terms_of(self.query.text))
        if self.query.language == "en" or self.is_in_own_words or self.languages == {"en"}:
            return stems.intersection(self.terms)
        return frozenset(stem for token in tokens_of(self.query.text) if token.folded not in self._own_asking for stem in terms_of(token.text))

    @cached_property
    def said(self) -> frozenset[str]:
        """The stems of what a question in another language than English asks about, without names and words that any question for it has."""
        tokens = tokens_of(self.query.text)
        names = {token.folded for slot in self.query.slots if slot.name not in {"attribute", "topic"} for token in tokens_of(slot.text)}
        matches = [match for match in lexicon(self.query.language).concepts.find(tokens) if match.name in ASKING_CONCEPTS]
        usual = {i for match in matches for i in range(match.first, match.last)}
        said = [token.text for i, token in enumerate(tokens) if i not in usual and token.folded not in self._own_asking | names]
        return frozenset(terms_of(" ".join(said)))

    @cached_property
    def own_forms(self) -> OwnForms | None:
        """What tells the forms of the question's own words, and what says the same; None where question and documents are all in English."""
        if self.query.language == "en" and self.languages <= {"en"}:
            return None
        words = {token.folded: stem for token in tokens_of(self.query.text) for stem in terms_of(token.text) if stem in self.own_terms}
        forms = OwnForms(words, self.query.language)
        held = set(forms.in_index(self.lexical, self._told_in).values())
        forms.part([term for term in words.values() if term not in held and not self.lexical.frequency(term)])
        return forms

    @cached_property
    def _told_in(self) -> frozenset[str]:
        """The languages in whose words the question's notions are looked for."""
        return self.languages - ({"en"} if self.query.language == "en" else set())

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that the documents are in."""
        return frozenset(document.language or "en" for document in self.bundle.titles.values())

    @cached_property
    def forms(self) -> Mapping[str, str]:
        """The stems of the question's own words by the other forms that documents have of them: ``{"hunden": "hund"}``."""
        return (
            {}
            if self.own_forms is None
            else {form: term for form, term in self.own_forms.in_index(self.lexical, self._told_in).items() if form not in self.terms}
        )

    def stems(self, text: str, language: str | None = None) -> tuple[str, ...]:
        """Return the stems of the words of a text in a language, the question's where none is given; forms of the question's words as these."""
        language = language or self.query.language
        return terms_of(text) if self.own_forms is None else self.own_forms.stems(text, language)

    @cached_property
    def hits(self) -> list[Hit]:
        """The best passages for the question."""
        own = () if self.own_forms is None else (*self.terms, *self.forms)
        found = self.searcher.search(self.query.search_text, self.passages, sources=self.sources, terms=own, embedded=self.query.own_text)
        return self._in_languages_meant(found) if self.is_in_own_words else found

    @cached_property
    def worded(self) -> list[Passage]:
        """The passages with the question's words: what names a row, or what a notice is of, does so in words."""
        own = () if self.own_forms is None else (*self.terms, *self.forms)
        return self.searcher.worded(own or terms_of(self.query.search_text), self.passages, sources=self.sources)

    def _in_languages_meant(self, hits: list[Hit]) -> list[Hit]:
        """Return hits without those in a third language that hold no word of the question's as it is: no name, nor what no other hit says."""
        texts = {id(hit): "\n".join([*self.above(hit.passage), hit.passage.text]) for hit in hits}
        held = {key: frozenset(token.folded for token in tokens_of(text)) for key, text in texts.items()}
        own = {id(hit) for hit in hits if self.language_of(hit.passage.source) in {self.query.language, "en"}}
        said_here = frozenset(word for key in own for word in held[key])
        tokens = [token for token in tokens_of(self.query.text) if not self.own_terms.isdisjoint(terms_of(token.text))]
        first = tokens_of(self.query.text)[:1]
        names = [token for token in tokens if token.capitalised and token not in first]
        telling = {token.folded for token in tokens if token in names or (token.folded not in said_here and not token.folded.isdecimal())}
        named = {stem for token in names for stem in self.stems(token.text)}
        return [hit for hit in hits if id(hit) in own or telling & held[id(hit)] or self._names_any(texts[id(hit)], named)] or hits

    def _names_any(self, text: str, named: set[str]) -> bool:
        """Whether a text has a name of those in the question in another form."""
        return any(token.capitalised and not named.isdisjoint(self.stems(token.text)) for token in tokens_of(text))

    def language_of(self, source: str) -> str:
        """Return the language of a document, English where it isn't known."""
        return self.bundle.titles[source].language or "en"

    @cached_property
    def is_in_own_words(self) -> bool:
        """Whether a question in another language than English is in one that documents are in, so that its words can be looked for in them."""
        return self.query.language != "en" and any(document.language == self.query.language for document in self.bundle.titles.values())

    def above(self, passage: Passage) -> tuple[str, ...]:
        """Return what a passage stands under: its document's title, then its headings."""
        return self.bundle.titles[passage.source].title, *passage.heading_path

    def above_place(self, span: Span) -> tuple[str, ...]:
        """Return what a place in a document stands under: the document's title, then the headings."""
        section = self.bundle.section_around(span.source, span.start)
        return self.bundle.titles[span.source].title, *(heading.text for heading in (section.path if section else ()))

    def stems_above(self, passage: Passage, *, titled: bool = True) -> frozenset[str]:
        """Return the stems of what a passage stands under; of the headings that don't repeat its document's title unless ``titled``."""
        title, *headings = self.above(passage)
        text = "\n".join([title, *headings] if titled else [heading for heading in headings if heading != title])
        return frozenset(self.stems(text, self.language_of(passage.source)))

    def opening(self, source: str, *, whole: bool = False) -> str:
        """Return what a document is called, and its first lines, which say what the whole of it is about: sentences too if ``whole``."""
        if (source, whole) not in self._openings:
            document = self.bundle.document(source)
            text = document.text[: READ * HEAD] if document else ""
            lines = [line for line in text.splitlines() if line.strip()][:HEAD_LINES]
            first = [line.strip("#* ")[:HEAD] for line in lines if whole or not line.rstrip().endswith((".", "!", "?", ":", ";"))]
            self._openings[source, whole] = "\n".join([self.bundle.titles[source].title, *first])
        return self._openings[source, whole]

    def held(self, passage: Passage, *texts: str) -> frozenset[str]:
        """Return the stems of texts of a passage, and of what it stands under."""
        language = self.language_of(passage.source)
        return self.stems_above(passage).union(*(self.stems(text, language) for text in texts))

    def facts(self, kind: FactKind) -> tuple[Fact, ...]:
        """Return the facts of a kind that stand in the documents that may be used."""
        return self.known[kind]

    def organisations(self) -> list[Fact]:
        """Return the organisations that the question names, or whose country or region it names.

        Where one is of the region that is named, the others of the country are left out; where one is of the region that a named city
        lies in, it comes first, and those of other regions are left out. Where all are of other regions than that, there is none.
        """
        named = [fact for name in self.query.values("organisation") if (fact := self.names.organisation_named(name)) is not None]
        if named:
            return named
        return [fact for country in dict.fromkeys(self.query.values("place")) for fact in of_region(self.query, self.names, country)]

    def regions_of(self, country: str) -> tuple[Slot, ...]:
        """Return the regions of a country that the question names, or names a city of."""
        return regions_of(self.query, country)
