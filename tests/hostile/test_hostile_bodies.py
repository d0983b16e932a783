"""Bodies that are cut, endless, exploding, too deep or no article: each has its reason, none costs the run."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from compression_bombs import brotli_bomb, gzip_bomb, zstd_bomb  # noqa: I001
