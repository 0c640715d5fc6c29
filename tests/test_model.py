"""What an answer says of itself: which part of it is the reason, and which the documents' words."""

from __future__ import annotations

import pytest

from townhall.model import Answer, Sentence, Statement, Status, in_words

PROVEN = Statement("Ada Quay heads the office.", (1,))
REASON = "The documents give no telephone number."


def answer(status: Status, *statements: Statement, reason: str | None = REASON) -> Answer:
    """Return an answer of these statements."""
    return Answer("", "Who?", "Who?", status, "en", "extractive", statements, (), reason=reason)


@pytest.mark.parametrize("status", list(Status))
def test_a_reason_refuses_or_names_what_is_missing(status: Status) -> None:
    """It is one of the two: what is missing of an answer that is shown, else why none is."""
    told = answer(status, PROVEN)
    assert (told.refusal, told.missing) == ((None, REASON) if status.shows_an_answer else (REASON, None))


def test_without_a_reason_nothing_is_missing() -> None:
    """A whole answer neither refuses nor lacks anything."""
    whole = answer(Status.ANSWERED, PROVEN, reason=None)
    assert (whole.refusal, whole.missing, whole.said) == (None, None, (PROVEN,))


def test_what_a_statement_says_is_not_said_to_be_missing_again() -> None:
    """Where a proven statement is the reason itself, it stays a statement and is said once."""
    told = answer(Status.PARTIAL, PROVEN, Statement(REASON, (2,)))
    assert (told.missing, len(told.said)) == (None, 2)


def test_a_statement_that_repeats_the_reason_is_left_out() -> None:
    """What is beside the reason is said once: an unproven statement that only repeats it is none of it."""
    near = Statement("The office opens at nine.", (1,))
    assert answer(Status.NOT_IN_DOCUMENTS, Statement(REASON, ()), near).said == (near,)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("**Venue:** Town Hall", "Venue: Town Hall"),
        ("* **Venue:** Town Hall", "* Venue: Town Hall"),
        ("Bins are out by __7am__ on *collection* day.", "Bins are out by 7am on collection day."),
        ("**Ask *Ada* first**", "Ask Ada first"),
        ("| **Barn** | _12_ euros |", "Barn · 12 euros"),
    ],
)
def test_marks_of_emphasis_are_not_shown(quote: str, words: str) -> None:
    """A sentence is shown without the marks that set words off; its own text keeps them, as it is quoted."""
    sentence = Sentence(quote, 0, len(quote))
    assert (sentence.shown, sentence.text) == (words, quote)


@pytest.mark.parametrize("text", ["2 * 3 * 4", "my_own_file", "5 euros*, 6 euros*", "*see below", "____", "1*2*3", "a ** b ** c"])
def test_asterisks_that_set_nothing_off_stay(text: str) -> None:
    """A product, a name with underscores, the mark of a footnote and a line to write on are the text's own."""
    assert in_words(text) == text
