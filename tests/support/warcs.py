"""WARC files in tests: read by warcio alone, so that what this project writes is judged by another program."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from newscrawler.store.exchange import Exchange

_BEGAN = datetime(2026, 3, 1, 21, 0, 1, 250000, tzinfo=UTC)
PAGE = Exchange(
    url="http://demo.test/news/article.html?no=2",
    method="GET",
    request_headers=[("User-Agent", "newscrawler/0"), ("Accept-Encoding", "gzip")],
    request_body=b"",
    began=_BEGAN,
    status=200,
    headers=[
        ("Content-Type", "text/html; charset=UTF-8"),
        ("Content-Encoding", "gzip"),
        ("X-Via", "a"),
        ("X-Via", "b"),
    ],
    body=gzip.compress("<p>물레동</p>".encode(), mtime=0),
    address="192.0.2.7",
)
"""A page that came packed."""


@dataclass(frozen=True)
class Record:
    """One record of a WARC file; ``head`` has the HTTP status or request line, ``body`` is as it was stored."""

    kind: str
    fields: dict[str, str]
    head: str
    headers: list[tuple[str, str]]
    body: bytes


def records(path: Path) -> list[Record]:
    """All records of a file."""
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            http = record.http_headers
            line = f"{http.protocol} {http.statusline}" if http else ""
            found.append(
                Record(
                    record.rec_type,
                    dict(record.rec_headers.headers),
                    line,
                    http.headers if http else [],
                    record.raw_stream.read(),
                )
            )
    return found


def is_sound(path: Path) -> bool:
    """Whether ``warcio check`` finds every digest of the file right."""
    return Checker(SimpleNamespace(inputs=[str(path)], verbose=False)).process_all() == 0
