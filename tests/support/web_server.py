"""A web server on this machine that behaves as servers do: well, slowly, endlessly, in circles."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """What is answered to one path."""

    content: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    modified: str | None = None
    stop: threading.Event | None = None
    """Where set, bytes come one by one until it is."""
    endless: bool = False


@dataclass
class Site:
    """A server's pages by their paths, and what it was asked."""

    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    connections: set[tuple[str, int]] = field(default_factory=set)
    url: str = ""

    def page(self, path: str, text: str, **others: Any) -> None:
        """Put a web page there."""
        headers = {"Content-Type": "text/html; charset=utf-8"}
        html = f"<html><head><title>{path}</title></head><body><main><h1>Page</h1><p>{text}</p></main></body></html>"
        self.pages[path] = Reply(html.encode(), headers=headers, **others)

    def redirect(self, path: str, target: str) -> None:
        """Send visitors elsewhere."""
        self.pages[path] = Reply(status=302, headers={"Location": target})

    def robots(self, text: str) -> None:
        """Say what may be asked."""
        self.pages["/robots.txt"] = Reply(text.encode(), headers={"Content-Type": "text/plain"})

    def sitemap(self, path: str, paths: list[str], *, index: bool = False, packed: bool = False) -> None:
        """List pages, or other lists."""
        outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
        entries = "".join(f"<{inner}><loc>{self.url}{each}</loc></{inner}>" for each in paths)
        text = f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{outer}>'
        self.pages[path] = Reply(gzip.compress(text.encode()) if packed else text.encode(), headers={"Content-Type": "application/xml"})

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.asked]


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve a site on 127.0.0.1."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        for reply in site.pages.values():
            if reply.stop:
                reply.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(site: Site) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            site.connections.add(self.client_address)
            reply = site.pages.get(self.path, Reply(b"nothing here", status=404))
            same = reply.etag and self.headers.get("If-None-Match") == reply.etag
            same = same or (reply.modified and self.headers.get("If-Modified-Since") == reply.modified)
            self.send_response(304 if same else reply.status)
            for name, value in {**reply.headers, **({"ETag": reply.etag} if reply.etag else {})}.items():
                self.send_header(name, value)
            if reply.modified:
                self.send_header("Last-Modified", reply.modified)
            body = b"" if same else reply.content
            try:
                if reply.stop or reply.endless:
                    self._go_on(reply)
                else:
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def _go_on(self, reply: Reply) -> None:
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            while reply.endless or (reply.stop and not reply.stop.wait(0.05)):
                self.wfile.write(b"x" * 65536 if reply.endless else b"x")
                self.wfile.flush()
                time.sleep(0)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
