"""The language model that the operator has named: none by default, and then nothing is contacted."""

from townhall.language_model.faults import Fault, FaultKind
from townhall.language_model.making import OLLAMA_ADDRESS, is_configured, language_model
from townhall.language_model.talking import Message, Talk, Talker

__all__ = ["OLLAMA_ADDRESS", "Fault", "FaultKind", "Message", "Talk", "Talker", "is_configured", "language_model"]
