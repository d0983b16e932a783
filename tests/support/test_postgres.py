"""The server of the tests: its databases are empty and apart, and a restart keeps what was committed."""

from __future__ import annotations

import signal

import psycopg
import pytest

from support.postgres import Postgres


def test_every_database_is_empty_and_apart(postgres: Postgres, database: str) -> None:
    postgres.execute("INSERT INTO newscrawler.newspaper VALUES ('demo')", url=database)
    other = postgres.create(postgres.template)
    assert postgres.execute("SELECT * FROM newscrawler.newspaper", url=other) == []
    assert postgres.execute("SELECT to_regclass('newscrawler.newspaper')", url=postgres.create()) == [(None,)]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
def test_a_restart_keeps_what_was_committed(how: signal.Signals) -> None:
    with Postgres() as server:
        url = server.create()
        server.execute("CREATE TABLE one (x int)", url=url)
        server.stop(how)
        with pytest.raises(psycopg.OperationalError, match="refused"):
            server.execute("SELECT 1", url=url)
        server.start()
        assert server.execute("SELECT count(*) FROM one", url=url) == [(0,)]
