"""The proof of a run: every answer of the server in a WARC 1.1 file (ISO 28500:2017), and an index of it.

A run writes ``<folder>/<run_id>.warc.gz``, one gzip member for each record, and ``<run_id>.cdxj`` beside it (CDXJ: a
sorted line for each answer). While the run is at work the file has the name ``.<run_id>.warc.gz.part``. What was
fetched stays a proof even if the run is not published: its file is then kept as ``<run_id>.unpublished.warc.gz``.

Needs the packages of the extra ``warc``.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import msgspec
import surt  # type: ignore[import-untyped]  # it has no stubs
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # likewise
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from newscrawler.store.exchange import Exchange, Headers
from newscrawler.store.failpoints import failpoint
from newscrawler.store.feeds import read_facts
from newscrawler.store.files import BUFFER, sync_file, sync_folder, write_whole
from newscrawler.store.manifest import FileFacts
from newscrawler.store.published import RUN_ID
from newscrawler.translation import N_

WARC, INDEX = ".warc.gz", ".cdxj"
UNPUBLISHED = ".unpublished"
_PART = re.compile(rf"\.({RUN_ID.pattern})\.warc\.gz\.part")
# Names of request headers that may hold a secret; their lines are not stored.
_SECRET = re.compile(r"auth|cookie|credential|passw|secret|session|token|api-?key|^proxy-", re.I)


class _Head(StatusAndHeaders):  # type: ignore[misc]  # untyped
    """Status line and headers, written as they came: warcio would percent-encode what is not ASCII."""

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        head: bytes = self.to_bytes(filter_func, "latin-1")
        return head


class WarcFile:
    """The WARC file of one run; every method raises OSError when the disk fails.

    The order of calls is add() for each answer, close(), publish(). keep() ends a file whose run is not published.
    """

    def __init__(self, folder: Path, run_id: str, info: Mapping[str, str]) -> None:
        """Creates the file under its temporary name; ``info`` are the fields of its warcinfo record."""
        self.path = folder / f"{run_id}{WARC}"
        self.answers = 0
        self._temporary = folder / f".{run_id}{WARC}.part"
        folder.mkdir(parents=True, exist_ok=True)
        self._index = _Index()
        self._file = self._temporary.open("wb", BUFFER)
        self._writer = WARCWriter(self._file, gzip=True, warc_version="WARC/1.1")
        self._writer.write_record(self._writer.create_warcinfo_record(self.path.name, info))
        self._whole = self._file.tell()

    def add(self, exchange: Exchange) -> None:
        """Writes the records of an answer and its request; secrets in the request's headers are left out."""
        failpoint()
        url = _without_user(exchange.url)
        date = f"{exchange.began.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        facts = {"WARC-Date": date}
        if exchange.address:
            facts["WARC-IP-Address"] = exchange.address
        if exchange.truncated:
            facts["WARC-Truncated"] = exchange.truncated
        # HTTP gives the phrase of a status no meaning (RFC 9112 §4) and Scrapy drops it: this is the standard's
        phrase = next((one.phrase for one in HTTPStatus if one == exchange.status), "")
        head = _Head(f"{exchange.status} {phrase}", exchange.headers, exchange.protocol)
        answer = self._record("response", url, facts, head, exchange.body)
        self._writer.write_record(answer)
        end = self._file.tell()
        self._index.add(
            url,
            date,
            exchange.status,
            _mime(answer),
            answer.rec_headers.get_header("WARC-Payload-Digest"),
            self._whole,
            end - self._whole,
        )
        request = self._record(
            "request",
            url,
            {"WARC-Date": date, "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID")},
            _request_head(exchange, url),
            exchange.request_body,
        )
        self._writer.write_record(request)
        self._whole = self._file.tell()
        self.answers += 1

    def _record(self, kind: str, url: str, facts: dict[str, str], head: StatusAndHeaders, body: bytes) -> Any:
        return self._writer.create_warc_record(
            url, kind, payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=facts
        )

    def close(self) -> list[FileFacts]:
        """Flushes the file and writes its index; returns what both hold, read back from the disk.

        The ``records`` of either are the answers.
        """
        sync_file(self._file)
        self._file.close()
        index = self.path.with_name(self.path.name.replace(WARC, INDEX))
        self._index.write(index, self.path.name)
        facts = read_facts(self._temporary)
        return [FileFacts(self.path.name, self.answers, facts.bytes, facts.sha256), read_facts(index)]

    def publish(self) -> None:
        """Gives the file its name; call it after close()."""
        failpoint()
        self._temporary.rename(self.path)
        sync_folder(self.path.parent)

    def keep(self) -> None:
        """Ends the file of a run that is not published, and keeps it unless it is published or holds no answer.

        Never raises: what a failing disk does not allow now, recover() does in the next run.
        """
        with suppress(OSError):
            self._file.close()
        if not self._temporary.exists():
            return
        with suppress(OSError):
            if self.answers:
                self.path.with_name(self.path.name.replace(WARC, INDEX)).unlink(missing_ok=True)
                _keep(self._temporary, f"{self.path.name.removesuffix(WARC)}{UNPUBLISHED}")
            else:
                self._temporary.unlink()


def recover(folder: Path, dead: Iterable[str] = ()) -> list[Path]:
    """Keeps what dead runs left in a newspaper's folder; returns the files that were kept.

    A file is cut after its last whole record, gets an index, and the name of a file whose run was not published. So do
    the files of the runs in ``dead``, which died between the names of their file and of their folder.
    """
    kept: list[Path] = []
    for run_id in dead:
        if (path := folder / f"{run_id}{WARC}").is_file():
            (folder / f"{run_id}{INDEX}").unlink(missing_ok=True)
            kept += filter(None, [_keep(path, f"{run_id}{UNPUBLISHED}")])
    for path in sorted(folder.glob(".*.part")):
        if (found := _PART.fullmatch(path.name)) and path.is_file() and not path.is_symlink():
            (folder / f"{found[1]}{INDEX}").unlink(missing_ok=True)
            kept += filter(None, [_keep(path, f"{found[1]}{UNPUBLISHED}")])
    return kept


def _keep(path: Path, name: str) -> Path | None:
    """Renames an unfinished file, cut after its last whole record; removes one without an answer."""
    with path.open("r+b") as file:
        file.truncate(_whole_length(path))
        sync_file(file)
    index, answers = _Index(), 0
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        for record in records:
            if record.rec_type == "response":
                headers = record.rec_headers
                index.add(
                    headers.get_header("WARC-Target-URI"),
                    headers.get_header("WARC-Date"),
                    int(record.http_headers.get_statuscode()),
                    _mime(record),
                    headers.get_header("WARC-Payload-Digest"),
                    records.get_record_offset(),
                    records.get_record_length(),
                )
                answers += 1
    if not answers:
        path.unlink()
        return None
    target = path.with_name(f"{name}{WARC}")
    index.write(path.with_name(f"{name}{INDEX}"), target.name)
    path.rename(target)
    sync_folder(path.parent)
    return target


def _whole_length(path: Path) -> int:
    """The length in bytes of a file up to the end of its last whole gzip member."""
    whole = position = 0
    member = zlib.decompressobj(16 + zlib.MAX_WBITS)
    with path.open("rb") as file:
        while chunk := file.read(BUFFER):
            while chunk:
                try:
                    member.decompress(chunk)
                except zlib.error:
                    return whole
                position += len(chunk) - len(member.unused_data)
                chunk = member.unused_data
                if member.eof:
                    whole, member = position, zlib.decompressobj(16 + zlib.MAX_WBITS)
    return whole


class _Index:
    """The lines of an index; they lie in a temporary database on the disk until write() sorts them."""

    def __init__(self) -> None:
        with _as_os_error():
            self._db = sqlite3.connect("", isolation_level=None)
            self._db.execute("CREATE TABLE line (text TEXT)")
            self._db.execute("BEGIN")

    def add(self, url: str, date: str, status: int, mime: str, digest: str, offset: int, length: int) -> None:
        """Adds an answer: its address, the time of its record, and where the record lies in the file, in bytes."""
        time = re.sub(r"\D", "", date)[:14]
        facts = {"url": url, "mime": mime, "status": str(status), "digest": digest}
        facts |= {"length": str(length), "offset": str(offset)}
        with _as_os_error():
            line = f"{surt.surt(url)} {time} {msgspec.json.encode(facts).decode()}"
            self._db.execute("INSERT INTO line VALUES (?)", (line,))

    def write(self, path: Path, file_name: str) -> None:
        """Writes the lines, sorted by their bytes, and closes the index."""
        named = f',"filename":{msgspec.json.encode(file_name).decode()}}}'
        with _as_os_error():
            lines = self._db.execute("SELECT text FROM line ORDER BY text")
            write_whole(path, (f"{line.removesuffix('}')}{named}".encode() for (line,) in lines))
            self._db.close()


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(N_(f"the index of the WARC file cannot be sorted: {error}")) from error


# ---- reading ---------------------------------------------------------------------------------------
class WarcError(Exception):
    """A WARC file or its index is damaged; the message is one sentence for the user."""


class Capture(msgspec.Struct, frozen=True):
    """A line of an index: where the record of an answer lies. ``time`` is the UTC second, ``YYYYMMDDhhmmss``."""

    url: str
    status: str
    digest: str
    length: str
    offset: str
    filename: str
    mime: str = ""
    time: str = ""


_decode_capture = msgspec.json.Decoder(Capture).decode


def index_of(warc: Path) -> Path:
    """The index of a WARC file."""
    return warc.with_name(f"{warc.name.removesuffix(WARC)}{INDEX}")


def read_index(path: Path) -> Iterator[Capture]:
    """The lines of an index, in its order; raises WarcError for a damaged one, OSError from the disk."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                _, time, facts = line.decode().split(" ", 2)
                yield msgspec.structs.replace(_decode_capture(facts), time=time)
            except (ValueError, msgspec.MsgspecError) as error:
                raise WarcError(N_(f"line {number} of {path} is damaged: {error}")) from error


def read_answer(folder: Path, capture: Capture) -> tuple[int, Headers, bytes, bool]:
    """The answer that a line of an index names: status, headers, body, and whether the body is all of it.

    Raises WarcError if the record is damaged or another one, OSError from the disk.
    """
    path = folder / capture.filename
    with path.open("rb") as file:
        file.seek(int(capture.offset))
        content = file.read(int(capture.length))
    try:
        for record in ArchiveIterator(BytesIO(content), check_digests=True):
            body = record.raw_stream.read()
            headers = record.rec_headers
            if record.digest_checker.passed and headers.get_header("WARC-Payload-Digest") == capture.digest:
                status = int(record.http_headers.get_statuscode())
                return status, record.http_headers.headers, body, headers.get_header("WARC-Truncated") is None
    except Exception as error:  # of any kind: warcio has its own for a few forms of damage only
        raise WarcError(N_(f"the record at {capture.offset} of {path} is damaged: {error}")) from error
    raise WarcError(N_(f"the record at {capture.offset} of {path} is not the one of {capture.url} in its index"))


def _mime(record: Any) -> str:
    given = record.http_headers.get_header("Content-Type", "")
    return given.partition(";")[0].strip().lower() or "unk"


def _without_user(url: str) -> str:
    """An address without a user's name and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url


def _request_head(exchange: Exchange, url: str) -> StatusAndHeaders:
    """The head of a request as Twisted sends it, without secrets."""
    parts = urlsplit(url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    headers = [(name, value) for name, value in exchange.request_headers if not _SECRET.search(name)]
    if exchange.request_body:
        headers.insert(0, ("Content-Length", str(len(exchange.request_body))))
    if not any(name.lower() == "host" for name, _ in headers):
        headers.append(("Host", parts.netloc))
    return _Head(f"{exchange.method} {target} HTTP/1.1", headers, is_http_request=True)
