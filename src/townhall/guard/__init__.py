"""The guard: whether a statement is supported by the texts that it cites, told without a model."""

from townhall.guard.support import THRESHOLD, Verdict, support

__all__ = ["THRESHOLD", "Verdict", "support"]
