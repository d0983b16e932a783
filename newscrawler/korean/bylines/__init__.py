"""Reads Korean bylines: people with their role and e-mail address, and the outlet.

A byline is read word by word. Every word must be a possible part of a byline: a name, a
role (기자), a place (부산), an outlet (…일보), a desk (편집국), a credit (글·사진), an e-mail
address, a telephone number. A text with any other word is not a byline, so that a name is never invented. In a
line that is known to be an author's, other words (구독) are passed over: who has a role or an address stands there.

Texts are compared in NFC and without unseen characters; names and roles come back as printed.

The shapes are those of Korean regional papers on the mediaOn CMS, where the byline stands in
the info list, at the head of the first paragraph and at the end of the last one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from newscrawler.items import Author
from newscrawler.korean.bylines import vocabulary
from newscrawler.korean.bylines.outlets import parse_outlet
from newscrawler.korean.bylines.reader import Byline, BylineReader
from newscrawler.korean.bylines.tokens import ASIDE, BRACKET, TOKEN, without_broken
from newscrawler.korean.bylines.words import could_be_name, is_desk, is_name, is_outlet, role_of
from newscrawler.korean.furniture import is_furniture
from newscrawler.korean.text import as_printed, clean, composed, split_composed

__all__ = [
    "Byline",
    "is_byline",
    "merge",
    "parse_info",
    "parse_outlet",
    "parse_prefix",
    "parse_trailer",
    "printed_as",
    "role_of",
    "split_trailer",
]

_ROLE = re.compile(r"[가-힣·]{2,12}(?: [가-힣·]{2,12}){0,3}")
_ADDRESSED = re.compile(r"([^@]{1,100}?) \(?([\w.+-]{1,60}@[\w.-]{1,60})\)?")
_LONGEST = 200  # longer than any byline; also keeps every pattern below cheap on any input
_LONGEST_BUTTON = 50
_SENTENCE_END = re.compile(r"[가-힣][.!?][\"'”’)]{0,2}\s?")
_TRAILER_SIGN = re.compile(r"^[■□◆◇●▶☞✉*※]\s?")
_ADDRESS_AHEAD = re.compile(r"[\s|/(\[]{1,3}[\w.%+-]{1,64}@")
_PRESS_SIGNS = ("者", "員", "筆", "eporter", "orrespondent", *vocabulary.PRESS)  # one is in every role of the newsroom


def _read(
    text: str, site_name: str | None = None, *, lenient: bool = False, tolerant: bool = False
) -> BylineReader | None:
    site_name = composed(site_name) if site_name else None
    reader = BylineReader(site_name, lenient=lenient, tolerant=tolerant)
    return reader if reader.read(text) else None


def printed_as(byline: Byline, printed: str, site_name: str | None = None) -> Byline:
    """Returns a byline of ``composed(printed)`` with its texts in the form in which they are printed."""
    if composed(printed) == printed:
        return byline
    publisher = byline.publisher
    if publisher:
        publisher = site_name if site_name and composed(site_name) == publisher else as_printed(publisher, printed)
    authors = [
        replace(author, name=as_printed(author.name, printed), role=author.role and as_printed(author.role, printed))
        for author in byline.authors
    ]
    return replace(byline, authors=authors, publisher=publisher)


def parse_info(text: str, site_name: str | None = None, *, most_unread: int = _LONGEST, named: bool = False) -> Byline:
    """Returns the people named in a text known to be an author line; nobody where it does not read as one.

    Bare names (박나래), guest authors (온샘대 교수 나문수) and desks (편집국) count here. Beside words that are not a
    part of a byline (구독), only reporters and people with an address do, and beside no more than ``most_unread``
    Korean words of that kind. With ``named``, the page says that this is nothing but the author's name, and what
    follows the name is the role, known or not (박나래 미국 통신원).
    """
    printed = clean(text)
    text = clean(composed(printed))
    if len(text) > _LONGEST:
        return Byline()
    reader = _read(text, site_name, lenient=True)
    if reader is None and most_unread:
        reader = _before_button(text, site_name)
    if reader is None and most_unread and not _SENTENCE_END.fullmatch(text[-3:]):
        reader = _read(text, site_name, tolerant=True)
        unread = [word for word in reader.unread if word.isalpha() and not word.isascii()] if reader else []
        if reader and (not reader.byline().is_sure or len(unread) > most_unread):
            reader = None
    byline = reader.byline() if reader else Byline()
    if named and not byline.authors and not byline.publisher:
        alone = _name_and_role(text)
        byline = alone if alone.authors else byline
    return printed_as(byline, printed, site_name)


def _before_button(text: str, site_name: str | None) -> BylineReader | None:
    """Reads an author line that ends with a button: 나문수 온샘대 교수 구독하기."""
    tokens = list(TOKEN.finditer(text)) if is_furniture(text[-_LONGEST_BUTTON:]) else []
    for token in reversed(tokens):
        ends = token["word"] and (role_of(token[0]) or is_desk(token[0]))
        if ends and is_furniture(text[token.end() :]):
            reader = _read(text[: token.end()], site_name, lenient=True)
            return reader if reader and reader.byline().authors else None
    return None


def is_byline(text: str, *, guests: bool = False) -> bool:
    """Whether a text is nothing but people with their roles; with ``guests``, titles (교수, 회원) are roles, too."""
    text = composed(text)
    if len(text) > _LONGEST or not (guests or any(sign in text for sign in _PRESS_SIGNS)):
        return False
    words = text.split()
    if not guests and "press" not in map(role_of, words):
        return False
    reader = _read(" ".join(words), lenient=True)
    if reader and reader.authors and all(author.role for author in reader.authors):
        return True
    return (  # a name that is not built like one: 물새론 나루대 해양학과 교수
        guests
        and 3 <= len(words) <= 5
        and could_be_name(words[0])
        and role_of(words[-1]) is not None
        and any(map(vocabulary.AFFILIATION.fullmatch, words[1:-1]))
    )


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
    printed = clean(paragraph[: 4 * _LONGEST])
    found = _prefix(composed(printed)[:_LONGEST], site_name)
    return printed_as(found, printed, site_name) if found else None


def _prefix(head: str, site_name: str | None) -> Byline | None:
    bracket = BRACKET.match(ASIDE.sub("", without_broken(head)[0]))
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
    if not found.authors and not (found.publisher and (reader.equals or found.publisher == reader.site_name)):
        return None
    return found


def _head(text: str, site_name: str | None, *, sure: bool) -> Byline | None:
    """Returns the longest byline at the start of ``text``; unless ``sure``, a mark must set it off."""
    found: Byline | None = None
    signs = ("=", "＝", *_PRESS_SIGNS)  # an outlet before "=", or a role
    for token in TOKEN.finditer(text[:120]) if any(sign in text for sign in signs) else ():
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
    if reader.equals and (reader.knows_outlet or not reader.credits.isdisjoint(vocabulary.SIGNED)):
        return True
    return _are_reporters(reader.authors)


def parse_trailer(paragraph: str, site_name: str | None = None) -> Byline | None:
    """Returns the byline that a last paragraph consists of, or None where it holds anything else.

    A picture's credit (``사진=박나래 기자``) is not a byline. An address alone is one, without people. A button behind
    it (다른기사 보기) belongs to it.
    """
    printed = clean(paragraph[: 4 * _LONGEST])
    text = composed(printed)
    if len(text) > _LONGEST or len(paragraph) > 4 * _LONGEST or text.endswith("다."):
        return None
    byline = _trailer(text, site_name) or _trailer_before_button(text, site_name)
    return printed_as(byline, printed, site_name) if byline else None


def _trailer(text: str, site_name: str | None) -> Byline | None:
    unmarked = _TRAILER_SIGN.sub("", text.removesuffix("."))
    reader = _read(unmarked, site_name)
    if reader is None or reader.is_photo_credit:
        return None
    byline = reader.byline()
    if len(unmarked) < len(text.removesuffix(".")) and not any(author.email for author in byline.authors):
        return None  # ■ 박나래 기자: someone who won a prize or was given a post
    if not byline.authors:
        return byline if byline.email else None
    if reader.has_phone and not _are_reporters(byline.authors):  # whom to ask: 박나래 주무관 055-123-4567
        return None
    signed = not reader.credits.isdisjoint(vocabulary.SIGNED)  # 글·사진 박나래
    return byline if signed or all(author.role or author.email for author in byline.authors) else None


def _trailer_before_button(text: str, site_name: str | None) -> Byline | None:
    """Returns the reporters of a line that ends with a button: 박나래 기자 narae@x.kr 구독하기."""
    for token in TOKEN.finditer(text) if is_furniture(text[-_LONGEST_BUTTON:]) else ():
        rest = text[token.end() :]
        ends = token.lastgroup == "email" or (token["word"] and role_of(token[0]) == "press")
        if ends and rest[:1] in " |/[(" and is_furniture(rest) and not _ADDRESS_AHEAD.match(rest):
            byline = _trailer(text[: token.end()], site_name)
            return byline if byline and byline.authors and _are_reporters(byline.authors) else None
    return None


def _are_reporters(authors: list[Author]) -> bool:
    return all(author.role and role_of(composed(author.role).split()[-1]) == "press" for author in authors)


def split_trailer(line: str, site_name: str | None = None) -> tuple[str, Byline] | None:
    """Splits a line whose last sentence is followed by a byline into text and byline; None without a byline.

    ``…고 밝혔다. 박나래 기자 narae@x.kr``: only reporters sign there, and only their names are
    certain not to be part of the text. An outlet (``…고 밝혔다. <연합뉴스>``) is a byline without people.
    """
    text = composed(line)
    unpointed = len(text.rstrip(" ."))  # 박나래 기자.
    ends = _SENTENCE_END.finditer(text, max(0, unpointed - _LONGEST), unpointed)
    end = max((match.end() for match in ends), default=0)
    if not end:
        return None
    kept = split_composed(line, end)
    byline = parse_trailer(line[len(kept) :], site_name)
    if byline is None and (outlet := parse_outlet(line[len(kept) :], site_name)):
        byline = Byline(publisher=outlet)
    elif byline is None or not byline.authors or not _are_reporters(byline.authors):
        return None
    return kept.rstrip(), byline


def merge(*bylines: Byline | None) -> list[Author]:
    """Returns the people of several bylines of one article, each once, in order of first mention.

    A later byline fills in the role and the address that an earlier one lacks. An address printed
    alone goes to the only person without one.
    """
    people: dict[str, Author] = {}
    for byline in filter(None, bylines):
        for author in byline.authors:
            known = people.setdefault(composed(author.name), replace(author))
            known.role = known.role or author.role
            known.email = known.email or author.email
    loose = {byline.email for byline in bylines if byline and byline.email}
    loose -= {author.email for author in people.values()}
    if len(people) == 1 and len(loose) == 1:
        (author,) = people.values()
        author.email = author.email or loose.pop()
    return list(people.values())
