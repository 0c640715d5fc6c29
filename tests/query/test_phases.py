"""Which phase of a call a question is about."""

from __future__ import annotations

import pytest
from understanding import Understand

from townhall.model import Kind


@pytest.mark.parametrize(
    ("question", "phase"),
    [
        ("Wann endet die zweite Phase?", "2"),
        ("Bis wann läuft die 2. Phase?", "2"),
        ("Wann endet Phase zwei?", "2"),
        ("Wann enden Phase 1 und 2?", None),
        ("When does the second round close? I don't need the first round.", "2"),
        ("If we make it past the first round, when is the full proposal due?", None),
        ("When are the towns selected in phase 3 announced?", "3"),
        ("Is it not too late for phase 2?", "2"),
        ("Do kdaj lahko oddamo vlogo za drugo fazo?", "2"),
        ("Jaki jest termin drugiej fazy?", "2"),
        ("Mikä on toisen vaiheen määräaika?", "2"),
        ("Când se închide faza a doua?", "2"),
        ("Care sunt termenele pentru cele două faze?", None),
        ("Quelle est la date limite de la première phase ?", "1"),
        ("Wann enden Phase 1 oder 2?", None),
        ("Quando scadono le fasi 1 o 2?", None),
        ("do kiedy trwają fazy 1 do 3?", None),
        ("Ποια είναι η προθεσμία της δεύτερης φάσης;", "2"),
        ("Кога изтича срокът за втората фаза?", "2"),
        ("Mi a harmadik szakasz határideje?", "3"),
    ],
)
def test_phases_are_numbered_in_every_language(understand: Understand, question: str, phase: str | None) -> None:
    """An ordinal is read in the form in which it stands; of two phases, and of how many there are, none is meant alone."""
    assert understand(question).values("phase") == ((phase,) if phase else ())


@pytest.mark.parametrize(
    ("question", "phase"),
    [
        ("What is the deadline for the second round?", ("2",)),
        ("closing date of phase II", ("2",)),
        ("What is the deadline of the later of the two phases?", ("last",)),
        ("when does the second helpdesk phase close", ("2",)),
        ("we slept through the first call", ("1",)),
        ("When did the initial stage close?", ("1",)),
        ("What are the deadlines of the two phases?", ()),
        ("What are the deadlines of phases 1 and 2?", ()),
        ("Which phase I can join", ()),
    ],
)
def test_a_phase_is_read_by_its_number(understand: Understand, question: str, phase: tuple[str, ...]) -> None:
    """One phase is read however it is numbered; how many phases there are, and several of them, name none."""
    assert understand(question).values("phase") == phase


def test_it_is_the_phase_that_was_asked_about(understand: Understand) -> None:
    """A question for a deadline that names no phase keeps the one before it, and the days that are left are of the same deadline."""
    query = understand("Is phase 2 still open?", "when does it close", "how many days is that from now")
    assert (query.kind, query.values("phase"), [slot.carried for slot in query.slots]) == (Kind.DEADLINE, ("2",), [True])


@pytest.mark.parametrize("follow_up", ["and the second one?", "phase 2?", "And for phase two?"])
def test_a_phase_follows_a_deadline(understand: Understand, follow_up: str) -> None:
    """After a question for a deadline an ordinal means a phase of it."""
    query = understand("What is the deadline for phase 1?", follow_up)
    assert (query.kind, query.values("phase")) == (Kind.DEADLINE, ("2",))


@pytest.mark.parametrize(
    ("questions", "standalone", "kind"),
    [
        (("When does phase 1 close?", "and phase 2?"), "When does phase 2 close?", Kind.DEADLINE),
        (("When does the first phase close?", "and the second one?"), "When does the second phase close?", Kind.DEADLINE),
        (("When does phase 1 close?", "and the second one?"), "When does phase 2 close?", Kind.DEADLINE),
        (("What are the deadlines?", "and phase 2?"), "What are the deadlines (phase 2)?", Kind.DEADLINE),
        (("When does phase 1 close?", "and phase 2?", "is that over?"), "is that over (phase 2)?", Kind.OPEN),
        (("When does phase 1 close?", "is that soon?"), "is that soon (phase 1)?", Kind.OTHER),
        (("Bis wann läuft die erste Phase?", "und die zweite?"), "Bis wann läuft die zweite Phase?", Kind.DEADLINE),
        (("Do kdaj lahko oddamo vlogo za prvo fazo?", "in drugo?"), "Do kdaj lahko oddamo vlogo za drugo fazo?", Kind.DEADLINE),
    ],
)
def test_a_phase_that_is_carried_over_is_said_in_words(understand: Understand, questions: tuple[str, ...], standalone: str, kind: Kind) -> None:
    """The standalone question is one that a reader understands: it has the phase in the words in which it was asked about."""
    query = understand(*questions)
    assert (query.text, query.kind) == (standalone, kind)
