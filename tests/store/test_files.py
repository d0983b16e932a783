"""Whole files: the new content or the former one, and nothing lying about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawler.store.files import write_json, write_whole


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("한글\n", "한글\n".encode()),
        (b"\x00\xff", b"\x00\xff"),
        ([b"one", b"two"], b"one\ntwo\n"),
        (iter([b"one"]), b"one\n"),
        ([], b""),
        ("", b""),
    ],
)
def test_text_bytes_and_lines_are_written(content: str | bytes, expected: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    for _ in range(2):
        write_whole(path, content)
        assert list(tmp_path.iterdir()) == [path]
        if not isinstance(content, Iterator):
            assert path.read_bytes() == expected


def test_json_is_written_for_people(tmp_path: Path) -> None:
    write_json(tmp_path / "file", {"신문": ["나루"], "none": None})
    assert (tmp_path / "file").read_text("utf-8") == '{\n  "신문": [\n    "나루"\n  ],\n  "none": null\n}\n'


def test_what_fails_on_the_way_leaves_the_former_file_and_nothing_else(tmp_path: Path) -> None:
    def lines() -> Iterator[bytes]:
        yield b"new"
        raise ValueError("damaged")

    path = tmp_path / "file"
    for former in (False, True):
        if former:
            path.write_text("former")
        with pytest.raises(ValueError, match="damaged"):
            write_whole(path, lines())
        assert [file.read_text() for file in tmp_path.iterdir()] == ["former"] * former


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_disk_that_refuses_leaves_the_former_file_and_nothing_else(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "file"
    path.write_text("former")
    monkeypatch.setattr(step, refuse)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "new")
    assert [file.read_text() for file in tmp_path.iterdir()] == ["former"]


def test_a_folder_that_is_missing_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "file", "new")
    assert list(tmp_path.iterdir()) == []
