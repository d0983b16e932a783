"""Sentences that say an article was deleted or does not exist, told from those about anything else.

A site that answers 200 for a deleted article says so in words: ``삭제된 기사입니다``, ``요청하신 페이지를 찾을 수
없습니다``. The same words are used of comments, members and sessions, and ``없습니다`` also ends ``볼 수 없습니다``.
So a sentence counts only if what it says is gone is the article or page itself, or if it names nothing at all.
"""

from __future__ import annotations

import re

from newscrawler.korean.trouble import names_trouble

_LONGEST = 2_000  # characters; notices are short, and patterns stay cheap
_SENTENCES = re.compile(r"[\n.!?。|]+| [-–·:] ")
_NEAR = 2  # sentences before and after one that may say that the trouble is another

# ---- one spacing for words that are written with and without blanks --------------------------------
_DELETE = r"(?:삭제|폐기|철회|말소|제거|파기)"
_JOINED = (
    (re.compile(rf"({_DELETE}) ?(?:처리|조치)? ?(?=되|된|됐|됨|돼|하였|했|한(?: |$))"), r"\1"),
    (re.compile(rf"({_DELETE}) ?(또는|혹은|및|·|/)"), r"\1\2"),
    (re.compile(rf"({_DELETE}된) (?=상태)"), r"\1"),
    (re.compile(r"(기사|뉴스|게시물|게시글|글|페이지) (?=번호|내용|주소|정보|원문|데이터)"), r"\1"),
    (re.compile(r"존재 ?하지 ?않"), "존재하지않"),
    (re.compile(r"(?:찾|확인할|조회할|발견할) ?(?:을 ?)?수가? ?없|(?:찾지|확인되지) ?(?:못하|못했|않)"), "찾을수없"),
    (re.compile(r"(서비스|제공|게재|게시)(?:가|이|를|을)? ?(?:하|되)지 ?않"), r"\1되지않"),
    (re.compile(r"(?<=[가-힣)]) (?=(?:입니다|이다|임|이에요|예요)(?: |$))"), ""),
)
# ---- what may be gone ------------------------------------------------------------------------------
_THING = (
    r"(?:뉴스|사진|포토|영상|인터넷|온라인|웹|해당|본|이)?"
    r"(?:기사|뉴스|게시물|게시글|글|자료|페이지|콘텐츠|컨텐츠|문서|포스트|포스팅|주소|(?i:url))"
    r"(?:번호|내용|주소|페이지|정보|원문|데이터|글|\([가-힣]{1,6}\))?"
)
_SUBJECT = re.compile(rf"{_THING}(?:이|가|은|는|을|를|도)?")
_NAMED = re.compile(
    rf"{_THING}(?P<rest>입니다|이다|임|이에요|예요|입니다만|이므로|이오니|이거나|거나|이라|인)?\S{{0,8}}"
)
_PARTICLE = re.compile(r"[가-힣A-Za-z0-9)\]'\"”’]{1,30}(?:이|가|은|는|을|를|도)")
_VERBAL = re.compile(r"\S{0,30}(?:하|시|되|있|없|않|찾|보|같|많|에|서|으로|로)(?:는|은)|이|그|저|이미")
_ADVERB = re.compile(
    r"이미|모두|전부|완전히|영구히|현재|더|이상|\S{1,30}(?:으로|로|의해|의하여|의해서|따라|인해|인하여)"
)
# What may stand before the thing: it is the one that was asked for. 관련 기사, 등록된 글, 새 글 are others.
_ASKED_FOR = re.compile(
    r"해당(?:하는)?|현재|이미|또는|혹은|및|죄송합니다만?|(?:선택|클릭|조회|접근|방문|입력|지정|요청|찾|보시|원하|열람)\S*|(?:주소|번호)의"
    r"|\S{1,30}(?:에|에서|으로|로|[,)\]])"
)
_THIS = ("이", "본", "그", "위")  # as first words: 최근 본 기사 is another one
# ---- what is said of it ----------------------------------------------------------------------------
_BEFORE_THING = re.compile(
    rf"{_DELETE}(?:된|한|되었던|됐던)|존재하지않[는던]|찾을수없는|없는|(?:서비스|제공|게재|게시)되지않는"
    r"|사라진|없어진|지워진|내려진"
)
_EITHER = re.compile(
    rf"(?:{_DELETE}(?:되었|됐|되|하였|했)?|존재하지않|없|찾을수없|사라졌|없어졌|지워졌)거나|{_DELETE}(?:또는|혹은|및|나|·|,|/|되어)"
)
_AFTER_THING = re.compile(
    rf"{_DELETE}(?:되었|되엇|됐|하였|했)(?:(?:습|음|어|네|고|으)\S{{0,8}}|다)|{_DELETE}(?:됨|된상태\S{{0,4}})|존재하지않(?:습|음|아|다)\S{{0,6}}"
    r"|찾을수없(?:습|음|어|다)\S{0,6}|(?:서비스|제공|게재|게시)되지않(?:습|음|아)\S{0,6}"
    r"|(?:사라졌|없어졌|지워졌|내려졌)\S{1,6}"
)
_IS_NOT = re.compile(r"없(?:습니다|음|어요|네요|다)\S{0,3}")
_CHAIN = re.compile(r"(?:또는|혹은|및|\S{0,10}(?:거나|또는|혹은|된|된지))[,]?")
_MAYBE = re.compile(r"수 ?(?:도 )?(?:있|없지)|아닙|아니|않았|복구|예정")
# ---- in English ----------------------------------------------------------------------------------
_ENGLISH = re.compile(
    r"\b(?:article|page|post|story|content|document|news|url|resource)\b[^\n]{0,60}"
    r"\b(?:(?:been|was|is|were) (?:deleted|removed)|not (?:be )?found|(?:does(?: not|n't)|no longer) exists?"
    r"|no longer available)\b"
    r"|\b(?:deleted|removed|no such|nonexistent) (?:article|page|post|story|content|document)\b"
    r"|^\W*(?:(?:error|http)\W{0,3})?(?:404|410)?\W{0,5}(?:not found|gone|page not found|file not found)\W*$",
    re.I,
)


def says_deleted(text: str, *, among_others: bool = False) -> bool:
    """Whether a message says that the article or page it stands for was deleted or does not exist.

    ``text`` is what the reader sees: an alert, or the visible lines of a page, separated by line ends. A sentence next
    to one about load, maintenance, a log-in or the like does not count: it may be gone only until that is over.
    ``among_others`` tells that the text is that of a whole page, whose empty boxes may say 기사가 없습니다: the notice
    must then say which one it means.
    """
    sentences = [s for part in _SENTENCES.split(text[:_LONGEST]) if (s := " ".join(part.split()))]
    for number, sentence in enumerate(sentences):
        if _says_gone(sentence, among_others):
            around = sentences[max(0, number - _NEAR) : number + _NEAR + 1]
            return not any(map(names_trouble, around))
    return False


def _says_gone(sentence: str, among_others: bool) -> bool:
    if _ENGLISH.search(sentence):
        return True
    for pattern, joined in _JOINED:
        sentence = pattern.sub(joined, sentence)
    words = sentence.replace(",", ", ").split()
    if among_others and (_AFTER_THING.fullmatch(words[0]) or (_may_head_a_box(words[0]) and "삭제" not in sentence)):
        return False
    for at, word in enumerate(words):
        word = word.strip("'\"“”‘’[]<>()※,·")
        if _EITHER.match(word):
            if _names_thing(words, at + 1) or (_is_about_it(words, at) and not _MAYBE.search(sentence)):
                return True
        elif _BEFORE_THING.fullmatch(word):
            if _names_thing(words, at + 1) and (word != "없는" or _stands_alone(words, at)):
                return True
        elif _MAYBE.search(sentence):
            continue
        elif _AFTER_THING.fullmatch(word):
            if _is_about_it(words, at):
                return True
        elif _IS_NOT.fullmatch(word) and at and _is_thing(words, at - 1):
            return True
    return False


def _may_head_a_box(word: str) -> bool:
    """Whether a sentence that begins so may be about the entries of a box; one about a page is not."""
    return bool(_SUBJECT.fullmatch(word)) and not re.match(r"(?:웹|해당|본|이)?(?:페이지|주소|url)", word, re.I)


def _names_thing(words: list[str], at: int) -> bool:
    """Whether the phrase that goes on at a word is about the thing, and says no more than that."""
    for _ in range(4):
        if at < len(words) and _says_it_is(words[at]):
            return True
        if at < len(words) and (_CHAIN.fullmatch(words[at]) or _BEFORE_THING.fullmatch(words[at])):
            at += 1
    if at < len(words) and words[at] in ("해당", *_THIS):
        at += 1
    if at >= len(words):
        return False
    match = _NAMED.fullmatch(words[at].strip("'\"“”‘’[]<>()※"))
    if match is None:
        return False
    return bool(match["rest"]) or (at == len(words) - 1 and bool(_SUBJECT.fullmatch(words[at].strip("'\"“”‘’[]<>()※"))))


def _says_it_is(word: str) -> bool:
    """Whether a word says that something is the thing (기사입니다, 기사이거나)."""
    match = _NAMED.fullmatch(word)
    return match is not None and bool(match["rest"])


def _stands_alone(words: list[str], at: int) -> bool:
    """Whether nothing else is what the word at this place says is not there (권한이 없는, 볼 수 없는)."""
    return at == 0 or bool(_ADVERB.fullmatch(words[at - 1]) or _ASKED_FOR.fullmatch(words[at - 1]))


def _is_thing(words: list[str], at: int) -> bool:
    """Whether a word is the thing that was asked for, as a subject or object."""
    if not _SUBJECT.fullmatch(words[at].strip("'\"“”‘’[]<>()※")):
        return False
    before = words[at - 1] if at else ""
    return not before or (at == 1 and before in _THIS) or bool(_ASKED_FOR.fullmatch(before))


def _is_about_it(words: list[str], at: int) -> bool:
    """Whether the verb at this place is said of the thing, or of nothing that is named."""
    near = at - 1
    while near >= 0 and _ADVERB.fullmatch(words[near]):
        near -= 1
    if near >= 0 and _has_particle(words[near]):
        return _is_thing(words, near)
    named = [k for k in range(near + 1) if _has_particle(words[k])]
    return any(_is_thing(words, k) for k in named) or not named


def _has_particle(word: str) -> bool:
    return bool(_PARTICLE.fullmatch(word)) and not _VERBAL.fullmatch(word)
