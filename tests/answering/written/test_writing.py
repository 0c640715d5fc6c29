"""Answers that a model writes: what holds is told, what doesn't is not, and whatever the model does there is an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise

import pytest
from model_server import ModelServer, Play, Reply

from townhall.assistant import Assistant
from townhall.interfaces.contract import answer_object
from townhall.model import Answer, Status, Turn
from townhall.settings import Settings

Steps = Callable[..., list[Turn]]
Reader = Callable[[str], Reply]
GUILD = "What does the Guild of Danish Ports do?"
DESK = "What is the help desk?"


def rows(prompt: str) -> dict[str, int]:
    """Return the numbers of a prompt's sentences by their text."""
    found = [json.loads(line) for line in prompt.splitlines() if line.startswith('{"number"')]
    return {row["sentence"]: row["number"] for row in found}


def saying(*statements: tuple[str, str]) -> Reader:
    """Return a model that says each text and cites the sentence that holds some words; all sentences where the words are "*"."""

    def reply(prompt: str) -> str:
        numbers = rows(prompt)
        return "".join(
            json.dumps({"text": text, "citations": [number for sentence, number in numbers.items() if words in sentence or words == "*"][:12]}) + "\n"
            for text, words in statements
        )

    return reply


def told(answer: Answer) -> list[str]:
    """Return the statements' texts."""
    return [statement.text for statement in answer.statements]


SOUND = saying(("The guild helps harbour towns with sea charts.", "sea charts"), ("Four ports founded it in 1987.", "1987"))


def test_sound_statements_are_the_answer(steps: Steps, writing: Assistant, valley: Assistant) -> None:
    """The lead stays, the model's statements follow with the quotes that prove them, cards and status are the extractive answer's."""
    answer = steps(GUILD, SOUND)[-1].answer
    assert answer.mode == "llm"
    assert told(answer)[:3] == ["Guild of Danish Ports (GDP)", "The guild helps harbour towns with sea charts.", "Four ports founded it in 1987."]
    quotes = {citation.n: citation.quote for citation in answer.citations}
    assert [quotes[n] for n in answer.statements[2].citations] == ["It was founded in 1987 by four ports."]
    assert [(card.kind, set(card.fields)) for card in answer.cards] == [(card.kind, set(card.fields)) for card in valley.ask(GUILD).answer.cards]
    for citation in answer.citations:
        document = writing.document(citation.source)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote


def test_tokens_and_cost_stand_in_the_answer(valley_settings: Settings, options: dict[str, object], server: ModelServer) -> None:
    """An answer that a model wrote tells what it took; another has no such field."""
    prices = {"language_model_input_price": 2.0, "language_model_output_price": 4.0}
    assistant = Assistant(valley_settings.model_copy(update={**options, **prices}))
    server.reply = lambda prompt: Play(str(SOUND(prompt)), usage=(1000, 100))
    usage = answer_object(assistant.ask(GUILD).answer)["usage"]
    assert usage == {"prompt_tokens": 1000, "completion_tokens": 100, "cost": pytest.approx(0.0024), "estimated": False}
    server.reply = lambda _: 500
    assert "usage" not in answer_object(assistant.ask(GUILD).answer)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("The guild has 146 members.", "145"),
        ("The guild was founded in 1988.", "1987"),
        ("The guild helps harbour towns in Norway.", "sea charts"),
        ("The guild repairs engines, cranes and lighthouses.", "sea charts"),
        ("Bob Quay leads the guild.", "Ada Quay"),
        ("The members are 145.", "sea charts"),
        ("Write to ada@quay.example.", "Ada Quay"),
        ("Yes.", "sea charts"),
        ("The guild does not help harbour towns with sea charts.", "sea charts"),
    ],
)
def test_what_its_sentences_do_not_hold_is_left_out(steps: Steps, statement: str, words: str) -> None:
    """A statement with an invented or wrongly cited particular, with other words or a denial is not told at any step, and the reader is told so."""
    reply = saying(("The guild helps harbour towns with sea charts.", "sea charts"), ("Four ports founded it in 1987.", "1987"), (statement, words))
    found = steps(GUILD, reply)
    assert all(statement not in told(turn.answer) for turn in found)
    assert found[-1].answer.mode == "llm"
    assert any(note.endswith("support them: 1.") for note in found[-1].answer.notes)


@pytest.mark.parametrize("citations", [[], [0], [99], [-1], "x"])
def test_citations_of_nothing_prove_nothing(steps: Steps, citations: object) -> None:
    """Numbers that no sentence has are dropped, and a statement that is left with none isn't told."""
    answer = steps(GUILD, json.dumps({"text": "It was founded in 1987.", "citations": citations}))[-1].answer
    assert answer.mode == "extractive"
    assert "It was founded in 1987." not in told(answer)


def test_too_little_that_holds_is_no_answer(steps: Steps, valley: Assistant) -> None:
    """Where fewer than half of the statements hold, the extractive answer is given, with a note."""
    reply = saying(("Four ports founded it in 1987.", "1987"), ("It has 999 members.", "145"), ("It has 998 members.", "145"))
    answer = steps(GUILD, reply)[-1].answer
    assert answer.mode == "extractive"
    assert told(answer) == told(valley.ask(GUILD).answer)
    assert any(note.endswith(": 2.") for note in answer.notes)


@pytest.mark.parametrize(
    "reply",
    [
        500,
        401,
        429,
        404,
        None,
        "",
        "I'm sorry, I can't help with that.",
        "{{{{ no JSON",
        Play('{"text": "The guild helps', breaks_off=True),
        Play("word by word", trickles=True, pause=0.2),
        Play('{"text": "x", "citations": []} ', endless=True),
        Play(raw=b"\x00\xff\xfe nothing readable"),
    ],
)
def test_whatever_the_model_does_there_is_an_answer(steps: Steps, valley: Assistant, reply: Reply) -> None:
    """Each fault ends in the extractive answer with a note, and in nothing else."""
    answer = steps(GUILD, reply)[-1].answer
    assert answer.mode == "extractive"
    assert told(answer) == told(valley.ask(GUILD).answer)
    assert len(answer.notes) == len(valley.ask(GUILD).answer.notes) + 1


@pytest.mark.parametrize(
    "question", ["What is the capital of Australia?", "Who supports cities in Sweden?", "Hello", "Who is the contact person?", "?"]
)
def test_a_refusal_asks_no_model(steps: Steps, server: ModelServer, question: str) -> None:
    """Where there is no answer, the model has no say in it."""
    answer = steps(question, SOUND)[-1].answer
    assert not answer.status.shows_an_answer
    assert server.prompts == []


def test_it_can_be_switched_off(valley_settings: Settings, options: dict[str, object], server: ModelServer) -> None:
    """With the setting for extractive answers nobody is asked, follow-up or not."""
    assistant = Assistant(valley_settings.model_copy(update={**options, "answers": "extractive"}))
    server.reply = lambda _: "never asked"
    server.prompts.clear()
    assistant.warm_up()
    turn = assistant.ask(GUILD)
    assert assistant.ask("And in Finland?", turns=[turn]).answer.mode == "extractive"
    assert server.prompts == []


def test_deadlines_are_reckoned_here(steps: Steps) -> None:
    """How a deadline stands is said in our own words, whatever the model makes of it: open is never called closed."""
    reply = saying(
        ("Round 1 closed on 3 May 2031.", "3 May 2031"),
        ("You can no longer apply for Round 2.", "3 May 2031"),
        ("The desk is a free service.", "free service"),
    )
    answer = steps("When are the deadlines?", reply)[-1].answer
    assert answer.status is Status.ANSWERED
    assert "closed" not in answer.text
    assert "no longer" not in answer.text
    assert "open until 3 May 2031" in answer.text


def test_nothing_is_still_possible_without_a_deadline(steps: Steps) -> None:
    """A statement that something is still possible has to give the deadline that says so."""
    reply = saying(("Any valley town can still apply.", "any valley town may apply"), ("The call is still open.", "any valley town may apply"))
    assert "still" not in " ".join(told(steps("Can we still apply in Round 1?", reply)[-1].answer)[1:])


@pytest.mark.parametrize(
    ("question", "good", "bad"),
    [
        ("Que fait la Guild of Danish Ports ?", "La guilde a été fondée par quatre ports en 1987.", "La guilde a été fondée en 1988."),
        ("Was macht die Guild of Danish Ports?", "Sie wurde 1987 von vier Häfen gegründet.", "Sie wurde 1988 gegründet."),
    ],
)
def test_statements_in_another_language(steps: Steps, question: str, good: str, bad: str) -> None:
    """In another language than the sentence's, particulars decide: a right year stands, a wrong one doesn't."""
    reply = saying((good, "1987"), (f"145: {good.split(maxsplit=1)[0]}", "145"), (bad, "1987"))
    found = told(steps(question, reply)[-1].answer)
    assert good in found
    assert bad not in found


@pytest.mark.parametrize(
    "written",
    [
        "**It was founded in 1987** by [four ports](https://evil.example/x).",
        "It was founded in 1987 by <b>four</b> ports.",
        "- It was founded in 1987 by four ports [2]",
    ],
)
def test_dressing_is_taken_off(steps: Steps, written: str) -> None:
    """Links, tags, emphasis and markers of the model's own are no part of a statement."""
    answer = steps(GUILD, saying((written, "1987")))[-1].answer
    assert any(text.rstrip(".") == "It was founded in 1987 by four ports" for text in told(answer))
    assert "evil" not in answer.text


def test_the_first_statement_rests_on_what_answers(steps: Steps, valley: Assistant) -> None:
    """Where the model begins beside the point, the extractive answer's first sentence comes before it."""
    own = told(valley.ask(DESK).answer)
    answer = steps(DESK, saying(("Shared numbers are key.", "Shared numbers"), ("The desk supports towns that begin.", "supports towns that begin")))[
        -1
    ].answer
    assert answer.mode == "llm"
    assert told(answer)[0] == own[0]


def test_every_step_begins_with_the_one_before(steps: Steps) -> None:
    """What has been shown stays, with its markers, as long as the answer grows."""
    found = [[(statement.text, statement.citations) for statement in turn.answer.statements] for turn in steps(GUILD, SOUND)]
    assert len(found) > 2
    for earlier, later in pairwise(found):
        assert later[: len(earlier)] == earlier


@pytest.mark.parametrize(
    "reply",
    [
        SOUND,
        saying(("Four ports founded it in 1987.", "1987"), ("It has 999 members.", "145"), ("It has 998 members.", "145")),
        lambda prompt: Play(str(SOUND(prompt))[:-20], breaks_off=True),
        saying(("Shared numbers are key.", "Shared numbers"), ("The desk supports towns that begin.", "supports towns that begin")),
    ],
    ids=["holds", "too little holds", "breaks off", "begins elsewhere"],
)
@pytest.mark.parametrize("question", [GUILD, DESK])
def test_what_lasts_is_never_taken_back(writing: Assistant, server: ModelServer, question: str, reply: Reader) -> None:
    """Whoever asks for what lasts gets at each step the beginning of what is the answer in the end, whatever becomes of the rest."""
    server.reply = reply
    *growing, last = [
        [(statement.text, statement.citations) for statement in turn.answer.statements] for turn in writing.stream(question, lasting=True)
    ]
    assert growing
    assert all(last[: len(each)] == each for each in growing)


def test_what_lasts_is_told_at_once(writing: Assistant, server: ModelServer) -> None:
    """What the answer leads with is there before the model has said anything."""
    server.reply = lambda prompt: Play(str(SOUND(prompt)), pause=0.02)
    first = next(iter(writing.stream(GUILD, lasting=True)))
    assert told(first.answer) == ["Guild of Danish Ports (GDP)"]


def test_earlier_questions_of_a_conversation_are_not_written(writing: Assistant, server: ModelServer) -> None:
    """A model writes the answer that somebody reads, and none for a search."""
    server.reply = SOUND
    server.prompts.clear()
    writing.converse([DESK, GUILD])
    assert sum('"number"' in prompt for prompt in server.prompts) == 1
    server.prompts.clear()
    assert writing.search_text([DESK, GUILD])
    assert not any('"number"' in prompt for prompt in server.prompts)


def test_a_statement_is_told_before_the_model_goes_on(writing: Assistant, server: ModelServer) -> None:
    """The first statement is there while the model is still at the second."""
    server.reply = lambda prompt: Play(str(SOUND(prompt)), pause=0.02)
    server.sent.clear()
    for turn in writing.stream(GUILD):
        if "The guild helps harbour towns with sea charts." in told(turn.answer):
            break
    assert len(server.sent) < len(str(SOUND(server.prompts[-1]))) // 7


def test_the_model_is_told_what_it_needs_and_no_more(steps: Steps, server: ModelServer) -> None:
    """The prompt has today's date, the language, the sentences as data with their places, and the question; no path and no setting."""
    steps("Was macht die Guild of Danish Ports?", SOUND)
    prompt = server.prompts[0]
    assert "2031" in prompt or "Today is" in prompt
    assert "German" in prompt
    assert "Directory › Guild of Danish Ports (GDP)" in prompt
    assert "/" not in "".join(rows(prompt))
    body = server.bodies[-1]
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
