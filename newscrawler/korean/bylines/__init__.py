"""Reads Korean bylines: people with their role and e-mail address, and the outlet.

A byline is read word by word. Every word must be a possible part of a byline: a name, a
role (기자), a place (부산), an outlet (…일보), a desk (편집국), a credit (글·사진), an e-mail
address. A text with any other word is not a byline, so that a name is never invented.

The shapes are those of Korean regional papers on the mediaOn CMS, where the byline stands in
the info list, at the head of the first paragraph and at the end of the last one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from newscrawler.items import Author
from newscrawler.korean.bylines import vocabulary
from newscrawler.korean.bylines.reader import ASIDE, BRACKET, TOKEN, Byline, BylineReader
from newscrawler.korean.bylines.words import is_desk, is_name, is_outlet, role_of
from newscrawler.korean.text import clean

__all__ = ["Byline", "merge", "parse_info", "parse_prefix", "parse_trailer", "role_of", "split_trailer"]

_ROLE = re.compile(r"[가-힣·]{2,12}(?: [가-힣·]{2,12}){0,3}")
_ADDRESSED = re.compile(r"([^@]{1,100}?) \(?([\w.+-]{1,60}@[\w.-]{1,60})\)?")
_LONGEST = 200  # longer than any byline; also keeps every pattern below cheap on any input


def _read(text: str, site_name: str | None = None, *, lenient: bool = False) -> BylineReader | None:
    reader = BylineReader(site_name, lenient=lenient)
    return reader if reader.read(text) else None


def parse_info(text: str, site_name: str | None = None, *, named: bool = False) -> Byline:
    """Returns the people named in a text known to be an author line; nobody where it does not read as one.

    Bare names (박나래), guest authors (온샘대 교수 나문수) and desks (편집국) count here. With ``named``, the page says
    that this is the author's name, and what follows the name is the role, known or not (박나래 미국 통신원).
    """
    text = clean(text)
    reader = _read(text, site_name, lenient=True) if len(text) <= _LONGEST else None
    if reader is None and named:
        return _name_and_role(text)
    return reader.byline() if reader else Byline()


def _name_and_role(text: str) -> Byline:
    printed = _ADDRESSED.fullmatch(text)
    name, _, role = (printed[1] if printed else text).partition(" ")
    if not (_ROLE.fullmatch(role) and len(name) > 2 and is_name(name)):
        return Byline()
    last = role.split()[-1]
    return Byline([] if is_desk(last) or is_outlet(last) else [Author(name, role, printed[2] if printed else None)])


def parse_prefix(paragraph: str, site_name: str | None = None) -> Byline | None:
    """Returns the byline at the start of an article's first paragraph, or None.

    A place (부산) is not an outlet. A bracket that names only the outlet gives a byline without
    people. Without brackets, a byline must contain ``=`` or be set off by a mark.
    """
    head = clean(paragraph[: 4 * _LONGEST])[:_LONGEST]
    bracket = BRACKET.match(ASIDE.sub("", head))
    if bracket is None:
        return _head(head, site_name, sure=head.startswith("/"))
    rest = bracket.string[bracket.end() :]
    reader = _read(bracket[0], site_name)
    if reader is None:  # [단독], [사설]: not a byline, but one may follow
        return _head(rest, site_name, sure=False)
    if reader.authors:
        return reader.byline() if _is_sure(reader) else None
    dateline = bool(reader.publisher) or reader.place
    found = _head(rest, site_name, sure=dateline) or Byline()
    found.publisher = found.publisher or reader.publisher
    if not found.authors and not (found.publisher and (reader.equals or found.publisher == site_name)):
        return None
    return found


def _head(text: str, site_name: str | None, *, sure: bool) -> Byline | None:
    """Returns the longest byline at the start of ``text``; unless ``sure``, a mark must set it off."""
    found: Byline | None = None
    for token in TOKEN.finditer(text[:120]):
        addressed = token.lastgroup == "email" and text[token.end() : token.end() + 1] in ("", " ")
        ends = token.lastgroup == "email" or token[0] == ")" or bool(token["word"] and role_of(token[0]))
        if not ends:
            continue
        reader = _read(text[: token.end()], site_name)
        if reader is None or not reader.authors or not _is_sure(reader):
            continue
        after = text[token.end() :].lstrip()
        if sure or addressed or reader.equals or after[:1] in "=＝|/-–—":  # "" (the end) is in every string
            found = reader.byline()
    return found


def _is_sure(reader: BylineReader) -> bool:
    """Whether the people of a prefix wrote this text, and are not people it writes about."""
    if reader.is_photo_credit:
        return False
    if reader.equals and reader.knows_outlet:
        return True
    return all(author.role and author.role.endswith(vocabulary.PRESS) for author in reader.authors)


_SENTENCE_END = re.compile(r"[가-힣][.!?][\"'”’)]{0,2}\s?")
_TRAILER_SIGN = re.compile(r"^[■□◆◇●▶☞✉*※]\s?")


def parse_trailer(paragraph: str, site_name: str | None = None) -> Byline | None:
    """Returns the byline that a last paragraph consists of, or None where it holds anything else.

    A picture's credit (``사진=박나래 기자``) is not a byline. An address alone is one, without people.
    """
    text = clean(paragraph[: 4 * _LONGEST])
    if len(text) > _LONGEST or len(paragraph) > 4 * _LONGEST:
        return None
    unmarked = _TRAILER_SIGN.sub("", text.removesuffix("."))
    reader = _read(unmarked, site_name)
    if reader is None or reader.is_photo_credit:
        return None
    byline = reader.byline()
    if len(unmarked) < len(text.removesuffix(".")) and not any(author.email for author in byline.authors):
        return None  # ■ 박나래 기자: someone who won a prize or was given a post
    if not byline.authors:
        return byline if byline.email else None
    signed = not reader.credits.isdisjoint(("글", "글쓴이", "필자"))  # 글·사진 박나래
    return byline if signed or all(author.role or author.email for author in byline.authors) else None


def split_trailer(line: str, site_name: str | None = None) -> tuple[str, Byline] | None:
    """Splits a line whose last sentence is followed by a byline into text and byline; None without a byline.

    ``…고 밝혔다. 박나래 기자 narae@x.kr``: only reporters sign there, and only their names are
    certain not to be part of the text.
    """
    unpointed = len(line.rstrip(" ."))  # 박나래 기자.
    ends = _SENTENCE_END.finditer(line, max(0, unpointed - _LONGEST), unpointed)
    end = max((match.end() for match in ends), default=0)
    byline = parse_trailer(line[end:], site_name) if end else None
    if byline is None or not byline.authors:
        return None
    if not all(author.role and author.role.endswith(vocabulary.PRESS) for author in byline.authors):
        return None
    return line[:end].rstrip(), byline


def merge(*bylines: Byline | None) -> list[Author]:
    """Returns the people of several bylines of one article, each once, in order of first mention.

    A later byline fills in the role and the address that an earlier one lacks. An address printed
    alone goes to the only person without one.
    """
    people: dict[str, Author] = {}
    for byline in filter(None, bylines):
        for author in byline.authors:
            known = people.setdefault(author.name, replace(author))
            known.role = known.role or author.role
            known.email = known.email or author.email
    loose = {byline.email for byline in bylines if byline and byline.email}
    loose -= {author.email for author in people.values()}
    if len(people) == 1 and len(loose) == 1:
        (author,) = people.values()
        author.email = author.email or loose.pop()
    return list(people.values())
