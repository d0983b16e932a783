"""Whole files: the new content or the former one, and nothing lying about."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawler.store.files import whole_folder, write_json, write_whole


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


def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "target", tmp_path / "link"
    target.write_text("former")
    link.symlink_to(target)
    write_whole(link, "new")
    assert (link.is_symlink(), target.read_text()) == (True, "new")
    assert list(target.parent.iterdir()) == [target]


def test_a_device_is_written_to_and_stays_a_device() -> None:
    write_whole(Path(os.devnull), [b"line"])
    assert Path(os.devnull).is_char_device()


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, [b"one", b"two"])
    assert os.read(reader, 100) == b"one\ntwo\n"
    os.close(reader)
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_folder_in_the_place_of_the_file_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, "new")
    assert list(tmp_path.iterdir()) == []


# ---- whole folders --------------------------------------------------------------------------------
def test_a_folder_appears_whole_and_replaces_the_former_one(tmp_path: Path) -> None:
    path = tmp_path / "corpus"
    for text in ("first", "second"):
        with whole_folder(path) as folder:
            (folder / "inner").mkdir()
            (folder / "inner" / f"{text}.txt").write_text(text)
            assert not (path / "inner" / f"{text}.txt").exists()
        assert [each.name for each in (path / "inner").iterdir()] == [f"{text}.txt"]
        assert [each.name for each in tmp_path.iterdir()] == ["corpus"]


def test_a_failure_leaves_the_former_folder_or_none(tmp_path: Path) -> None:
    path = tmp_path / "corpus"

    def fail() -> None:
        with whole_folder(path) as folder:
            (folder / "half.txt").write_text("half")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert list(tmp_path.iterdir()) == []
    path.mkdir()
    (path / "former.txt").write_text("former")
    with pytest.raises(OSError, match="full"):
        fail()
    assert [str(each.relative_to(tmp_path)) for each in sorted(tmp_path.rglob("*"))] == ["corpus", "corpus/former.txt"]


def test_the_former_folder_is_back_if_the_new_one_cannot_take_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "corpus"
    path.mkdir()
    (path / "former.txt").write_text("former")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise OSError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="no"), whole_folder(path):
        pass
    assert [each.name for each in tmp_path.rglob("*")] == ["corpus", "former.txt"]


def test_what_a_dead_process_left_is_put_right(tmp_path: Path) -> None:
    """It died between the two renames: the former folder has another name, the new one its temporary one."""
    (tmp_path / ".corpus.part").mkdir()
    (tmp_path / ".corpus.former").mkdir()
    (tmp_path / ".corpus.former" / "former.txt").write_text("former")

    def fail() -> None:
        with whole_folder(tmp_path / "corpus"):
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert [each.name for each in sorted(tmp_path.rglob("*"))] == ["corpus", "former.txt"]
