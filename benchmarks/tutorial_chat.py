"""What a user would write instead of the page: the plain Gradio chat of a LlamaIndex tutorial, over the index of ``tutorial.py``.

    python benchmarks/tutorial_chat.py FOLDER

It prints its address and serves until it is interrupted. Its replies are the two nearest chunks, which a language model would have to turn into
an answer.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
import tutorial


def main() -> None:
    """Load the index, then serve."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script's name and its argument
        sys.exit(__doc__)
    retriever = tutorial.retriever(Path(sys.argv[1]))

    def reply(message: str, _history: list[dict[str, str]]) -> str:
        return "\n\n".join(hit.node.get_content() for hit in retriever.retrieve(message))

    # Its own line when it serves is held back where no terminal reads it.
    application, address, _ = gr.ChatInterface(reply).launch(server_port=free_port(), quiet=True, prevent_thread_lock=True)
    print(address, flush=True)
    application.state.blocks = None
    gr.close_all


if __name__ == "__main__":
    main()
