"""The objects of OpenAI's protocol: a completion, the chunks of one that is streamed, and the model."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

from townhall.interfaces.contract import answer_object
from townhall.interfaces.http.chat.messages import MODEL
from townhall.interfaces.http.chat.rendering import Links, annotations_of, body, ending
from townhall.interfaces.http.errors import DETAILS, chat_error, status_of
from townhall.interfaces.http.streaming import AT_WORK, event
from townhall.model import Answer, Turn
from townhall.storage import new_token

log = logging.getLogger(__name__)

DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Completion:
    """What the objects of one answer have in common."""

    question: str
    links: Links
    id: str = field(default_factory=lambda: f"chatcmpl-{new_token()[:24]}")
    created: int = field(default_factory=lambda: int(time.time()))

    def of(self, answer: Answer) -> dict[str, Any]:
        """Return the completion of an answer."""
        said = body(answer)
        text = said + ending(answer, self.links)
        message = {"content": text, "refusal": None, "annotations": annotations_of(said, answer, self.links), "townhall": answer_object(answer)}
        return self.saying(text, message, answer)

    def saying(self, text: str, message: dict[str, Any] | None = None, answer: Answer | None = None) -> dict[str, Any]:
        """Return a completion of a text."""
        choice = {"index": 0, "message": {"role": "assistant", **(message or {"content": text, "refusal": None})}, "logprobs": None}
        return {
            **self._head("chat.completion", answer),
            "choices": [{**choice, "finish_reason": "stop"}],
            "usage": usage(self.question, text, answer),
        }

    def stream(self, turns: Iterator[Turn], *, with_usage: bool) -> Generator[bytes]:
        """Yield the events of an answer as it grows, of which nothing may be taken back; its citations come with the last of its text."""
        yield self._chunk({"role": "assistant", "content": ""}, with_usage=with_usage)
        sent, last = "", None
        try:
            for last in turns:
                said = body(last.answer)
                if said != sent:
                    yield self._chunk({"content": said.removeprefix(sent)}, last.answer, with_usage=with_usage)
                    sent = said
                else:
                    yield AT_WORK
            assert last is not None  # noqa: S101 - an answer has at least its last turn
            answer, after = last.answer, ending(last.answer, self.links)
            delta = {"content": after, "annotations": annotations_of(sent, answer, self.links), "townhall": answer_object(answer)}
            yield self._chunk(delta, answer, with_usage=with_usage)
            yield from self._end(sent + after, answer, with_usage=with_usage)
        except Exception as error:  # the status is sent already: what went wrong is an event
            log.exception("An answer broke off.")
            status = status_of(error)
            yield event(chat_error(status, DETAILS[status]))

    def stream_saying(self, text: str, *, with_usage: bool) -> Generator[bytes]:
        """Yield the events of a text."""
        yield self._chunk({"role": "assistant", "content": text}, with_usage=with_usage)
        yield from self._end(text, None, with_usage=with_usage)

    def _end(self, text: str, answer: Answer | None, *, with_usage: bool) -> Generator[bytes]:
        yield self._chunk({}, answer, finish="stop", with_usage=with_usage)
        if with_usage:
            yield event({**self._head("chat.completion.chunk", answer), "choices": [], "usage": usage(self.question, text, answer)})
        yield DONE

    def _chunk(self, delta: dict[str, Any], answer: Answer | None = None, *, with_usage: bool, finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        none = {"usage": None} if with_usage else {}  # as OpenAI does: every chunk has the key where the last one will tell it
        return event({**self._head("chat.completion.chunk", answer), "choices": [choice], **none})

    def _head(self, kind: str, answer: Answer | None) -> dict[str, Any]:
        fingerprint = f"{answer.index}-{answer.settings}" if answer else None
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL, "system_fingerprint": fingerprint}


def usage(question: str, text: str, answer: Answer | None = None) -> dict[str, int]:
    """Return what an answer took: the language model's tokens, else the lengths of question and text in words."""
    taken = answer.usage if answer else None
    asked, said = (taken.prompt_tokens, taken.completion_tokens) if taken else (len(question.split()), len(text.split()))
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def model_object(made: float) -> dict[str, Any]:
    """Return the model; it was created when the index was, in seconds since 1970."""
    return {"id": MODEL, "object": "model", "created": int(made), "owned_by": MODEL}
