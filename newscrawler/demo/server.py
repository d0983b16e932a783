"""Serves a newspaper on the loopback address, as its origin or as an HTTP proxy, with faults."""

from __future__ import annotations

import contextlib
import re
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from newscrawler.demo.paper import Newspaper, Reply

_META_CHARSET = re.compile(rb'(<meta [^>]*charset=["\']?)[\w-]+', re.IGNORECASE)
_TICK = 0.02
"""Seconds between two pieces of a slow answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with an answer; fields left alone change nothing."""

    status: int | None = None
    """Answer with this status."""
    delay: float = 0.0
    """Seconds to wait before answering."""
    cut: int | None = None
    """Send only so many bytes of the body, then close."""
    content_length: bool = True
    """Claim the full body's length; False: no length, the closed connection ends the body."""
    chunked: bool = False
    """Send the body chunked, left unfinished when cut; overrides content_length."""
    charset_header: str | None = None
    """Charset to claim in Content-Type."""
    meta: str | None = None
    """Charset to claim in the page's <meta>."""
    encode: str | None = None
    """Encoding to turn the UTF-8 page into."""
    body: bytes | str | None = None
    """Body to send instead."""
    headers: dict[str, str] | None = None
    """Headers to add or replace."""
    times: int | None = None
    """Only the first so many requests; None: all."""
    drop: bool = False
    """Close the connection without an answer."""
    rate: int | None = None
    """Bytes of the body to send per second."""
    location: str | None = None
    """Target of a redirect; the status is 302 unless given."""

    def spoil(self, reply: Reply) -> Reply:
        """The reply with this fault's status, headers and body."""
        body = reply.body
        if self.body is not None:
            body = self.body.encode() if isinstance(self.body, str) else self.body
        if self.meta is not None:
            body = _META_CHARSET.sub(rb"\g<1>" + self.meta.encode(), body, count=1)
        if self.encode is not None:
            body = body.decode().encode(self.encode, "xmlcharrefreplace")
        headers = dict(reply.headers)
        if self.charset_header is not None:
            media_type = headers["Content-Type"].partition(";")[0]
            headers["Content-Type"] = f"{media_type}; charset={self.charset_header}"
        if self.location is not None:
            headers["Location"] = self.location
        headers.update(self.headers or {})
        status = self.status or (302 if self.location is not None else reply.status)
        return Reply(status, headers, body)


_FAILS = Fault(status=500)
SICK = {
    "lists": dict.fromkeys(
        (
            *("/news/article_list*", "/news/section_list*", "/news/review_list*"),
            *("/news/articleList*", "/news/ajaxArticlePaging*"),
        ),
        _FAILS,
    ),
    "articles": dict.fromkeys(("/news/article.html*", "/news/articleView.html*"), _FAILS),
}
"""What may fail at a newspaper, and the faults to serve it with."""


class DemoServer:
    """A server for one newspaper on 127.0.0.1; use it in a ``with`` statement.

    ``paper`` may be replaced and ``faults`` edited while it runs. ``log`` holds (monotonic time,
    method, absolute URL) of every request, those for other hosts as requested; ``askers`` the
    User-Agent of each.
    """

    def __init__(self, paper: Newspaper) -> None:
        self.paper = paper
        self.faults: dict[str, Fault] = {}
        self.log: list[tuple[float, str, str]] = []
        self.askers: list[str] = []
        self.stopping = threading.Event()
        self._used: dict[str, tuple[Fault, int]] = {}
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._http = _HttpServer(self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """The server's own address; also the address to use it as a proxy."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def connected(self, connection: socket.socket) -> None:
        """Remembers a client's connection, to close it at the end."""
        with self._lock:
            self._open.add(connection)

    def disconnected(self, connection: socket.socket) -> None:
        """Forgets a client's connection."""
        with self._lock:
            self._open.discard(connection)

    def answer(self, method: str, target: str, body: bytes, asker: str = "") -> tuple[Reply, Fault]:
        """The reply to a request target (a path or an absolute URL) and the fault to send it with."""
        arrived, paper = time.monotonic(), self.paper
        parts = urlsplit(target)
        own_host = urlsplit(paper.origin).netloc
        local = parts.path + (f"?{parts.query}" if parts.query else "") or "/"
        ours = parts.netloc in ("", own_host, f"www.{own_host}", urlsplit(self.url).netloc)
        url = paper.origin + local if ours else target
        with self._lock:
            self.log.append((arrived, method, url))
            self.askers.append(asker)
            fault = self._fault(local) if ours else Fault()
        return fault.spoil(paper.reply("GET" if method == "HEAD" else method, url, body)), fault

    def _fault(self, local: str) -> Fault:
        """The fault for a path: one for exactly this path first, then prefixes; none used up."""
        prefixes = [key for key in list(self.faults) if key.endswith("*") and local.startswith(key[:-1])]
        for key in (local, *prefixes):
            fault = self.faults.get(key)
            if fault is None:
                continue
            last, count = self._used.get(key, (fault, 0))
            count = count if last is fault else 0
            if fault.times is None or count < fault.times:
                self._used[key] = (fault, count + 1)
                return fault
        return Fault()


class _HttpServer(ThreadingHTTPServer):
    """The listening socket; one daemon thread per connection."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, demo: DemoServer) -> None:
        self.demo = demo
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Reports errors, except those of clients that disconnected early."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One client's connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _HttpServer

    def setup(self) -> None:
        """Starts a connection."""
        super().setup()
        self.server.demo.connected(self.connection)

    def finish(self) -> None:
        """Ends a connection."""
        self.server.demo.disconnected(self.connection)
        super().finish()

    def _serve(self) -> None:
        demo = self.server.demo
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        reply, fault = demo.answer(self.command, self.path, body, self.headers.get("User-Agent", ""))
        if fault.delay and demo.stopping.wait(fault.delay):
            fault = Fault(drop=True)
        if fault.drop:
            self.close_connection = True
            return
        shown = reply.body if fault.cut is None else reply.body[: fault.cut]
        if fault.cut is not None or not (fault.content_length or fault.chunked):
            self.close_connection = True
        frame = _chunk if fault.chunked else _plain
        head = self._head(reply, fault)
        if self.command == "HEAD":
            self.wfile.write(head)
            return
        end = b"0\r\n\r\n" if fault.chunked and fault.cut is None else b""
        if fault.rate is None:
            self.wfile.write(head + frame(shown) + end)
            return
        self.wfile.write(head)
        self._trickle(shown, fault.rate, frame)
        self.wfile.write(end)

    do_GET = do_HEAD = do_POST = _serve  # noqa: N815 - the names http.server calls

    def _head(self, reply: Reply, fault: Fault) -> bytes:
        """The status line and headers."""
        headers = {"Server": "Apache", **reply.headers}
        if fault.chunked:
            headers["Transfer-Encoding"] = "chunked"
        elif fault.content_length:
            headers["Content-Length"] = str(len(reply.body))
        headers["Connection"] = "close" if self.close_connection else "keep-alive"
        try:
            phrase = HTTPStatus(reply.status).phrase
        except ValueError:
            phrase = "Unknown"
        lines = [
            f"HTTP/1.1 {reply.status} {phrase}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _trickle(self, body: bytes, rate: int, frame: Callable[[bytes], bytes]) -> None:
        """Sends the body in small pieces, so many bytes per second, until it is complete or the server stops."""
        size = max(1, round(rate * _TICK))
        for start in range(0, len(body), size):
            piece = body[start : start + size]
            self.wfile.write(frame(piece))
            if self.server.demo.stopping.wait(len(piece) / rate):
                return

    def log_message(self, format: str, *args: object) -> None:
        """Requests are kept in the server's log, not printed."""


def _plain(piece: bytes) -> bytes:
    return piece


def _chunk(piece: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(piece), piece) if piece else b""
