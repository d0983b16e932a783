"""The made-up newspapers' sections and series."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One section; ``weight`` is its share of the articles, ``in_menu`` False leaves only a 더보기 to it."""

    no: int
    name: str
    theme: str
    weight: int
    parent: int | None = None
    in_menu: bool = True


SECTIONS = (
    Section(2, "자치행정", "civic", 3),
    Section(21, "시청", "civic", 14, parent=2),
    Section(22, "군청", "civic", 10, parent=2),
    Section(23, "의회", "civic", 6, parent=2),
    Section(3, "경제", "economy", 10),
    Section(31, "일터", "economy", 5, parent=3),
    Section(32, "장터·가게", "economy", 6, parent=3),
    Section(4, "사회", "society", 12),
    Section(5, "들·바다", "farm", 8),
    Section(6, "교육", "school", 9),
    Section(7, "문화·나들이", "culture", 8),
    Section(71, "전시·공연", "culture", 5, parent=7),
    Section(8, "건강 & 돌봄", "care", 9),
    Section(9, "오피니언", "opinion", 5),
    Section(10, "포토뉴스", "photo", 4),
    Section(12, "사람들", "people", 3, in_menu=False),
    Section(13, "영상뉴스", "culture", 2),
)
BY_NO = {section.no: section for section in SECTIONS}
BY_SHARE = tuple(section for section in SECTIONS for _ in range(section.weight))

CHIEF = -2
"""Pseudo section of the day's articles."""
OPINION = 9
PHOTO = 10
PEOPLE = 12
VIDEO = 13

SERIES = {4: "느티나무 아래에서", 5: "고을 기고", 7: "고을 사람"}


def children(sec_no: int) -> list[Section]:
    """The sub-sections of a section."""
    return [section for section in SECTIONS if section.parent == sec_no]


def series_of(no: int, sec_no: int) -> int | None:
    """The series an article of a section belongs to."""
    if sec_no == OPINION:
        return 4 + no % 2
    return 7 if sec_no == PEOPLE else None


def list_href(sec_no: int) -> str:
    """Address of a section's list."""
    return f"/news/section_list_all.html?sec_no={sec_no}"


def landing_href(sec_no: int) -> str:
    """Address of a section's landing page."""
    return f"/news/section.html?sec_no={sec_no}"


def series_href(rvw_no: int) -> str:
    """Address of a series' list."""
    return f"/news/review_list_all.html?rvw_no={rvw_no}"
