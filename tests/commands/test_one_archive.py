"""A batch whose newspapers would share one archive is refused before it begins."""

from __future__ import annotations

from pathlib import Path

from support.crawling import scrapy

PAPERS = """
[naru]
title = "나루신문"
home = "http://naru.test/"

[hanbit]
title = "한빛신문"
home = "http://hanbit.test/"
"""


def test_a_batch_with_one_archive_for_all_is_refused(tmp_path: Path) -> None:
    papers, data = tmp_path / "newspapers.toml", tmp_path / "data"
    papers.write_text(PAPERS, "utf-8")
    settings = ("-s", f"NEWSPAPERS={papers}", "-s", f"DATA_DIR={data}", "-s", f"ARCHIVE_URL=sqlite:///{tmp_path}/a.x")
    run = scrapy("batch", "naru", "hanbit", *settings, data_dir=data)
    assert (run.exit_code, run.stdout) == (2, "")
    assert run.stderr == "scrapy batch: ARCHIVE_URL names one archive for 2 newspapers: put {site} into its path\n"
    assert [path.name for path in tmp_path.iterdir() if path != data] == ["newspapers.toml"]
