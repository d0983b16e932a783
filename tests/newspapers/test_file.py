"""newspapers.toml: an entry is a newspaper; an invalid entry is reported with file, line and key."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from scrapy.settings import Settings
from support.crawling import ROOT, crawl, project, scrapy

from newscrawler.newspapers import SITES, Site, SitesError, all_sites, file


def project_settings() -> Settings:
    """The settings of the project, as a command has them."""
    settings = Settings()
    settings.setmodule("newscrawler.settings", "project")
    return settings


def table(text: str | bytes, folder: Path) -> dict[str, Site]:
    """The newspapers with a file of this text."""
    path = folder / "papers.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    settings = project_settings()
    settings.set("NEWSPAPERS", str(path), "cmdline")
    return all_sites(settings)


# ---- what it gives ---------------------------------------------------------------------------------
def test_an_entry_is_a_newspaper_beside_those_of_the_program(tmp_path: Path) -> None:
    found = table(
        """
        [narunews]
        title = "나루신문"
        home = "https://www.narunews.test/"

        [hanbit-2]
        title = "한빛"
        home = "http://hanbit.test/cloud/"
        enabled = false
        sections = {"행정" = 3, "교육" = 6}
        settings = {DOWNLOAD_DELAY = 2.5, DEFAULT_REQUEST_HEADERS = {Accept = "text/html"}}
        arguments = {since = 2026-01-02, max_pages = 3, refresh = true, sections = "행정"}
        """,
        tmp_path,
    )
    assert found == {
        "gndnews": SITES[0],
        "narunews": Site("narunews", "나루신문", "https://www.narunews.test/"),
        "hanbit-2": Site(
            "hanbit-2",
            "한빛",
            "http://hanbit.test/cloud/",
            sections={"행정": 3, "교육": 6},
            settings={"DOWNLOAD_DELAY": 2.5, "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html"}},
            arguments={"since": "2026-01-02", "max_pages": "3", "refresh": "True", "sections": "행정"},
            enabled=False,
        ),
    }
    assert list(found) == ["gndnews", "narunews", "hanbit-2"]


def test_an_entry_of_a_known_name_changes_what_it_says_and_keeps_the_rest(tmp_path: Path) -> None:
    found = table("[gndnews]\nenabled = false\nsettings = {DOWNLOAD_DELAY = 3}\n", tmp_path)
    title, home = "경남도민뉴스", "https://www.gndnews1.com/"
    assert found == {"gndnews": Site("gndnews", title, home, "mediaon", settings={"DOWNLOAD_DELAY": 3}, enabled=False)}


def test_the_bundled_newspaper_needs_neither_title_nor_home(tmp_path: Path) -> None:
    expected = Site("naru", "naru", "http://demo.test/", demo=True, arguments={"articles": "60"})
    for said in ("demo = true", 'family = "demo"'):  # the second is how it used to be written
        assert table(f"[naru]\n{said}\narguments = {{articles = 60}}\n", tmp_path)["naru"] == expected


def test_newspapers_of_one_server_are_known_as_such(tmp_path: Path) -> None:
    entry = '[{0}]\ntitle = "신문"\nhome = "https://{1}"\n'
    homes = {"a": "www.one.test/", "b": "ONE.test/cloud/", "c": "one.test:8443/", "d": "two.test"}
    found = table("".join(entry.format(name, home) for name, home in homes.items()), tmp_path)
    assert [found[name].server for name in homes] == ["one.test", "one.test", "one.test:8443", "two.test"]


@pytest.mark.parametrize("text", ["", "# only a remark\n", "\ufeff# from a Windows editor\r\n"])
def test_a_file_without_entries_adds_nothing(text: str, tmp_path: Path) -> None:
    assert list(table(text, tmp_path)) == ["gndnews"]


def test_the_examples_of_the_documentation_are_read(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "newspapers.md").read_text("utf-8")
    found = table("".join(re.findall(r"```toml\n(.*?)```", text, re.DOTALL)), tmp_path)
    assert [name for name, one in found.items() if one.enabled] == ["narunews", "hanbit", "gasang"]
    assert found["hanbit"].arguments == {"since": "2026-01-01"}
    listed = text.partition("| 키 | 형 | 뜻 |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", listed, re.MULTILINE)) == {field.name for field in fields(Site)} - {"name"}


# ---- where it lies -----------------------------------------------------------------------------------
def test_the_default_file_is_read_where_the_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = project_settings()
    assert list(all_sites(settings)) == ["gndnews"]
    (tmp_path / "newspapers.toml").write_text("[naru]\ndemo = true\n")
    assert list(all_sites(settings)) == ["gndnews", "naru"]


@pytest.mark.parametrize(("name", "priority"), [("mine.toml", "project"), ("newspapers.toml", "cmdline")])
def test_a_file_somebody_named_must_be_there(
    name: str, priority: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    settings.set("NEWSPAPERS", name, priority)
    with pytest.raises(SitesError, match=f"^the file {name} does not exist; check the setting NEWSPAPERS$"):
        all_sites(settings)
    (tmp_path / name).mkdir()
    with pytest.raises(SitesError, match=f"^{name} cannot be read: Is a directory$"):
        all_sites(settings)


# ---- what is wrong with it -----------------------------------------------------------------------------
GOOD = '[hanbit]\ntitle = "한빛"\nhome = "https://hanbit.test/"\n'
WRONG = {
    "no TOML": (GOOD + "[naru\n", "4: not valid TOML: Expected ']' at the end of a table declaration"),
    "cut off": ('[naru]\ntitle = "나루', "2: not valid TOML: Unterminated string"),
    "twice": (GOOD + GOOD, "4: not valid TOML: Cannot declare ('hanbit',) twice"),
    "CP949": (b"# \n[naru]\n" + 'title = "나루"\n'.encode("cp949"), "3: not valid UTF-8; save the file as UTF-8"),
    "no table": ('title = "나루"\n', "1: [title]: this key is outside any newspaper; put it below a line such as"),
    "capitals": (
        "[Naru]\ndemo = true\n",
        "1: [Naru]: a newspaper's name is also its folder name: use only a-z, 0-9, _ and -",
    ),
    "Hangul": (
        '["나루"]\ndemo = true\n',
        "1: [나루]: a newspaper's name is also its folder name: use only a-z, 0-9, _ and -",
    ),
    "a path": (
        '["../up"]\ndemo = true\n',
        "1: [../up]: a newspaper's name is also its folder name: use only a-z, 0-9, _ and -",
    ),
    "a spider's": ("[mediaon]\ndemo = true\n", "1: [mediaon]: this name is reserved; choose another one"),
    "the other spider's": ("[newspaper]\ndemo = true\n", "1: [newspaper]: this name is reserved; choose another one"),
    "a folder's": ("[batches]\ndemo = true\n", "1: [batches]: this name is reserved; choose another one"),
    "unknown key": (
        GOOD + '[naru]\nhome = "https://naru.test/"\n# titel\ntitel = "나루"\n',
        "7: [naru] titel: unknown key (did you mean title?); the keys are title, home, family, sections, settings,"
        " arguments, enabled, demo",
    ),
    "no title": (GOOD + '[naru]\nhome = "https://naru.test/"\n', "4: [naru]: the key title is missing"),
    "no home": (GOOD + '[naru]\ntitle = "나루"\n', "4: [naru]: the key home is missing"),
    "title no text": ('[naru]\nhome = "https://n.test/"\ntitle = 3\n', "3: [naru] title: expected str, got int"),
    "home no address": (
        GOOD + '[naru]\ntitle = "나루"\nhome = "www.naru.test"\n',
        "6: [naru] home: this is not an http or https address with a host",
    ),
    "home a file": (
        '[naru]\ntitle = "나루"\nhome = "file:///etc/passwd"',
        "3: [naru] home: this is not an http or https address with a host",
    ),
    "home with a password": (
        GOOD + '[naru]\ntitle = "나루"\nhome = "https://desk:s3cret@naru.test/"\n',
        "6: [naru] home: this is an address with a user name or password, which would end up in logs and feeds",
    ),
    "home no host name": (
        GOOD + '[naru]\ntitle = "나루"\nhome = "https://naru..test/"\n',
        "6: [naru] home: this is not an address with a valid host name",
    ),
    "one paper in both forms of its name": (
        '[one]\ntitle = "하나"\nhome = "https://한글.test/"\n[two]\ntitle = "둘"\nhome = "https://xn--bj0bj06e.test/"\n',
        "6: [two] home: this is the same newspaper as [one]; remove one or set enabled = false",
    ),
    "enabled no switch": (GOOD + 'enabled = "no"\n', "4: [hanbit] enabled: expected bool, got str"),
    "section no code": (GOOD + 'sections = {"행정" = [3]}\n', "4: [hanbit] sections: expected int | str, got array"),
    "argument a list": (GOOD + "arguments = {sections = [3]}\n", "4: [hanbit] arguments: expected str, got array"),
    "settings no table": (GOOD + "settings = 2\n", "4: [hanbit] settings: expected object, got int"),
    "unknown family": (GOOD + 'family = "naver"\n', "4: [hanbit] family: must be one of mediaon, ndsoft, not 'naver'"),
    "unknown setting": (
        GOOD + "settings = {DOWNLOAD_DELY = 2.0}\n",
        "4: [hanbit] settings.DOWNLOAD_DELY: unknown setting (did you mean DOWNLOAD_DELAY?)",
    ),
    "setting of its own table": (
        GOOD + "[hanbit.settings]\nRETRY_TIMES = 1\nDOWNLOAD_DELAY = '2'\n",
        "6: [hanbit] settings.DOWNLOAD_DELAY: must be a number, not '2'",
    ),
    "setting for all": (
        GOOD + "settings.DATA_DIR = '/tmp'\n",
        "4: [hanbit] settings.DATA_DIR: this setting applies to all newspapers; pass it with -s",
    ),
    "setting that is a switch": (
        GOOD + "settings = {DOWNLOAD_DELAY = true}\n",
        "4: [hanbit] settings.DOWNLOAD_DELAY: must be a number, not True",
    ),
    "setting below zero": (
        GOOD + "settings = {DOWNLOAD_DELAY = -2}\n",
        "4: [hanbit] settings.DOWNLOAD_DELAY: must be a number from 0 to 1000000000000, not -2",
    ),
    "setting without end": (
        GOOD + "settings = {DOWNLOAD_TIMEOUT = inf}\n",
        "4: [hanbit] settings.DOWNLOAD_TIMEOUT: must be a number from 0 to 1000000000000, not inf",
    ),
    "setting that is no number": (
        GOOD + "settings = {REVISIT_DAYS = nan}\n",
        "4: [hanbit] settings.REVISIT_DAYS: must be a whole number, not nan",
    ),
    "setting that is not whole": (
        GOOD + "settings = {CONCURRENT_REQUESTS = 1.5}\n",
        "4: [hanbit] settings.CONCURRENT_REQUESTS: must be a whole number, not 1.5",
    ),
    "setting that loses pages": (
        GOOD + "settings = {DEPTH_LIMIT = 2}\n",
        "4: [hanbit] settings.DEPTH_LIMIT: drops pages without a word; use the arguments max_pages or max_articles",
    ),
    "setting of a cache": (
        GOOD + "settings = {HTTPCACHE_ENABLED = true}\n",
        "4: [hanbit] settings.HTTPCACHE_ENABLED: answers from a cache are old news",
    ),
    "pipelines": (
        GOOD + "settings = {ITEM_PIPELINES = {}}\n",
        "4: [hanbit] settings.ITEM_PIPELINES: this setting names parts of the program",
    ),
    "handlers in a table of their own": (
        GOOD + "[hanbit.settings.DOWNLOAD_HANDLERS_BASE]\nhttps = 'mine.Handler'\n",
        "4: [hanbit] settings.DOWNLOAD_HANDLERS_BASE: this setting names parts of the program",
    ),
    "one paper twice": (
        GOOD + '[naru]\ntitle = "나루"\nhome = "http://www.hanbit.test"\n',
        "6: [naru] home: this is the same newspaper as [hanbit]; remove one or set enabled = false",
    ),
    "a known paper": (
        '[mine]\ntitle = "내 신문"\nhome = "https://gndnews1.com/"\n',
        "3: [mine] home: this is the same newspaper as [gndnews]; remove one or set enabled = false",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_makes_no_sense_is_told_with_file_line_and_key(name: str, tmp_path: Path) -> None:
    text, told = WRONG[name]
    with pytest.raises(SitesError) as error:
        table(text, tmp_path)
    assert str(error.value).startswith(f"{tmp_path / 'papers.toml'}:{told}")
    assert "s3cret" not in str(error.value)


def test_one_newspaper_under_two_names_is_fine_where_only_one_is_enabled(tmp_path: Path) -> None:
    text = '[gndnews]\nenabled = false\n[mine]\ntitle = "내 신문"\nhome = "https://gndnews1.com/"\n'
    assert [name for name, site in table(text, tmp_path).items() if site.enabled] == ["mine"]


# ---- Scrapy's commands ---------------------------------------------------------------------------------
def test_commands_know_the_newspapers_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "papers.toml"
    path.write_text("[naru]\ndemo = true\narguments = {articles = 40}\nsettings = {LOGSTATS_INTERVAL = 7}\n")
    option = ("-s", f"NEWSPAPERS={path}")
    assert scrapy("list", *option, data_dir=tmp_path).stdout.split() == [
        "demo",
        "gndnews",
        "mediaon",
        "naru",
        "newspaper",
    ]
    assert scrapy("check", "naru", *option, data_dir=tmp_path).exit_code == 0
    run = crawl("naru", *option, data_dir=tmp_path / "data")
    assert (run.exit_code, run.manifest["site"], run.manifest["arguments"]) == (0, "naru", {"articles": "40"})
    assert {record["id"].partition(":")[0] for record in run.articles} == {"naru"}
    assert len(run.articles) == 40


@pytest.mark.parametrize("command", ["list", "check", "crawl"])
def test_a_file_that_makes_no_sense_ends_every_command_with_exit_2(command: str, tmp_path: Path) -> None:
    path = tmp_path / "papers.toml"
    path.write_text("[naru]\nfamily = 'dem'\n")
    run = scrapy(command, "-s", f"NEWSPAPERS={path}", data_dir=tmp_path)
    assert (run.exit_code, run.stdout) == (2, "")
    assert run.stderr == f"scrapy: {path}:1: [naru]: the key title is missing\n"


def test_a_newspaper_with_the_name_of_somebodys_own_spider_is_told(tmp_path: Path) -> None:
    own = 'from newscrawler.spiders.demo import DemoSpider\n\nclass Own(DemoSpider):\n    name = "naru"\n'
    settings = "from newscrawler.settings import *\nSPIDER_MODULES = ['own']\nNEWSPAPERS = 'papers.toml'\n"
    (tmp_path / "papers.toml").write_text("[naru]\ndemo = true\n")
    env = project(tmp_path, mysettings=settings, own=own)
    run = scrapy("list", "-s", f"NEWSPAPERS={tmp_path / 'papers.toml'}", data_dir=tmp_path, env=env)
    assert (run.exit_code, run.stderr) == (2, "scrapy: [naru] has the same name as the spider in own\n")


def test_a_file_is_checked_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forks of a batch find it read already."""
    path = tmp_path / "papers.toml"
    path.write_text('[naru]\ntitle = "나루"\nhome = "http://naru.test/"\n')
    settings = Settings({"NEWSPAPERS": str(path)}, priority="cmdline")
    first = all_sites(settings)
    monkeypatch.setattr(file, "_site", lambda *given: pytest.fail("it was checked again"))
    second = all_sites(Settings({"NEWSPAPERS": str(path)}, priority="cmdline"))
    assert second == first
    second.clear()
    assert all_sites(settings) == first
    monkeypatch.undo()
    path.write_text(path.read_text().replace("naru.test", "dolo.test"))
    assert all_sites(settings)["naru"].home == "http://dolo.test/"


def test_a_file_is_checked_again_under_other_settings(tmp_path: Path) -> None:
    """A setting that only the user's project has may be what an entry sets."""
    path = tmp_path / "papers.toml"
    path.write_text('[naru]\ntitle = "나루"\nhome = "http://naru.test/"\nsettings = {OWN = 1}\n')
    assert "naru" in all_sites(Settings({"NEWSPAPERS": str(path), "OWN": 2}, priority="cmdline"))
    with pytest.raises(SitesError, match="OWN: must be text"):
        all_sites(Settings({"NEWSPAPERS": str(path), "OWN": "two"}, priority="cmdline"))
    with pytest.raises(SitesError, match="unknown setting"):
        all_sites(Settings({"NEWSPAPERS": str(path)}, priority="cmdline"))
