"""Field labels and page furniture, from ``locales/structure.toml``."""

from __future__ import annotations

from functools import cache

from townhall.locales.structure import words
from townhall.locales.words import fold, folded_phrase

LABEL_KINDS = ("contact", "name", "other_name", "acronym", "country", "region", "seat", "role", "email", "phone")


def folded(text: str) -> str:
    """Return ``text`` without case, accents, a final colon and extra white space."""
    return " ".join(fold(text).split()).rstrip(":").rstrip()


@cache
def _label_kinds() -> dict[str, str]:
    return {label: kind for kind in LABEL_KINDS for label in words("labels", kind)}


def field_kind(text: str) -> str | None:
    """Return the kind of field that ``text`` labels (``contact``, ``country``), or None if it is not a label that is known."""
    return _label_kinds().get(folded_phrase(text))


def is_contact(text: str) -> bool:
    """Whether ``text`` labels a contact."""
    return field_kind(text) == "contact"


def is_blank(text: str) -> bool:
    """Whether a field's value gives nothing: "–", "n/a", "none named", "vacant"."""
    return is_unknown(text) or folded_phrase(text) in words("labels", "blank")


def is_unknown(text: str) -> bool:
    """Whether a field's value tells nothing at all: "–", "n/a", "unknown"; "none" and "vacant" tell something."""
    phrase = folded_phrase(text)
    return not phrase or phrase in words("labels", "unknown")


def names_none(text: str) -> bool:
    """Whether what stands in the place of a name is none: "none", or where else to look ("see Belgium")."""
    said = folded_phrase(text).split()
    return is_blank(text) or (len(said) > 1 and text.strip()[0].islower() and said[0] in words("labels", "references"))


def is_remark(label: str) -> bool:
    """Whether a label is that of remarks: "Notes"."""
    return folded_phrase(label) in words("rows", "remarks")


def is_undecided(text: str) -> bool:
    """Whether a field's value says no more than that there will be one: "to be confirmed", "tba"."""
    return folded_phrase(text) in words("labels", "undecided")


def is_furniture(text: str) -> bool:
    """Whether ``text`` is a line that pages carry and documents don't."""
    return folded_phrase(text) in words("furniture", "lines")
