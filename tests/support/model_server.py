"""A server on this machine that speaks OpenAI's protocol and Ollama's as far as a chat needs them, with replies that a test writes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import perf_counter
from typing import Any

PIECE = 7
"""Characters of a piece of a streamed reply: pieces end anywhere."""


@dataclass(frozen=True)
class Play:
    """A reply with whatever may be wrong with it."""

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    """Seconds before the first piece."""
    pause: float = 0.0
    """Seconds between pieces."""
    usage: tuple[int, int] | None = None
    """Tokens read and written, told at the end."""
    breaks_off: bool = False
    """Whether the connection ends after the text, without a word that it is whole."""
    endless: bool = False
    """Whether the text is said again and again."""
    raw: bytes | None = None
    """Sent as the body in place of anything readable."""
    gate: threading.Event | None = None
    """What the reply waits for at the end of its first line."""
    trickles: bool = False
    """Whether single bytes of the body come, ``pause`` seconds apart."""


Reply = str | int | None | Play


@dataclass
class ModelServer:
    """What is asked of it, and what it says."""

    reply: Callable[[str], Reply]
    """Given all messages of a request as one text: what to say, the HTTP status of a fault, None for saying nothing until the server is closed, or
    a whole ``Play``."""
    url: str = ""
    """For clients of OpenAI's protocol."""
    root: str = ""
    """For clients of Ollama's."""
    prompts: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    """When each piece of a streamed reply was sent, by ``perf_counter``."""
    broken: int = 0
    """Replies that the client didn't read to the end."""
    closing: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    state: ModelServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = "\n".join(message["content"] for message in body.get("messages", ()))
        self.state.bodies.append(body)
        self.state.prompts.append(prompt)
        self.state.headers.append({name.lower(): value for name, value in self.headers.items()})
        said = self.state.reply(prompt) if self.path in {"/v1/chat/completions", "/api/chat"} else 404
        if said is None:
            self.state.closing.wait(60)
            return
        play = said if isinstance(said, Play) else Play(status=said) if isinstance(said, int) else Play(said)
        try:
            self._play(play, body)
        except OSError:  # nobody reads it any more
            self.state.broken += 1
            self.close_connection = True

    def _play(self, play: Play, body: dict[str, Any]) -> None:
        ollama = self.path == "/api/chat"
        if play.status != 200:
            self._whole(play, {"error": "scripted" if ollama else {"message": "scripted"}})
        elif play.raw is not None:
            self._begin(play, "text/event-stream")
            self._send(play, play.raw)
        elif not body.get("stream"):
            self._whole(play, _whole_ollama(play) if ollama else _whole_openai(play, body["model"]))
        else:
            self._begin(play, "application/x-ndjson" if ollama else "text/event-stream")
            self.state.closing.wait(play.wait)
            left = play.text.find("\n") + 1
            for piece in _pieces(play):
                if self.state.closing.is_set():
                    return
                self._send(play, _ollama_line(piece, body) if ollama else _openai_event(piece, body))
                left -= len(piece)
                if play.gate and left <= 0:
                    play.gate.wait(60)
                self.state.closing.wait(play.pause)
            if not play.breaks_off:
                self._send(play, _ollama_end(play, body) if ollama else _openai_end(play, body))

    def _whole(self, play: Play, data: dict[str, Any]) -> None:
        payload = json.dumps(data).encode()
        self.send_response(play.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        for name, value in play.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def _begin(self, play: Play, kind: str) -> None:
        """Begin a body that ends with the connection."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in play.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True

    def _send(self, play: Play, payload: bytes) -> None:
        for part in (payload[i : i + 1] for i in range(len(payload))) if play.trickles else (payload,):
            if self.state.closing.is_set():
                return
            self.wfile.write(part)
            self.wfile.flush()
            if play.trickles:
                self.state.closing.wait(play.pause)
        self.state.sent.append(perf_counter())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(reply: Callable[[str], Reply]) -> Iterator[ModelServer]:
    """Run a server on a free port of this machine for as long as the block lasts."""
    state = ModelServer(reply)

    handler = type("Handler", (_Handler,), {"state": state})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        state.root = f"http://127.0.0.1:{server.server_port}"
        state.url = f"{state.root}/v1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield state
        finally:
            state.closing.set()
            server.shutdown()
            thread.join()


def _pieces(play: Play) -> Iterator[str]:
    while True:
        yield from (play.text[i : i + PIECE] for i in range(0, len(play.text), PIECE))
        if not play.endless:
            return


def _event(data: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


def _chunk(body: dict[str, Any], choices: list[dict[str, Any]], usage: dict[str, int] | None = None) -> dict[str, Any]:
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": body["model"], "choices": choices, "usage": usage}


def _openai_event(piece: str, body: dict[str, Any]) -> bytes:
    return _event(_chunk(body, [{"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}]))


def _openai_end(play: Play, body: dict[str, Any]) -> bytes:
    end = _event(_chunk(body, [{"index": 0, "delta": {}, "finish_reason": "stop"}]))
    if play.usage and (body.get("stream_options") or {}).get("include_usage"):
        end += _event(_chunk(body, [], _tokens(play.usage)))
    return end + b"data: [DONE]\n\n"


def _whole_openai(play: Play, model: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": play.text}
    choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
    return {"id": "1", "object": "chat.completion", "created": 0, "model": model, "choices": choices, "usage": play.usage and _tokens(play.usage)}


def _tokens(usage: tuple[int, int]) -> dict[str, int]:
    return {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}


def _ollama_line(piece: str, body: dict[str, Any]) -> bytes:
    said = {"model": body["model"], "created_at": "2031-01-01T00:00:00Z", "message": {"role": "assistant", "content": piece}, "done": False}
    return json.dumps(said).encode() + b"\n"


def _whole_ollama(play: Play) -> dict[str, Any]:
    counts = {"prompt_eval_count": play.usage[0], "eval_count": play.usage[1]} if play.usage else {}
    message = {"role": "assistant", "content": play.text}
    return {"model": "small", "created_at": "2031-01-01T00:00:00Z", "message": message, "done": True, "done_reason": "stop", **counts}


def _ollama_end(play: Play, body: dict[str, Any]) -> bytes:
    return json.dumps({**_whole_ollama(Play(usage=play.usage)), "model": body["model"]}).encode() + b"\n"
