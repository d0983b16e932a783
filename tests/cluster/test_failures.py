"""What a cluster does when its parts fail: nothing is lost, and no newspaper ever sees two crawls at once."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable

from support.clusters import Cluster
from support.postgres import Postgres

Make = Callable[[int], Cluster]
ATTEMPTS = "SELECT record FROM newscrawler.outcome WHERE ended_at IS NOT NULL ORDER BY id"
HOLDERS = """SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND datname = current_database()"""


def ends(cluster: Cluster) -> list[int]:
    """The statuses of the attempts that have ended, in the order of their beginnings."""
    return [json.loads(record)["exit_code"] for (record,) in cluster.rows(ATTEMPTS)]


def test_a_worker_that_stands_still_and_wakes_up_changes_nothing(make_cluster: Make) -> None:
    """Its crawl goes on meanwhile, and holds its lock; the engine has given the newspaper to another worker."""
    cluster = make_cluster(1)
    cluster.slow_down(1.0)
    workers = {name: cluster.worker(name, "--jobs", "1") for name in ("one", "two")}
    cluster.await_(lambda: cluster.machines() == 2, *workers.values())
    batch = cluster.detach()
    cluster.await_(lambda: cluster.asked("paper00"), *workers.values())
    (busy,) = set(cluster.servers["paper00"].askers)
    frozen = workers.pop(busy)
    ((idle, other),) = workers.items()
    frozen.send(signal.SIGSTOP)
    cluster.await_(lambda: 6 in ends(cluster), other)  # locked out by the lock of the archive
    assert cluster.asked("paper00", idle) == []
    cluster.servers["paper00"].faults.clear()
    cluster.await_(lambda: cluster.has_ended(batch), other)
    before = cluster.rows("SELECT * FROM newscrawler.batch")
    frozen.send(signal.SIGCONT)
    cluster.await_(lambda: cluster.rows("SELECT 1 FROM newscrawler.outcome WHERE attempt = 0 AND record <> ''"), frozen)
    assert cluster.states(batch) == {"paper00": ("finished", 0)}
    assert cluster.rows("SELECT attempt > 1 FROM newscrawler.outcome WHERE final") == [(True,)]
    assert cluster.rows("SELECT * FROM newscrawler.batch") == before
    cluster.assert_no_overlap()
    cluster.assert_complete()


def test_a_batch_outlives_a_restart_of_its_database(make_cluster: Make, postgres: Postgres) -> None:
    """Crawls and worker end by themselves, silent; systemd would start the worker again."""
    cluster = make_cluster(2)
    cluster.slow_down(0.05)
    first = cluster.worker("first", "--jobs", "2")
    cluster.await_(cluster.machines, first)
    batch = cluster.detach()
    cluster.await_(lambda: all(len(cluster.asked(name)) > 8 for name in cluster.servers), first)
    cluster.disconnect()
    postgres.stop()
    try:
        ended = first.wait()
        asked = [len(server.log) for server in cluster.servers.values()]
    finally:
        postgres.start()
    assert ended.exit_code == 4
    assert f"scrapy worker: the archive in {cluster.url.partition('@')[2]} cannot be used: " in ended.stderr
    second = cluster.worker("second", "--jobs", "2")
    cluster.await_(lambda: cluster.has_ended(batch), second)
    assert {path for before, paths in zip(asked, cluster.all_asked(), strict=True) for path in paths[before:][:1]} <= {
        "/robots.txt"
    }  # nothing was asked between the end of the worker and the next crawl
    assert cluster.states(batch) == dict.fromkeys(cluster.servers, ("finished", 0))
    cluster.assert_no_overlap()
    cluster.assert_complete()


def test_a_lost_lock_ends_a_crawl_and_a_worker_that_is_told_to_end_gives_its_newspapers_back(
    make_cluster: Make,
) -> None:
    cluster = make_cluster(1)
    cluster.slow_down(0.1)
    first = cluster.worker("first", "--jobs", "1", doomed=False)
    cluster.await_(cluster.machines, first)
    batch = cluster.detach()
    cluster.await_(lambda: len(cluster.asked("paper00")) > 6, first)
    cluster.rows(HOLDERS)
    cluster.await_(lambda: ends(cluster) == [4], first)
    cluster.await_(lambda: cluster.asked("paper00").count("/robots.txt") == 2, first)
    asked = len(cluster.asked("paper00"))
    cluster.await_(lambda: len(cluster.asked("paper00")) > asked + 3, first)
    first.send(signal.SIGTERM)
    ended = first.wait()
    assert (ended.exit_code, "Traceback" in ended.stderr) == (0, False), ended.stderr
    assert ends(cluster) == [4, 5]
    assert cluster.rows("SELECT status FROM newscrawler.procrastinate_jobs WHERE task_name = 'crawl'") == [("todo",)]
    cluster.servers["paper00"].faults.clear()
    second = cluster.worker("second", "--jobs", "1", doomed=False)
    cluster.await_(lambda: cluster.has_ended(batch), second)
    assert cluster.states(batch) == {"paper00": ("finished", 0)}
    assert ends(cluster) == [4, 5, 0]
    cluster.assert_no_overlap()
    cluster.assert_complete()
    second.send(signal.SIGINT)
    assert second.wait().exit_code == 0
