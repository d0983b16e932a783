"""Who wrote it: Korean bylines read as people, with role, e-mail address and outlet.

A byline is read word by word. Every word must be something a byline is made of: a name, a
role (기자), a place (부산), an outlet (…일보), a desk (편집국), a credit (글·사진), an e-mail
address. One word that is none of them and the text is no byline: a name is never invented.

The shapes are those of Korean regional papers on the mediaOn CMS, where the byline stands in
the info list, at the head of the first paragraph and at the end of the last one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from newscrawler import byline_words as vocabulary
from newscrawler.items import Author
from newscrawler.regex import lazy_compile
from newscrawler.text import clean


@dataclass(slots=True)
class Byline:
    """The people in printed order, the outlet named, and an address printed with no name beside it."""

    authors: list[Author] = field(default_factory=list)
    publisher: str | None = None
    email: str | None = None


_LONGEST = 200  # no byline is longer; also what keeps every pattern below cheap on any input

_ADDRESS = lazy_compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_TOKEN = lazy_compile(
    rf"(?P<email>{_ADDRESS.pattern})"
    r"|(?P<half>[A-Za-z0-9._%+-]{1,64}@[\w.-]{0,64})"  # an address cut short, or only its first half
    r"|(?P<word>[A-Za-z]\.(?=\s?[A-Z])|(?:[^\W_]|[○◯〇])+(?:['’-][^\W_]+)*)"
    r"|(?P<equals>[=＝])"
    r"|(?P<mark>[:：–—,、·・‧∙⋅•/|&;()\[\]{}<>〈〉《》【】〔〕「」])"
    r"|(?P<dash>-)"
    r"|(?P<other>\S)"
)
_OTHERS = lazy_compile(
    r"외\s?\d{1,3}\s?[명인](?!\w)|\[?email\s?protected\]?"
    r"|(?<=기자)(?:의)?\s?(?:다른\s?)?(?:기사|글|페이지|프로필)?\s?(?:전체|모두|더)?\s?보기\]?$"  # a link
)
_ASIDE = lazy_compile(r"(?<=[^\s(])\((?![^()]*[=@])[^()]{1,30}\)")  # 매체(영문)=…, 박나래(朴나래) 기자
_TITLE_ASIDE = lazy_compile(r"(?<=[가-힣])\s?[(<〈]([^()<>〈〉=@]{1,30})[)>〉]")  # 김한솔(온샘대 교수)
_SLASH = lazy_compile(
    r"^([\[(<【]?\s?[가-힣]{2,5})\s?/\s?(?=[가-힣]{2,4}\s?(?:[가-힣]{0,4}기자|특파원|\S+@))"
)  # 순천/박나래 기자
_BRACKET = lazy_compile(
    r"(?:\[[^\[\]]{1,80}\]|\([^()]{1,80}\)|<[^<>]{1,80}>|【[^【】]{1,80}】|〔[^〔〕]{1,80}〕|〈[^〈〉]{1,80}〉)\s?"
)
_HANGUL = lazy_compile(r"[가-힣]+")
_LATIN_NAME = lazy_compile(r"[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*\.?|(?:van|von|de|der|la|bin|al)")


def _is_place(word: str) -> bool:
    word = vocabulary.SIDES.sub("", word) or word
    if word in vocabulary.PLACES or any(
        word[:n] in vocabulary.PLACES and word[n:] in vocabulary.PLACES for n in (2, 3)
    ):
        return True
    if len(word) < 3 or word[-1] not in "시군구도" or not _HANGUL.fullmatch(word):
        return False
    return word[:-1] in vocabulary.PLACES or not _is_shaped(word, rare=False)


def _is_desk(word: str) -> bool:
    """Whether a word is a desk of a newsroom, with or without its places: 사회부, 광주전남취재본부."""
    start = 0
    while n := next((n for n in (2, 3) if word[start : start + n] in vocabulary.PLACES), 0):
        start += n
    # 고성국 is a person, 고성취재국 a desk
    return bool(vocabulary.DESK.fullmatch(word, start)) and (start == 0 or len(word) - start > 1)


def is_outlet(word: str) -> bool:
    """Whether a word is built like the name of a newspaper, an agency or a broadcaster."""
    if word in vocabulary.NO_OUTLET or _is_desk(word):
        return False
    if word.endswith(vocabulary.OUTLET_END):
        return len(word) > 3 or word in ("뉴스1", "뉴시스")
    mixed = re.search("[가-힣]", word) and re.search("[A-Z]", word)
    # KNN, MBC경남, 뉴스1
    return bool(mixed) or (len(word) > 2 and word.isascii() and word.isalpha() and word.isupper())


def _is_shaped(word: str, *, rare: bool) -> bool:
    """Whether a word is built like a Korean name: a surname and one or two syllables."""
    if word.startswith(vocabulary.LONG_SURNAMES) and 3 <= len(word) <= 4:
        return True
    return 2 <= len(word) <= 3 and (
        word[0] in vocabulary.SURNAMES or (rare and len(word) == 3 and word[0] in vocabulary.RARE_SURNAMES)
    )


def _is_known(word: str) -> bool:
    """Whether a word is known to be something else than a name."""
    return (
        word in vocabulary.NO_NAME
        or word in vocabulary.KINDS
        or word in vocabulary.CREDITS
        or word in vocabulary.NO_ROLE
        or word.startswith("기자")
        or word.endswith("의회")
        or word[-1] in "를는에의"
        or _is_desk(word)
        or _is_place(word)
        or is_outlet(word)
    )


def _is_name(word: str, *, rare: bool = True) -> bool:
    """Whether a word is a Korean name; ``rare`` surnames open many other words too."""
    return bool(_HANGUL.fullmatch(word)) and _is_shaped(word, rare=rare) and not _is_known(word)


def _could_be_name(word: str) -> bool:
    """Whether a word can be a name where nothing else can stand: 온새미로 in ``온새미로 기자``."""
    if _LATIN_NAME.fullmatch(word):
        return not word.isupper()  # AI 기자
    return bool(_HANGUL.fullmatch(word)) and 2 <= len(word) <= 5 and not _is_known(word)


def _is_split_name(words: list[str]) -> bool:
    """Whether several words are one name: 선우 진, 박 나래, 마이클 리, John Smith."""
    if not 2 <= len(words) <= 4 or any(
        word in vocabulary.NO_NAME or word in vocabulary.KINDS or word[-1] in "를는에의" for word in words
    ):
        return False
    if all(_LATIN_NAME.fullmatch(word) for word in words):
        return True
    first, *_, last = words
    if not all(map(_HANGUL.fullmatch, words)):
        return False
    if any(vocabulary.FOREIGN.search(word) for word in words):  # 응우옌 티 흐엉
        return all(len(word) <= 5 for word in words)
    if len(words) > 2:
        return False
    if first in vocabulary.LONG_SURNAMES or (len(first) == 1 and first in vocabulary.SURNAMES):
        return len(last) <= 2
    return len(last) == 1 and last in vocabulary.ABROAD and 2 <= len(first) <= 4


def _role(word: str) -> str | None:
    """Return the kind of role a word is, ``press`` or ``title``, or None."""
    if word in vocabulary.NO_ROLE:
        return None
    if word.endswith(vocabulary.PRESS):
        return "press"
    if word.endswith(("시장", "군수")) and word[:-2] in vocabulary.PLACES:  # 창원시장, but no 전통시장
        return "title"
    if word in vocabulary.TITLES_EXACT or (word.endswith(vocabulary.TITLES_END) and word not in vocabulary.NO_TITLE):
        return "title"
    return None


def _unglue(word: str) -> list[str]:
    """Return 박나래기자 as 박나래, 기자; any other word as it is."""
    for role in ("기자", "특파원", "논설위원"):
        name = word.removesuffix(role)
        if name != word and name not in vocabulary.KINDS and _is_name(name):
            return [name, role]
    return [word]


def _open_title(aside: re.Match[str]) -> str:
    """Return a title in brackets without them, any other aside as it is."""
    inner = aside[1].split()
    return f" {aside[1]} " if inner and _role(inner[-1]) else aside[0]


def _equate(slash: re.Match[str]) -> str:
    """Return a town before a slash with ``=``, another name as it is (고은솔/임해온 기자)."""
    word = slash[1].strip("[(<【 ")
    return f"{slash[1]}=" if len(word) == 2 or _is_place(word) else slash[0]


class _Reader:
    """Reads one text, segment by segment (a segment is what stands between two marks)."""

    def __init__(self, site_name: str | None, *, lenient: bool) -> None:
        self.site_name, self.lenient = site_name, lenient
        self._site = (site_name or "").replace(" ", "")  # as one word
        self.order: list[Author | str] = []  # people and addresses as printed
        self.publisher: str | None = None
        self.credits: set[str] = set()
        self.desk: str | None = None
        self.equals = False
        self.place = False
        self.addressed = False
        self._waiting: list[Author] = []  # names that still take the next role: 고은솔·임해온 기자
        self._next_role: str | None = None  # a role that stands before its name: 교수 나문수

    @property
    def authors(self) -> list[Author]:
        return [entry for entry in self.order if isinstance(entry, Author)]

    @property
    def knows_outlet(self) -> bool:
        """Whether the outlet is one by its own name, and not only by where it stands."""
        return self.publisher is not None and (self.publisher == self.site_name or is_outlet(self.publisher))

    @property
    def _is_signed(self) -> bool:
        """Whether what stands around the names says that they are a byline's."""
        return self.lenient or self.equals or self.addressed or bool(self.publisher)

    @property
    def is_photo_credit(self) -> bool:
        return bool(self.credits) and self.credits <= vocabulary.PHOTO_CREDITS

    def read(self, text: str) -> bool:
        """Take in ``text``; False when a word of it is no part of a byline."""
        if self.site_name and " " in self.site_name:
            text = text.replace(self.site_name, self._site)
        text = text.replace("ㆍ", "·").replace("ㅣ", "|")  # U+318D and U+3163 are letters
        text = _ASIDE.sub("", _TITLE_ASIDE.sub(_open_title, _OTHERS.sub(" ", text)))
        text = _SLASH.sub(_equate, text)
        text, addresses = _ADDRESS.subn(r" \g<0> ", text)  # 기자narae@x.kr
        self.addressed = addresses > 0
        words: list[str] = []
        for token in [*_TOKEN.finditer(text), None]:
            kind = token.lastgroup if token else "mark"
            value = token[0] if token else ""
            if kind == "word":
                words += _unglue(value)
                continue
            if kind == "other" or (words and not self._segment(words, before_equals=kind == "equals")):
                return False
            words = []
            if kind == "email":
                self.order.append(value)
            self.equals = self.equals or kind == "equals"
        return True

    def byline(self) -> Byline:
        """Return what was read, every address with its person."""
        loose = self._attach()
        authors = self.authors
        if not authors and self.desk and self.lenient:
            authors = [Author(self.desk, None, loose)]
            loose = None
        said = bool(authors or loose or self._next_role)  # an outlet's name alone may be a section's
        return Byline(authors, self.publisher if said else None, loose)

    def _attach(self) -> str | None:
        """Give addresses to people, and return one that is left over where there are no people.

        A run of addresses belongs to the people directly before it, the last to the last; where
        the line begins with an address, to those directly after it.
        """
        order = self.order
        if order and isinstance(order[0], str):
            order = order[::-1]
        people: list[Author] = []
        addresses: list[str] = []
        for entry in [*order, None]:
            if isinstance(entry, str):
                addresses.append(entry)
                continue
            if addresses:
                for person, address in zip(people[::-1], addresses[::-1], strict=False):
                    person.email = address
                if people:
                    addresses = []
                people = []
            if entry is not None:
                people.append(entry)
        return addresses[0] if len(addresses) == 1 and not self.authors else None

    def _segment(self, words: list[str], *, before_equals: bool) -> bool:
        start = 0
        for index, word in enumerate(words):
            kind = _role(word)
            if kind is None:
                continue
            after = words[index + 1 :]
            leads = kind == "title" and bool(after) and (all(map(_is_name, after)) or _is_split_name(after))
            leads = leads and (self._is_signed or all(len(name) > 2 for name in after))  # 주민센터 이사 마쳐
            if not self._group(words[start:index], word, press=kind == "press", leads=leads):
                return False
            start = index + 1
        return start == len(words) or self._bare(words[start:], before_equals=before_equals)

    def _context(self, word: str) -> bool:
        """Note a word that says where, for whom or what, and not who; False for any other."""
        if word == self._site:
            self.publisher = self.publisher or self.site_name
        elif is_outlet(word):
            self.publisher = self.publisher if self.knows_outlet else word
        elif word in vocabulary.CREDITS:
            self.credits.add(word)
        elif self.lenient and word in vocabulary.ADDRESS_LABELS:
            pass
        elif _is_desk(word):
            self.desk = self.desk or word
        elif _is_place(word):
            self.place = True
        elif word not in ("본지", "본보", "본사"):
            return False
        return True

    def _leads(self, word: str) -> bool:
        """Note a context word at the head of a segment; what can be a name is none."""
        return (self._is_outlet(word) or not _is_name(word)) and self._context(word)

    def _is_outlet(self, word: str, *, press: bool = True) -> bool:
        """Whether a word is an outlet; with a title, 가온YMCA is where the guest works."""
        return word == self._site or (is_outlet(word) and (press or word.endswith(vocabulary.OUTLET_END)))

    def _group(self, before: list[str], role: str, *, press: bool, leads: bool) -> bool:
        """Take in the words of a segment up to and with its role."""
        before = [word for word in before if not (self._is_outlet(word, press=press) and self._context(word))]
        if not self._is_signed and not before and role.endswith(vocabulary.OFFICES):
            return False  # 회장 나문수: of a list of officers
        if leads:  # 온샘대 교육학과 교수 나문수
            if not self.lenient and not self._are_affiliation(before):
                return False
            self._next_role = " ".join([*before, role])
            return True
        young = role.startswith(vocabulary.YOUNG)
        names, rest = self._press_names(before, young=young) if press else self._title_name(before)
        if not names and rest:
            return False
        if press and not all(word in vocabulary.KINDS or self._context(word) for word in rest):
            return False
        if not press and not self._fits(names, rest):
            return False
        printed = " ".join([*rest, role])
        for person in self._waiting:
            person.role = printed
        took = bool(self._waiting)
        self._waiting = []
        self.order += [Author(name, printed) for name in names]
        self._next_role = None if names or took else printed
        return True

    def _press_names(self, words: list[str], *, young: bool) -> tuple[list[str], list[str]]:
        """Return the people before a newsroom role and the words that belong to the role."""
        while words and self._leads(words[0]):
            words = words[1:]
        if _is_split_name(words):
            return [" ".join(words)], []
        count = 0
        while count < len(words) and _is_name(words[count]):
            if count and young and words[count].endswith(("초", "중", "고", "대")):
                return words[:count], []  # 김한솔 온샘초 어린이기자
            count += 1
        if count > 1 and len(words[0]) == 2 < len(words[1]):
            return words[1:count], words[count:]  # 여울 박나래 기자: a town nobody has told us of
        if count:
            return words[:count], words[count:]
        sure = self._is_signed
        if len(words) == 1 and sure and _could_be_name(words[0]):
            return words, []
        if len(words) > 1 and sure and len(words[0]) > 1 and all(map(_is_name, words[1:])):
            return words[1:], []  # the first is a place or an outlet nobody has told us of
        if all(word in vocabulary.KINDS for word in words):
            return [], []
        return [], words

    def _title_name(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Return the one person with a title, and the words that belong to the title."""
        ends = [(words[:1], words[1:]), (words[-1:], words[:-1])] if words else []
        for rare, university in ((False, False), (True, False), (False, True), (True, True)):
            for name, rest in ends:
                # 여울대 is built like a name, but beside another it is the university
                if _is_name(name[0], rare=rare) and (university or not name[0].endswith("대")):
                    return name, rest
        return ([" ".join(words)], []) if _is_split_name(words) else ([], words)

    def _fits(self, names: list[str], rest: list[str]) -> bool:
        """Whether name and words of a title can be no phrase (성실한 의원)."""
        if not vocabulary.OTHER_PARTS.isdisjoint(rest):
            return False
        if self.lenient or self.knows_outlet:
            return len(rest) <= 5
        if any(len(name) < 3 for name in names):
            return False
        if not rest:
            return not any(name[-1] in "한된던운른" for name in names)
        return self._are_affiliation(rest)

    @staticmethod
    def _are_affiliation(words: list[str]) -> bool:
        return len(words) <= 3 and all(map(vocabulary.AFFILIATION.fullmatch, words))

    def _bare(self, words: list[str], *, before_equals: bool) -> bool:
        """Take in words without a role: context, or names that stand alone."""
        while words and self._leads(words[0]):
            words = words[1:]
        if not words:
            return True
        if before_equals:  # [프레시안=…]: an outlet; two syllables are a town we do not know
            if any(map(vocabulary.SOURCE.search, words)):
                return False
            if (
                len(words) == 1
                and len(words[0]) > 2
                and words[0] not in vocabulary.NO_OUTLET
                and not vocabulary.HEADING.search(words[0])
            ):
                self.publisher = self.publisher or words[0]
            return len(words) < 3
        if self.is_photo_credit and words[-1].endswith(("시", "군", "구", "청")):  # 사진=여울시
            return False
        if self.equals and not (self.lenient or self.credits) and len(words) == 1 and len(words[0]) == 2:
            self.place = True  # [가온일보=여울]: a town we do not know, or a name too short to tell
            return True
        if all(map(_is_name, words)) and (len(words) == 1 or all(len(word) > 2 for word in words)):
            names = words
        elif _is_split_name(words):
            names = [" ".join(words)]
        else:
            return False
        people = [Author(name, self._next_role) for name in names]
        self.order += people
        if self._next_role is None:
            self._waiting += people
        return True


def _read(text: str, site_name: str | None = None, *, lenient: bool = False) -> _Reader | None:
    reader = _Reader(site_name, lenient=lenient)
    return reader if reader.read(text) else None


def parse_info(text: str, site_name: str | None = None) -> Byline:
    """Return who a text names that is known to be an author line; nobody where it is none.

    Bare names (박나래), guest authors (온샘대 교수 나문수) and desks (편집국) count here.
    """
    text = clean(text)
    reader = _read(text, site_name, lenient=True) if len(text) <= _LONGEST else None
    return reader.byline() if reader else Byline()


def parse_prefix(paragraph: str, site_name: str | None = None) -> Byline | None:
    """Return the byline at the start of an article's first paragraph, or None.

    A place (부산) is no outlet. A bracket that names the outlet alone gives a byline without
    people. Unbracketed, a byline must have ``=`` in it or be set off by a mark.
    """
    head = clean(paragraph[: 4 * _LONGEST])[:_LONGEST]
    bracket = _BRACKET.match(_ASIDE.sub("", head))
    if bracket is None:
        return _head(head, site_name, sure=head.startswith("/"))
    rest = bracket.string[bracket.end() :]
    reader = _read(bracket[0], site_name)
    if reader is None:  # [단독], [사설]: not ours, a byline may follow
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
    """Return the longest byline ``text`` begins with; unless ``sure``, a mark must set it off."""
    found: Byline | None = None
    for token in _TOKEN.finditer(text[:120]):
        addressed = token.lastgroup == "email" and text[token.end() : token.end() + 1] in ("", " ")
        ends = token.lastgroup == "email" or token[0] == ")" or bool(token["word"] and _role(token[0]))
        if not ends:
            continue
        reader = _read(text[: token.end()], site_name)
        if reader is None or not reader.authors or not _is_sure(reader):
            continue
        after = text[token.end() :].lstrip()
        if sure or addressed or reader.equals or after[:1] in "=＝|/-–—":  # "" is the end, and in every string
            found = reader.byline()
    return found


def _is_sure(reader: _Reader) -> bool:
    """Whether the people of a prefix are reporters of this text, not people it writes about."""
    if reader.is_photo_credit:
        return False
    if reader.equals and reader.knows_outlet:
        return True
    return all(author.role and author.role.endswith(vocabulary.PRESS) for author in reader.authors)


_SENTENCE_END = lazy_compile(r"[가-힣][.!?][\"'”’)]{0,2}\s?")
_TRAILER_SIGN = lazy_compile(r"^[■□◆◇●▶☞✉*※]\s?")


def parse_trailer(paragraph: str, site_name: str | None = None) -> Byline | None:
    """Return the byline a last paragraph is, or None where it is anything more than that.

    A picture's credit (``사진=박나래 기자``) is none. An address alone is one, without people.
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
        return None  # ■ 박나래 기자: who got a prize or a post
    if not byline.authors:
        return byline if byline.email else None
    signed = not reader.credits.isdisjoint(("글", "글쓴이", "필자"))  # 글·사진 박나래
    return byline if signed or all(author.role or author.email for author in byline.authors) else None


def split_trailer(line: str, site_name: str | None = None) -> tuple[str, Byline] | None:
    """Return the text before a byline that stands behind the last sentence of a line, and the byline; None without.

    ``…고 밝혔다. 박나래 기자 narae@x.kr``: only reporters sign there, and only they are sure to be none of the text.
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
    """Return the people of several bylines of one article, each once, in order of first mention.

    A later byline fills in the role and the address an earlier one lacks. An address printed
    alone goes to the only person there is without one.
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
