"""Reads one text word by word into the people, addresses and outlet that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile

from newscrawler.items import Author
from newscrawler.korean.bylines import vocabulary
from newscrawler.korean.bylines.tokens import TOKEN, prepare
from newscrawler.korean.bylines.words import (
    could_be_name,
    is_desk,
    is_member,
    is_name,
    is_outlet,
    is_place,
    is_split_name,
    is_whole_name,
    role_of,
    unglue,
)


@dataclass(slots=True)
class Byline:
    """The people in printed order, the outlet, and an address printed without a name.

    ``credited`` says whether a word such as 글 or 기자명 shows that the names are names.
    """

    authors: list[Author] = field(default_factory=list)
    publisher: str | None = None
    email: str | None = None
    credited: bool = field(default=False, compare=False)

    @property
    def is_sure(self) -> bool:
        """Whether more than the look of a word shows that somebody is named: a role, an address, a credit."""
        return self.credited or bool(self.email) or any(author.role or author.email for author in self.authors)


class BylineReader:
    """Reads one text, segment by segment (a segment is the text between two marks).

    A ``lenient`` reader takes the text for an author's line. A ``tolerant`` one does, too, and reads on where it does
    not understand a word; it then counts only people with a role of the newsroom, an address or a credit.
    """

    def __init__(self, site_name: str | None, *, lenient: bool, tolerant: bool = False) -> None:
        self.site_name, self.lenient, self.tolerant = site_name, lenient or tolerant, tolerant
        self._site = (site_name or "").replace(" ", "")  # as one word
        self.order: list[Author | str] = []  # people and addresses as printed
        self.publisher: str | None = None
        self.credits: set[str] = set()
        self.desk: str | None = None
        self.equals = False
        self.place = False
        self.addressed = False  # with an e-mail address, a broken one included
        self.has_phone = False
        self._broken = False
        self.unread: list[str] = []  # the words a tolerant reader passes over
        self._credited: list[Author] = []
        self._waiting: list[Author] = []  # names that still take the next role: 고은솔·임해온 기자
        self._next_role: str | None = None  # a role that stands before its name: 교수 나문수

    @property
    def authors(self) -> list[Author]:
        return [entry for entry in self.order if isinstance(entry, Author)]

    @property
    def knows_outlet(self) -> bool:
        """Whether the outlet's own name, and not only its position, shows that it is an outlet."""
        return self.publisher is not None and (self.publisher == self.site_name or is_outlet(self.publisher))

    @property
    def _is_signed(self) -> bool:
        """Whether the words around the names show that they belong to a byline."""
        written = not self.credits.isdisjoint(vocabulary.SIGNED)
        return self.lenient or self.equals or self.addressed or self.has_phone or written or bool(self.publisher)

    @property
    def is_photo_credit(self) -> bool:
        return bool(self.credits) and self.credits <= vocabulary.PHOTO_CREDITS

    def read(self, text: str) -> bool:
        """Reads ``text``; False when one of its words is not part of a byline and the reader is not tolerant."""
        prepared = prepare(text, self.site_name)
        self.addressed, self._broken = prepared.has_address or prepared.has_broken_address, prepared.has_broken_address
        self.has_phone = prepared.has_phone
        tokens = [*TOKEN.finditer(prepared.text), None]
        words: list[str] = []
        opening = ""
        for index, token in enumerate(tokens):
            kind = token.lastgroup if token else "mark"
            value = token[0] if token else ""
            if kind == "word":
                if words and value in vocabulary.CREDITS and _begins_credit(tokens[index + 1]):
                    if not self._segment(words, before_equals=False):
                        return False
                    words = []
                words += [opening + value] if opening else unglue(value)
                opening = ""
                continue
            if kind == "quote" and self.lenient:  # belongs to its word, which is then not a name: '나눔터' 위원
                if words and _ends_word(token):
                    words[-1] += value
                elif _begins_word(token):
                    opening = value
                continue
            if kind in ("other", "quote") and not self.tolerant:
                return False
            if words and not self._segment(words, before_equals=kind == "equals"):
                return False
            words = []
            if kind == "email":
                self.order.append(value)
            self.equals = self.equals or kind == "equals"
        return True

    def byline(self) -> Byline:
        """Returns the byline that was read, every address with its person."""
        loose = self._attach()
        authors = self.authors
        # Beside 박나래 기자, 동영상 is nobody.
        if self.tolerant or (self.lenient and any(author.role for author in authors)):
            authors = [a for a in authors if a.role or a.email or any(a is credited for credited in self._credited)]
        if not authors and self.desk and self.lenient:
            authors = [Author(self.desk, None, loose)]
            loose = None
        said = bool(authors or loose or self._next_role)  # an outlet's name alone may be the name of a section
        return Byline(authors, self.publisher if said else None, loose, bool(self._credited) or self._broken)

    def _attach(self) -> str | None:
        """Assigns addresses to people; returns an address left over if there are no people.

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
            kind = role_of(word)
            if kind is None:
                continue
            after = words[index + 1 :]
            leads = kind == "title" and bool(after) and (all(map(is_name, after)) or is_split_name(after))
            leads = leads and (self._is_signed or all(len(name) > 2 for name in after))  # 주민센터 이사 마쳐
            if self.tolerant and kind == "title" and not self.addressed:
                continue
            known = self.publisher, self.desk, self.place, set(self.credits)
            if not self._group(words[start:index], _without_honorific(word), press=kind == "press", leads=leads):
                if not self.tolerant:
                    return False
                self.publisher, self.desk, self.place, self.credits = known
                self._rescue(words[start:index], _without_honorific(word), press=kind == "press")
            start = index + 1
        rest = words[start:]
        if self.tolerant:
            return self._pick(rest, alone=start == 0)
        return not rest or self._bare(rest, before_equals=before_equals)

    def _rescue(self, before: list[str], role: str, *, press: bool) -> None:
        """Takes the only sure name before a reporter's role; passes over the words around it (부국장대우, Park)."""
        names = [word for word in before if len(word) == 3 and is_name(word, rare=False)] if press else []
        if len(names) == 1:
            self.order.append(Author(names[0], role))
        self.unread += [word for word in before if len(names) != 1 or word != names[0]]

    def _pick(self, words: list[str], *, alone: bool) -> bool:
        """Takes the names at the head of a tolerant reader's words, if something beside their look tells them."""
        while words and self._leads(words[0]):
            words = words[1:]
        names = [] if self._is_depicted(words) else list(takewhile(is_name, words))
        if names and (self.credits or self._next_role or (alone and len(names) == len(words))):
            self._add(names)
            words = words[len(names) :]
        self.unread += words
        return True

    def _context(self, word: str) -> bool:
        """Records a word that says where, for whom or what, but not who; False for any other word."""
        if word == self._site:
            self.publisher = self.publisher or self.site_name
        elif is_outlet(word):
            self.publisher = self.publisher if self.knows_outlet else word
        elif word in vocabulary.CREDITS:
            self.credits.add(word)
        elif self.lenient and word in vocabulary.ADDRESS_LABELS:
            pass
        elif is_desk(word):
            self.desk = self.desk or word
        elif is_place(word):
            self.place = True
        elif word not in ("본지", "본보", "본사"):
            return False
        return True

    def _leads(self, word: str) -> bool:
        """Records a context word at the head of a segment; a possible name is not one."""
        return (self._is_outlet(word) or not is_name(word)) and self._context(word)

    def _is_outlet(self, word: str, *, press: bool = True) -> bool:
        """Whether a word is an outlet; with a title, 가온YMCA is the guest's employer."""
        return word == self._site or (is_outlet(word) and (press or word.endswith(vocabulary.OUTLET_END)))

    def _group(self, before: list[str], role: str, *, press: bool, leads: bool) -> bool:
        """Reads the words of a segment up to and including its role."""
        before = [word for word in before if not (self._is_outlet(word, press=press) and self._context(word))]
        if not self._is_signed and not before and role.endswith(vocabulary.OFFICES):
            return False  # 회장 나문수: from a list of officers
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
        """Returns the people before a newsroom role, and the words that belong to the role."""
        while words and self._leads(words[0]):
            words = words[1:]
        end = len(words)
        while end > 1 and (words[end - 1] in vocabulary.KINDS or is_desk(words[end - 1])):
            end -= 1
        words, kinds = words[:end], words[end:]  # 온새미로 | 인턴 기자
        sure = self._is_signed
        if is_whole_name(words, sure=sure):
            return [" ".join(words)], kinds
        if len(words) > 2 and len(words[0]) == 2 and is_whole_name(words[1:], sure=sure):
            return [" ".join(words[1:])], kinds  # 여울 마이클 리 기자: an unknown town
        count = 0
        while count < len(words) and is_name(words[count]):
            if count and young and words[count].endswith(("초", "중", "고", "대")):
                return words[:count], kinds  # 김한솔 온샘초 어린이기자
            count += 1
        if count > 1 and len(words[0]) == 2 < len(words[1]):
            return words[1:count], [*words[count:], *kinds]  # 여울 박나래 기자: an unknown town
        if count:
            return words[:count], [*words[count:], *kinds]
        if len(words) == 1 and sure and could_be_name(words[0]):
            return words, kinds
        if len(words) > 1 and sure and len(words[0]) > 1 and all(map(is_name, words[1:])):
            return words[1:], kinds  # the first is an unknown place or outlet
        if all(word in vocabulary.KINDS for word in words):
            return [], kinds
        return [], [*words, *kinds]

    def _title_name(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Returns the only person with a title, and the words that belong to the title."""
        ends = [(words[:1], words[1:]), (words[-1:], words[:-1])] if words else []
        for rare, university in ((False, False), (True, False), (False, True), (True, True)):
            for name, rest in ends:
                # 여울대 is built like a name, but next to another name it is the university
                if is_name(name[0], rare=rare) and (university or not name[0].endswith("대")):
                    return name, rest
        return ([" ".join(words)], []) if is_split_name(words) else ([], words)

    def _fits(self, names: list[str], rest: list[str]) -> bool:
        """Whether a name and the words of a title cannot be read as a phrase (성실한 의원)."""
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
        """Reads words without a role: context, or names that stand alone."""
        while words and self._leads(words[0]):
            words = words[1:]
        if not words:
            return True
        if before_equals:  # [프레시안=…]: an outlet; two syllables are an unknown town
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
        if self._is_depicted(words):
            return False
        if self.equals and not (self.lenient or self.credits) and len(words) == 1 and len(words[0]) == 2:
            self.place = True  # [가온일보=여울]: an unknown town, or a name too short to tell
            return True
        if all(map(is_name, words)) and (len(words) == 1 or all(len(word) > 2 for word in words)):
            names = words
        elif is_split_name(words):
            names = [" ".join(words)]
        elif self.lenient and is_member(words):
            self.order.append(Author(words[0], " ".join(words[1:])))
            return True
        else:
            return False
        self._add(names)
        return True

    def _is_depicted(self, words: list[str]) -> bool:
        """Whether the words of a picture's credit name a town: 사진=여울시."""
        return self.is_photo_credit and any(word.endswith(("시", "군", "구", "청")) for word in words)

    def _add(self, names: list[str]) -> None:
        """Adds names without a role of their own."""
        people = [Author(name, self._next_role) for name in names]
        self.order += people
        if self.credits or self._broken:
            self._credited += people
        if self._next_role is None:
            self._waiting += people


def _ends_word(token: re.Match[str] | None) -> bool:
    """Whether a token directly follows a word."""
    return token is not None and not token.string[token.start() - 1].isspace()


def _begins_word(token: re.Match[str] | None) -> bool:
    """Whether a word directly follows a token."""
    return token is not None and token.string[token.end() : token.end() + 1].isalnum()


def _begins_credit(follower: re.Match[str] | None) -> bool:
    """Whether a credit between names begins the next credit, by what follows it: 글 박나래 사진 고은솔."""
    if follower is None:
        return False
    if follower.lastgroup == "word":
        return is_name(follower[0]) or len(unglue(follower[0])) > 1
    return follower.lastgroup == "equals" or follower[0] in ":：/·"


def _without_honorific(role: str) -> str:
    return role[:-1] if role.endswith("님") and len(role) > 2 else role
