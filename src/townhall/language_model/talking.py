"""A reply of the language model, word by word, within limits of time that hold whatever the server does.

The client runs in a thread of its own; whoever waits for words waits with a clock. What a fault was is told by its kind, and nothing of what was
asked or said ends up in it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from townhall.language_model.faults import AGAIN, Fault, FaultKind, fault_of
from townhall.language_model.making import language_model
from townhall.model import Usage
from townhall.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatResponse

AT_ONCE = 32
"""Replies that are read at the same time, those among them that nobody waits for any more."""
PIECES = 256
"""Pieces of a reply that wait to be read."""
LONGEST = 40_000
"""Characters of a reply that are read: what is longer never ends."""
BACKOFF = 0.25
"""Seconds before the second attempt; twice as many before each further one."""
CHARACTERS_A_TOKEN = 4
"""Of English text, about; used where the server doesn't count."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something said to the model."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    alive: bool
    """Whether it shows that the model is at work: text, or thoughts that are not shown."""
    at: float
    """When it came: what the reader does with it meanwhile is not the model's time."""


@dataclass
class Talk:
    """One reply as it comes; what it took is known when it is over, whatever became of it."""

    settings: Settings
    messages: Sequence[Message]
    """What is said to the model."""
    said: int = 0
    """Characters of what it has said."""
    counted: dict[str, int] = field(default_factory=dict)
    """Tokens as the server counts them, if it does."""
    finished: bool | None = None
    """Whether the server said that the reply is whole; None where its protocol has no word for that."""

    def usage(self) -> Usage:
        """Return what the reply took, as the server counts, else estimated."""
        given = "prompt_tokens" in self.counted and "completion_tokens" in self.counted
        prompt = self.counted["prompt_tokens"] if given else -(-sum(len(message.text) for message in self.messages) // CHARACTERS_A_TOKEN)
        completion = self.counted["completion_tokens"] if given else -(-self.said // CHARACTERS_A_TOKEN)
        prices = (self.settings.language_model_input_price, self.settings.language_model_output_price)
        cost = None if prices == (None, None) else (prompt * (prices[0] or 0) + completion * (prices[1] or 0)) / 1_000_000
        return Usage(prompt, completion, cost, estimated=not given)


class Talker:
    """Talks to the settings' language model; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        """Contact nobody yet, and load nothing."""
        self._settings = settings
        self._lock = threading.Lock()
        self._model: LLM | None = None
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._plain = False
        """Whether the server has refused the further arguments."""

    def talk(self, messages: Sequence[Message]) -> Talk:
        """Return a reply that hasn't been asked for yet; ``words`` asks."""
        return Talk(self._settings, messages)

    def words(
        self,
        talk: Talk,
        *,
        first: float | None = None,
        whole: float | None = None,
        schema: dict[str, Any] | None = None,
    ) -> Iterator[str]:
        """Yield the reply as it comes; ``talk`` keeps count.

        Args:
            talk: the reply, not yet asked for.
            first: seconds until the first word must be there; None for the settings'.
            whole: seconds until the last must be there; None for the settings'.
            schema: JSON schema of the reply, for servers that hold to one.

        Raises:
            Fault: it didn't come, not in time, or not whole.
            LanguageModelError: the model can't be made.
        """
        self.prepare()
        begun = monotonic()
        end = begun + (self._settings.language_model_seconds if whole is None else whole)
        first_end = min(end, begun + (self._settings.language_model_first_seconds if first is None else first))
        attempt = 0
        while True:
            started = False
            extras = self._extras(schema)
            try:
                for text in self._once(talk, extras, first_end, end):
                    started = True
                    yield text
            except Fault as fault:
                if started:
                    raise
                if fault.kind is FaultKind.REJECTED and extras:
                    self._plain = True
                    continue
                wait = BACKOFF * 2**attempt if fault.wait is None else fault.wait
                if fault.kind not in AGAIN or attempt >= self._settings.language_model_retries or monotonic() + wait >= first_end:
                    raise
                threading.Event().wait(wait)
                attempt += 1
            else:
                return

    def prepare(self) -> LLM:
        """Load what talking needs, which takes seconds; nobody is contacted.

        Raises:
            LanguageModelError: the model can't be made.
        """
        with self._lock:
            if self._model is None:
                self._model = language_model(self._settings, retries=0)
            return self._model

    def _extras(self, schema: dict[str, Any] | None) -> dict[str, Any]:
        """Return arguments that not every server takes: to count tokens, to hold the reply to a schema."""
        settings = self._settings
        if self._plain or settings.language_model_class is not None:
            return {}
        structured = schema is not None and settings.language_model_structured
        if settings.speaks_ollama:
            return {"format": schema} if structured else {}
        form = {"response_format": {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}} if structured else {}
        return {"stream_options": {"include_usage": True}, **form}

    def _once(self, talk: Talk, extras: dict[str, Any], first_end: float, end: float) -> Iterator[str]:
        """Yield one attempt's words."""
        model = self.prepare()
        if not self._places.acquire(blocking=False):
            raise Fault(FaultKind.BUSY, f"{AT_ONCE} replies are being read")
        pieces: queue.Queue[_Piece | Fault | None] = queue.Queue(PIECES)
        stop = threading.Event()
        threading.Thread(target=self._read, args=(model, talk, extras, pieces, stop), name="language model", daemon=True).start()
        limit = first_end
        try:
            while True:
                try:
                    piece = pieces.get(timeout=max(0.0, limit - monotonic()))
                except queue.Empty:
                    raise Fault(FaultKind.SLOW, "no first word in time" if limit < end else "not whole in time") from None
                if isinstance(piece, Fault):
                    raise piece
                if piece is None:
                    if talk.finished is False:
                        raise Fault(FaultKind.GARBLED, "the reply broke off")
                    return
                if piece.at >= end:
                    raise Fault(FaultKind.SLOW, "not whole in time")
                limit = end if piece.alive else limit
                talk.said += len(piece.text)
                if piece.text:
                    yield piece.text
                if talk.said > LONGEST:
                    return
        finally:
            stop.set()

    def _read(
        self,
        model: LLM,
        talk: Talk,
        extras: dict[str, Any],
        pieces: queue.Queue[_Piece | Fault | None],
        stop: threading.Event,
    ) -> None:
        """Read a reply to its end, or until nobody waits for it."""
        from townhall.language_model.bounding import waited_for

        outcome: Fault | None = None
        try:
            with waited_for(stop):
                for response in _responses(model, talk.messages, extras):
                    if stop.is_set():
                        break
                    _count(talk, response)
                    text = response.delta or ""
                    alive = bool(text or (response.additional_kwargs or {}).get("thinking_delta"))
                    _put(pieces, _Piece(text, alive, monotonic()), stop)
        except Exception as error:  # noqa: BLE001 - a model of any kind may fail in any way
            outcome = fault_of(error)
        finally:
            self._places.release()
            _put(pieces, outcome, stop)


def _responses(model: LLM, messages: Sequence[Message], extras: dict[str, Any]) -> Iterator[ChatResponse]:
    """Yield a reply's pieces; a model that can't stream says all at once."""
    from llama_index.core.llms import ChatMessage

    said = [ChatMessage(role=message.role, content=message.text) for message in messages]
    try:
        yield from model.stream_chat(said, **extras)
    except NotImplementedError:
        whole = model.chat(said, **extras)
        whole.delta = whole.message.content
        yield whole


def _count(talk: Talk, response: ChatResponse) -> None:
    """Keep the tokens that a piece tells, and whether it says that it is the last."""
    raw: Any = response.raw
    given = dict(response.additional_kwargs or {})
    if isinstance(raw, dict):
        given.update(raw.get("usage") or {})
        if "done" in raw:
            talk.finished = bool(raw["done"])
    elif (choices := getattr(raw, "choices", None)) is not None:
        talk.finished = talk.finished or any(getattr(choice, "finish_reason", None) for choice in choices)
    talk.counted.update({name: value for name in ("prompt_tokens", "completion_tokens") if isinstance(value := given.get(name), int) and value >= 0})


def _put(pieces: queue.Queue[_Piece | Fault | None], piece: _Piece | Fault | None, stop: threading.Event) -> None:
    """Hand a piece over, unless nobody waits any more."""
    while not stop.is_set():
        try:
            pieces.put(piece, timeout=0.1)
        except queue.Full:
            continue
        return
