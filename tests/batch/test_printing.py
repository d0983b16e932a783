"""When a batch will be done, as the live table says it."""

from __future__ import annotations

import pytest

from newscrawler.batch.printing import seconds_left


@pytest.mark.parametrize(
    ("took", "ages", "waiting", "jobs", "expected"),
    [
        ([], [3.0, 4.0], 8, 2, None),  # nothing to go by yet
        ([60.0], [0.0], 0, 1, 60.0),
        ([50.0, 70.0], [0.0, 30.0], 0, 2, 60.0),  # the one that began last
        ([60.0], [60.0, 90.0], 0, 2, 0.0),  # they take longer than usual: any moment now
        ([60.0], [30.0, 30.0], 10, 2, 330.0),
        ([60.0], [50.0] * 4, 1, 4, 60.0),  # the last one needs its whole time
    ],
)
def test_the_rest_is_expected_to_take_what_the_others_took(
    took: list[float], ages: list[float], waiting: int, jobs: int, expected: float | None
) -> None:
    assert seconds_left(took, ages, waiting, jobs) == expected
