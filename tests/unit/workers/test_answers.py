"""What an HTTP answer asks for."""

import pytest

from tests.unit.workers.examples import AT
from workers.runtime.answers import seconds_asked


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("9" * 400, None),
        ("Mon, 02 Mar 2026 09:00:30 GMT", 30),
        ("Mon, 02 Mar 2026 08:00:00 GMT", 0),
        ("Mon, 02 Mar 2026 09:00:30 -0000", None),
        ("Mon, 99 Mar 2026 09:00:30 GMT", None),
        ("Mon, 02 Mar 99999999999 09:00:30 GMT", None),
        ("Mon, 02 Mar 2026 09:00:30 +99999999999999", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert seconds_asked(header, AT) == seconds
