"""A server on this machine that speaks OpenAI's protocol as far as a chat needs it, with replies that a test writes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ModelServer:
    """What is asked of it, and what it says."""

    reply: Callable[[str], str | int | None]
    """Given all messages of a request as one text: what to say, the HTTP status of a fault, or None for saying nothing until the server is closed."""
    url: str = ""
    prompts: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(reply: Callable[[str], str | int | None]) -> Iterator[ModelServer]:
    """Run a server on a free port of this machine for as long as the block lasts."""
    state = ModelServer(reply)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            prompt = "\n".join(message["content"] for message in body["messages"])
            state.bodies.append(body)
            state.prompts.append(prompt)
            state.headers.append({name.lower(): value for name, value in self.headers.items()})
            said = state.reply(prompt) if self.path == "/v1/chat/completions" else 404
            if said is None:
                state.closing.wait(60)
                return
            status = said if isinstance(said, int) else 200
            message = {"role": "assistant", "content": said}
            whole = {
                "id": "1",
                "object": "chat.completion",
                "created": 0,
                "model": body["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            }
            payload = json.dumps(whole if status == 200 else {"error": {"message": "scripted"}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}/v1"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield state
        finally:
            state.closing.set()
            server.shutdown()
            thread.join()
