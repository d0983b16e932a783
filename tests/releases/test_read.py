"""A press release is read whatever kind of file it is in; a file that cannot be read is one sentence."""

from __future__ import annotations

import io
import logging
import sys

import pytest
from docx import Document
from support.hwp import COMPRESSED, DISTRIBUTION, PASSWORD, hwp, hwpx

from newscrawler.releases import ReleaseError, read_release

PARAGRAPHS = ["누리군, 둘레길 3.4㎞ 개통", "누리군은 달샘저수지 둘레길을 6월 1일 연다고 21일 밝혔다.", "“함께 걷자”"]
TEXT = "\n\n".join(PARAGRAPHS)


def docx() -> bytes:
    """The title as a paragraph, the rest in a table, as offices set releases."""
    document = Document()
    document.add_paragraph(PARAGRAPHS[0])
    table = document.add_table(2, 1)
    for row, text in zip(table.rows, PARAGRAPHS[1:], strict=True):
        row.cells[0].text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(hwp(PARAGRAPHS), id="hwp"),
        pytest.param(hwp(PARAGRAPHS, flags=0), id="hwp, not compressed"),
        pytest.param(hwpx(PARAGRAPHS), id="hwpx"),
        pytest.param(docx(), id="docx"),
        pytest.param("\r\n".join(PARAGRAPHS).encode(), id="UTF-8"),
        pytest.param("\ufeff".encode() + TEXT.encode(), id="UTF-8 with a mark"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        pytest.param(TEXT.encode("cp949"), id="CP949"),
        pytest.param(f"<!doctype html><form><p>{'<p>'.join(PARAGRAPHS)}</form>".encode(), id="a page in a form"),
    ],
)
def test_each_kind_of_file_holds_the_same_text(data: bytes) -> None:
    assert read_release(data, "release") == TEXT


def test_one_damaged_character_does_not_make_a_text_unreadable() -> None:
    assert read_release(TEXT.encode() + b" \xff", "release") == f"{TEXT} \ufffd"


@pytest.mark.parametrize("has_extractor", [True, False])
def test_a_page_is_read_without_its_menus(has_extractor: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "".join(f"<p>{paragraph} 이 문장은 본문으로 보일 만큼 길게 쓴 것이다.</p>" for paragraph in PARAGRAPHS * 3)
    page = f"<!DOCTYPE html><html><body><nav>차림표</nav><article>{body}</article><script>x</script></body></html>"
    if not has_extractor:
        monkeypatch.setitem(sys.modules, "trafilatura", None)
    text = read_release(page.encode(), "page")
    assert all(paragraph in text for paragraph in PARAGRAPHS)
    assert "차림표" not in text and "x" not in text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (hwp(PARAGRAPHS, flags=COMPRESSED | PASSWORD), "a.hwp is protected by a password"),
        (
            hwp(PARAGRAPHS, flags=COMPRESSED | DISTRIBUTION),
            "a.hwp is damaged, protected or empty: an HWP 5.0 file without text that can be read",
        ),
        (hwp(PARAGRAPHS)[:1600], "a.hwp is damaged, protected or empty: an HWP 5.0 file without text that can be read"),
        (hwpx(PARAGRAPHS, encrypted=True), "a.hwp is protected by a password"),
        (hwpx(["<"]), "a.hwp is damaged, protected or empty: an HWPX file without text that can be read"),
        (hwpx(PARAGRAPHS)[:100], "a.hwp is damaged (File is not a zip file)"),
        (docx().replace(b"word/document.xml", b"word/document.xmx")[:-900] + docx()[-900:], None),
        (b"%PDF-1.7", "a.hwp is a PDF: save it as text, or give the HWP file it was made from"),
        (b"\x7fELF\0", "a.hwp is not a text, HWP, HWPX, DOCX or HTML file"),
        (b"\xff\x81\x20", "a.hwp is text in none of the encodings UTF-8, UTF-16 and CP949"),
        (b" \n ", "a.hwp holds no text"),
    ],
    ids="password distribution cut hwpx-password hwpx-damaged zip-cut docx-damaged pdf program encoding empty".split(),
)
def test_what_cannot_be_read_is_one_sentence(
    data: bytes, sentence: str | None, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ReleaseError) as error:
        read_release(data, "a.hwp")
    assert sentence is None or str(error.value) == sentence
    assert (caplog.text, *capfd.readouterr()) == ("", "", "")
    assert logging.root.manager.disable == logging.NOTSET
