"""Messages that ask several questions."""

from __future__ import annotations

import pytest

from townhall.assistant import Assistant
from townhall.model import Status
from townhall.query.telling import told_and_asked


@pytest.mark.parametrize(
    "question",
    [
        "Who is the contact for the Guild of Danish Ports, and what is its budget?",
        "Who is the contact for the Guild of Danish Ports?What is its budget?",
        "hello! Who is the contact for the Guild of Danish Ports? And what is its budget? Thanks",
    ],
)
def test_what_is_not_said_is_named(valley: Assistant, question: str) -> None:
    """What can be answered is, and the question that can't be is named with the reason: nothing is passed over in silence."""
    answer = valley.ask(question).answer
    assert answer.status is Status.PARTIAL
    assert "Ada Quay, Head of Office" in answer.text
    assert answer.reason is not None
    assert "its budget? – The documents give no amount of money for this." in answer.reason


def test_each_is_answered(valley: Assistant) -> None:
    """Where the documents answer all, all answers are given, in the order of the questions, each with its proof."""
    answer = valley.ask("When does round 2 close, and who is the contact for the Guild of Danish Ports?").answer
    assert (answer.status, answer.reason) == (Status.ANSWERED, None)
    assert answer.text.index("4 June 2032") < answer.text.index("Ada Quay")
    assert all(statement.citations for statement in answer.statements)


def test_none_is_answered(valley: Assistant) -> None:
    """A refusal of several says of each why, on a line of its own; of those that are on topic, the whole is."""
    answer = valley.ask("What is the budget of the Guild of Danish Ports? who is the contact for the League of Lake Towns?").answer
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert [line.split(" – ") for line in (answer.reason or "").splitlines()] == [
        ["What is the budget of the Guild of Danish Ports?", "The documents give no amount of money for this."],
        [
            "Who is the contact for the League of Lake Towns?",
            "The documents have a field for the contact of League of Lake Towns (LOLT), and it is blank.",
        ],
    ]


def test_a_refusal_of_several_says_each_reason_once(valley: Assistant) -> None:
    """It begins with its reason, as every refusal does: a page that shows the reason by itself needn't say it again."""
    answer = valley.ask("What is the budget of the Guild of Danish Ports? who is the contact for the League of Lake Towns?").answer
    assert answer.statements[0].text == answer.reason
    assert (answer.text.count("no amount of money"), answer.text.count("it is blank")) == (1, 1)


@pytest.mark.parametrize("asked", ["complete list please", "Please list everything.", "List them all."])
def test_that_all_is_wanted_is_no_question(valley: Assistant, asked: str) -> None:
    """What says no more than that the whole list is wanted belongs to the question before it."""
    assert valley.ask(f"Which towns take part in the programme? {asked}").query.parts == ()


def test_questions_of_nothing_named_are_parted_too(valley: Assistant) -> None:
    """A question that names nothing is one of its own where it has a verb, in any language."""
    for asked in (
        "Who supports us in Denmark? List every deadline.",
        "What are the deadlines and what is the budget?",
        "Was sind die Fristen und wie hoch ist das Budget?",
    ):
        assert len(valley.ask(asked).query.parts) == 2


def test_what_a_question_leans_on(valley: Assistant) -> None:
    """A later question of a message leans on the one before it as if it were a turn; nothing of that counts as carried over."""
    turn = valley.ask("Wann endet die zweite Runde, und wer ist die Ansprechperson der Guild of Danish Ports?")
    assert [part.text for part in turn.query.parts] == ["Wann endet die zweite Runde?", "wer ist die Ansprechperson der Guild of Danish Ports?"]
    assert turn.answer.status is Status.ANSWERED
    assert turn.answer.text.index("4. Juni 2032") < turn.answer.text.index("Ada Quay")
    assert turn.answer.carried == ()
    first, second = valley.ask("When does round 2 close? Is that over?").query.parts
    assert (first.values("phase"), second.text, second.values("phase")) == (("2",), "Is that over (round 2)?", ("2",))


@pytest.mark.parametrize(
    "question",
    [
        "Who supports us in Denmark, and whom do I write to?",
        "Which body in Denmark should we contact about harbours and who is the person?",
        "What is the help desk?? never heard of it, what is it for",
        "Is there a fee, and how much?",
        "The call is full of words. Who may apply?",
        "Which mayor is quoted and what did he say?",
        "By which day and what time must applications for round 2 be in?",
        "What does the money subgroup do and what is it for?",
        "Who is the contact in Denmark? Who is the contact in Denmark?",
    ],
)
def test_what_belongs_together_is_one_question(valley: Assistant, question: str) -> None:
    """Questions that one answer gives together, asides, and the same one twice are not parted."""
    assert valley.ask(question).query.parts == ()


STORY = (
    "Dear colleagues, our small town has grown a good deal over the last decade, and many young families moved here because of the rents. "
    "We have two schools, one of which has an oil boiler that breaks down every winter. Last year a working group met nine times and wrote a thick "
    "report, which nobody has read in full. I was asked to look into that, though I am a gardener by training. "
)


@pytest.mark.parametrize(
    ("told", "question", "said"),
    [
        (STORY, "When does round 2 close?", ["4 June 2032"]),
        (STORY, "Who is the contact for the Guild of Danish Ports?", ["Ada Quay"]),
        (STORY + "We lie in Denmark. ", "Who supports us?", ["Guild of Danish Ports"]),
        (
            STORY + "Is that not sad? You see. ",
            "Who is the contact for the Guild of Danish Ports, and when does round 2 close? Thank you.",
            ["Ada Quay", "4 June 2032"],
        ),
    ],
)
def test_a_long_story_with_a_question(valley: Assistant, told: str, question: str, said: list[str]) -> None:
    """What a long message asks at its end is answered as if asked alone, with the names that the story gives; nothing of it is an earlier turn's."""
    answer = valley.ask(told + question).answer
    assert answer.status is Status.ANSWERED
    assert [each for each in said if each in answer.text] == said
    assert answer.carried == ()


def test_a_remark_is_about_all_of_them(valley: Assistant) -> None:
    """What is asked for more briefly after several questions is told more briefly of each."""
    questions = "When does round 2 close, and who is the contact for the Guild of Danish Ports?"
    whole, short = valley.ask(questions).answer, valley.converse([questions, "shorter"]).answer
    assert (short.status, short.cards) == (Status.ANSWERED, ())
    assert [statement.text[:8] for statement in short.statements] == ["Round 2:", "Ada Quay"]
    assert len(whole.statements) > len(short.statements)
    more = valley.converse([questions, "tell me more"]).query
    assert ["remark_more" in part.concepts for part in more.parts] == [True, True]


@pytest.mark.parametrize(
    ("language", "story", "question"),
    [
        ("en", "We are a small town by the river.", "When does round 2 close?"),
        ("el", "Είμαστε μια μικρή πόλη στο ποτάμι.", "Πότε λήγει ο δεύτερος γύρος;"),
    ],
)
def test_a_question_within_a_long_message(language: str, story: str, question: str) -> None:
    """The last question of a long message is what it asks, whatever mark its language ends one with; all else is told."""
    told, asked = told_and_asked(" ".join([*[story] * 12, question, "1. 2. 3."]), language)
    assert asked == question
    assert told.startswith(story)
