"""Writes an article: every form of byline, body and boxes, chosen by its number."""

from __future__ import annotations

from datetime import datetime, timedelta

from newscrawler.demo import prose, words
from newscrawler.demo.archive import Archive
from newscrawler.demo.article import (
    Advert,
    Article,
    Block,
    Byline,
    CaptionHolder,
    Figures,
    Paragraph,
    Person,
    Picture,
    Player,
    SourceForm,
    Style,
    Subhead,
)
from newscrawler.demo.cms import MEDIAON, Cms
from newscrawler.demo.dice import Dice, scatter
from newscrawler.demo.sections import BY_NO, OPINION, PHOTO, VIDEO

NEIGHBOUR = "http://neighbour-press.test"
"""Another newspaper, on a host of its own."""

_EPOCH = datetime(1970, 1, 1, 9)
_STYLES: tuple[Style, ...] = ("p", "div", "br")
_FORMS: tuple[SourceForm, ...] = ("protocol", "root", "absolute", "protocol", "lazy")
_HOLDERS: tuple[CaptionHolder, ...] = ("figure", "cell", "paragraph", "none")
_PICTURES = (0, 1, 1, 2, 0, 1, 3)
_SUBTITLE_LINES = (0, 1, 1, 2, 1)
_UPDATES = ("(종합)", "(2보)", "(3보)")
_KICKERS = ("봄맞이 기획", "우리 동네 한 바퀴", "현장 점검")


class Writer:
    """Writes the articles of one archive for one newspaper."""

    def __init__(self, archive: Archive, newspaper: str, host: str, kickers: bool, cms: Cms = MEDIAON) -> None:
        self._archive = archive
        self._newspaper = newspaper
        self._host = host
        self._kickers = kickers
        self._cms = cms

    def headline(self, no: int) -> str:
        """The title the article had when it was published."""
        if printed := self._archive.release(no):
            return printed.title
        facts = self._facts(no)
        return prose.headline(facts, Dice(self._archive.seed, no, 12), no)

    def write(self, no: int) -> Article:
        """The article as it stands today."""
        section = self._archive.section(no)
        facts = self._facts(no)
        dice = Dice(self._archive.seed, no, 13)
        byline = self._byline(no, section.no, dice)
        blocks = self._blocks(no, section.no, facts, byline.prefix, dice)
        title = self.headline(no)
        published = self._archive.published(no)
        modified = published + timedelta(minutes=5 + no % 60, seconds=no % 50) if no % 9 == 4 else None
        for count, change in enumerate(self._archive.changes(no)):
            modified = change
            if no % 2:
                blocks.append(Paragraph(prose.addendum(facts, change.day)))
            else:
                title = f"{self.headline(no)} {_UPDATES[count % len(_UPDATES)]}"
        return Article(
            no=no,
            sec_no=section.no,
            section=BY_NO[section.parent].name if section.parent and self._cms.names_parents else section.name,
            title=title,
            kicker=_KICKERS[no % 3] if self._kickers and no % 4 == 0 else None,
            subtitle=prose.subtitle(facts, dice, _SUBTITLE_LINES[no % 5]),
            byline=byline,
            published=published,
            modified=modified.replace(second=0) if modified and self._cms.to_minutes else modified,
            style=_STYLES[no // 3 % 3],
            blocks=tuple(blocks),
            tags=prose.tags(facts, dice) if no % 3 != 1 else (),
            related=self._related(no) if no % 5 == 3 else (),
            comments=no % 6,
            address=self._cms.article,
        )

    def _facts(self, no: int) -> prose.Story:
        if printed := self._archive.release(no):
            return printed.release.facts
        return prose.story(Dice(self._archive.seed, no, 11), self._archive.section(no).theme)

    def _reporter(self, dice: Dice, role: str = "기자") -> Person:
        who = dice.below(len(words.NAMES))
        return Person(words.NAMES[who], role, f"{words.MAIL_NAMES[who]}@{self._host}")

    def _byline(self, no: int, sec_no: int, dice: Dice) -> Byline:
        """One of the ways to name a writer; columns name an outsider, or nobody."""
        if sec_no == OPINION:
            if no % 3 == 0:
                return Byline()
            columnist = Person(dice.pick(words.OUTSIDERS), dice.pick(words.COLUMNIST_ROLES))
            return Byline((columnist,), credits=(columnist,))
        one, two = self._reporter(dice), self._reporter(dice)
        while two.name == one.name:
            two = self._reporter(dice)
        match no % 14:
            case 1:
                return self._own(one, mailto=True)
            case 2:
                last_mailed = (Person(one.name, one.role), two)
                return Byline(
                    last_mailed,
                    self._newspaper,
                    f"[{self._newspaper}={one.name}·{two.name} 기자] ",
                    last_mailed,
                )
            case 3:
                pair = (Person(one.name, one.role), Person(two.name, two.role))
                return Byline(pair, credits=pair, joint=True)
            case 5:
                return Byline()
            case 6 | 7:
                outlet = dice.pick(words.OUTLETS)
                guest = Person(dice.pick(words.OUTSIDERS), "기자")
                printed = (guest,) if no % 14 == 7 else ()
                return Byline((guest,), outlet, f"[{outlet}={guest.name} 기자] ", printed)
            case 8:
                unmailed = Person(one.name, one.role)
                return Byline((one,), credits=(unmailed,), trailing=f"{one.name} 기자 {one.email}")
            case 9:
                unmailed = Person(one.name, one.role)
                return Byline((unmailed,), self._newspaper, f"[{self._newspaper} {one.name} 기자] ")
            case 10:
                return Byline((one,), credits=(one,))
            case 11:
                prefix = f"[{self._newspaper}={one.name}·{two.name} 기자] "
                return Byline((one, two), self._newspaper, prefix, (one, two))
            case 12:
                return self._own(self._reporter(dice, dice.pick(words.REPORTER_ROLES)))
            case 13:
                prefix = f"[{self._newspaper}={one.name} 기자] "
                return Byline((one,), self._newspaper, prefix, trailing=f"{one.name} 기자 {one.email}")
        return self._own(one)

    def _own(self, person: Person, mailto: bool = False) -> Byline:
        """A prefix and an info line for one reporter of this newspaper."""
        prefix = f"[{self._newspaper}={person.name} {person.role}] "
        return Byline((person,), self._newspaper, prefix, (person,), mailto=mailto)

    def _blocks(self, no: int, sec_no: int, facts: prose.Story, prefix: str, dice: Dice) -> list[Block]:
        """The body from its first picture to its last paragraph."""
        count = 1 if sec_no == PHOTO else dice.between(4, 8)
        printed = self._archive.release(no)
        texts = list(printed.paragraphs) if printed else prose.paragraphs(facts, dice, count)
        texts[0] = prefix + texts[0]
        wrapped = len(texts) - 1 if no % 7 == 3 else None
        blocks: list[Block] = [Paragraph(text, index == wrapped) for index, text in enumerate(texts)]
        links = self._links(no)
        if links:
            blocks.append(links)
        if no % 5 == 2:
            blocks.insert(min(2, len(blocks)), Subhead(dice.pick(words.SUBHEADS)))
        if no % 17 == 4:
            blocks.append(Figures(prose.table(dice)))
        if no % 19 == 7 or sec_no == VIDEO:
            scheme = "" if no % 2 else "https:"
            blocks.insert(1, Player(f"{scheme}//www.youtube.test/embed/{scatter(no):016x}"[:-5]))
        if no % 4 == 1:
            blocks.insert(min(3, len(blocks)), Advert(frame=False))
        if no % 9 == 2:
            blocks.append(Advert(frame=True))
        pictures = 1 if sec_no == PHOTO else _PICTURES[no % len(_PICTURES)]
        for index in range(pictures):
            blocks.insert(min(3 * index, len(blocks)), self._picture(no, index, facts, dice))
        return blocks

    def _picture(self, no: int, index: int, facts: prose.Story, dice: Dice) -> Picture:
        published = self._archive.published(no)
        stamp = int((published - _EPOCH).total_seconds()) + index
        week = 1 + published.day // 7
        holder = _HOLDERS[(no // 7 + index) % len(_HOLDERS)]
        caption = None if holder == "none" else prose.caption(facts, dice)
        if caption and holder == "paragraph":
            caption = f"▲ {caption}"
        path = f"/data/photos/{published:%Y%m}{week:02}/art_{stamp}_{scatter(no, index) & 0xFFFFFF:06x}.jpg"
        return Picture(path, _FORMS[(no + index) % len(_FORMS)], caption, holder)

    def _older(self, no: int, steps: int) -> int | None:
        """An older article, one of those never deleted (see archive.may_be_deleted)."""
        target = no - 2 * steps
        target -= target % 3
        return target if self._archive.exists(target) else None

    def _links(self, no: int) -> Paragraph | None:
        """A paragraph with a link in it: another newspaper's article, a mobile or a print copy."""
        older = self._older(no, 5)
        match no % 23:
            case 3:
                return Paragraph(
                    "자세한 내용은 이웃 신문의 기사에서도 볼 수 있다.",
                    links=(("이웃 신문의 기사", f"{NEIGHBOUR}/news/article.html?no={no % 97 + 100}"),),
                )
            case 9 if older:
                return Paragraph(
                    "지난 보도는 휴대전화로 보기를 눌러 다시 읽을 수 있다.",
                    links=(("휴대전화로 보기", self._cms.mobile.format(older)),),
                )
            case 15 if older:
                return Paragraph(
                    "앞선 기사는 인쇄용 화면으로도 남아 있다.",
                    links=(("인쇄용 화면", self._cms.printed.format(older)),),
                )
        return None

    def _related(self, no: int) -> tuple[tuple[int, str], ...]:
        found = {older for steps in range(2, 4 + no % 3) if (older := self._older(no, 3 * steps))}
        return tuple((older, self.headline(older)) for older in sorted(found, reverse=True))
