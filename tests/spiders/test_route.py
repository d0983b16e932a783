"""The way through a newspaper, decided without a crawl: what is requested, where each list ends and why."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from support.lists import ListedPage, article, rows
from support.records import known_since

from newscrawler.cms.families import DEFAULT
from newscrawler.cms.family import Link, MoreReply, MoreRequest
from newscrawler.cms.markup.parts import SectionLink
from newscrawler.run.arguments import Arguments
from newscrawler.run.history import History
from newscrawler.run.journal import Journal
from newscrawler.spiders.lists import UnexpectedPageError
from newscrawler.spiders.route import Bounds, Route, UnknownSectionError
from newscrawler.store.archive import Ground, Known
from newscrawler.store.manifest import SectionReport

ORIGIN = "http://demo.test"
LIST = f"{ORIGIN}/news/section_list_all.html?sec_no=31"
LANDING = f"{ORIGIN}/news/section.html?sec_no=31"
MORE = MoreRequest(f"{ORIGIN}/news/ajax.php", "m11-8", f"{ORIGIN}/news/ajax.php#m11-8-")


def section(url: str = LIST, name: str = "행정") -> SectionLink:
    return SectionLink(Link("list" if "_list_all" in url else "landing", url), name, "menu")


class Trip:
    """A route with the journal it writes into, and one section that is read."""

    def __init__(self, history: History | None = None, bounds: Bounds | None = None, **given: str) -> None:
        self.journal = Journal(site="demo", home=f"{ORIGIN}/", arguments=Arguments.read(given))
        self.route = Route(DEFAULT, self.journal, history or History(), bounds or Bounds())
        self.report = self.route.open(LIST, "menu", "행정")

    def wants(self, link: Link, *, again: bool = False) -> bool:
        """Whether an article that a page links to is requested."""
        return list(self.route.wanted([link], again=again)) == [link]

    def read(self, *pages: ListedPage) -> tuple[int | None, str | None]:
        """The page requested after these pages, and why the list stopped."""
        following: int | None = 1
        for page in pages:
            assert following is not None
            following = self.route.after_list(page, following, self.report)
        return following, self.report.stopped


# ---- sections -----------------------------------------------------------------------------------------
def test_a_section_is_requested_once_and_the_list_behind_a_landing_page_with_it() -> None:
    trip = Trip()
    found = list(trip.route.sections(section(LANDING.replace("31", "7"))))
    assert [(report.url, report.found_via) for report in found] == [
        (LANDING.replace("31", "7"), "menu"),
        (LIST.replace("31", "7"), "guess"),
    ]
    assert list(trip.route.sections(section(LANDING.replace("31", "7")))) == []
    assert list(trip.route.sections(section(f"{LIST}&page=3"))) == []  # a later page is of the same section


def test_a_section_takes_the_first_name_it_is_given() -> None:
    trip = Trip()
    trip.report.name = ""
    list(trip.route.sections(section(name="행정")))
    list(trip.route.sections(section(name="시정")))
    assert trip.report.name == "행정"


def test_a_section_that_was_given_up_is_not_requested_again() -> None:
    trip = Trip()
    trip.route.give_up(trip.report)
    assert (trip.journal.sections, trip.journal.ended_sections) == ({}, set())
    assert list(trip.route.sections(section())) == []


def test_a_list_that_earlier_runs_read_is_requested_although_no_page_links_to_it() -> None:
    other = LIST.replace("31", "7")
    history = History(sections={LIST: Ground("", 1), other: Ground("", 1), MORE.list_url: Ground("", 1)})
    trip = Trip(history)  # which has opened LIST
    (known,) = trip.route.known_sections()
    assert (known.url, known.found_via) == (other, "known")
    assert trip.route.may_be_missing(known)
    list(trip.route.sections(section(other, "문화")))  # a later page does link to it
    assert (known.name, known.found_via) == ("문화", "menu")
    assert not trip.route.may_be_missing(known)


def test_a_guessed_list_may_be_missing_unless_an_earlier_run_read_it() -> None:
    trip = Trip(History(sections={LIST: Ground("", 1)}))
    assert trip.route.may_be_missing(trip.route.open(LIST.replace("31", "7"), "guess"))
    assert not trip.route.may_be_missing(trip.route.open(LIST, "guess"))
    assert not trip.route.may_be_missing(trip.route.open(LIST, "menu"))


def test_a_guessed_list_of_which_a_page_was_read_exists() -> None:
    trip = Trip()
    guess = trip.route.open(LIST.replace("31", "7"), "guess")
    trip.route.after_list(ListedPage(rows(range(5)), linked_pages={2}), 1, guess)
    assert not trip.route.may_be_missing(guess)


@pytest.mark.parametrize(
    ("page", "doubtful"),
    [
        (ListedPage(rows(range(5)), linked_pages={2}), False),
        (ListedPage(rows(range(5)), is_certain=False), True),  # a box of links beside an error message, perhaps
    ],
)
def test_a_list_known_by_its_links_alone_settles_nothing(page: ListedPage, doubtful: bool) -> None:
    trip = Trip()
    trip.route.after_list(page, 1, trip.report)
    assert (trip.report.url in trip.journal.doubtful_lists) is doubtful


def test_a_status_ends_a_list_without_a_pager_and_settles_nothing() -> None:
    trip = Trip()
    trip.route.after_list(ListedPage(rows(range(5))), 1, trip.report)
    assert trip.route.end_by_status(2, trip.report)
    assert trip.journal.doubtful_lists == {trip.report.url}


def test_a_list_that_is_gone_is_remembered_as_such() -> None:
    trip = Trip()
    trip.route.give_up(trip.report, is_gone=True)
    assert trip.journal.ended_sections == {LIST}


def test_a_list_that_was_not_there_on_a_guess_is_requested_once_more_if_a_page_links_to_it() -> None:
    trip = Trip()
    trip.route.give_up(trip.report, is_gone=True)
    (report,) = trip.route.sections(section())
    assert (report.url, report.found_via) == (LIST, "menu")
    assert not trip.route.may_be_missing(report)
    assert list(trip.route.sections(section())) == []
    assert trip.journal.ended_sections == set()


def test_a_guessed_list_that_a_page_links_to_is_no_guess() -> None:
    trip = Trip()
    _, behind = trip.route.sections(section(LANDING.replace("31", "7")))
    assert trip.route.may_be_missing(behind)
    assert list(trip.route.sections(section(LIST.replace("31", "7")))) == []
    assert (behind.found_via, trip.route.may_be_missing(behind)) == ("menu", False)


def test_sections_without_end_are_stopped_and_reported_once() -> None:
    trip = Trip(bounds=Bounds(sections=1))
    for number in (7, 8):
        assert list(trip.route.sections(section(LIST.replace("31", str(number))))) == []
    assert trip.journal.unread == [f"{ORIGIN}/ has no end of sections"]


def test_articles_without_end_are_stopped_and_reported_once() -> None:
    trip = Trip(bounds=Bounds(articles=2))
    links = [article(number) for number in range(1, 5)]
    assert [trip.wants(link, again=number == 1) for number, link in enumerate(links)] == [
        True,
        True,
        False,
        False,
    ]
    assert (trip.journal.unread, trip.journal.was_limited) == ([f"{ORIGIN}/ has no end of articles"], True)
    assert not trip.wants(links[0])  # one that was requested is not reported
    assert len(trip.journal.unread) == 1


@pytest.mark.parametrize("wanted", ["행정", "31"])
def test_sections_are_chosen_by_name_or_code(wanted: str) -> None:
    links = [section(), section(LIST.replace("31", "7"), "문화")]
    assert Trip(sections=wanted).route.chosen(links) == [links[0]]


def test_a_section_the_newspaper_lacks_is_named_with_those_it_has() -> None:
    with pytest.raises(UnknownSectionError, match=r"'원예'.*행정"):
        Trip(sections="원예").route.chosen([section()])


def test_an_ajax_block_is_requested_once_however_many_pages_show_it() -> None:
    trip = Trip()
    assert [more for more, _ in trip.route.more([MORE, MORE])] == [MORE]
    assert list(trip.route.more([MORE])) == []


# ---- articles -----------------------------------------------------------------------------------------
def test_an_article_is_requested_once_whichever_ways_lead_to_it() -> None:
    trip = Trip()
    assert [trip.wants(article(1)), trip.wants(article(1)), trip.wants(article(2))] == [True, False, True]
    assert list(trip.route.wanted([article(3), article(2), article(3)])) == [article(3)]


def test_what_is_known_of_articles_is_asked_for_once_for_a_whole_page() -> None:
    asked: list[set[str]] = []

    def known(ids: Iterable[str]) -> dict[str, Known]:
        asked.append(set(ids))
        return known_since({"demo:2": 1})(asked[-1])

    trip = Trip(History(known, 9))
    links = [article(number) for number in (1, 2, 3)]
    assert list(trip.route.wanted(links)) == [links[0], links[2]]
    assert asked == [{"demo:1", "demo:2", "demo:3"}]
    assert list(trip.route.wanted(links)) == []
    assert asked[1:] == [{"demo:2"}]


def test_a_known_article_is_requested_on_purpose_only() -> None:
    history = History(known_since({"demo:1": 1}), 9)
    assert not Trip(history).wants(article(1))
    assert Trip(history).wants(article(1), again=True)
    assert Trip(history, refresh="1").wants(article(1))


def test_a_removed_article_that_a_page_links_to_is_requested() -> None:
    history = History(known_since({"demo:1": 1, "demo:2": 1}, removed={"demo:1"}), 9)
    assert [Trip(history).wants(article(number)) for number in (1, 2)] == [True, False]


def test_a_limit_on_articles_does_not_count_those_requested_again() -> None:
    trip = Trip(max_articles="1")
    assert trip.wants(article(1), again=True)
    assert trip.wants(article(2))
    assert not trip.journal.was_limited
    assert not trip.wants(article(3))
    assert trip.journal.was_limited


@pytest.mark.parametrize(
    ("day", "row", "whole"),
    [
        ("2026-03-02", True, True),
        ("2026-03-01", True, False),
        ("2026-02-28", False, False),
        ("2026-03-06", False, False),
    ],
)
def test_a_row_may_be_a_day_off_an_article_not(day: str, row: bool, whole: bool) -> None:
    route = Trip(since="2026-03-02", until="2026-03-04").route
    assert bool(list(route.rows(rows([1], day)))) is row
    assert route.is_wanted(f"{day}T10:00:00+09:00") is whole
    assert route.is_wanted(None)


# ---- where lists end ----------------------------------------------------------------------------------
def test_a_list_goes_on_while_its_pages_bring_articles() -> None:
    trip = Trip()
    assert trip.read(ListedPage(rows(range(5))), ListedPage(rows(range(5, 10)))) == (3, None)
    assert (trip.report.pages, trip.report.articles) == (2, 10)


def test_a_list_that_ends_says_what_proved_it() -> None:
    trip = Trip()
    assert trip.read(ListedPage(rows(range(5)), is_last=True)) == (None, "end")
    assert trip.report == SectionReport("행정", LIST, "menu", pages=1, articles=5, stopped="end", evidence="pager")


def test_a_page_that_is_not_the_one_requested_is_not_recorded() -> None:
    trip = Trip()
    with pytest.raises(UnexpectedPageError):
        trip.read(ListedPage(rows(range(5))), ListedPage([]))
    assert (trip.report.pages, trip.report.articles, trip.report.stopped) == (1, 5, None)
    assert trip.journal.unread == []


def test_a_list_stops_at_settled_ground_only() -> None:
    stored = {f"demo:{number}": 1 for number in range(10)}
    settled = {LIST: Ground("", 1)}
    page = ListedPage(rows(range(5)))
    assert Trip(History(known_since(stored), 9, settled)).read(page) == (None, "nothing_new")
    assert Trip(History(known_since(stored), 9, settled), refresh="1").read(page) == (2, None)
    later = {**stored, "demo:4": 2}  # it came by another way, after the list was settled
    assert Trip(History(known_since(later), 9, settled)).read(page) == (2, None)
    assert Trip(History(known_since(stored), 9)).read(page) == (2, None)  # nobody read this list to its end
    elsewhere = {MORE.list_url: Ground("", 1)}
    assert Trip(History(known_since(stored), 9, elsewhere)).read(page) == (2, None)


def test_a_row_that_stands_on_every_page_says_nothing_about_where_the_list_stands() -> None:
    pinned = rows([99], "2026-03-05")
    trip = Trip(since="2026-03-02")
    first = ListedPage([*pinned, *rows(range(5), "2026-03-02")])
    assert trip.read(first, ListedPage([*pinned, *rows(range(5, 9), "2026-02-28")])) == (None, "since")
    stored = {f"demo:{number}": 1 for number in range(5, 10)}
    trip = Trip(History(known_since(stored), 9, {LIST: Ground("", 1)}))
    assert trip.read(first, ListedPage([*pinned, *rows(range(5, 9))])) == (None, "nothing_new")


def test_a_list_stops_below_the_first_day_wanted_with_a_day_of_margin() -> None:
    assert Trip(since="2026-03-02").read(ListedPage(rows(range(5), "2026-02-28"))) == (None, "since")
    assert Trip(since="2026-03-02").read(ListedPage(rows(range(5), "2026-03-01"))) == (2, None)
    assert Trip(since="2026-03-02").read(ListedPage(rows(range(5)))) == (2, None)  # no dates, no stop


def test_limits_stop_a_list_and_only_the_unwanted_one_is_reported() -> None:
    trip = Trip(max_pages="1")
    assert (trip.read(ListedPage(rows(range(5)))), trip.journal.unread) == ((None, "max_pages"), [])
    endless = Trip(bounds=Bounds(pages=1))
    assert endless.read(ListedPage(rows(range(5)))) == (None, "error")
    assert endless.journal.unread == [f"list {LIST} has no end after 1 pages"]
    enough = Trip(max_articles="1")
    assert enough.wants(article(0))
    assert enough.read(ListedPage(rows(range(5)))) == (None, "max_articles")


def test_a_page_that_the_server_does_not_have_ends_a_list_if_no_pager_named_it() -> None:
    trip = Trip()
    trip.read(ListedPage(rows(range(5)), linked_pages={2, 3}))
    assert not trip.route.end_by_status(2, trip.report)
    assert not trip.route.end_by_status(3, trip.report)
    assert trip.report.stopped is None
    assert trip.route.end_by_status(4, trip.report)
    assert (trip.report.stopped, trip.report.evidence) == ("end", "notice")
    assert not Trip().route.end_by_status(1, trip.report)  # the list itself


# ---- AJAX blocks --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("settled", "reply", "following", "stopped", "evidence"),
    [
        (False, MoreReply(rows(range(5)), next=MORE), MORE, None, None),
        (False, MoreReply(rows(range(5))), None, "end", "short"),
        (False, MoreReply([], next=MORE), None, "end", "short"),
        (False, MoreReply([], says_end=True), None, "end", "notice"),
        (True, MoreReply(rows([1]), next=MORE), None, "nothing_new", None),
    ],
)
def test_an_ajax_block_ends(
    settled: bool, reply: MoreReply, following: MoreRequest | None, stopped: str | None, evidence: str | None
) -> None:
    stored = {"demo:1": 1}
    trip = Trip(History(known_since(stored), 9, {MORE.list_url: Ground("", 1)} if settled else {}))
    ((_, report),) = trip.route.more([MORE])
    assert trip.route.after_more(reply, report) == following
    assert (report.stopped, report.evidence, report.pages) == (stopped, evidence, 1)


def test_reports_are_those_of_the_journal() -> None:
    trip = Trip()
    assert trip.journal.sections == {LIST: SectionReport("행정", LIST, "menu")}
