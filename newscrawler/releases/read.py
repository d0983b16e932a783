"""Reads the text of a press release: plain text, HWP, HWPX, DOCX or an HTML page, told apart by their content.

HWP and HWPX are read by extract-hwp, of the libraries on PyPI the one that is kept, small (it needs olefile alone), and
refuses what is damaged, protected or expands without end; DOCX by python-docx. Both are the extra ``carried``.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from selectolax.lexbor import LexborHTMLParser

from newscrawler.korean.encoding import detect
from newscrawler.korean.text import join_paragraphs
from newscrawler.translation import N_

_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF"
# Not forms: boards of offices put the whole page into one.
_NO_TEXT = "script, style, noscript, template, header, footer, nav, aside, select, button, input, textarea"


class ReleaseError(Exception):
    """The release cannot be read; the message is one sentence for the user."""


def read_release(data: bytes, name: str) -> str:
    """The text of a file's content, its paragraphs separated by blank lines; ``name`` is for the error's sentence.

    Raises ReleaseError, and ModuleNotFoundError without the extra ``carried`` where the content needs it.
    """
    text = join_paragraphs(_reader(data, name)(data, name).splitlines())
    if not text:
        raise ReleaseError(N_(f"{name} holds no text"))
    return text


def _reader(data: bytes, name: str) -> Callable[[bytes, str], str]:
    if data.startswith(_OLE):
        return _hwp
    if data.startswith(_ZIP):
        try:
            members = zipfile.ZipFile(io.BytesIO(data)).namelist()
        except (zipfile.BadZipFile, ValueError) as error:
            raise ReleaseError(N_(f"{name} is damaged ({error})")) from error
        if "word/document.xml" in members:
            return _docx
        if any(member.startswith("Contents/") for member in members):
            return _hwp
    elif data.startswith(_PDF):
        raise ReleaseError(N_(f"{name} is a PDF: save it as text, or give the HWP file it was made from"))
    elif b"<html" in data[:2000].lower() or b"<!doctype html" in data[:2000].lower():
        return _html
    elif b"\0" not in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _text
    raise ReleaseError(N_(f"{name} is not a text, HWP, HWPX, DOCX or HTML file"))


def _text(data: bytes, name: str) -> str:
    encoding = detect(data)
    if encoding is None:
        raise ReleaseError(N_(f"{name} is text in none of the encodings UTF-8, UTF-16 and CP949"))
    return data.decode("utf-8-sig" if encoding == "utf-8" else encoding, "replace")


def _html(data: bytes, name: str) -> str:
    """The article of a page by trafilatura, where that is installed and finds one; else all text but menus."""
    source = _text(data, name)
    with suppress(ImportError):
        from trafilatura import extract  # noqa: PLC0415 - the extra fallback, 300 ms to import

        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs a page without an article as an error
        if found := extract(source, include_comments=False):
            return str(found)
    tree = LexborHTMLParser(source)
    for node in tree.css(_NO_TEXT):
        node.decompose()
    return tree.body.text(separator="\n") if tree.body else ""


def _docx(data: bytes, name: str) -> str:
    from docx import Document  # noqa: PLC0415 - the extra carried
    from docx.oxml.ns import qn  # noqa: PLC0415 - likewise
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - likewise

    try:
        document = Document(io.BytesIO(data))
        paragraphs = document.element.body.iter(qn("w:p"))  # those in tables, too: offices set releases in tables
        return "\n".join(Paragraph(paragraph, document._body).text for paragraph in paragraphs)
    except Exception as error:  # lxml, zipfile, KeyError: whatever a damaged file makes of it
        raise ReleaseError(N_(f"{name} is damaged ({type(error).__name__})")) from error


def _hwp(data: bytes, name: str) -> str:
    """HWP 5.0 is an OLE file, HWPX a ZIP file of XML."""
    import extract_hwp as library  # type: ignore[import-untyped] # noqa: PLC0415 - the extra carried

    ending = ".hwp" if data.startswith(_OLE) else ".hwpx"
    with TemporaryDirectory() as folder, _quiet():
        path = Path(folder) / f"release{ending}"  # the library takes paths, and tells the kinds apart by the ending
        path.write_bytes(data)
        if library.is_hwp_file_password_protected(str(path)):
            raise ReleaseError(N_(f"{name} is protected by a password"))
        text, error = library.extract_text_from_hwp(str(path))
    if error:
        kind = "an HWP 5.0" if ending == ".hwp" else "an HWPX"
        raise ReleaseError(N_(f"{name} is damaged, protected or empty: {kind} file without text that can be read"))
    return str(text)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps what the library logs off the terminal: it logs to the root logger, with a handler if there is none."""
    root, handler, disabled = logging.getLogger(), logging.NullHandler(), logging.root.manager.disable
    root.addHandler(handler)
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(disabled)
        root.removeHandler(handler)
