"""Deadlines that have been put off: the day that held first is none any more, wherever it stands."""

from __future__ import annotations

import pytest

from townhall.chunking import outline
from townhall.index.facts import extract_facts
from townhall.locales.gazetteer import Gazetteer, ensure_gazetteer
from townhall.model import Document, Fact, FactKind
from townhall.settings import Settings

CALL = """# Call for willow projects 2030: Green banks

## Timetable

| Phase | Opens | Deadline | Results |
| --- | --- | --- | --- |
| Phase 1 | 9 March 2030 | 29 May 2030 | by 17 July 2030 |
| Phase 2 | 1 September 2030 | 11 December 2030 | by 26 February 2031 |
"""
PLAIN = """# Call for willow projects 2030: Green banks

The deadline for applications is 11 December 2030.
"""
GERMAN = """# Aufruf Weidenprojekte

Der Einsendeschluss ist der 11. Dezember 2030. Die Anträge werden von einer Jury gelesen.
"""
HEAD = """ADDENDUM No. 1 TO THE CALL FOR WILLOW PROJECTS
Marshton, 26.10.2030

After the floods the board decided to change the call as follows.

"""


@pytest.fixture(scope="module")
def gazetteer(real_settings: Settings) -> Gazetteer:
    """Return what facts are read with."""
    return Gazetteer(ensure_gazetteer(real_settings.index))


def deadlines(gazetteer: Gazetteer, *documents: Document) -> list[Fact]:
    """Return the deadlines of documents."""
    facts = extract_facts([(document, outline(document.text, document.source)) for document in documents], gazetteer)
    return [fact for fact in facts if fact.kind is FactKind.DEADLINE]


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("call", "amendment", "days"),
    [
        pytest.param(
            CALL, "The deadline of Phase 2 is extended from 11 December 2030 to 18 January 2031.", ["2030-05-29", "2031-01-18"], id="from to"
        ),
        pytest.param(CALL, "The deadline of Phase 2 is 18 January 2031 instead of 11 December 2030.", ["2030-05-29", "2031-01-18"], id="instead of"),
        pytest.param(CALL, "The deadline of Phase 2 is 18 January 2031 and no longer 11 December.", ["2030-05-29", "2031-01-18"], id="no year"),
        pytest.param(CALL, "The deadline of 11 December 2030 is extended to 18 January 2031.", ["2030-05-29", "2031-01-18"], id="no phase"),
        pytest.param(CALL, "The deadline of Phase 2 is extended to 18 January 2031.", ["2030-05-29", "2031-01-18"], id="no old day"),
        pytest.param(PLAIN, "The deadline for applications has been postponed to 18 January 2031.", ["2031-01-18"], id="no phases"),
        pytest.param(
            CALL, "The deadline of Phase 1 was extended from 20 May 2030 to 29 May 2030.", ["2030-05-29", "2030-05-29", "2030-12-11"], id="as known"
        ),
        pytest.param(CALL, 'For "11 December 2030, 15:00" read "18 January 2031, 15:00".', ["2030-05-29", "2031-01-18"], id="corrigendum"),
        pytest.param(CALL, "Instead of: 11 December 2030; read: 18 January 2031.", ["2030-05-29", "2031-01-18"], id="corrigendum without quotes"),
        pytest.param(CALL, 'For "26 February 2031" read "5 March 2031".', ["2030-05-29", "2030-12-11"], id="corrigendum of another day"),
        pytest.param(CALL, "The deadline for posters is 18 January 2031.", ["2030-05-29", "2030-12-11", "2031-01-18"], id="something else"),
    ],
)
def test_a_day_that_another_document_has_put_off_is_no_deadline(
    gazetteer: Gazetteer, call: str, amendment: str, days: list[str], *, first: bool
) -> None:
    """In whatever order they are read; the new day is of the call's programme and phase, and each value stands where it says."""
    texts = {"call.md": call, "addendum.txt": f"{HEAD}1. Deadline\n{amendment} All other provisions stay as they are.\n"}
    documents = [Document(source, text, "", text.splitlines()[0].lstrip("# ")) for source, text in sorted(texts.items(), reverse=not first)]
    found = deadlines(gazetteer, *documents)
    assert sorted(fact.get("date") or "" for fact in found) == days
    assert all(texts[value.span.source][value.span.start : value.span.end] == value.quote for fact in found for value in fact.values.values())
    for new in (fact for fact in found if fact.get("date") == "2031-01-18" and "posters" not in amendment):
        assert (new.get("programme") or "").startswith("Call for willow projects 2030")
        assert new.get("phase") == ("2" if call is CALL else None)


@pytest.mark.parametrize(
    "notice",
    [
        "In part 2 the deadline of Phase 2 is given as 11 December 2030. This date is wrong: all rest. The deadline of Phase 2 is 18 January 2031.",
        "The deadline of Phase 2, 11 December 2030, was a misprint. The deadline of Phase 2 is 18 January 2031.",
        "The deadline of Phase 2 is 18 January 2031. The deadline of 11 December 2030 is no longer valid.",
    ],
)
def test_a_day_that_a_notice_calls_wrong_is_no_deadline(gazetteer: Gazetteer, notice: str) -> None:
    """What it says so of may be told in the sentence before, and the day that is right in the one after."""
    documents = [Document("call.md", CALL, "", "Call for willow projects 2030"), Document("notice.txt", f"{HEAD}{notice}\n", "", "Addendum")]
    assert [(fact.get("date"), fact.get("phase")) for fact in deadlines(gazetteer, *documents)] == [("2030-05-29", "1"), ("2031-01-18", "2")]


def test_a_day_stays_where_something_else_is_wrong(gazetteer: Gazetteer) -> None:
    """A sentence beside it that speaks of no day withdraws none."""
    text = f"{HEAD}The deadline of Phase 2 is 18 January 2031. The form on page 3 is wrong. The deadline of Phase 3 is 1 May 2031.\n"
    assert [fact.get("date") for fact in deadlines(gazetteer, Document("notice.txt", text, "", "Addendum"))] == ["2031-01-18", "2031-05-01"]


def test_a_phase_may_be_a_cut_off(gazetteer: Gazetteer) -> None:
    """However it is spelled."""
    text = "# Willow Fund\n\nFirst cut-off: 5 May 2030\n\nSecond cutoff: 6 June 2030\n"
    assert [fact.get("phase") for fact in deadlines(gazetteer, Document("call.md", text, "", "Willow Fund"))] == ["1", "2"]


def test_a_day_is_put_off_in_other_languages(gazetteer: Gazetteer) -> None:
    """Of the two days of a sentence that says so the earlier one holds no longer."""
    news = "# Neues\n\nDer Einsendeschluss wurde vom 11. Dezember 2030 auf den 18. Januar 2031 verlängert. Alles andere bleibt, wie es ist.\n"
    documents = [Document("a.md", GERMAN, "", "Aufruf", language="de"), Document("b.md", news, "", "Neues", language="de")]
    assert [fact.get("date") for fact in deadlines(gazetteer, *documents)] == ["2031-01-18"]


def test_a_column_of_days_that_held_before_gives_no_deadlines(gazetteer: Gazetteer) -> None:
    """Nor do these days hold where another document still gives them."""
    moved = "# Changes\n\n| Step | Previous date | New date |\n| --- | --- | --- |\n| Deadline of Phase 2 | 11 December 2030 | 18 January 2031 |\n"
    documents = [Document("call.md", CALL, "", "Call for willow projects 2030"), Document("moved.md", moved, "", "Changes")]
    assert [fact.get("date") for fact in deadlines(gazetteer, *documents)] == ["2030-05-29", "2031-01-18"]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("The deadline of Phase 1 is 5 May 2030. The results of Phase 1 will be published by 6 June 2030.", ["2030-05-05"]),
        ("Applications are decided on by 6 June 2030.", []),
        ("Applicants of Phase 1 who were informed of the results must apply by 6 June 2030.", ["2030-06-06"]),
        ("After the results are published, applications for Phase 2 must be received by 6 June 2030.", ["2030-06-06"]),
        ("Applicants submit the results of their survey by 6 June 2030.", ["2030-06-06"]),
    ],
)
def test_by_when_results_come_is_no_deadline(gazetteer: Gazetteer, sentence: str, days: list[str]) -> None:
    """It is nobody's who applies."""
    found = deadlines(gazetteer, Document("call.md", f"# Willow Fund\n\n{sentence}\n", "", "Willow Fund"))
    assert [fact.get("date") for fact in found] == days


def test_a_corrigendum_of_something_else_moves_no_deadline(gazetteer: Gazetteer) -> None:
    """The same day in another matter's notice is another day."""
    call = "# Street lighting\n\nThe deadline for applications is 17 March 2030.\n"
    notice = 'Minutes of the rose garden visit\n\nCorrigendum\n\nFor "17 March 2030" read "19 March 2030".\n'
    documents = [Document("lighting-call.md", call, "", "Street lighting"), Document("minutes.txt", notice, "", "Minutes of the rose garden visit")]
    assert [fact.get("date") for fact in deadlines(gazetteer, *documents)] == ["2030-03-17"]
