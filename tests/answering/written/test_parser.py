"""What a model writes is read whatever form it gives it, piece by piece, and nothing of it raises."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall.answering.written.parser import LONGEST, MOST, StatementReader, Written, known

ONE, TWO = Written("The fee is 5 euros.", (1,)), Written("It is paid yearly.", (2, 3))
LINES = '{"text": "The fee is 5 euros.", "citations": [1]}\n{"text": "It is paid yearly.", "citations": [2, 3]}\n'


def read(text: str, size: int = 1) -> list[Written]:
    """Return the statements of a text that comes in pieces of a size."""
    reader = StatementReader()
    found = [written for start in range(0, len(text), size) for written in reader.feed(text[start : start + size])]
    return [*found, *reader.close()]


@pytest.mark.parametrize("size", [1, 3, 10_000])
@pytest.mark.parametrize(
    "text",
    [
        LINES,
        f"```json\n{LINES}```",
        f"[{LINES.strip().replace(chr(10), ',')}]",
        '{"statements": [' + LINES.strip().replace("\n", ", ") + "]}",
        f"Sure, here is the answer:\n{LINES}I hope that helps [9].",
        f"<think>What about {{braces}} and [7]?</think>{LINES}",
        LINES.replace("[2, 3]", '["2", "[3]"]'),
        LINES.replace("[2, 3]", '"2, 3"'),
        LINES.replace("[1]", "1").replace("yearly.", "yearly [2][3]."),
        "The fee is 5 euros. [1] It is paid yearly [2, 3].",
        "- The fee is 5 euros [1].\n- It is paid yearly. [2][3]\n",
        '{"text": "broken\n' + LINES,
        '{"thought": "x"}' + LINES,
    ],
)
def test_forms_that_models_use(text: str, size: int) -> None:
    """Lines, arrays, objects in objects, fences, prose around them, thoughts, and sentences with markers say the same."""
    assert read(text, size) == [ONE, TWO]


def test_a_statement_is_read_at_its_last_character() -> None:
    """As soon as its object is closed, a statement is there, whatever comes after."""
    reader = StatementReader()
    first = LINES.index("\n")
    assert reader.feed(LINES[: first - 1]) == []
    assert reader.feed(LINES[first - 1 : first]) == [ONE]


@pytest.mark.parametrize(
    "text", ["", "I'm sorry, I can't help with that.", "{}", "[]", "{{{{{", '{"text": 5}', '{"text": "", "citations": [1]}', "null"]
)
def test_garbage_is_nothing(text: str) -> None:
    """A refusal, emptiness and things of another shape hold no statement."""
    assert read(text) == []


def test_what_never_ends_is_cut() -> None:
    """No statement is longer than allowed, there are no more than allowed, and an object that isn't closed is given up."""
    assert len(read(LINES * 50)) == MOST
    assert read(json.dumps({"text": "x" * (LONGEST + 1), "citations": [1]})) == []
    assert read('{"text": "' + "x" * 10 * LONGEST + "\n" + LINES, 100) == [ONE, TWO]


@given(st.text(alphabet=st.sampled_from(list('{}[]":,\\\n 12345abc.textcitations')) | st.characters(), max_size=400), st.integers(1, 50))
def test_nothing_raises(text: str, size: int) -> None:
    """Whatever is written: no error, no empty statement, no number that isn't one of the sentences'."""
    for written in read(text, size):
        assert written.text.strip()
        assert len(written.text) <= LONGEST
        assert set(known(written, 3).numbers) <= {1, 2, 3}


@given(st.lists(st.tuples(st.text(min_size=1, max_size=60), st.lists(st.integers(1, 9), max_size=3)), max_size=5), st.integers(1, 30))
def test_pieces_may_end_anywhere(statements: list[tuple[str, list[int]]], size: int) -> None:
    """The same is read however a reply is cut into pieces."""
    text = "".join(json.dumps({"text": said, "citations": cited}) + "\n" for said, cited in statements)
    assert read(text, size) == read(text, len(text) + 1)
