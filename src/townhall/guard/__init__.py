"""The guard: whether a statement is supported by the texts that it cites."""

from townhall.guard.check import check, reader
from townhall.guard.support import THRESHOLD, Verdict, support

__all__ = ["THRESHOLD", "Verdict", "check", "reader", "support"]
