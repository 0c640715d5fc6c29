"""Whom to write to: the contact of an organisation or of a place's organisations, and what is not known of one."""

from __future__ import annotations

from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import CardDraft, Claim, Draft, Quote, fact_quote
from townhall.answering.facts.instead import or_sentences
from townhall.answering.facts.organisations import SAYS_LITTLE, inferred_places, no_contact, speaks_of_no_organisation
from townhall.answering.facts.serving import with_what_it_serves
from townhall.answering.facts.told import answer_told, naming
from townhall.answering.reading.entries import CONTACT_DETAILS, contact_line, contact_quote, of_subject
from townhall.answering.reading.topic import is_name, topic_stems, topic_tokens
from townhall.answering.refusal import no_organisation, refuse, which_place
from townhall.answering.sentences.own_words import gives_contact
from townhall.chunking.lines import LABEL_WORDS, labelled
from townhall.chunking.passages import PATH_SEPARATOR
from townhall.index.facts.fields import DETAILS
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import Fact, FactKind, Kind, Role, Status
from townhall.query.aliases import name_words, normal
from townhall.query.kinds import CONTACT_ATTRIBUTES
from townhall.query.parse import SETTLEMENTS

NAME_CONCEPTS = frozenset({"who", "person"})
ASKING = frozenset({"who", "which", "what"})
BLANK_LINE = "\n\n"
LABELLED = 3
"""Characters between a label and its value on one line."""
WRITTEN_TO = frozenset({"contact", "ask_whom"})
"""Concepts of a question for whom to write to, whatever office that one holds."""
OFFICES = (words("persons", "offices") | words("persons", "titles")) - SETTLEMENTS
"""Words of the names of offices."""


def answer_contact(context: Context) -> Draft | None:  # noqa: PLR0911 - one return a case
    """Answer a question for a contact; None where it is none, or the documents have no contact fields."""
    query = context.query
    persons = set(query.values("person"))
    if query.kind not in {Kind.CONTACT, Kind.PERSON, Kind.DEFINITION, Kind.SUPPORT, Kind.SAID, Kind.OTHER, Kind.PLACE} or not context.facts(
        FactKind.CONTACT
    ):
        return None
    if named := [fact for fact in context.facts(FactKind.CONTACT) if fact.get("name") in persons]:
        if query.kind is Kind.PLACE:
            return (
                None if "based" in query.concepts else Draft(Status.ANSWERED, tuple(claim for fact in named for claim in _workplace(context, fact)))
            )
        return _answer(context, named, [])
    if query.kind is not Kind.CONTACT or _is_named_like_a_town(context):
        return None
    organisations = of_subject(context, context.organisations()) or _only_one(context)
    if not organisations:
        if places := query.values("place"):
            of_detail = not DETAILS.keys().isdisjoint(query.values("attribute"))
            told = None if of_detail else answer_told(context, places)
            return told or no_organisation(context, list(places), near=naming(context, places))
        if context.is_in_own_words and (context.said or _is_given_once(context)):
            return None
        # Where but one country has entries, or none, naming it would not help.
        of_none = topic_stems(context) and len(context.names.countries) <= 1
        none_here = of_none or _is_of_something(context) or speaks_of_no_organisation(context)
        asked_back = refuse(context, context.messages.say("contact.none_here")) if none_here else which_place(context, "clarify.contact")
        least = 1 if none_here and query.values("attribute") else SAYS_LITTLE
        return or_sentences(context, asked_back, lambda text: gives_contact(context, text)) if len(topic_stems(context)) >= least else asked_back
    contacts = [contact for organisation in organisations for contact in _for_subject(context, context.names.contacts_of(organisation))]
    named = [contact for contact in contacts if contact.get("name")]
    without = [organisation for organisation in organisations if not any(contact in named for contact in context.names.contacts_of(organisation))]
    if details := _details_asked(context, without):
        return _give_details(context, [contact for contact in named if _has_asked(context, contact)], details)
    if named and all(_holds_another_office(context, contact) for contact in named):
        return refuse(context, context.messages.say("refusal.not_found"), near=_near(named))
    return with_what_it_serves(context, organisations, _answer(context, named, without)) if named else _none_named(context, organisations, contacts)


def _is_named_like_a_town(context: Context) -> bool:
    """Whether a place is known but by a town whose name a document's title has for something of its own: "Contacto – Red Ribera"."""
    titled = {stem for document in context.bundle.titles.values() for stem in terms_of(document.title)}
    places = [slot for slot in context.query.slots if slot.name == "place"]
    towns = bool(places) and all(slot.inferred and not slot.carried and titled.issuperset(terms_of(slot.text)) for slot in places)
    return towns and context.is_in_own_words and not context.query.values("organisation")


def _is_given_once(context: Context) -> bool:
    """Whether of the documents in the question's language one alone gives a contact, so that it needn't be said which is meant."""
    own = (source for source in context.bundle.titles if context.language_of(source) == context.query.language)
    documents = (context.bundle.document(source) for source in own)
    giving = (document for document in documents if document is not None and gives_contact(context, document.text))
    return next(giving, None) is not None and next(giving, None) is None  # no more of them are read than need be


def _for_subject(context: Context, contacts: list[Fact]) -> list[Fact]:
    """Return, of an organisation's contacts, the one for what is asked about by what it is there for: "(loan fund)"; else all."""
    asked = topic_stems(context)
    of_subject = [contact for contact in contacts if not asked.isdisjoint(terms_of(contact.get("role") or ""))]
    return of_subject or _on_line_asked(context, contacts)


def _on_line_asked(context: Context, contacts: list[Fact]) -> list[Fact]:
    """Return, where a question in another language than English says more than its name of one, those whose line or row holds the most of that.

    "Castelfumo | Migrants' desk | Salim Berrouane" is asked for by the desk.
    """
    if not context.said or len(contacts) == 1:
        return contacts
    held = [len(context.said.intersection(context.stems(_line_of(context, contact)))) for contact in contacts]
    return [contact for contact, count in zip(contacts, held, strict=True) if count == max(held)]


def _line_of(context: Context, contact: Fact) -> str:
    """Return the line on which a contact stands, or the lines that are together a record."""
    value = next(iter(contact.values[key] for key in ("name", "email", "phone") if key in contact.values), None)
    document = context.bundle.document(value.span.source) if value else None
    if value is None or document is None:
        return ""
    end = document.text.find(BLANK_LINE, value.span.end)
    block = document.text[document.text.rfind(BLANK_LINE, 0, value.span.start) + 1 : end if end >= 0 else None]
    record = [line for line in block.splitlines() if line.strip()]
    own = next((line for line in record if value.quote in line), "")
    return block if all(labelled(line) for line in record) else own


def _tells(context: Context, text: str) -> bool:
    """Whether a sentence gives a contact, or is a line whose label is asked for: "Head of office: …"."""
    label = labelled(text, words=LABEL_WORDS)
    asked = label and label["value"] and set(terms_of(label["label"])) <= set(terms_of(context.query.search_text))
    return gives_contact(context, text) or bool(asked)


def _only_one(context: Context) -> list[Fact]:
    """Return the organisation whose contact is meant because there is no other, where nothing else is said of whom."""
    organisations = context.facts(FactKind.ORGANISATION)
    of_nothing = not (context.query.values("place") or topic_stems(context) or (context.is_in_own_words and context.said))
    return list(organisations) if of_nothing and len(organisations) == 1 else []


def _holds_another_office(context: Context, contact: Fact) -> bool:
    """Whether an office is asked for, and whoever is the contact holds another: who the president is, where the secretary general is given."""
    query, tokens = context.query, tokens_of(context.query.search_text)
    matches = lexicon("en").concepts.find(tokens)
    asking = next((match.first for match in matches if match.name in ASKING), 0)  # before that one says of oneself what one is
    named = {normal(token.folded) for name in query.values("organisation") for token in tokens_of(name)}
    asked = {normal(token.folded) for token in tokens[asking:]}.intersection(OFFICES) - named
    role = set(name_words(contact.get("role") or ""))
    return not query.concepts & WRITTEN_TO and bool(asked) and not role.isdisjoint(OFFICES) and asked.isdisjoint(role)


def _has_asked(context: Context, contact: Fact) -> bool:
    return any(contact.get(attribute) for attribute in context.query.values("attribute"))


def _details_asked(context: Context, organisations: list[Fact]) -> list[Fact]:
    """Return the contacts without a name that hold the address or the number that alone is asked for."""
    if NAME_CONCEPTS & context.query.concepts:
        return []
    return [contact for organisation in organisations for contact in context.names.contacts_of(organisation) if _has_asked(context, contact)]


def _give_details(context: Context, named: list[Fact], details: list[Fact]) -> Draft:
    """Give the addresses or numbers of an organisation that names nobody."""
    claims = [claim for contact in named for claim in _claims(context, contact)]
    for contact in details:
        for attribute in context.query.values("attribute"):
            if contact.get(attribute):
                text = f"{contact.values['organisation'].quote}: {contact.get(attribute)}"
                claims.append(Claim(text, (fact_quote(contact, attribute), fact_quote(contact, "organisation")), lead=True))
    return Draft(Status.ANSWERED, tuple(claims), notes=inferred_places(context))


def _is_of_something(context: Context) -> bool:
    """Whether the contact of something is asked for that is no organisation: a name, or a programme that has deadlines."""
    tokens = tokens_of(context.query.search_text)
    topics = topic_tokens(context, tokens)
    programmes = {stem for fact in context.facts(FactKind.DEADLINE) for stem in terms_of(fact.get("programme") or "")}
    return any(is_name(token, tokens, context.query.search_text) or programmes.intersection(terms_of(token.text)) for token in topics)


def _answer(context: Context, contacts: list[Fact], without: list[Fact]) -> Draft:
    """Give the contacts, unless only something was asked that is not known of them."""
    missing = unknown_attributes(context, contacts)
    name_asked = bool(NAME_CONCEPTS & context.query.concepts) and not context.query.values("person")
    all_missing = len(missing) == len(CONTACT_ATTRIBUTES.intersection(context.query.values("attribute")))
    if missing and all_missing and not name_asked:
        return refuse(context, " ".join(missing), near=_near(contacts))
    claims = [claim for contact in contacts for claim in _claims(context, contact)]
    if missing:
        claims.append(Claim(" ".join(missing), tuple(contact_quote(contact) for contact in contacts)))
    notes = tuple(no_contact(context, organisation) for organisation in without)
    reasons = (*missing, *(notes if _asks_for_each(context, without) else ()))
    return Draft(
        Status.PARTIAL if reasons else Status.ANSWERED,
        tuple(claims),
        tuple(contact_card(contact) for contact in contacts),
        reason=" ".join(reasons) or None,
        notes=(*inferred_places(context), *(note for note in notes if note not in reasons)),
    )


def _near(contacts: list[Fact]) -> tuple[Claim, ...]:
    """Return contacts as what is nearest to an answer."""
    return tuple(Claim(contact_line(contact, CONTACT_DETAILS), (_related(contact_quote(contact)),)) for contact in contacts)


def unknown_attributes(context: Context, contacts: list[Fact]) -> tuple[str, ...]:
    """Say which of the details asked for are known of none of the contacts."""
    wanted = [attribute for attribute in context.query.values("attribute") if attribute in CONTACT_ATTRIBUTES]
    names = context.messages.join([contact.get("name") or "" for contact in contacts])
    return tuple(
        context.messages.say(f"contact.missing_{attribute}", name=names)
        for attribute in wanted
        if not any(contact.get(attribute) for contact in contacts)
    )


def _asks_for_each(context: Context, without: list[Fact]) -> bool:
    """Whether an organisation without a contact was asked for by itself: by its name, or as the only one of its country."""
    named, places = context.query.values("organisation"), context.query.values("place")
    alone = [fact for fact in without if fact.get("country") in places and len(context.names.in_country(fact.get("country") or "")) == 1]
    return any(fact.get("name") in named for fact in without) or bool(alone)


def _claims(context: Context, contact: Fact) -> list[Claim]:
    organisation = contact.values["organisation"]
    lead = Claim(contact_line(contact, CONTACT_DETAILS), (contact_quote(contact),), lead=True)
    said = context.messages.say("contact.organisation_lead", name=contact.get("name"), organisation=organisation.quote)
    return [lead, Claim(said, (fact_quote(contact, "organisation"), contact_quote(contact)))]


def _workplace(context: Context, contact: Fact) -> list[Claim]:
    """Name the organisation whose contact somebody is."""
    organisation = contact.values["organisation"]
    said = context.messages.say("contact.organisation_lead", name=contact.get("name"), organisation=organisation.quote)
    quote = fact_quote(contact, "organisation")
    return [Claim(organisation.quote, (quote,), lead=True), Claim(said, (quote, contact_quote(contact)))]


def contact_card(contact: Fact) -> CardDraft:
    """Return a contact as a card."""
    fields: dict[str, tuple[str | None, Quote | None]] = {
        key: (value, contact_quote(contact)) for key in CONTACT_DETAILS if (value := contact.get(key))
    }
    fields["organisation"] = (contact.get("organisation"), fact_quote(contact, "organisation"))
    return CardDraft("contact", fields)


def _none_named(context: Context, organisations: list[Fact], contacts: list[Fact]) -> Draft:
    """Refuse: the field is there and blank, or there is none, and no sentence tells either; show what a field tells instead of a name."""
    if told := [contact for contact in contacts if "remark" in contact.values]:
        claims = [Claim(f"{fact.values['organisation'].quote}: {fact.get('remark')}", _remark_quotes(fact), lead=True) for fact in told]
        missing = dict.fromkeys(context.messages.say("contact.none", organisation=contact.get("organisation")) for contact in told)
        return Draft(Status.PARTIAL, tuple(claims), reason=" ".join(missing), notes=inferred_places(context))
    blank = {contact.get("organisation"): contact for contact in contacts}
    reasons, related = [], []
    for organisation in organisations:
        name = organisation.get("name") or ""
        reasons.append(no_contact(context, organisation))
        if name in blank:
            field = blank[name]
            text = f"{field.values['organisation'].quote} {PATH_SEPARATOR.strip()} {field.values['label'].quote}"
            related.append(Claim(text, (_related(fact_quote(field, "organisation")), _related(fact_quote(field, "label")))))
            related += [Claim(value, (_related(fact_quote(field, key)),)) for key in ("email", "phone") if (value := field.get(key))]
    refusal = refuse(context, " ".join(reasons), near=tuple(related), introduce=False)
    kind = Kind.PERSON if "who" in context.query.concepts else None
    return refusal if contacts else or_sentences(context, refusal, lambda text: _tells(context, text), kind=kind)


def _remark_quotes(contact: Fact) -> tuple[Quote, ...]:
    """Quote a field that tells something else than a name, with its label where that stands before it, and whose it is."""
    label, remark = contact.values["label"].span, fact_quote(contact, "remark")
    line = replace(remark, span=replace(remark.span, start=label.start)) if 0 < remark.span.start - label.end <= LABELLED else remark
    return line, fact_quote(contact, "organisation")


def _related(quote: Quote) -> Quote:
    return Quote(quote.span, Role.RELATED, quote.also_in, quote.complete)
