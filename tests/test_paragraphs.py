"""Which of a passage's sentences stand in one paragraph."""

from __future__ import annotations

from townhall.model import Passage, Sentence


def test_sentences_of_one_paragraph() -> None:
    """A sentence goes on in the paragraph of the one before it unless a blank line, or one of white space, stands between the two."""
    texts = ["The mill grinds.", "It is old.", "The weir leaks.", "It is new."]
    text = f"{texts[0]} {texts[1]}\n \t\n{texts[2]}\n{texts[3]}"
    sentences = tuple(Sentence(said, 40 + text.index(said), 40 + text.index(said) + len(said)) for said in texts)
    passage = Passage("mill.md", 40, 40 + len(text), text, (), sentences)
    assert [passage.goes_on(number) for number in range(-1, 5)] == [False, False, True, False, True, False]
