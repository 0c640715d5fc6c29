"""What a chat client sends, and what of it is a question to the documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from townhall.interfaces.http.errors import ChatError
from townhall.interfaces.http.requests import HOLDS_A_QUESTION, Text

MODEL = "townhall"
MOST = 1000
"""Messages of a request."""
TEXT_PARTS = frozenset({"text", "input_text"})
_WRAPPED = re.compile(r"<user_query>(.*?)</user_query>", re.DOTALL)


class ContentPart(BaseModel):
    """A part of a message."""

    model_config = ConfigDict(extra="allow")

    type: str
    text: Text | None = None


class ChatMessage(BaseModel):
    """A message; only the user's are read."""

    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | list[ContentPart] | None = None

    @property
    def text(self) -> str:
        """Its text; that of several parts on lines of their own."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or () if part.type in TEXT_PARTS and part.text)

    @property
    def unread(self) -> tuple[str, ...]:
        """Types of the parts that are no text."""
        return () if self.content is None or isinstance(self.content, str) else tuple(p.type for p in self.content if p.type not in TEXT_PARTS)


class StreamOptions(BaseModel):
    """What a stream is to hold."""

    model_config = ConfigDict(extra="allow")

    include_usage: StrictBool | None = False


class CompletionRequest(BaseModel):
    """A conversation to be continued. What isn't named here is left aside: temperature, lengths, tools and the like have no meaning here."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={"examples": [{"model": MODEL, "messages": [{"role": "user", "content": "Who supports cities in Slovenia?"}]}]},
    )

    model: str = Field(examples=[MODEL])
    messages: list[ChatMessage] = Field(
        min_length=1,
        max_length=MOST,
        description="The user's messages are played in order, the last one is answered.",
        json_schema_extra=HOLDS_A_QUESTION,
    )
    stream: StrictBool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=1, description="One answer is all there is.", json_schema_extra={"minimum": 1, "maximum": 1})
    response_format: dict[str, Any] | None = Field(
        default=None, description="`text` alone.", json_schema_extra={"properties": {"type": {"const": "text"}}}
    )


def check(asked: CompletionRequest) -> None:
    """Refuse what can't be done as it was asked.

    Raises:
        ChatError: with what mends it.
    """
    if asked.model != MODEL:
        raise ChatError(f"There is no model {asked.model[:100]!r} here; the model is {MODEL!r}.", status=404, param="model", code="model_not_found")
    if asked.n not in {None, 1}:
        raise ChatError("There is one answer to a question: n must be 1.", param="n", code="unsupported_value")
    if (asked.response_format or {}).get("type", "text") != "text":
        raise ChatError(
            "Answers are text; as JSON, with quotes and offsets, POST /api/ask gives them.", param="response_format", code="unsupported_value"
        )
    last = [message for message in asked.messages if message.role == "user"][-1:]
    if not last:
        raise ChatError("There is no message of the user to answer.", param="messages")
    if last[0].unread:
        raise ChatError(
            f"Only text is read here, and the last message holds {last[0].unread[0][:40]!r}: put the question in words.",
            param="messages",
            code="unsupported_content",
        )


def questions_of(messages: Iterable[ChatMessage]) -> tuple[str, ...]:
    """Return the user's questions in order; a client that wraps a question in instructions of its own marks it as the user's query."""
    texts = [message.text for message in messages if message.role == "user"]
    return tuple(found[-1].strip() if (found := _WRAPPED.findall(text)) else text for text in texts)
