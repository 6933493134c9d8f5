"""Lateness counted in buckets that grow with it, so that percentiles of millions cost little. Pure.

Sixteen buckets double the lateness, so the longest of a bucket is at most 4.5 % more than the
shortest. A limit of a second falls between two of them: what is late is counted exactly.
"""

import math
from collections.abc import Mapping
from datetime import datetime

LATE_AFTER_MS = 1000
"""Sent later than that after the planned instant is late."""

_PER_DOUBLING = 16
IN_TIME = -160
"""The bucket of less than half a millisecond; 1 ms is in the next one."""


def bucket_of(lateness_ms: int) -> int:
    """The bucket of this lateness; above 0 for what is late.

    >>> bucket_of(0), bucket_of(1), bucket_of(1000), bucket_of(1001), bucket_of(2000)
    (-160, -159, 0, 1, 16)
    """
    if lateness_ms <= 0:
        return IN_TIME
    return math.ceil(_PER_DOUBLING * math.log2(lateness_ms / LATE_AFTER_MS))


def longest_in(bucket: int) -> int:
    """The longest lateness in milliseconds that is counted in this bucket.

    >>> longest_in(-160), longest_in(bucket_of(250)), longest_in(bucket_of(999))
    (0, 250, 1000)
    """
    if bucket <= IN_TIME:
        return 0
    return math.floor(LATE_AFTER_MS * 2 ** (bucket / _PER_DOUBLING))


def percentile(counts: Mapping[int, int], percent: float) -> int:
    """As late as that, in milliseconds, or less were `percent` of what the buckets count.

    Never less than the exact value (of the nearest rank), and at most 4.5 % more.

    >>> percentile({bucket_of(ms): 1 for ms in (10, 20, 3000)}, 50)
    20
    """
    rank = math.ceil(sum(counts.values()) * percent / 100)
    for bucket in sorted(counts):
        rank -= counts[bucket]
        if rank <= 0:
            return longest_in(bucket)
    raise ValueError("nothing was counted")


def count_late(counts: Mapping[int, int]) -> int:
    """How many were later than `LATE_AFTER_MS`."""
    return sum(count for bucket, count in counts.items() if bucket > 0)


def hour_of(instant: datetime) -> datetime:
    """The full hour, in UTC, that the instant belongs to."""
    return instant.replace(minute=0, second=0, microsecond=0)
