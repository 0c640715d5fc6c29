"""Support across languages: particulars by value, denials, and something that ties the two."""

from __future__ import annotations

import pytest

from townhall.guard import support

EVIDENCE = ("Harbour Cities Network (HCN), founded on 17 June 2011, supports 28 harbour cities in Norway. Write to Ada Quay, ada.quay@hcn.example.",)


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        ("fr", "Le HCN soutient 28 villes portuaires en Norvège."),
        ("de", "Das HCN wurde am 17. Juni 2011 gegründet."),
        ("fi", "HCN tukee 28 satamakaupunkia Norjassa."),
        ("el", "Το HCN υποστηρίζει 28 πόλεις στη Νορβηγία."),
        ("es", "Escriba a Ada Quay, ada.quay@hcn.example."),
        ("pl", "Sieć HCN wspiera 28 miast portowych w Norwegii."),
    ],
)
def test_translations(language: str, statement: str) -> None:
    """A statement in another language is supported where its numbers, dates, names, addresses and countries are the evidence's."""
    verdict = support(statement, EVIDENCE, language=language, evidence_language="en")
    assert verdict.supported, verdict


@pytest.mark.parametrize(
    ("language", "statement", "lost"),
    [
        ("fr", "Le HCN soutient 29 villes portuaires en Norvège.", "number 29"),
        ("fr", "Le HCN soutient 28 villes portuaires en Suède.", "country SE"),
        ("de", "Das HCN wurde am 18. Juni 2011 gegründet.", "date 2011-06-18"),
        ("es", "Escriba a Bob Quay, ada.quay@hcn.example.", "name bob"),
        ("de", "Schreiben Sie an das HCN und an Hans Meier.", "name hans meier"),
        ("fr", "Le HCN ne soutient pas 28 villes en Norvège.", "the negation"),
        ("sv", "Staden lagar broar och fyrar.", "both languages share"),
    ],
)
def test_what_the_evidence_does_not_hold(language: str, statement: str, lost: str) -> None:
    """One particular too many, a denial, or nothing in common is enough; the reason names it."""
    verdict = support(statement, EVIDENCE, language=language, evidence_language="en")
    assert not verdict.supported
    assert lost in "; ".join(verdict.reasons)
