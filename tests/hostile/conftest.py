"""Makes the helpers of tests/ importable however the tests of this folder are called."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [path for path in (str(Path(__file__).parents[1]), str(Path(__file__).parent)) if path not in sys.path]
