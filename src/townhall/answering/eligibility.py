"""Who may apply: the sentences of a call that say for whom it is."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, sentence_quote
from townhall.answering.topic import unknown_topic
from townhall.answering.types import ELIGIBLE
from townhall.model import FactKind, Hit, Kind, Sentence, Status

SENTENCES = 2
SEARCHED = "eligible applicants, who may apply, participants must be, open to, encouraged to take part, inhabitants"
"""What such sentences are about, put beside the question to find them."""


def answer_eligibility(context: Context) -> Draft | None:
    """Answer a question for who may take part in a call that has deadlines; None where it is none, or no sentence says so."""
    if context.query.kind is not Kind.ELIGIBILITY:
        return None
    sources = sorted({fact.values["date"].span.source for fact in context.facts(FactKind.DEADLINE)})
    if not sources or unknown_topic(context, sources):
        return None
    hits = context.searcher.search(f"{context.query.search_text} {SEARCHED}", context.passages, sources=sources)
    found = [(len(ELIGIBLE.findall(sentence.text)), hit, sentence) for hit in hits for sentence in hit.passage.sentences]
    best = sorted((entry for entry in found if entry[0]), key=lambda entry: (-entry[0], entry[1].rank, entry[2].start))[:SENTENCES]
    return Draft(Status.ANSWERED, tuple(_claim(hit, sentence) for _, hit, sentence in best)) if best else None


def _claim(hit: Hit, sentence: Sentence) -> Claim:
    return Claim(sentence.shown, (sentence_quote(hit, sentence),))
