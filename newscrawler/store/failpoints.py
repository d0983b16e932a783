"""Kills the process at a chosen step, so that a test can show what a crash there costs.

``NEWSCRAWLER_FAIL_AT=n`` kills the process, as SIGKILL would, before the n-th write, fsync, rename
or commit of a run. Without the variable a failpoint costs one comparison.
"""

from __future__ import annotations

import os

_fail_at = int(os.environ.get("NEWSCRAWLER_FAIL_AT", "0"))
_passed = 0


def failpoint() -> None:
    """Called before each step that changes the disk; kills the process at the chosen one."""
    global _passed
    if _fail_at:
        _passed += 1
        if _passed == _fail_at:
            os._exit(137)
