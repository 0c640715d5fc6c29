"""Contacts: name, role, e-mail address and telephone number, however they are set."""

from __future__ import annotations

from unittest.mock import sentinel

import pytest

from townhall.chunking import outline
from townhall.index.facts.contacts import contacts
from townhall.index.facts.page import Page
from townhall.model import Document, Fact

NO_PLACES = sentinel.gazetteer
"""No place is looked up here."""


def read(field: str) -> Fact:
    """Return the contact of an entry that consists of a heading and a field."""
    text = f"Union of Beekeepers\n\nContact: {field}\n"
    (fact,) = contacts(Page(Document("page.txt", text, "", "Page"), tuple(outline(text, "page.txt")), NO_PLACES))
    assert all(text[value.span.start : value.span.end] == value.quote for value in fact.values.values())
    return fact


@pytest.mark.parametrize(
    ("field", "name", "role", "email", "phone"),
    [
        ("Ivo Novak, Chair, ivo@bees.example", "Ivo Novak", "Chair", "ivo@bees.example", None),
        ("Ivo Novak, Director of Unit 3.2, e-mail: ivo.novak@bees.example", "Ivo Novak", "Director of Unit 3.2", "ivo.novak@bees.example", None),
        ("Ivo Novak (Chair, tel. +43 512 123456)", "Ivo Novak", "Chair", None, "+43 512 123456"),
        ("Ivo Novak ivo@bees.example", "Ivo Novak", None, "ivo@bees.example", None),
        ("Ivo Novak – Chair – ivo@bees.example, +43 512 123456", "Ivo Novak", "Chair", "ivo@bees.example", "+43 512 123456"),
        ("ivo@bees.example", None, None, "ivo@bees.example", None),
        ("Ivo Novak", "Ivo Novak", None, None, None),
    ],
)
def test_details_on_one_line_are_told_apart(field: str, name: str | None, role: str | None, email: str | None, phone: str | None) -> None:
    """An address or a number beside a name or a role is no part of it, and hides neither."""
    fact = read(field)
    assert tuple(fact.get(key) for key in ("organisation", "name", "role", "email", "phone")) == ("Union of Beekeepers", name, role, email, phone)


@pytest.mark.parametrize(
    ("contact", "phone", "email"),
    [
        ("Ansprechpartnerin", "Telefon", "E-Mail"),
        ("Referente", "Telefono", "Posta elettronica"),
        ("Interlocutrice", "Téléphone", "Courriel"),
        ("Kontaktna oseba", "Telefonska številka", "E-pošta"),
        ("Persona de contacto", "Teléfono", "Correo electrónico"),
        ("Osoba do kontaktu", "Numer telefonu", "Adres e-mail"),
        ("Yhteyshenkilö", "Puhelin", "Sähköposti"),
        ("Лице за контакт", "Телефон", "Имейл"),
    ],
)
def test_labels_are_known_in_other_languages(contact: str, phone: str, email: str) -> None:
    """Who, the number and the address are read from lines that are labelled in the document's language."""
    text = f"# Union of Beekeepers\n\n- {contact}: Ivo Novak\n- {phone}: 02 555 17 18\n- {email}: ivo@bees.example\n"
    (fact,) = contacts(Page(Document("page.md", text, "", "Page"), tuple(outline(text, "page.md")), NO_PLACES))
    assert (fact.get("name"), fact.get("phone"), fact.get("email")) == ("Ivo Novak", "02 555 17 18", "ivo@bees.example")


def test_several_persons_may_share_a_field() -> None:
    """Each with an address of their own, and what they are there for."""
    text = "Union of Beekeepers\n\nContact: Ivo Novak, ivo@bees.example, Ada Blum (loans), ada@bees.example\n"
    found = contacts(Page(Document("page.txt", text, "", "Page"), tuple(outline(text, "page.txt")), NO_PLACES))
    expected = [("Ivo Novak", None, "ivo@bees.example"), ("Ada Blum", "loans", "ada@bees.example")]
    assert [(fact.get("name"), fact.get("role"), fact.get("email")) for fact in found] == expected


def test_what_a_field_tells_instead_of_a_name_is_kept() -> None:
    """It is nobody's name, and more than a blank."""
    fact = read("to be confirmed (post vacant since May)")
    assert (fact.get("name"), fact.get("remark")) == (None, "to be confirmed (post vacant since May)")
