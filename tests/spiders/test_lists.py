"""Where lists end: what counts as proof, and what is not the page that was asked for."""

from __future__ import annotations

import pytest
from support.lists import ListedPage, rows

from newscrawler.cms.family import MoreReply, MoreRequest
from newscrawler.spiders.lists import MoreList, PagedList, UnexpectedPageError

NEXT = MoreRequest("http://demo.test/news/ajax.php", "m11-8", "http://demo.test/news/ajax.php#m11-8-")


def read(reading: PagedList, page: ListedPage, number: int, *, again: bool = False) -> tuple[int, str | None]:
    """The number of new articles on the page, and what proves the list to end there."""
    fresh, evidence = reading.read(page, number, [str(row.link.id) for row in page.rows], again=again)
    return len(fresh), evidence


def paged(number: int, last: int, marks: bool = True, each: int = 5, mark: int | None = None) -> ListedPage:
    """Page ``number`` of a list of ``last`` pages, whose pager links to all others."""
    others = set(range(1, last + 1)) - {number}
    shown = (mark or number) if marks else None
    return ListedPage(rows(range(number * 100, number * 100 + each)), number == last, shown, others)


def refused(reading: PagedList, page: ListedPage, number: int, *, again: bool = False) -> str:
    with pytest.raises(UnexpectedPageError) as raised:
        read(reading, page, number, again=again)
    return str(raised.value)


# ---- proof --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("marks", [True, False])
def test_a_list_ends_at_the_last_page_that_its_pagers_named(marks: bool) -> None:
    reading = PagedList()
    assert [read(reading, paged(n, 3, marks), n) for n in (1, 2, 3)] == [(5, None), (5, None), (5, "pager")]


def test_a_pager_that_forgets_later_pages_proves_nothing() -> None:
    reading = PagedList()
    read(reading, paged(1, 3), 1)
    assert read(reading, paged(2, 2), 2) == (5, None)  # page 1 named page 3
    assert read(reading, paged(3, 3), 3) == (5, "pager")


def test_a_jump_to_the_next_ten_pages_promises_nothing() -> None:
    """Some pagers print it on every page."""
    reading = PagedList()
    assert read(reading, ListedPage(rows(range(5)), linked_pages={2, 11}, jumps={11}), 1) == (5, None)
    assert read(reading, ListedPage(rows(range(5, 10)), is_last=True, linked_pages={1}), 2) == (5, "pager")


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("number", [2, 3])
def test_a_page_that_a_pager_links_to_has_a_pager(number: int, again: bool) -> None:
    """Popular articles beside a notice of maintenance are not the rows of the list."""
    reading = PagedList()
    for before in range(1, number):
        read(reading, paged(before, 3), before)
    assert "no pager" in refused(reading, ListedPage(rows(range(900, 905))), number, again=again)
    assert read(reading, paged(number, 3), number)[0] == 5


def test_the_last_page_of_a_list_with_a_next_button_alone_has_no_pager() -> None:
    reading = PagedList()
    read(reading, ListedPage(rows(range(5)), linked_pages={2}), 1)
    last = ListedPage(rows(range(5, 10)))
    assert "no pager" in refused(reading, last, 2)
    assert read(reading, last, 2, again=True) == (5, None)


def test_a_list_without_a_pager_ends_where_a_page_is_served_again() -> None:
    reading = PagedList()
    read(reading, ListedPage(rows(range(5))), 1)
    read(reading, ListedPage(rows(range(5, 10))), 2)
    assert read(reading, ListedPage(rows(range(5, 10))), 3) == (0, "repeat")


def test_one_page_past_the_window_of_a_pager_the_last_page_is_served_again() -> None:
    """A pager shows ten numbers, so page 10 does not prove that no page follows."""
    reading = PagedList()
    for number in range(1, 11):
        page = paged(number, 10)
        page.is_last = False
        assert read(reading, page, number) == (5, None)
    assert read(reading, paged(10, 10), 11) == (0, "repeat")


def test_past_the_end_other_articles_of_the_list_are_looked_at_twice() -> None:
    reading = PagedList()
    read(reading, ListedPage(rows(range(5))), 1)
    read(reading, ListedPage(rows(range(5, 10))), 2)
    first = ListedPage(rows(range(5)))
    assert "earlier pages" in refused(reading, first, 3)
    assert read(reading, first, 3, again=True) == (0, "repeat")


@pytest.mark.parametrize("number", [1, 2])
def test_the_words_of_the_cms_for_an_empty_list_end_it(number: int) -> None:
    reading = PagedList()
    if number == 2:
        read(reading, ListedPage(rows(range(5))), 1)
    assert read(reading, ListedPage([], says_empty=True), number) == (0, "notice")


@pytest.mark.parametrize("number", [1, 2])
def test_an_empty_page_whose_pager_marks_it_as_the_last_ends_a_list(number: int) -> None:
    reading = PagedList()
    if number == 2:
        read(reading, ListedPage(rows(range(5)), shown_page=1), 1)
    assert read(reading, ListedPage([], shown_page=number), number) == (0, "pager")


def test_an_empty_list_that_links_to_later_pages_contradicts_itself() -> None:
    page = ListedPage([], says_empty=True, shown_page=1, linked_pages={2})
    for again in (False, True):
        assert "shows no list" in refused(PagedList(), page, 1, again=again)


@pytest.mark.parametrize(("says_empty", "evidence"), [(True, "notice"), (False, "pager")])
def test_a_list_that_had_articles_is_looked_at_twice_before_it_is_empty(says_empty: bool, evidence: str) -> None:
    page = ListedPage([], says_empty=says_empty, shown_page=1)
    reading = PagedList(had_articles=True)
    assert "unlike in earlier runs" in refused(reading, page, 1)
    assert read(reading, page, 1, again=True) == (0, evidence)


def test_a_list_ends_with_as_many_articles_as_it_says_it_has() -> None:
    reading = PagedList()
    assert read(reading, ListedPage(rows(range(5)), total=8), 1) == (5, None)
    assert read(reading, ListedPage(rows(range(5, 8)), total=8), 2) == (3, "total")


def test_a_total_does_not_end_a_list_whose_pager_goes_on() -> None:
    page = paged(1, 3)
    page.total = 5
    assert read(PagedList(), page, 1) == (5, None)


def test_a_landing_page_of_the_newspaper_is_a_short_list() -> None:
    assert read(PagedList(), ListedPage([], is_landing=True), 1) == (0, "short")
    assert read(PagedList(), ListedPage([], is_landing=True, has_frame=False, is_blank=True), 1) == (0, "short")


# ---- pages that are not what was asked for --------------------------------------------------------------
def test_a_page_without_a_list_is_not_the_end() -> None:
    reading = PagedList()
    assert "shows no list" in refused(reading, ListedPage([]), 1)
    read(reading, ListedPage(rows(range(5))), 1)
    for again in (False, True):
        assert "shows no list" in refused(reading, ListedPage([]), 2, again=again)
    assert read(reading, ListedPage(rows(range(5, 10))), 2) == (5, None)  # it was taken in nowhere


@pytest.mark.parametrize(
    "page",
    [ListedPage([]), ListedPage([], says_empty=True), ListedPage([], shown_page=2)],
    ids=["bare", "words", "mark"],
)
def test_a_page_that_a_pager_named_must_have_articles(page: ListedPage) -> None:
    reading = PagedList()
    read(reading, paged(1, 3), 1)
    for again in (False, True):
        assert "although a pager links to it" in refused(reading, page, 2, again=again)


def test_a_landing_page_without_any_link_of_the_newspaper_is_none() -> None:
    assert "nothing of the newspaper" in refused(PagedList(), ListedPage([], is_landing=True, has_frame=False), 1)


@pytest.mark.parametrize("marks", [True, False])
def test_a_page_that_a_pager_named_and_that_shows_an_earlier_page_is_stale(marks: bool) -> None:
    reading = PagedList()
    read(reading, paged(1, 3, marks), 1)
    for again in (False, True):
        assert "earlier pages" in refused(reading, paged(1, 3, marks), 2, again=again)
    assert read(reading, paged(2, 3, marks), 2) == (5, None)


def test_a_page_ahead_of_the_one_asked_for_is_not_taken_for_it() -> None:
    """Else the page asked for would be passed over, and the one ahead look like a repeat."""
    reading = PagedList()
    read(reading, paged(1, 4), 1)
    for again in (False, True):
        assert "shows page 3" in refused(reading, paged(3, 4), 2, again=again)
    assert [read(reading, paged(n, 4), n) for n in (2, 3, 4)] == [(5, None), (5, None), (5, "pager")]


def test_a_pager_whose_mark_never_moves_is_found_out() -> None:
    reading = PagedList()
    read(reading, paged(1, 3), 1)
    stuck = paged(2, 3, mark=1)
    assert "shows page 1" in refused(reading, stuck, 2)
    assert read(reading, stuck, 2, again=True) == (5, None)
    assert read(reading, paged(3, 3, mark=1), 3) == (5, "pager")  # no longer believed


# ---- rows that new articles push down ---------------------------------------------------------------------
def pushed(number: int, last: int) -> ListedPage:
    page = paged(number, last)
    page.rows = rows(range(100, 105))
    return page


def test_rows_that_new_articles_pushed_down_do_not_end_a_list() -> None:
    reading = PagedList()
    read(reading, paged(1, 3), 1)
    refused(reading, pushed(2, 3), 2)
    assert read(reading, pushed(2, 3), 2, again=True) == (0, None)
    assert read(reading, paged(3, 3), 3) == (5, "pager")


def test_a_last_page_of_pushed_down_rows_is_the_last_page() -> None:
    reading = PagedList()
    read(reading, paged(1, 2), 1)
    refused(reading, pushed(2, 2), 2)
    assert read(reading, pushed(2, 2), 2, again=True) == (0, "pager")


def test_a_list_that_shows_the_same_articles_on_page_after_page_is_misread() -> None:
    reading = PagedList()
    read(reading, paged(1, 9), 1)
    for number in (2, 3):
        refused(reading, pushed(number, 9), number)
        assert read(reading, pushed(number, 9), number, again=True) == (0, None)
    refused(reading, pushed(4, 9), 4)
    assert "page after page" in refused(reading, pushed(4, 9), 4, again=True)


# ---- AJAX blocks --------------------------------------------------------------------------------------
def reply(reading: MoreList, answer: MoreReply, *, again: bool = False) -> tuple[int, str | None]:
    fresh, evidence = reading.read(answer, [str(row.link.id) for row in answer.rows], again=again)
    return len(fresh), evidence


def test_a_block_goes_on_while_its_replies_are_full() -> None:
    reading = MoreList()
    assert reply(reading, MoreReply(rows(range(5)), next=NEXT)) == (5, None)
    assert reply(reading, MoreReply(rows(range(5, 7)))) == (2, "short")


def test_a_block_ends_with_an_empty_reply_or_the_words_of_the_server() -> None:
    assert reply(MoreList(), MoreReply([], next=NEXT)) == (0, "short")
    assert reply(MoreList(), MoreReply([], says_end=True)) == (0, "notice")


def test_an_error_of_the_server_is_not_the_end() -> None:
    for again in (False, True):
        with pytest.raises(UnexpectedPageError, match="일시적인 오류"):
            reply(MoreList(), MoreReply([], "일시적인 오류입니다."), again=again)


def test_a_reply_served_again_ends_a_block_only_the_second_time() -> None:
    reading = MoreList()
    same = MoreReply(rows(range(5)), next=NEXT)
    reply(reading, same)
    with pytest.raises(UnexpectedPageError, match="earlier replies"):
        reply(reading, same)
    assert reply(reading, same, again=True) == (0, "repeat")
