"""The WARC file of a run: what stands in it, that its index leads to it, and what becomes of one that was cut."""

from __future__ import annotations

import errno
import gzip
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from support.warcs import PAGE, is_sound, records

from newscrawler.store.exchange import Exchange
from newscrawler.store.warc import WarcError, WarcFile, index_of, read_answer, read_index, recover

RUN = "20260302T060000"
HOME = replace(PAGE, url="http://demo.test/", status=404, headers=[], body=b"")


def written(folder: Path, *exchanges: Exchange) -> WarcFile:
    file = WarcFile(folder, RUN, {"software": "test"})
    for one in exchanges:
        file.add(one)
    return file


def published(folder: Path, *exchanges: Exchange) -> Path:
    file = written(folder, *exchanges)
    file.close()
    file.publish()
    return file.path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_answer_stands_as_it_came_beside_its_request(tmp_path: Path) -> None:
    path = published(tmp_path, PAGE)
    info, answer, request = records(path)
    assert (info.kind, answer.kind, request.kind) == ("warcinfo", "response", "request")
    assert info.body == b"software: test\r\n"
    assert info.fields["WARC-Filename"] == path.name == f"{RUN}.warc.gz"
    assert answer.head == "HTTP/1.1 200 OK"
    assert answer.headers == PAGE.headers
    assert answer.body == PAGE.body
    assert answer.fields["WARC-Target-URI"] == request.fields["WARC-Target-URI"] == PAGE.url
    assert answer.fields["WARC-Date"] == request.fields["WARC-Date"] == "2026-03-01T21:00:01.250000Z"
    assert answer.fields["WARC-IP-Address"] == "192.0.2.7"
    assert request.fields["WARC-Concurrent-To"] == answer.fields["WARC-Record-ID"]
    assert request.head == "GET /news/article.html?no=2 HTTP/1.1"
    assert request.headers == [*PAGE.request_headers, ("Host", "demo.test")]
    assert gzip.decompress(path.read_bytes()).startswith(b"WARC/1.1\r\n")
    assert is_sound(path)


def test_what_a_form_sent_is_stored_with_its_length(tmp_path: Path) -> None:
    *_, request = records(published(tmp_path, replace(PAGE, method="POST", request_body=b"page=2&code=a")))
    assert request.head == "POST /news/article.html?no=2 HTTP/1.1"
    assert request.headers[0] == ("Content-Length", "13")
    assert request.body == b"page=2&code=a"


def test_the_bytes_of_a_header_are_kept(tmp_path: Path) -> None:
    raw = "filename=물레.html".encode()
    path = published(tmp_path, replace(PAGE, headers=[("Content-Disposition", raw.decode("latin-1"))]))
    assert b"Content-Disposition: " + raw + b"\r\n" in gzip.decompress(path.read_bytes())
    assert is_sound(path)


@pytest.mark.parametrize(
    "name",
    ["Authorization", "Proxy-Authorization", "Cookie", "cookie2", "X-Api-Key", "X-Auth", "X-CSRF-Token", "Proxy-Hint"],
)
def test_secrets_of_a_request_are_not_stored(tmp_path: Path, name: str) -> None:
    secret = replace(PAGE, url=PAGE.url.replace("//", "//han:geheim@"), request_headers=[(name, "geheim"), ("A", "b")])
    path = published(tmp_path, secret)
    assert b"geheim" not in gzip.decompress(path.read_bytes())
    assert records(path)[2].headers == [("A", "b"), ("Host", "demo.test")]
    assert [one.url for one in read_index(index_of(path))] == [PAGE.url]


def test_the_index_leads_to_each_answer(tmp_path: Path) -> None:
    cut = replace(PAGE, url="http://demo.test/a", body=b"half", truncated="disconnect")
    file = written(tmp_path, PAGE, HOME, cut)
    warc, index = file.close()
    file.publish()
    assert names(tmp_path) == [index.name, warc.name] == [f"{RUN}.cdxj", f"{RUN}.warc.gz"]
    assert (warc.records, index.records) == (3, 3)
    assert warc.sha256 == hashlib.sha256(file.path.read_bytes()).hexdigest()
    lines = index_of(file.path).read_bytes().splitlines()
    assert lines == sorted(lines)
    assert lines[0].startswith(b"test,demo)/ 20260301210001 {")
    captures = list(read_index(index_of(file.path)))
    assert [one.url for one in captures] == [HOME.url, cut.url, PAGE.url]
    assert [read_answer(tmp_path, one) for one in captures] == [
        (404, [], b"", True),
        (200, cut.headers, b"half", False),
        (200, PAGE.headers, PAGE.body, True),
    ]


def test_a_damaged_record_is_an_error(tmp_path: Path) -> None:
    path = published(tmp_path, PAGE, HOME)
    home, page = read_index(index_of(path))
    content = bytearray(path.read_bytes())
    content[int(page.offset) + int(page.length) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(WarcError, match=f"the record at {page.offset} of "):
        read_answer(tmp_path, page)
    assert read_answer(tmp_path, home)[0] == 404
    with pytest.raises(WarcError, match="is not the one of"):
        read_answer(tmp_path, type(home)(home.url, "200", "sha1:X", home.length, home.offset, home.filename))
    index_of(path).write_text("x\n")
    with pytest.raises(WarcError, match="line 1 of"):
        list(read_index(index_of(path)))


def test_the_file_of_a_run_that_is_not_published_is_kept_under_a_clear_name(tmp_path: Path) -> None:
    written(tmp_path, PAGE).keep()
    assert names(tmp_path) == [f"{RUN}.unpublished.cdxj", f"{RUN}.unpublished.warc.gz"]
    kept = tmp_path / f"{RUN}.unpublished.warc.gz"
    (capture,) = read_index(index_of(kept))
    assert read_answer(tmp_path, capture) == (200, PAGE.headers, PAGE.body, True)
    assert is_sound(kept)


def test_a_run_that_fetched_nothing_leaves_nothing(tmp_path: Path) -> None:
    written(tmp_path).keep()
    assert names(tmp_path) == []


def test_the_next_run_keeps_what_a_killed_one_fetched(tmp_path: Path) -> None:
    """Wherever the file ends: what lies before is whole, and what was cut goes."""
    file = written(tmp_path / "whole", PAGE, HOME)
    file.close()
    file.publish()
    content = file.path.read_bytes()
    answers = [int(one.offset) + int(one.length) for one in read_index(index_of(file.path))]
    for length in (*range(0, len(content), 37), len(content)):
        folder = tmp_path / str(length)
        folder.mkdir()
        (folder / f".{RUN}.warc.gz.part").write_bytes(content[:length])
        (folder / f"{RUN}.cdxj").write_text("of a run that was killed while it was published\n")
        kept = recover(folder)
        whole = [end for end in answers if end <= length]
        if not whole:
            assert (kept, names(folder)) == ([], [])
            continue
        assert names(folder) == [f"{RUN}.unpublished.cdxj", f"{RUN}.unpublished.warc.gz"]
        assert is_sound(kept[0])
        assert len(list(read_index(index_of(kept[0])))) == len(whole)
        assert [read_answer(folder, one)[0] for one in read_index(index_of(kept[0]))]
        assert recover(folder) == []


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".notes.part").write_text("mine")
    (tmp_path / f".{RUN}.warc.gz.part").symlink_to(tmp_path / ".notes.part")
    assert recover(tmp_path) == []
    assert (tmp_path / ".notes.part").read_text() == "mine"


def test_a_full_disk_leaves_what_was_whole_to_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, PAGE)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("newscrawler.store.warc.sync_file", refuse)
        with pytest.raises(OSError, match="No space left"):
            file.close()
        file.keep()
    assert names(tmp_path) == [f".{RUN}.warc.gz.part"]
    assert [path.name for path in recover(tmp_path)] == [f"{RUN}.unpublished.warc.gz"]
