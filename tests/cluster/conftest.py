"""A database with all tables, and clusters on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.clusters import Cluster
from support.postgres import Postgres

from newscrawler.cluster.schema import migrate


@pytest.fixture(scope="session")
def cluster_template(postgres: Postgres) -> str:
    """The name of a database with all tables."""
    url = postgres.create(postgres.template)
    migrate(url)
    return url.rpartition("/")[2]


@pytest.fixture
def cluster_database(postgres: Postgres, cluster_template: str) -> str:
    """The address of a database with all tables and nothing in them."""
    return postgres.create(cluster_template)


@pytest.fixture
def make_cluster(postgres: Postgres, cluster_database: str, tmp_path: Path) -> Iterator[Callable[[int], Cluster]]:
    """Makes a cluster for so many newspapers."""
    made: list[Cluster] = []

    def make(papers: int) -> Cluster:
        made.append(Cluster(tmp_path, postgres, cluster_database, papers))
        return made[-1]

    yield make
    for cluster in made:
        cluster.__exit__()
