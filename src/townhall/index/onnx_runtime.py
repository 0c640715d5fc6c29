"""Opening exported models and their tokenizers; those who use them name onnxruntime for its types alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from townhall.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MOST_THREADS = 8


def cores() -> int:
    """Return how many threads compute at a time, at least 1."""
    return max(1, min(os.cpu_count() or 1, MOST_THREADS))


def open_session(model: Path, *, remedy: str, threads: int | None = None) -> InferenceSession:
    """Return a session of an exported model on the CPU; a run is shared by ``threads``, as many as there are cores unless given.

    Raises:
        ModelError: it can't be loaded; ``remedy`` says what mends that.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or cores()
    # Threads that wait for work by spinning double the processor time of a reading, and on a busy machine its duration; the numbers are the same.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no base but Exception
        raise ModelError(f"The exported model {model} can't be loaded: {error}.", remedy=remedy) from error


def open_tokenizer(file: Path, *, window: int | None = None) -> Tokenizer:
    """Return a tokenizer that pads nothing, and cuts texts at ``window`` word pieces if that is given."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    if window is None:
        tokenizer.no_truncation()
    else:
        tokenizer.enable_truncation(window)
    return tokenizer
