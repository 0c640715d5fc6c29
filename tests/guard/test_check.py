"""What each value belongs to: a value that stands in the evidence, but of something else, doesn't support a statement."""

from __future__ import annotations

import pytest

from townhall.guard import THRESHOLD, check, reader
from townhall.guard.binding import Weights, misplaced
from townhall.settings import Settings

EVIDENCE = (
    (
        "Aalborg has 24 members and Bergen has 27. The office in Riga costs 400 euros a year, the one in Porto 900. "
        "The first round received 96 applications and funded 31 of them; its budget was 14.5 million euros."
    ),
)
RESPECTIVELY = ("Umea, Vigo and Wels have 24, 27 and 31 members respectively.",)
JUDGE = reader(Settings())


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Bergen has 27 members.", EVIDENCE),
        ("Aalborg has 24 members.", EVIDENCE),
        ("In Riga one pays 400 euros a year for the office.", EVIDENCE),
        ("There were 96 applications in the first round, of which 31 got money.", EVIDENCE),
        ("Vigo has 27 members.", RESPECTIVELY),
        ("In Wels there are 31 members.", RESPECTIVELY),
    ],
)
def test_values_in_their_place(statement: str, evidence: tuple[str, ...]) -> None:
    """A value that the evidence says of the same thing is let pass, left-out words and lists by turns included."""
    verdict = check(statement, evidence, judge=JUDGE)
    assert verdict.supported, verdict


@pytest.mark.parametrize(
    ("statement", "evidence", "rather"),
    [
        ("Aalborg has 27 members.", EVIDENCE, "24"),
        ("Vigo has 31 members.", RESPECTIVELY, "27"),
        ("Umea has 27 members.", RESPECTIVELY, "24"),
        ("Aalborg has 27 members and Bergen has 27.", EVIDENCE, "24"),
    ],
)
def test_values_in_anothers_place(statement: str, evidence: tuple[str, ...], rather: str) -> None:
    """A value that the evidence says of something else stops a statement, with the judge and without; the reason names what belongs there."""
    for judge in (JUDGE, None):
        verdict = check(statement, evidence, judge=judge)
        assert not verdict.supported
        assert verdict.score < THRESHOLD
        assert rather in "; ".join(verdict.reasons)


def test_among_many_comparisons_more_is_asked_of_a_rival() -> None:
    """The more other places and other particulars there are, the farther ahead a rival must be; one never wins from behind."""
    weights = Weights(signals=(), margin=0.5, widening=1.0)
    assert [weights.bar(compared) for compared in (1, 10, 100)] == sorted((weights.bar(compared) for compared in (1, 10, 100)), reverse=True)
    assert weights.bar(1) == 0.0
    assert weights.bar(100) < weights.bar(10) < 0.0


def test_missing_particulars_need_no_judge() -> None:
    """A value that stands nowhere in the evidence stops a statement in any language, judge or none."""
    for language in ("en", "de"):
        verdict = check("Bergen has 28 members.", EVIDENCE, language=language, judge=JUDGE)
        assert not verdict.supported
        assert verdict.lost == ("number 28",)


def test_other_languages_are_left_to_the_plain_test() -> None:
    """In a language in which it wasn't tried, no value is said to be out of place."""
    assert not misplaced("Aalborg hat 27 Mitglieder.", ("Aalborg hat 24 Mitglieder und Bergen 27.",), language="de", judge=JUDGE)


def test_verbatim_statements_are_supported() -> None:
    """What stands in the evidence word for word is supported, whatever else stands there."""
    assert check("Aalborg has 24 members and Bergen has 27.", EVIDENCE, judge=JUDGE).score == 1.0


def test_nothing_is_supported_by_nothing() -> None:
    """Without evidence, and without a statement, nothing is supported."""
    assert not check("Cities apply.", (), judge=JUDGE).supported
    assert not check("", EVIDENCE, judge=JUDGE).supported


def test_foreign_wording_is_not_supported() -> None:
    """A statement of which the evidence says nothing is not supported, though nothing particular is missing."""
    assert not check("Visitors may bring their dogs to the swimming pool.", EVIDENCE, judge=JUDGE).supported


@pytest.mark.parametrize(
    ("statement", "evidence", "language"),
    [
        ("The call is open.", "The call is not open.", "en"),
        ("Malta has a contact person.", "There is no contact person in Malta.", "en"),
        ("The network supports 28 cities.", "The network doesn't support 28 cities, it supports 30.", "en"),
        ("The programme ended in 2020.", "The programme did not end in 2020 but in 2021.", "en"),
        ("Die Bewerbung ist offen.", "Die Bewerbung ist nicht offen.", "de"),
    ],
)
def test_what_is_denied_is_not_supported(statement: str, evidence: str, language: str) -> None:
    """What the evidence only denies it doesn't support, though every word of it stands there."""
    verdict = check(statement, [evidence], language=language)
    assert not verdict.supported
    assert verdict.lost == ("the evidence denies it",)


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("The office is in Riga.", "The office is in Riga, not in Vilnius."),
        ("The call is not open.", "The call is not open."),
        ("The call is open.", "The call was not open last year. The call is open now."),
        ("Apply no later than 3 May.", "You have to apply no later than 3 May."),
        ("The network has offices in four cities.", "The network has offices in four cities; none of them is in Riga."),
    ],
)
def test_a_denial_of_something_else_does_not_count(statement: str, evidence: str) -> None:
    """Evidence may deny other things beside what it says."""
    assert check(statement, [evidence]).supported
