"""The judge as a network: an encoder with one linear layer on the states of its word pieces, and one on the state of ``[CLS]``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from torch import Tensor, nn
from transformers import AutoModel


class Judgement(NamedTuple):
    """What the network says of a batch: log-odds and logits, not probabilities."""

    pieces: Tensor
    """Shape (batch, pieces, 3): at a mark, how far its sentence answers; at a word piece, how far an answer starts, and ends, there."""
    whole: Tensor
    """Shape (batch, 2): how far no sentence answers; how far the sentences support the statement."""


class JudgeNetwork(nn.Module):
    """An encoder of any size with the three heads."""

    def __init__(self, encoder: str | Path) -> None:
        super().__init__()
        # Eager attention: on CPUs, in bfloat16, it is faster than the fused kinds.
        self.encoder = AutoModel.from_pretrained(encoder, attn_implementation="eager", attention_probs_dropout_prob=0.0, local_files_only=True)
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.of_pieces = nn.Linear(width, 3)
        self.of_whole = nn.Linear(width, 2)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Judgement:
        """Judge a batch; all three have the shape (batch, pieces)."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state
        states = self.dropout(states)
        return Judgement(self.of_pieces(states), self.of_whole(states[:, 0]))
