"""Composes headlines, paragraphs and captions from the vocabulary, by the numbers of a Dice."""

from __future__ import annotations

from dataclasses import dataclass

from newscrawler.demo import words
from newscrawler.demo.dice import Dice
from newscrawler.demo.words import THEMES, Word

SPOILED_TITLES = 13
"""One title in so many carries a trap of typography."""


@dataclass(frozen=True, slots=True)
class Story:
    """The facts of one article; the same facts fill its headline, body, tags and captions."""

    theme: str
    slots: dict[str, str]

    def fill(self, pattern: str) -> str:
        """The pattern with this story's facts."""
        return pattern.format_map(self.slots)


def story(dice: Dice, theme: str) -> Story:
    """Draws the facts of one article of a theme."""
    town = dice.below(len(words.TOWNS))
    thing, act = dice.pick(THEMES[theme].topics)
    slots = {
        "town": Word(words.TOWNS[town]),
        "town2": Word(words.TOWNS[(town + 1) % len(words.TOWNS)]),
        "place": Word(dice.pick(words.PLACES)),
        "thing": Word(thing),
        "act": Word(act),
        "office": Word(dice.pick(words.OFFICES)),
        "person": Word(dice.pick(words.OUTSIDERS)),
        "job": Word(dice.pick(words.JOBS)),
        "n": str(dice.between(3, 12)),
        "many": str(dice.between(40, 980)),
        "money": str(dice.between(2, 96)),
        "pct": str(dice.between(6, 48)),
        "month": str(dice.between(4, 11)),
        "day": str(dice.between(10, 28)),
        "years": str(dice.between(12, 55)),
    }
    return Story(theme, slots)


def headline(facts: Story, dice: Dice, no: int) -> str:
    """A title as the newspaper prints it; some hold raw angle brackets, quotes or odd spaces."""
    title = facts.fill(dice.pick(THEMES[facts.theme].titles))
    match no % SPOILED_TITLES:
        case 0:
            return title.replace("…", " ") + " <과수원길>"
        case 3:
            return '"함께 걷자" ' + title.replace("“이웃이 먼저 반겼다” ", "")
        case 5:
            return title.replace(" ", "\N{NO-BREAK SPACE}", 1)
        case 8:
            return title.replace(" ", "  ", 1)
        case 10:
            return title + " & 나눔"
    return title


def subtitle(facts: Story, dice: Dice, lines: int) -> tuple[str, ...]:
    """So many lines that stand under the title."""
    patterns = (
        "{place} 주민 {many}명 뜻 모아",
        "{month}월까지 {n}곳으로 넓히기로",
        "{town} “살림은 아끼고 손길은 더한다”",
        "지난해보다 {pct}% 늘어… 남은 과제는 관리",
    )
    return tuple(facts.fill(pattern) for pattern in dice.sample(patterns, lines))


def paragraphs(facts: Story, dice: Dice, count: int) -> list[str]:
    """A lead and count - 1 further paragraphs of one to three sentences."""
    theme = THEMES[facts.theme]
    details = dice.sample(theme.details, len(theme.details))
    body = [" ".join([dice.pick(theme.leads), *details[:2]])]
    details = details[2:]
    quotes = dice.sample(words.QUOTES, len(words.QUOTES))
    while len(body) < count:
        if len(body) % 3 == 2:
            body.append(quotes.pop())
        elif details:
            size = dice.between(1, 3)
            body.append(" ".join(details[:size]))
            details = details[size:]
        else:
            break
    return [facts.fill(paragraph) for paragraph in body]


def caption(facts: Story, dice: Dice) -> str:
    """The line under a picture."""
    patterns = (
        "{place}에서 열린 행사에 참가한 주민들. {town} 제공",
        "{day}일 {place} 전경. (사진={town})",
        "{person} 씨가 {place} 골목을 걷고 있다.",
    )
    return facts.fill(dice.pick(patterns))


def table(dice: Dice) -> tuple[tuple[str, ...], ...]:
    """A small table of figures, header row first."""
    rows = [("구분", "지난해", "올해")]
    for place in dice.sample(words.PLACES, 3):
        rows.append((place, f"{dice.between(10, 90)}건", f"{dice.between(20, 160)}건"))
    return tuple(rows)


def tags(facts: Story, dice: Dice) -> tuple[str, ...]:
    """One to three words for the tag list."""
    choices = [facts.fill(pattern).replace(" ", "") for pattern in ("{town}", "{place}", "{thing}", "{office}")]
    return tuple(dice.sample(choices, dice.between(1, 3)))


def addendum(facts: Story, day: int) -> str:
    """The paragraph a later change of the article adds."""
    return facts.fill("한편 {town:은} ") + f"{day}일 추가 설명을 내고 바뀐 일정을 다시 알렸다."
