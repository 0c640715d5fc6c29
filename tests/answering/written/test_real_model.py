"""A real model of transformers, tiny and untrained, at the other end of the wire: it babbles, and the answer is none the worse."""

from __future__ import annotations

from typing import Any

import pytest
from model_server import ModelServer, Play

from townhall.assistant import Assistant

QUESTION = "What does the Guild of Danish Ports do?"
READ = 256
"""Bytes of a prompt that it reads."""


@pytest.fixture(scope="module")
def babbler() -> Any:
    """Return a model of bytes with random weights."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=256, hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=2, max_position_embeddings=512
    )
    return LlamaForCausalLM(config).eval()


def test_its_words_arrive_and_prove_nothing(writing: Assistant, valley: Assistant, server: ModelServer, babbler: Any) -> None:
    """What a real model generates goes all the way through; nothing of it is told, and the extractive answer is."""
    import torch

    said: list[str] = []

    def reply(prompt: str) -> Play:
        asked = torch.tensor([list(prompt.encode()[-READ:])])
        made = babbler.generate(asked, attention_mask=torch.ones_like(asked), max_new_tokens=48, do_sample=True, pad_token_id=0, eos_token_id=None)
        said.append(bytes(made[0, asked.shape[1] :].tolist()).decode("latin-1"))
        return Play(said[-1], usage=(READ, 48))

    reply("warm")
    server.reply = reply
    answer = writing.ask(QUESTION).answer
    assert len(said) == 2
    assert answer.mode == "extractive"
    assert [statement.text for statement in answer.statements] == [statement.text for statement in valley.ask(QUESTION).answer.statements]
