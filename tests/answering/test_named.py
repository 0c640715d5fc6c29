"""What is said of somebody else is no answer to a question that names whom it means."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "minutes.md": """# Minutes of the council

## Benches

Cllr Threlfall moved that twenty benches be set up on the way to the cemetery. The council agreed.

## Lamps

Cllr Penhale asked for brighter lamps in Mill Lane. Ms Grant said that the lamps would come in May.

## Ferry

Holders of a TamarCard pay half on the ferry on Thursday.
""",
    "staff.md": """# Applications

Applications are made on the portal of the office only. The form takes ten minutes.
""",
}


@pytest.fixture(scope="module")
def council(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows minutes and a page about applications."""
    return knowing(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What did Cllr Threlfall say about the benches?", "twenty benches"),
        ("What did Cllr Penhale want for Mill Lane?", "brighter lamps"),
        ("I am Berta Frosch. Who moved that benches be set up?", "Threlfall"),
        ("On which day do holders of the card pay half on the ferry, is it Thursday?", "Thursday"),
    ],
)
def test_what_is_said_of_them_is_shown(council: Assistant, question: str, answer: str) -> None:
    """A question that names somebody is answered by what is said of them; a name that the documents don't know asks for nothing."""
    found = council.ask(question).answer
    assert found.status is Status.ANSWERED
    assert answer in found.text


@pytest.mark.parametrize("question", ["What did Cllr Penhale say about the benches?", "Where do I apply for a TamarCard?"])
def test_what_is_said_of_somebody_else_is_not(council: Assistant, question: str) -> None:
    """What somebody else said, or how one applies for something else, is no answer."""
    assert council.ask(question).answer.status in {Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE}
