"""What a user would write instead of the page: the plain Gradio chat of a LlamaIndex tutorial, over the index of ``tutorial.py``.

    python benchmarks/tutorial_chat.py FOLDER

It serves at the first free port from 7860 on until it is interrupted. Its replies are the two nearest chunks, which a language model would have to
turn into an answer.
"""

from __future__ import annotations

import sys
from pathlib import Path

import gradio as gr
import tutorial


def main() -> None:
    """Load the index, then serve."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script's name and its argument
        sys.exit(__doc__)
    retriever = tutorial.retriever(Path(sys.argv[1]))

    def reply(message: str, _history: list[dict[str, str]]) -> str:
        return "\n\n".join(hit.node.get_content() for hit in retriever.retrieve(message))

    gr.ChatInterface(reply).launch()


if __name__ == "__main__":
    main()
