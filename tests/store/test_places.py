"""Where archives lie, which newspapers have one, and what an ARCHIVE_URL must not be."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawler.store.archive import ArchiveError
from newscrawler.store.archives import archived_sites, open_archive, read_archive, require_own_archives
from newscrawler.store.places import archive_path


def settings(url: str | None = None, data_dir: Path | str = "data") -> Settings:
    return Settings({"DATA_DIR": str(data_dir), "ARCHIVE_URL": url})


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (None, "data/demo/archive.sqlite"),
        ("", "data/demo/archive.sqlite"),
        ("sqlite:////var/lib/{site}.sqlite", "/var/lib/demo.sqlite"),
        ("sqlite:///archives/{site}/a.sqlite", "archives/demo/a.sqlite"),
        ("sqlite:////var/lib/one.sqlite", "/var/lib/one.sqlite"),
    ],
)
def test_archive_url_says_where_it_lies(url: str | None, path: str) -> None:
    assert archive_path(settings(url), "demo") == Path(path)


@pytest.mark.parametrize(
    "url", ["mysql://user:secret@host/db", "sqlite://secret.sqlite", "/var/lib/secret.sqlite", "secret"]
)
def test_an_archive_url_of_another_kind_is_refused_without_being_repeated(url: str) -> None:
    for ask in (archive_path, open_archive, read_archive):
        with pytest.raises(ArchiveError) as refused:
            ask(settings(url), "demo")
        assert (
            str(refused.value)
            == "ARCHIVE_URL is neither of the form sqlite:///path/{site}.sqlite nor postgresql://user@host/database"
        )
    with pytest.raises(ArchiveError, match="is neither of the form"):
        archived_sites(settings(url))


@pytest.mark.parametrize(
    "url",
    [
        None,
        "sqlite:///{root}/{site}.sqlite",
        "sqlite:///{root}//deep/./{site}/archive.sqlite",
        "sqlite:///{root}/{site}/{site}.sqlite",
        "sqlite:///{root}/a[1]*?/{site}.x",
    ],
)
def test_the_newspapers_with_an_archive_are_found_where_archives_lie(url: str | None, tmp_path: Path) -> None:
    places = settings(url and url.replace("{root}", str(tmp_path / "archives")), tmp_path / "data")
    assert archived_sites(places) == []
    for site in ("nuri", "127.0.0.1:8000", "bada"):
        open_archive(places, site).close()
    (tmp_path / "data" / "batches").mkdir(parents=True)
    (tmp_path / "archives" / "decoy").mkdir(parents=True)
    (tmp_path / "archives" / "decoy" / "other.sqlite").touch()
    assert archived_sites(places) == ["127.0.0.1:8000", "bada", "nuri"]
    for site in archived_sites(places):
        read_archive(places, site).close()


def test_one_archive_for_all_is_that_of_the_newspaper_that_came_first(tmp_path: Path) -> None:
    places = settings(f"sqlite:///{tmp_path}/one.sqlite", tmp_path)
    assert archived_sites(places) == []
    open_archive(places, "nuri").close()
    assert archived_sites(places) == ["nuri"]
    with pytest.raises(ArchiveError, match="is that of the newspaper 'nuri', not of 'bada'"):
        open_archive(places, "bada")


def test_one_archive_for_several_newspapers_is_refused(tmp_path: Path) -> None:
    one = settings(f"sqlite:///{tmp_path}/one.sqlite")
    with pytest.raises(ArchiveError, match=r"ARCHIVE_URL names one archive for 2 newspapers: put \{site\} into"):
        require_own_archives(one, ["nuri", "bada", "nuri"])
    require_own_archives(one, ["nuri", "nuri"])
    require_own_archives(one, [])
    require_own_archives(settings(f"sqlite:///{tmp_path}/{{site}}.sqlite"), ["nuri", "bada"])
    require_own_archives(settings(), ["nuri", "bada"])
