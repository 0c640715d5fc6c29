"""The directory as its page shows it: the map's countries, the chosen country's entries, the table. No HTML here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from townhall.interfaces.directory import EUROPE, ContactState, Directory, Entry, Person
from townhall.interfaces.web.directory.europe import Country, europe
from townhall.interfaces.web.links import quote_link, title_of
from townhall.locales.messages import Messages
from townhall.locales.words import fold
from townhall.model import Document, FactValue

NOWHERE = "none"
"""What stands in an address for organisations whose country isn't known."""
COLUMNS = ("country", "organisation", "contact")
"""What the table can be sorted by; with a minus in front from the end."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a document with the address of its quote."""

    text: str
    link: str
    language: str | None
    """Of the document, where it isn't the page's."""


@dataclass(frozen=True, slots=True)
class PersonView:
    """Whom to write to."""

    line: Said
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """One organisation."""

    country: str | None
    """Its country's name in the page's language; None where it isn't known."""
    region: str | None
    name: Said
    short: str
    """Its acronyms."""
    others: tuple[Said, ...]
    about: Said | None
    persons: tuple[PersonView, ...]
    contact: str
    """What is said of the contact where nobody is named."""
    blank: Said | None
    """The label of the blank field."""
    document: str
    """Title of the document."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A country on the map."""

    country: Country
    name: str
    link: str | None
    """None where there is no entry."""
    label: str
    """Its accessible name."""
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A country, or what stands for one, that has entries."""

    name: str
    link: str
    n: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class DirectoryView:
    """The whole page."""

    shapes: tuple[Shape, ...]
    choices: tuple[Choice, ...]
    missing: str
    """The countries of the Union without an entry, as a list in a sentence."""
    countries: int
    """How many have an entry."""
    chosen: str | None
    """Name of the chosen country."""
    code: str | None
    cards: tuple[EntryView, ...]
    """The chosen country's entries."""
    entries: tuple[EntryView, ...]
    """The rows of the table."""
    total: int
    sort: str
    query: str


def directory_view(
    directory: Directory, words: Messages, documents: Mapping[str, Document], *, country: str = "", query: str = "", sort: str = ""
) -> DirectoryView:
    """Return the page: ``country`` and ``query`` choose the rows, ``sort`` orders them; what makes no sense of these is left out."""
    code = _chosen(country, directory, words)
    rows = directory.entries if code is None else directory.of(None if code == NOWHERE else code)
    views = tuple(_entry(entry, words, documents) for entry in rows)
    wanted = fold(query.strip())
    column = sort.removeprefix("-") if sort.removeprefix("-") in COLUMNS else COLUMNS[0]
    found = [view for view in views if wanted in fold(_text(view))]
    members = [country for country in europe().countries.values() if country.eu]
    return DirectoryView(
        shapes=_shapes(directory, words, code),
        choices=tuple(_choices(directory, words, code)),
        missing=words.join(sorted((words.country(c.code) for c in members if c.code not in directory.covered), key=fold)),
        countries=len(directory.covered),
        chosen=None if code is None else _name(code, words),
        code=code,
        cards=() if code is None else views,
        entries=_sorted(found, column, backwards=sort == f"-{column}"),
        total=len(directory.entries),
        sort=f"-{column}" if sort == f"-{column}" else column,
        query=query.strip(),
    )


def _chosen(country: str, directory: Directory, words: Messages) -> str | None:
    """Return a code that an address names if it is a country's, or one that entries have."""
    code = country if country == NOWHERE else country.upper()
    known = code in europe().countries or code in directory.covered or (code == NOWHERE and directory.of(None)) or code == EUROPE
    return code if known and _name(code, words) else None


def _name(code: str, words: Messages) -> str:
    if code in {EUROPE, NOWHERE}:
        return words.say(f"directory.{'europe_wide' if code == EUROPE else 'no_country'}")
    return words.country(code)


def _link(code: str) -> str:
    return f"/directory?{urlencode({'country': code})}#chosen"


def _shapes(directory: Directory, words: Messages, chosen: str | None) -> tuple[Shape, ...]:
    """Return the map's countries in the order in which they are drawn: background, then those to choose by name, circles on top."""
    shapes = []
    for country in europe().countries.values():
        name, n = words.country(country.code), len(directory.of(country.code))
        label = words.say("directory.shape", country=name, entries=words.say("directory.entries", n=n))
        shapes.append(Shape(country, name, _link(country.code) if n else None, label, country.code == chosen))
    return tuple(sorted(shapes, key=lambda shape: (shape.country.eu, shape.link is not None, shape.country.circle is not None, fold(shape.name))))


def _choices(directory: Directory, words: Messages, chosen: str | None) -> Iterable[Choice]:
    """Yield the countries that have entries by name, then what is of no one country."""
    countries = sorted(directory.covered, key=lambda code: fold(words.country(code)))
    for code in (*countries, EUROPE, NOWHERE):
        if n := len(directory.of(None if code == NOWHERE else code)):
            yield Choice(_name(code, words), _link(code), n, code == chosen)


def _entry(entry: Entry, words: Messages, documents: Mapping[str, Document]) -> EntryView:
    def said(value: FactValue) -> Said:
        document = documents.get(value.span.source)
        return Said(value.value, quote_link(value.span), document.language if document and document.language != words.language else None)

    def person(known: Person) -> PersonView:
        first = known.values[0]
        line = ", ".join(value.value for value in (known.name, known.role) if value) or first.value
        email = known.email.value if known.email and known.email is not first else None
        phone = known.phone.value if known.phone and known.phone is not first else None
        return PersonView(Said(line, said(first).link, said(first).language), email, phone)

    return EntryView(
        country=_name(entry.code, words) if entry.code else None,
        region=entry.region.value if entry.region else None,
        name=said(entry.name),
        short=", ".join(acronym.value for acronym in entry.acronyms if acronym.value != entry.name.value),
        others=tuple(said(name) for name in entry.other_names),
        about=said(entry.about) if entry.about else None,
        persons=tuple(person(known) for known in entry.persons),
        contact="" if entry.contact is ContactState.GIVEN else words.say(f"directory.contact.{entry.contact}"),
        blank=said(entry.blank) if entry.blank else None,
        document=title_of(documents, entry.name.span.source),
    )


def _text(view: EntryView) -> str:
    """Return what a row is searched in."""
    said = [view.name.text, view.about.text if view.about else "", *(other.text for other in view.others), *(p.line.text for p in view.persons)]
    details = [detail for person in view.persons for detail in (person.email, person.phone) if detail]
    return " ".join([view.country or "", view.region or "", view.short, *said, *details, view.contact, view.document])


def _sorted(views: Sequence[EntryView], column: str, *, backwards: bool) -> tuple[EntryView, ...]:
    """Return rows by a column, then by name; those that have nothing in it come last either way."""
    by_name = sorted(views, key=lambda view: fold(view.name.text))
    known = sorted((view for view in by_name if _cell(view, column)), key=lambda view: fold(_cell(view, column)), reverse=backwards)
    return (*known, *(view for view in by_name if not _cell(view, column)))


def _cell(view: EntryView, column: str) -> str:
    persons = [person.line.text for person in view.persons]
    return {"country": view.country or "", "organisation": view.name.text, "contact": persons[0] if persons else ""}[column]
