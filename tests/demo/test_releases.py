"""The press releases of the made-up newspapers: the same for all, edited by each, known when they are carried."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import pytest

from newscrawler.demo import Newspaper
from newscrawler.demo.releases import A_DAY, printed, release
from newscrawler.stories.carried import carried
from newscrawler.stories.likeness import letters

TODAY = date(2026, 11, 26)
DAYS = [TODAY - timedelta(days=back) for back in range(10)]


def test_five_of_six_newspapers_print_a_release_each_in_another_way() -> None:
    for day in DAYS:
        for index in range(A_DAY):
            issued = release(day, index)
            prints = [one for seed in range(1, 7) if (one := printed(day, index, seed))]
            assert len({(one.title, one.paragraphs) for one in prints}) == len(prints) == 5
            assert (issued.title, issued.paragraphs) in {(one.title, one.paragraphs) for one in prints}
            assert f"{day.day}일 밝혔다" in issued.text
            assert "{" not in issued.text + "".join(text for one in prints for text in (one.title, *one.paragraphs))


def test_what_newspapers_print_is_found_to_carry_the_release_and_no_other() -> None:
    issued = [(day, index) for day in DAYS for index in range(A_DAY)]
    texts = {one: letters(release(*one).text) for one in issued}
    assert len(set(texts.values())) == len(issued)
    for (day, index), text in texts.items():
        for seed in range(1, 7):
            if one := printed(day, index, seed):
                other = letters("\n\n".join(one.paragraphs))
                assert carried(text, other, []), (day, index, seed)
                assert not carried(texts[day, 1 - index], other, [])


@pytest.mark.parametrize("skin", ["m1x", "m01", "ndsoft"])
@pytest.mark.parametrize("articles", [10, 60])
def test_a_newspaper_prints_the_releases_of_each_day_under_numbers_of_that_day(
    skin: Literal["m1x", "m01", "ndsoft"], articles: int
) -> None:
    paper = Newspaper(articles=articles, seed=3, day=TODAY, skin=skin, releases=True)
    for day in DAYS[: articles // 20 + 1]:
        by_title = {
            article["title"]: article
            for article in paper.truth_articles().values()
            if article["published_at"].startswith(day.isoformat())
        }
        for index in range(A_DAY):
            one = printed(day, index, 3)
            if one is None or (one.title not in by_title and day != TODAY):  # it may be deleted or changed later
                continue
            assert all(paragraph in by_title[one.title]["body"] for paragraph in one.paragraphs)
            if skin == "m1x":
                names = {no: name for name, no in paper.sections.items()}
                assert by_title[one.title]["section"] == names[one.release.section]


def test_without_releases_a_newspaper_prints_none() -> None:
    titles = {release(TODAY, index).title for index in range(A_DAY)}
    assert not titles & {article["title"] for article in Newspaper(day=TODAY).truth_articles().values()}
