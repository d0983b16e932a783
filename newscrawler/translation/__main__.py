"""Collects the marked sentences into the catalogues: `python -m newscrawler.translation`, after a sentence changed.

Needs Babel. New sentences get an empty translation, to be written into the .po file; then run it again, which compiles
the file. Sentences that are no longer in the code leave the catalogue.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from newscrawler import __version__
from newscrawler.translation.catalogue import DOMAIN, FOLDER, LANGUAGES
from newscrawler.translation.marked import marked

ROOT = FOLDER.parent


def catalogue(language: str) -> Catalog:
    """The catalogue of a language, with exactly the sentences that the code marks, in the order of the code."""
    with _path(language, "po").open("rb") as file:
        known = read_po(file, locale=language)
    catalog = Catalog(
        language,
        domain=DOMAIN,
        header_comment=f"# The sentences of newscrawler in {language}; see newscrawler/translation/__init__.py.",
        project=DOMAIN,
        version=__version__,
        charset="utf-8",
        creation_date=known.creation_date,
    )
    catalog.revision_date = known.revision_date
    for path in sorted(ROOT.rglob("*.py")):
        for template in marked(path.read_text("utf-8")):
            before = known.get(template)
            catalog.add(template, before.string if before else "", [(path.relative_to(ROOT.parent).as_posix(), 0)])
    return catalog


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """The contents of the .po and the .mo file."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalog, width=120)
    write_mo(mo, catalog)
    return po.getvalue(), mo.getvalue()


def _path(language: str, suffix: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


if __name__ == "__main__":
    for language in LANGUAGES[1:]:
        catalog = catalogue(language)
        po, mo = written(catalog)
        _path(language, "po").write_bytes(po)
        _path(language, "mo").write_bytes(mo)
        empty = [message.id for message in catalog if message.id and not message.string]
        print(f"{language}: {len(catalog)} sentences, {len(empty)} without a translation")
