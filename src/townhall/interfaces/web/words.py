"""The page's own words, in one place."""

from __future__ import annotations

LANGUAGE = "en"
"""The language of the page's own words."""

WORDS = {
    "page.title": "Townhall",
    "page.tagline": "Answers from the documents, each with its quote",
    "page.loading": "Opening the page …",
    "page.no_script": "This page needs JavaScript. It is switched off in this browser.",
    "notice": "An automated assistant that quotes documents. It can miss things.",
    "empty.title": "What would you like to know?",
    "empty.text": "Ask in your own words. Every sentence of an answer comes with its quote. Where the documents don’t say, you are told so.",
    "refused.404": "There is nothing here.",
    "refused.413": "That is more than can be read.",
    "conversation": "Conversation",
    "you": "You asked",
    "ask.label": "Your question",
    "ask.placeholder": "Ask about the documents",
    "ask.send": "Ask",
    "ask.stop": "Stop",
    "ask.empty": "Type a question first.",
    "ask.new": "New conversation",
    "status.waiting": "Looking in the documents …",
    "status.answered.one": "Answered from {n} document",
    "status.answered.other": "Answered from {n} documents",
    "status.stopped": "Stopped",
    "status.fault": "No answer this time",
    "stopped.text": "You stopped this question. Nothing was answered.",
    "fault.text": "Something went wrong on this machine. Your question was not answered.",
    "fault.next": "Ask again. If it happens again, tell whoever runs this page.",
    "next.questions": "You could ask",
    "next.steps": "What you can do",
    "you.without": "You asked again, without {names}",
    "carried": "Taken from your earlier questions:",
    "carried.drop": "Ask again without {name}",
    "attribute.phone": "telephone number",
    "attribute.email": "e-mail address",
    "attribute.address": "address",
    "attribute.website": "web address",
    "attribute.money": "amount of money",
    "attribute.founded": "year of founding",
    "attribute.staff": "number of staff",
    "attribute.population": "number of inhabitants",
    "read_as": "Read as:",
    "missing": "What the documents don’t give:",
    "sources": "Sources",
    "sources.show.one": "Show the source",
    "sources.show.other": "Show the sources",
    "sources.empty": "Every sentence of an answer rests on a quote. The quotes appear here, in the text they come from.",
    "sources.none": "This reply quotes nothing.",
    "source.marker": "Source [{n}]",
    "source.page": "Page {n}",
    "source.related": "Nearest text, not the answer",
    "source.broken": "The document breaks off here.",
    "source.before": "The section begins earlier.",
    "source.after": "The section goes on.",
    "source.also": "Also stands in",
    "source.back": "Back to the answer",
    "statement.broken": "breaks off in the document",
    "card.organisation": "Organisation",
    "card.contact": "Contact",
    "card.deadline": "Deadline",
    "card.name": "Name",
    "card.acronym": "Short name",
    "card.other_name": "Also called",
    "card.country": "Country",
    "card.region": "Region",
    "card.about": "What it does",
    "card.contact.organisation": "Organisation",
    "card.label": "Stands under",
    "card.role": "Role",
    "card.email": "E-mail",
    "card.phone": "Telephone",
    "card.programme": "Programme",
    "card.phase": "Phase",
    "card.opens": "Period begins",
    "card.closes": "Period ends",
    "card.date": "Last day",
    "card.sentence": "In the document’s words",
    "card.state": "State",
    "card.state.open": "Open",
    "card.state.passed": "Passed",
    "card.blank": "The documents don’t give it.",
    "card.no_contact": "The documents give no contact.",
}
"""By key; ``{n}`` and the like are filled in. A key that counts ends in ``.one`` or ``.other``."""


def word(key: str, **values: object) -> str:
    """Return the words under ``key`` with ``values`` filled in; with ``n`` and no such key, the form that fits the number.

    Raises:
        KeyError: there are no such words.
    """
    if key not in WORDS and "n" in values:
        key = f"{key}.one" if values["n"] == 1 else f"{key}.other"
    return WORDS[key].format(**values)
