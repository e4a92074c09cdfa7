"""A local server that answers as the API of GitHub or GitLab does, from what a test lets it know."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Server:
    """What a host knows, by path and query; and what it was told: method, path, text and the token that came along."""

    address: str = ""
    knows: dict[str, Any] = field(default_factory=dict)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    tokens: dict[str, str | None] = field(default_factory=dict)


@contextmanager
def serving() -> Iterator[Server]:
    """A server that runs until the end of the block."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.tokens[self.path] = self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN")
            address = urlsplit(self.path)
            known = state.knows.get(address.path)
            if isinstance(known, list):  # lists come in pages
                query = parse_qs(address.query)
                size, page = int(query["per_page"][0]), int(query["page"][0])
                known = known[(page - 1) * size : page * size]
            if isinstance(known, str):  # what lies elsewhere
                self.send_response(302)
                self.send_header("Location", known)
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self.answer(200 if known is not None else 404, known)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
            state.told.append((self.command, self.path, body))
            self.answer(201, {})

        do_PATCH = do_PUT = do_POST  # noqa: N815 - as the server asks for them

        def answer(self, status: int, known: Any) -> None:
            content = known if isinstance(known, bytes) else json.dumps(known).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    state.address = f"http://127.0.0.1:{http.server_port}"
    try:
        yield state
    finally:
        http.shutdown()
        http.server_close()
