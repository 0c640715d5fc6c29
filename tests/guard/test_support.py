"""Support: what a statement says must be in its evidence, particulars by value and words mostly."""

from __future__ import annotations

import pytest

from townhall.guard import THRESHOLD, support
from townhall.locales.messages import messages

EVIDENCE = (
    "Harbour Cities Network (HCN), founded on 17 June 2011, supports 28 harbour cities in Norway with digital maps for EUR 1.5 million.",
    "Write to Ada Quay, ada.quay@hcn.example, +47 22 33 44 55. Members pay 12 % of the fee, see www.hcn.example/fees.",
)


@pytest.mark.parametrize(
    "statement",
    [
        "The HCN supports 28 harbour cities in Norway.",
        "The network supports twenty-eight cities.",
        "It was founded in 2011.",
        "It was founded on 2011-06-17.",
        "The HCN, founded in June 2011, helps cities with maps.",
        "Ada Quay is at ada.quay@hcn.example.",
        "Ada Quay has the number +47 22334455.",
        "Members pay 12 per cent of the fee.",
        "It costs 1,500,000 EUR.",
        "The Norwegian network supports harbour cities.",
        "Harbour Cities Network (HCN), founded on 17 June 2011, supports 28 harbour cities in Norway …",
    ],
)
def test_true_statements(statement: str) -> None:
    """Statements that the evidence bears out are supported, however they spell its numbers, dates and addresses."""
    verdict = support(statement, EVIDENCE)
    assert verdict.supported, verdict


@pytest.mark.parametrize(
    ("statement", "lost"),
    [
        ("The HCN supports 29 harbour cities.", "number 29"),
        ("The HCN supports 28 % of the harbour cities.", "number 28"),
        ("It was founded on 18 June 2011.", "date 2011-06-18"),
        ("It was founded in 2012.", "date 2012"),
        ("The HCN supports 28 harbour cities in Sweden.", "country SE"),
        ("Write to Bob Quay of the HCN.", "name bob"),
        ("Write to ada.quay@hcn.example.org.", "ada.quay@hcn.example.org"),
        ("Ada Quay has the number +47 22 33 44 56.", "4722334456"),
        ("The network does not support cities in Norway.", "negation"),
        ("The network repairs boats, cranes and lighthouses.", "repairs"),
    ],
)
def test_false_statements(statement: str, lost: str) -> None:
    """One particular that is not in the evidence is enough, and so are many words; the reason names them."""
    verdict = support(statement, EVIDENCE)
    assert not verdict.supported
    assert verdict.score < THRESHOLD
    assert lost in "; ".join(verdict.reasons)


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Visitors do not park free of charge on Sundays.", "Visitors park free of charge except on Sundays."),
        ("The council did not grant the request.", "The request to grant more was refused by the council."),
    ],
)
def test_a_word_may_deny_by_what_it_means(statement: str, evidence: str) -> None:
    """A statement that denies is borne out by evidence that excepts or refuses; not by evidence that does neither."""
    assert support(statement, [evidence]).lost == ()
    assert support(statement, ["Visitors park free of charge on Sundays, the council did grant the request."]).lost == ("the negation",)


def test_titles_are_no_names() -> None:
    """Whom the evidence names without a title may be given one; another name is still missed."""
    assert support("Bills are explained by Ms Noor.", ["Bills are explained by Carla Noor."]).supported
    assert support("Bills are explained by Ms Moor.", ["Bills are explained by Carla Noor."]).lost == ("name moor",)


def test_nothing_is_supported_by_nothing() -> None:
    """A statement without evidence, and evidence without a statement, are not supported."""
    assert not support("Cities apply.", ()).supported
    assert not support("", EVIDENCE).supported


@pytest.mark.parametrize(
    ("statement", "premise", "supported"),
    [
        ("The deadline has passed. It was 17 June 2011, 14 days ago.", "Compared with 1 July 2011.", True),
        ("The deadline has passed. It was 17 June 2011, 15 days ago.", "Compared with 1 July 2011.", False),
        ("The deadline has passed. It was 17 June 2011, 14 days ago.", "Compared with 3 June 2011.", False),
        ("The deadline has passed. It was 18 June 2011, 1 day ago.", "Compared with 18 June 2011.", False),
        ("Open until 17 June 2011, 14 days left.", "Compared with 3 June 2011.", True),
        ("Open until 17 June 2011, 14 days left.", None, False),
    ],
)
def test_days_are_inferred_from_what_the_answer_says(statement: str, premise: str | None, *, supported: bool) -> None:
    """Days since a date or until it must be right, in their direction, and compared with a date that the answer tells."""
    premises = () if premise is None else (premise,)
    assert support(statement, EVIDENCE, premises=premises, frame=messages("en").words).supported is supported


def test_a_country_is_inferred_from_what_the_answer_says() -> None:
    """A city's country is supported where the answer says so, and not without."""
    statement, evidence = "Latvia: Riga Digital Office", ("Riga Digital Office",)
    assert support(statement, evidence, premises=("Riga is in Latvia.",)).supported
    assert not support(statement, evidence).supported


def test_the_programs_own_words_claim_nothing() -> None:
    """Phrases of the program around a quote need no evidence, in any language; what is put into them does."""
    for language in ("en", "de", "sl"):
        statement = messages(language).say("contact.person", value="Ada Quay")
        assert support(statement, EVIDENCE, language=language, frame=messages(language).words).supported
        assert not support(statement.replace("Ada", "Eva"), EVIDENCE, language=language, frame=messages(language).words).supported
