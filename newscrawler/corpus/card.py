"""The dataset card of an exported folder: a README.md that people read, with the head that Hugging Face reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from platform import python_version
from typing import Any

import scrapy

from newscrawler import __version__
from newscrawler.corpus.columns import Columns, Row
from newscrawler.exporters import FILES
from newscrawler.run.outcome import COVERED
from newscrawler.schemas.columns import Column
from newscrawler.store.manifest import FileFacts

MARK = "<!-- scrapy export -->"
"""A line by which a folder is known as an earlier export, which a new one may replace."""

_SIZES = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B")


@dataclass(slots=True)
class Summary:
    """What an export holds of one newspaper; days are those of publication, times those of reading."""

    site: str
    counts: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    revised: int = 0
    days: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    runs: set[str] = field(default_factory=set)

    def add(self, row: Row) -> None:
        """Counts a row."""
        item = row.item
        self.counts[item.type] += 1
        self.runs.add(row.run_id)
        self.read = _extent(self.read, item.fetched_at)
        if item.type == "article":
            self.statuses[item.status] += 1
            self.revised += item.revision > 1
            self.covered.update(name for name in COVERED if getattr(item, name))
            if item.published_at:
                self.days = _extent(self.days, item.published_at[:10])


def _extent(known: list[str], value: str) -> list[str]:
    """The least and the greatest of the values so far."""
    return [min(known[0], value), max(known[1], value)] if known else [value, value]


def size_category(records: int) -> str:
    """The category of Hugging Face for so many records."""
    return next((_SIZES[power] for power in range(len(_SIZES)) if records < 1000 * 10**power), "n>1B")


def head(columns: Mapping[str, Columns], format: str, counts: Mapping[str, int]) -> str:
    """The YAML at the top: a configuration for each kind that has records; `datasets` refuses one without any.

    With JSON Lines it has the types of the columns, which `datasets` would guess from the first file. With CSV it
    guesses for each file, whatever a card says, and a year without a kicker does not fit the others: no configuration.
    """
    lines = ["---", "language:", "- ko", "license: other", "license_name: newspapers-hold-the-copyright"]
    lines += ["pretty_name: Korean regional newspapers", "tags:", "- news", "- newscrawler"]
    lines += ["size_categories:", f"- {size_category(counts.get('article', 0))}"]
    configured = {
        FILES[kind].partition(".")[0]: each.types
        for kind, each in columns.items()
        if counts.get(kind) and format != "csv"
    }
    if configured:
        lines.append("configs:")
    for number, name in enumerate(configured):
        lines += [f"- config_name: {name}", *(["  default: true"] if number == 0 else [])]
        lines.append(f"  data_files: {json.dumps(f'{name}/**/*.{format}')}")
    if configured and format == "jsonl":
        lines.append("dataset_info:")
        for name, types in configured.items():
            lines += [f"- config_name: {name}", "  features:"]
            lines += [f"  - {json.dumps({'name': field, **_feature(each)})}" for field, each in types.items()]
    return "\n".join([*lines, "---"])


def _feature(column: Column) -> dict[str, Any]:
    """The type of a column as `datasets` writes it into a card; JSON is YAML as well."""
    if column in ("int", "float"):
        return {"dtype": f"{column}64"}
    if isinstance(column, str):
        return {"dtype": "string"}
    if isinstance(column, dict):
        return {"struct": [{"name": name, **_feature(each)} for name, each in column.items()]}
    inner = _feature(column[0])
    return {"list": inner.get("dtype") or inner.get("struct") or inner}


def make_card(
    columns: Mapping[str, Columns],
    format: str,
    summaries: Sequence[Summary],
    files: Sequence[FileFacts],
    titles: Mapping[str, str],
    made_at: str,
    options: str,
) -> str:
    """The text of README.md.

    ``columns`` are those of each kind, ``format`` is the name of the format.
    ``titles`` are those of known newspapers by their short names, ``made_at`` the time of the export, ``options`` what
    it was asked for, as typed. The card repeats them, so they must not hold secrets.
    """
    counts: Counter[str] = sum((summary.counts for summary in summaries), Counter())
    fields = [name for name in COVERED if "article" in columns]
    sums = "\n".join(f"{each.sha256}  {each.name}" for each in files)
    return f"""{head(columns, format, counts)}
{MARK}
# 한국 지역신문

지역신문 {
        len(summaries)
    }곳의 레코드입니다. 열의 뜻은 newscrawler의 docs/feeds.md에, 읽는 법은 docs/corpus.md에 있습니다.

## 들어 있는 것

{_table(["종류", "레코드"], [[FILES[kind].partition(".")[0], _number(counts[kind])] for kind in columns])}

{
        _table(
            [
                "신문",
                "이름",
                "기사 레코드",
                "등록일",
                "처음(new)",
                "바뀜(modified)",
                "사라짐(removed)",
                "둘째 판부터",
                "실행",
                "읽은 때",
            ],
            [_paper(summary, titles) for summary in summaries],
        )
    }

'기사 레코드'는 판(revision)마다, 또는 `--latest`로 내보냈으면 기사마다 하나입니다.
사라진 기사의 글은 마지막으로 본 것입니다.

## 필드가 차 있는 몫

기사 레코드 가운데 그 값이 있는 것의 몫입니다.

{_table(["신문", *fields], [[summary.site, *(_share(summary, name) for name in fields)] for summary in summaries])}

## 어떻게 모았나

newscrawler가 신문의 첫 화면에서 면의 목록을 거쳐 기사까지 따라가며 읽었습니다.
기본 설정에서는 robots.txt를 지키고, 한 신문에 1초에 한 번만 묻습니다. 로그인하지 않고, 유료 벽을 넘지 않습니다.
글은 쪽에 인쇄된 그대로이며, 없는 값은 비워 두었습니다.
`run_id`는 그 레코드를 가져온 실행이고, 이름순이 실행의 차례입니다.

- 내보낸 때: {made_at}
- 내보낸 조건: `{options}`
- newscrawler {__version__}, Scrapy {scrapy.__version__}, Python {python_version()}

## 저작권과 개인정보

기사의 저작권은 신문사와 글쓴이에게 있습니다. 이 파일은 기사를 다시 싣거나 나눌 권리를 주지 않습니다.
기자의 이름과 전자우편은 개인정보입니다.
전자우편 열은 `scrapy export --without authors.email`로 뺄 수 있습니다(본문 속의 것은 남습니다).

## 파일

`grep -E '^[0-9a-f]{{64}}  ' README.md | sha256sum -c`로 파일이 그대로인지 확인합니다.

```
{sums}
```
"""


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def _paper(summary: Summary, titles: Mapping[str, str]) -> list[str]:
    counts = [summary.counts["article"], *(summary.statuses[name] for name in ("new", "modified", "removed"))]
    numbers = [_number(each) for each in counts]
    return [
        summary.site,
        titles.get(summary.site, ""),
        numbers[0],
        "~".join(dict.fromkeys(summary.days)),
        *numbers[1:],
        _number(summary.revised),
        _number(len(summary.runs)),
        "~".join(dict.fromkeys(each[:10] for each in summary.read)),
    ]


def _share(summary: Summary, name: str) -> str:
    articles = summary.counts["article"]
    return f"{summary.covered[name] / articles:.3f}" if articles else ""


def _number(number: int) -> str:
    return f"{number:,}"
