"""Lists in running text: announced by one sentence, told by those after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

BRIEF = """# Why small harbours hesitate

## What we asked

We wrote to ninety harbours about power from the quay. A connection costs two million euros on average.

## What keeps them

The harbours without plans could name several reasons. Nineteen said that the grid takes too long. Fifteen feared that ships would not use
it. Eleven had no staff for a tender.

A follow-up is planned for 2032. Its questions are the same.
"""


@pytest.fixture(scope="module")
def harbours(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the brief."""
    return knowing({"brief.md": BRIEF})


@pytest.mark.parametrize("question", ["What reasons did harbours without plans name?", "List the reasons why harbours have no plans for power"])
def test_all_that_is_announced_is_told(harbours: Assistant, question: str) -> None:
    """Where a sentence says that there are several reasons, the sentences to the end of its paragraph are the answer, and none after it."""
    found = harbours.ask(question).answer
    assert found.status is Status.ANSWERED
    assert [statement.text for statement in found.statements if statement.citations][-3:] == [
        "Nineteen said that the grid takes too long.",
        "Fifteen feared that ships would not use it.",
        "Eleven had no staff for a tender.",
    ]


def test_what_is_only_spoken_of_is_no_list(harbours: Assistant) -> None:
    """A plural that isn't what is asked for brings no list along."""
    found = harbours.ask("What does a connection cost the harbours on average?").answer
    assert "Nineteen" not in found.text


@pytest.mark.parametrize(
    ("document", "question", "last"),
    [
        (
            (
                "# Bericht der Stadt Hellern\n\n## Lage\n\nDer Rat hat im Jahr 2025 gespart. Drei Gründe nannte der Rat. Die Heizung ist alt. "
                "Die Miete stieg um ein Drittel. Zwei Stellen sind unbesetzt.\n\nDer nächste Bericht erscheint im Mai.\n"
            ),
            "Welche Gründe nannte der Rat?",
            "Zwei Stellen sind unbesetzt.",
        ),
        (
            (
                "# Informe del ayuntamiento\n\n## Balance\n\nEl año fue difícil para todos. Las asociaciones señalaron varios problemas. El local es "
                "demasiado pequeño. No hay calefacción en invierno. Falta personal los sábados.\n\nEl próximo informe sale en mayo.\n"
            ),
            "¿Qué problemas señalaron las asociaciones?",
            "Falta personal los sábados.",
        ),
    ],
)
def test_in_other_languages_too(knowing: Callable[..., Assistant], document: str, question: str, last: str) -> None:
    """What a sentence announces is told to the end of its paragraph in any language that has words for several."""
    found = knowing({"bericht.md": document}).ask(question).answer
    assert [statement.text for statement in found.statements if statement.citations][-1] == last
