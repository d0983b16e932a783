"""The marks that the ND소프트 CMS leaves on its pages, in all its generations (docs/ndsoft.md §0, §11)."""

from __future__ import annotations

import re

from newscrawler.cms.signs import Signs

SIGNS = Signs(
    links=(
        ("/news/articleView.html?idxno=", lambda link: link.kind == "article"),
        ("/news/articleList.html", lambda link: link.kind == "list"),
    ),
    source=(
        ("___currentTime", re.compile(r"\b___currentTime\s*=")),
        ("/rss/allArticle.xml", re.compile(r"/rss/(?:gns?_(?:rss_)?)?allArticle\.xml")),
        ("/bannerpop/uploads/js/", re.compile(r"/bannerpop/uploads/js/|/bannerManager/inc/")),
        ("--nd-…", re.compile(r"[\s{;]--nd-[\w-]+\s*:")),
    ),
    tree=(
        *("#article-view-content-div", "#articleBody", "#user-container", "#ND_Warp", "#section-list", "#article-list"),
        *(".box-skin", ".auto-article", ".altlist", ".atlview", "a[href*='ndsoft.co.kr']"),
    ),
)
# The newest first: newspapers keep parts of older skins.
_GENERATIONS = (
    ("G4", re.compile(r"\baltlist\b|\batlview\b|[\s{;]--nd-[\w-]+\s*:")),
    ("G3", re.compile(r"class=[\"'](?:type2|infomation)[\"']|\barticle-veiw-body\b")),
    ("G2", re.compile(r"\bbox-skin\b|\blist-block\b")),
    ("G1", re.compile(r"\bND_Warp\b|/image2006/|\bBoxDefault_\d")),
)


def generation(html: str) -> str | None:
    """The generation of the skin: ``G1`` (tables) to ``G4``."""
    return next((name for name, pattern in _GENERATIONS if pattern.search(html)), None)
