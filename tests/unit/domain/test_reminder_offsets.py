"""When a relative reminder fires."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from shared.core.errors import InvalidInput
from shared.domain.reminders import Offset, fire_at_for, parse_offset

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("PT0S", Offset(0, timedelta())),
        ("-PT30M", Offset(0, timedelta(minutes=-30))),
        ("PT1H", Offset(0, timedelta(hours=1))),
        ("+PT1H30M15S", Offset(0, timedelta(hours=1, minutes=30, seconds=15))),
        ("-P1D", Offset(-1, timedelta())),
        ("-P1W", Offset(-7, timedelta())),
        ("-P2DT6H", Offset(-2, timedelta(hours=-6))),
        ("-PT24H", Offset(0, timedelta(hours=-24))),
        ("P366D", Offset(366, timedelta())),
        ("-P52W", Offset(-364, timedelta())),
        ("-P0D", Offset(0, timedelta())),
    ],
)
def test_duration_is_read(text, offset):
    assert parse_offset(text) == offset


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "offset_syntax"),
        ("P", "offset_syntax"),
        ("-P", "offset_syntax"),
        ("PT", "offset_syntax"),
        ("P1DT", "offset_syntax"),
        ("30M", "offset_syntax"),
        ("-30M", "offset_syntax"),
        ("P30S", "offset_syntax"),
        ("PT1D", "offset_syntax"),
        ("PT1.5H", "offset_syntax"),
        ("PT-30M", "offset_syntax"),
        ("--PT30M", "offset_syntax"),
        ("P1W2D", "offset_syntax"),
        ("pt30m", "offset_syntax"),
        ("PT30M ", "offset_syntax"),
        ("PT30M\n", "offset_syntax"),
        ("PT\u0663M", "offset_syntax"),
        ("PT" + "9" * 100_000 + "S", "offset_syntax"),
        ("-P1M", "offset_months"),
        ("P1Y", "offset_months"),
        ("-P1Y2DT3H", "offset_months"),
        ("P367D", "offset_range"),
        ("-P53W", "offset_range"),
        ("-PT8785H", "offset_range"),
        ("-P366DT1S", "offset_range"),
    ],
)
def test_anything_else_is_refused(text, reason):
    with pytest.raises(InvalidInput) as caught:
        parse_offset(text, pointer="/reminders/0/offset")
    assert (caught.value.pointer, caught.value.reason_code) == ("/reminders/0/offset", reason)


def fires(due, offset, zone=BERLIN, **options):
    return fire_at_for(due, parse_offset(offset), zone, **options).isoformat()


@pytest.mark.parametrize(
    ("due", "offset", "expected"),
    [
        # The clocks of Berlin go forward on 29 March 2026 and back on 25 October.
        (datetime(2026, 3, 29, 9), "-P1D", "2026-03-28T08:00:00+00:00"),
        (datetime(2026, 3, 30, 9), "-P1D", "2026-03-29T07:00:00+00:00"),
        (datetime(2026, 3, 29, 9), "-PT24H", "2026-03-28T07:00:00+00:00"),
        (datetime(2026, 10, 25, 9), "-P1D", "2026-10-24T07:00:00+00:00"),
        (datetime(2026, 10, 25, 9), "-PT24H", "2026-10-24T08:00:00+00:00"),
        (datetime(2026, 4, 1, 9), "-P1W", "2026-03-25T08:00:00+00:00"),
        # A day before is a time that clocks skip, or show twice.
        (datetime(2026, 3, 30, 2, 30), "-P1D", "2026-03-29T01:30:00+00:00"),
        (datetime(2026, 10, 26, 2, 30), "-P1D", "2026-10-25T00:30:00+00:00"),
        # Due at a skipped time, which means 03:30.
        (datetime(2026, 3, 29, 2, 30), "-PT30M", "2026-03-29T01:00:00+00:00"),
        (datetime(2026, 3, 29, 2, 30), "PT0S", "2026-03-29T01:30:00+00:00"),
        # Days first, on the wall clock; then the exact rest.
        (datetime(2026, 3, 30, 9), "-P1DT6H", "2026-03-29T01:00:00+00:00"),
    ],
)
def test_days_are_wall_clock_and_hours_are_exact(due, offset, expected):
    assert fires(due, offset) == expected


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        ("PT0S", "2026-03-29T07:00:00+00:00"),
        ("-P1D", "2026-03-28T08:00:00+00:00"),
        ("-P1W", "2026-03-22T08:00:00+00:00"),
        ("-PT30M", "2026-03-29T06:30:00+00:00"),
        ("P1D", "2026-03-30T07:00:00+00:00"),
    ],
)
def test_date_counts_as_nine_o_clock(offset, expected):
    assert fires(date(2026, 3, 29), offset) == expected


def test_date_counts_as_the_time_that_the_user_chose():
    assert fires(date(2026, 3, 29), "-P1D", all_day_time=time(18, 30)) == (
        "2026-03-28T17:30:00+00:00"
    )


@pytest.mark.parametrize("offset", ["PT0S", "-PT30M", "-P1D", "P2DT1H"])
def test_instant_and_its_local_time_agree(offset):
    local, instant = datetime(2026, 3, 29, 9), datetime(2026, 3, 29, 7, tzinfo=UTC)
    assert fires(instant, offset) == fires(local, offset)


def test_instant_in_the_second_pass_stays_there():
    second_pass = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert fires(second_pass, "PT0S") == "2026-10-25T01:30:00+00:00"
    assert fires(second_pass, "-P1D") == "2026-10-24T00:30:00+00:00"


def test_unknown_zone_is_refused():
    for due in (date(2026, 1, 1), datetime(2026, 1, 1, 9), datetime(2026, 1, 1, 9, tzinfo=UTC)):
        with pytest.raises(InvalidInput) as caught:
            fires(due, "PT0S", zone="Mars/Olympus")
        assert caught.value.reason_code == "zone_unknown"


@pytest.mark.parametrize(
    ("due", "offset"),
    [
        (date(1, 1, 1), "-P1D"),
        (datetime(9999, 12, 31, 9), "P1D"),
        (datetime(9999, 12, 31, 23), "PT9H"),
    ],
)
def test_reminder_beyond_the_calendar_is_refused(due, offset):
    with pytest.raises(InvalidInput) as caught:
        fires(due, offset, zone="UTC")
    assert caught.value.reason_code == "offset_range"
