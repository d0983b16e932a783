"""A session with PostgreSQL: how it is opened, what its errors say, and the lock that lives as long as it does."""

from __future__ import annotations

import hashlib
import re
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import msgspec
import psycopg
from psycopg.conninfo import conninfo_to_dict

from newscrawler.store.archive import ArchiveError
from newscrawler.store.lock import LockedError
from newscrawler.translation import N_

Session = psycopg.Connection[tuple[Any, ...]]

PATIENCE = 10_000
"""Milliseconds after which a connection whose packets nobody acknowledges is given up: libpq's tcp_user_timeout.

The address may name another value. All other times follow from it: how often the store is asked (every half of it),
how slowly it may answer (twice), and when the server ends the session of a machine that it no longer hears (six times,
60 seconds).
"""
SCHEMA = "newscrawler"
"""The schema of the tables."""
_APPLICATION_BYTES = 63  # PostgreSQL cuts names after them
_HOSTS = re.compile(r"[^:/@\[\]]*(?::\d+)?|\[[0-9a-fA-F:.]+\](?::\d+)?")
_TRIES = 3
_MOMENT = 1000  # milliseconds to wait for a lock
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while the machine sleeps (Linux)


def connect(url: str, *, application: str, read_only: bool = False) -> Session:
    """Opens a session in autocommit mode that sees the tables of newscrawler first.

    ``application`` is what the server shows of it. Raises ArchiveError for an address that is invalid and for a pooler
    that gives one client several sessions, psycopg.Error if the server cannot be reached.
    """
    given = _parameters(url)
    patience = _patience(given)
    seconds = max(1, round(patience / 1000))
    options = {
        "search_path": f"{SCHEMA}, public",
        "client_encoding": "UTF8",
        # the server's own watch must not give the lock away before this machine has stopped sending
        "tcp_keepalives_idle": 2 * seconds,
        "tcp_keepalives_interval": seconds,
        "tcp_keepalives_count": 4,
        "tcp_user_timeout": 6 * seconds * 1000,
        "default_transaction_read_only": "on" if read_only else "off",
    }
    # TCP acknowledges a question before it is answered: keepalives watch while this machine waits
    watch = {"keepalives_idle": seconds, "keepalives_interval": seconds, "keepalives_count": 2}
    parameters: dict[str, Any] = {
        **{"connect_timeout": 10, **watch, **given},
        **{"tcp_user_timeout": patience, "application_name": application},
    }
    db: Session = psycopg.connect(**parameters, autocommit=True)
    try:
        _refuse_pooler(db, parameters)
        db.execute("; ".join(f"SET {name} TO {value}" for name, value in options.items()))
    except BaseException:
        db.close()
        raise
    return db


def place_of(url: str) -> str:
    """Host, port and name of the database at an address, for people: without user and password."""
    given = _parameters(url)
    host, port = given.get("host") or given.get("hostaddr"), given.get("port")
    server = f"{host or 'the default server'}{f':{port}' if port else ''}"
    return f"{server}/{given.get('dbname') or given.get('user') or ''}"


@contextmanager
def errors_of(place: str) -> Iterator[None]:
    """Turns an error of PostgreSQL, or of a record in it, into one sentence."""
    try:
        yield
    except (psycopg.Error, msgspec.MsgspecError, OSError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise ArchiveError(N_(f"the archive in {place} cannot be used: {said}")) from error


class ServerLock:
    """The lock of one newspaper's server: held by a session, and with it lost.

    A session advisory lock, on the very connection that writes the archive: who loses the lock cannot write either.
    """

    def __init__(self, db: Session, server: str, place: str) -> None:
        """Takes the lock; raises LockedError, which names the holder, and psycopg.Error.

        Waits for a moment, because the session of a process that was killed just now takes one to end.
        """
        self._db, self._key, self._place = db, _key(server), place
        self._patience = _patience(db.info.get_parameters()) / 1000  # seconds
        self._asked = _now()
        try:
            with db.transaction():
                db.execute(f"SET LOCAL lock_timeout TO {_MOMENT}")
                (self._backend, _) = _row(db, "SELECT pg_backend_pid(), pg_advisory_lock(%s)", self._key)
        except psycopg.errors.LockNotAvailable:
            holder = _holder(db, self._key) or "unknown"
            raise LockedError(N_(f"another run of the server {server} is at work: {holder}")) from None

    def release(self) -> None:
        """Releases the lock now; the end of the session, which would, takes a moment. Raises psycopg.Error."""
        self._db.execute("SELECT pg_advisory_unlock(%s)", (self._key,))

    def confirm(self) -> None:
        """Makes sure that the lock is held now: asks unless the last answer is young and the server has sent nothing.

        The time of an answer is that of its question. Raises ArchiveError if the session is not the one that took the
        lock or if all answers come too late; psycopg.Error if the session is lost.
        """
        if _now() - self._asked <= self._patience / 2 and not self._has_news():
            return
        for _ in range(_TRIES):
            self._asked = _now()
            (backend,) = _row(self._db, "SELECT pg_backend_pid()")
            if backend != self._backend:
                raise ArchiveError(_POOLER.format(place=self._place))
            if _now() - self._asked <= 2 * self._patience:
                return
        late = N_(f"it takes more than {2 * self._patience:.0f} s to answer")
        raise ArchiveError(N_(f"the archive in {self._place} cannot be used: {late}"))

    def _has_news(self) -> bool:
        """Whether the server has sent something unasked: mostly that it ends the session."""
        poll = select.poll()
        poll.register(self._db.fileno(), select.POLLIN)
        return bool(poll.poll(0))


_POOLER = N_(
    "the archive in {place} cannot be used: a connection pooler gives its clients a session for each transaction, "
    "so locks and read-only sessions do not hold; connect to PostgreSQL directly, or set the pooler to session mode"
)


def _refuse_pooler(db: Session, parameters: dict[str, Any]) -> None:
    """Raises ArchiveError for a pooler that gives one client several sessions (PgBouncer in transaction mode).

    Behind any pooler the process id in the greeting is not that of the session. A second client then shows whether
    sessions are shared: it meets that of the first one. To be called before anything in the session is changed.
    """
    place = f"{db.info.host}:{db.info.port}/{db.info.dbname}"
    backends = {_row(db, "SELECT pg_backend_pid()") for _ in range(_TRIES)}
    shared = len(backends) > 1
    if not shared and backends != {(db.info.backend_pid,)}:
        with psycopg.connect(**parameters, autocommit=True) as other:
            shared = _row(other, "SELECT pg_backend_pid()") in backends
        shared = shared or _row(db, "SELECT pg_backend_pid()") not in backends
    if shared:
        raise ArchiveError(_POOLER.format(place=place))


def _parameters(url: str) -> dict[str, Any]:
    """The connection parameters of an address; raises ArchiveError without quoting it, as it may hold a password."""
    invalid = N_("ARCHIVE_URL is not of the form postgresql://user@host/database")
    try:
        # A password with / ? # or @ in it would end up in the name of the host, and in errors about it.
        if url.count("@") > 1 or ("@" in url and "@" not in urlsplit(url).netloc):
            raise ArchiveError(
                N_(f"{invalid}: a password's special characters are written %40 for @, %2F for / and so on")
            )
        hosts = urlsplit(url).netloc.rpartition("@")[2]
        if not all(_HOSTS.fullmatch(host) for host in hosts.split(",")):
            raise ArchiveError(invalid)
        return dict(conninfo_to_dict(url))
    except (psycopg.Error, ValueError):
        raise ArchiveError(invalid) from None


def _patience(parameters: dict[str, Any]) -> int:
    given = str(parameters.get("tcp_user_timeout") or PATIENCE)
    return int(given) if given.isdigit() and int(given) > 0 else PATIENCE


def _now() -> float:
    return time.clock_gettime(_CLOCK)


def _key(server: str) -> int:
    """The number that stands for a server in PostgreSQL's table of locks, the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"newscrawler {server}".encode()).digest()[:8], signed=True)


def _holder(db: Session, key: int) -> str | None:
    """What the session that holds a lock says of itself."""
    high, low = divmod(key & (1 << 64) - 1, 1 << 32)
    row = db.execute(
        """SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s AND objsubid = 1
        AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())""",
        (high, low),
    ).fetchone()
    return str(row[0]) if row and row[0] else None


def named(holder: str) -> str:
    """How a session names itself: this machine and the holder of its lock, cut to what PostgreSQL keeps."""
    machine = socket.gethostname().partition(".")[0]
    name = f"{machine[: _APPLICATION_BYTES - len(holder) - 2]}, {holder}" if holder else machine
    return name.encode("ascii", "replace").decode()[:_APPLICATION_BYTES]


def _row(db: Session, query: str, *values: Any) -> tuple[Any, ...]:
    row = db.execute(query, values).fetchone()
    assert row is not None
    return tuple(row)
