"""What an HTTP answer means for an event."""

import pytest

from tests.unit.workers.examples import AT
from workers.runtime.answers import error_for_status, seconds_asked
from workers.runtime.handler import PermanentError, TransientError


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_success_is_no_error(status: int) -> None:
    assert error_for_status(status, None, AT) is None


@pytest.mark.parametrize("status", [408, 425, 429, 500, 501, 503, 599])
def test_busy_servers_are_asked_again_when_they_say(status: int) -> None:
    error = error_for_status(status, "7", AT)
    assert isinstance(error, TransientError)
    assert error.retry_after_seconds == 7


@pytest.mark.parametrize("status", [100, 301, 400, 401, 403, 404, 410, 422, 600])
def test_refusals_are_final(status: int) -> None:
    assert isinstance(error_for_status(status, "7", AT), PermanentError)


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
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert seconds_asked(header, AT) == seconds
