"""Repeating to-dos of iCalendar, whose dates count from DTSTART, as series of due times."""

from datetime import UTC, date, datetime

import pytest

from shared.domain.recurrence import Series, next_slots, parse_slot
from shared.domain.tasks import Due
from shared.interchange.records import SeriesRecord, TaskRecord
from shared.interchange.rows import Row, counts
from tests.unit.interchange.samples import codes, rows_of, series, tasks

BERLIN = "Europe/Berlin"
LOCAL = f";TZID={BERLIN}:"


def calendar(*lines: str, kind: str = "VTODO") -> list[Row]:
    """The rows of a calendar with one component, called `a`."""
    head = ["BEGIN:VCALENDAR", f"BEGIN:{kind}", "UID:a", "SUMMARY:a"]
    text = "\r\n".join([*head, *lines, f"END:{kind}", "END:VCALENDAR", ""])
    return rows_of("ics", text.encode())


def event(*lines: str) -> list[Row]:
    return calendar(*lines, kind="VEVENT")


def only(rows: list[Row]) -> tuple[TaskRecord, SeriesRecord]:
    return tasks(rows)["a"], series(rows, "a")


def dues(rows: list[Row], limit: int = 4) -> list[date]:
    """The first due times of the series."""
    found = only(rows)[1]
    start = found.dtstart.date() if found.all_day else found.dtstart
    whole = Series(
        found.rrule,
        start,
        found.zone or BERLIN,
        exdates=tuple(map(parse_slot, found.exdates)),
        rdates=tuple(map(parse_slot, found.rdates)),
    )
    return next_slots(whole, None, limit)


def test_due_time_later_on_the_same_day_moves_the_dates_along() -> None:
    rows = calendar(
        f"DTSTART{LOCAL}20261130T090000",
        f"DUE{LOCAL}20261130T170000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,FR",
        f"EXDATE{LOCAL}20261204T090000",
        "RDATE:20261209T080000Z",
    )
    task, found = only(rows)
    assert task.start == Due(local=datetime(2026, 11, 30, 9), zone=BERLIN)
    assert task.due == Due(local=datetime(2026, 11, 30, 17), zone=BERLIN)
    assert found.rrule == "FREQ=WEEKLY;BYDAY=MO,FR"
    assert found.exdates == ("2026-12-04T17:00:00",)
    assert [str(slot) for slot in dues(rows)] == [
        "2026-11-30 17:00:00",
        "2026-12-07 17:00:00",
        "2026-12-09 17:00:00",
        "2026-12-11 17:00:00",
    ]
    assert codes(rows, 1) == ["dates_moved"]


def test_rule_that_depends_on_no_day_stays_as_it_is() -> None:
    rows = calendar(
        "DTSTART;VALUE=DATE:20261128", "DUE;VALUE=DATE:20261130", "RRULE:FREQ=DAILY;INTERVAL=5"
    )
    assert only(rows)[1].rrule == "FREQ=DAILY;INTERVAL=5"
    assert dues(rows, 2) == [date(2026, 11, 30), date(2026, 12, 5)]
    assert codes(rows, 1) == []


def test_days_of_the_rule_move_along_and_are_a_loss() -> None:
    rows = calendar(
        "DTSTART;VALUE=DATE:20261130",
        "DUE;VALUE=DATE:20261202",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261214",
        "EXDATE;VALUE=DATE:20261207",
    )
    assert only(rows)[1].rrule == "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216"
    assert dues(rows) == [date(2026, 12, 2), date(2026, 12, 16)]
    (loss,) = rows[0].losses
    assert (loss.code, loss.field) == ("dates_moved", "RRULE")
    assert "RRULE, EXDATE moved" in loss.message


def test_override_names_the_start_of_its_slot() -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:a\nSUMMARY:a\nDTSTART:20261130T090000\n"
        "DUE:20261130T170000\nRRULE:FREQ=DAILY\nEND:VTODO\nBEGIN:VTODO\nUID:a\nSUMMARY:b\n"
        "RECURRENCE-ID:20261202T090000\nDUE:20261202T200000\nEND:VTODO\nEND:VCALENDAR\n"
    )
    rows = rows_of("ics", text.encode())
    assert only(rows)[1].exdates == ("2026-12-02T17:00:00",)


def test_rule_that_cannot_move_stands_in_the_notes_with_its_dates() -> None:
    rows = calendar(
        "DTSTART;VALUE=DATE:20261214",
        "DUE;VALUE=DATE:20261216",
        "RRULE:FREQ=MONTHLY;BYDAY=2MO",
        "EXDATE;VALUE=DATE:20270111",
    )
    task = tasks(rows)["a"]
    assert (task.series, task.due) == (None, Due(on=date(2026, 12, 16)))
    assert task.notes == (
        "Repeats: RRULE:FREQ=MONTHLY;BYDAY=2MO; DTSTART;VALUE=DATE:20261214; "
        "DUE;VALUE=DATE:20261216; EXDATE;VALUE=DATE:20270111"
    )
    assert codes(rows, 1) == ["rule_of_start"]


def test_rule_that_meets_the_due_time_alone_counts_from_it() -> None:
    rows = calendar(
        "DTSTART;VALUE=DATE:20261130", "DUE;VALUE=DATE:20261202", "RRULE:FREQ=WEEKLY;BYDAY=WE"
    )
    assert dues(rows, 2) == [date(2026, 12, 2), date(2026, 12, 9)]
    assert codes(rows, 1) == ["rule_of_due"]


def test_start_without_time_and_due_with_one_go_together() -> None:
    rows = calendar(
        "DTSTART;VALUE=DATE:20261130",
        f"DUE{LOCAL}20261201T170000",
        "RRULE:FREQ=DAILY;UNTIL=20261203",
        "EXDATE;VALUE=DATE:20261201",
    )
    assert [str(slot) for slot in dues(rows)] == [
        "2026-12-01 17:00:00",
        "2026-12-03 17:00:00",
        "2026-12-04 17:00:00",
    ]


def test_series_that_counts_from_completion_is_not_moved() -> None:
    rows = calendar(
        "DTSTART;VALUE=DATE:20261130",
        "DUE;VALUE=DATE:20261202",
        "RRULE:FREQ=WEEKLY;BYDAY=WE",
        "X-ANCHOR:COMPLETION",
    )
    task, found = only(rows)
    assert (found.rrule, found.anchor, task.slot) == (
        "FREQ=WEEKLY;BYDAY=WE",
        "completion",
        "2026-12-02",
    )
    assert codes(rows, 1) == []


@pytest.mark.parametrize(
    ("begin", "end", "start", "due", "lost"),
    [
        # An instant is shown on the clock of the other time.
        (f"{LOCAL}20261130T090000", ":20261130T160000Z", (9, BERLIN), (17, BERLIN), []),
        (":20261130T080000Z", f"{LOCAL}20261130T170000", (9, BERLIN), (17, BERLIN), []),
        (":20261130T080000Z", ":20261130T160000Z", (9, None), (17, None), []),
        # Two zones: that of the due time.
        (
            ";TZID=America/New_York:20261130T030000",
            f"{LOCAL}20261130T170000",
            (9, BERLIN),
            (17, BERLIN),
            ["zones_joined"],
        ),
        (
            ":20261130T090000",
            ";TZID=Europe/London:20261130T160000",
            (8, "Europe/London"),
            (16, "Europe/London"),
            ["zones_joined"],
        ),
    ],
)
def test_start_and_due_are_on_one_clock(begin, end, start, due, lost) -> None:
    rows = calendar(f"DTSTART{begin}", f"DUE{end}")
    task = tasks(rows)["a"]
    day = datetime(2026, 11, 30)
    assert task.start == Due(local=day.replace(hour=start[0]), zone=start[1])
    assert task.due == Due(local=day.replace(hour=due[0]), zone=due[1])
    assert codes(rows, 1) == lost


def test_start_in_a_zone_has_the_owners_clock_beside_a_due_date() -> None:
    rows = calendar("DTSTART;TZID=America/New_York:20261130T030000", "DUE;VALUE=DATE:20261130")
    assert tasks(rows)["a"].start == Due(local=datetime(2026, 11, 30, 9))
    assert codes(rows, 1) == ["zones_joined"]


def test_rule_counts_on_the_clock_of_its_start() -> None:
    rows = calendar(
        "DTSTART;TZID=America/New_York:20261130T200000",
        f"DUE{LOCAL}20261201T040000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "EXDATE;TZID=Europe/Berlin:20261208T020000",
    )
    task, found = only(rows)
    assert task.due == Due(local=datetime(2026, 11, 30, 22), zone="America/New_York")
    assert (found.rrule, found.exdates) == ("FREQ=WEEKLY;BYDAY=MO", ("2026-12-07T22:00:00",))
    assert codes(rows, 1) == ["zones_joined", "dates_moved"]


def test_first_slot_that_is_excluded_is_not_taken() -> None:
    rows = calendar(
        f"DTSTART{LOCAL}20261130T090000",
        f"DUE{LOCAL}20261201T170000",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        f"EXDATE{LOCAL}20261130T090000,20261207T090000",
        "BEGIN:VALARM",
        "TRIGGER;RELATED=END:-PT1H",
        "END:VALARM",
    )
    task, found = only(rows)
    assert task.start == Due(local=datetime(2026, 12, 14, 9), zone=BERLIN)
    assert task.due == Due(local=datetime(2026, 12, 15, 17), zone=BERLIN)
    assert (task.slot, found.dtstart) == ("2026-12-15T17:00:00", datetime(2026, 12, 1, 17))
    assert [str(slot) for slot in dues(rows)] == ["2026-12-15 17:00:00", "2026-12-22 17:00:00"]


def test_first_slots_that_were_done_one_by_one_are_over() -> None:
    done = (
        "BEGIN:VTODO\nUID:a\nSUMMARY:b\nRECURRENCE-ID;VALUE=DATE:202612{0}\n"
        "DUE;VALUE=DATE:202612{0}\nSTATUS:COMPLETED\nCOMPLETED:202612{0}T100000Z\nEND:VTODO\n"
    )
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:a\nSUMMARY:a\nDTSTART;VALUE=DATE:20261201\n"
        "DUE;VALUE=DATE:20261201\nRRULE:FREQ=DAILY\n"
        "BEGIN:VALARM\nTRIGGER:-PT15H\nEND:VALARM\nEND:VTODO\n"
        f"{done.format('01')}{done.format('02')}END:VCALENDAR\n"
    )
    task = tasks(rows_of("ics", text.encode()))["a"]
    assert (task.due, task.slot) == (Due(on=date(2026, 12, 3)), "2026-12-03")
    # 9 o'clock of the day before, counted from the day that it is due.
    assert [one.at for one in task.reminders or ()] == [datetime(2026, 12, 2, 8, tzinfo=UTC)]


def test_extra_date_before_the_start_comes_first() -> None:
    rows = calendar("DUE;VALUE=DATE:20261201", "RRULE:FREQ=DAILY", "RDATE;VALUE=DATE:20261128")
    assert only(rows)[0].slot == "2026-11-28"


def test_start_off_the_rule_is_its_first_date_unless_excluded() -> None:
    lines = ("DUE;VALUE=DATE:20261201", "RRULE:FREQ=WEEKLY;BYDAY=MO")
    assert only(calendar(*lines))[0].slot == "2026-12-01"
    assert only(calendar(*lines, "EXDATE;VALUE=DATE:20261201"))[0].slot == "2026-12-07"


def test_to_do_without_a_date_left_is_skipped_but_not_its_project() -> None:
    text = (
        "BEGIN:VCALENDAR\nX-WR-CALNAME:Home\nBEGIN:VTODO\nUID:a\nSUMMARY:a\n"
        "DUE;VALUE=DATE:20261201\nRRULE:FREQ=DAILY;COUNT=2\n"
        "EXDATE;VALUE=DATE:20261201,20261202\nEND:VTODO\n"
        "BEGIN:VTODO\nUID:b\nSUMMARY:b\nEND:VTODO\nEND:VCALENDAR\n"
    )
    rows = rows_of("ics", text.encode())
    assert counts(rows) == {"rows": 2, "taken": 1, "lossy": 0, "skipped": 1, "failed": 0}
    assert codes(rows, 1) == ["series_over"]
    assert tasks(rows)["b"].project == "project:Home"


def test_rule_that_cannot_move_begins_at_its_first_date_too() -> None:
    rows = calendar(
        "DTSTART;VALUE=DATE:20261214",
        "DUE;VALUE=DATE:20261216",
        "RRULE:FREQ=MONTHLY;BYDAY=2MO",
        "EXDATE;VALUE=DATE:20261214",
    )
    task = tasks(rows)["a"]
    assert (task.start, task.due) == (Due(on=date(2027, 1, 11)), Due(on=date(2027, 1, 13)))


def test_done_to_do_is_not_moved() -> None:
    rows = calendar(
        "DTSTART;VALUE=DATE:20261130",
        "DUE;VALUE=DATE:20261202",
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "EXDATE;VALUE=DATE:20261130",
        "COMPLETED:20261202T080000Z",
    )
    assert tasks(rows)["a"].due == Due(on=date(2026, 12, 2))
    assert codes(rows, 1) == ["recurrence_of_done"]


def test_pain_11_overdue_to_do_stays_one_task_and_says_so() -> None:
    rows = calendar("DUE;VALUE=DATE:20261120", "RRULE:FREQ=DAILY")
    task, found = only(rows)
    assert (task.due, task.slot) == (Due(on=date(2026, 11, 20)), "2026-11-20")
    assert found.missed_policy == "collapse"
    (loss,) = rows[0].losses
    assert loss.code == "slot_past"
    assert "overdue since 20 Nov 2026" in loss.message


@pytest.mark.parametrize(
    "lines",
    [
        ("DUE;VALUE=DATE:20261126", "RRULE:FREQ=DAILY"),  # today
        ("DUE;VALUE=DATE:20261120",),
        ("DUE;VALUE=DATE:20261120", "RRULE:FREQ=DAILY", "X-ANCHOR:COMPLETION"),
    ],
)
def test_to_do_that_has_passed_no_slot_loses_nothing(lines) -> None:
    assert codes(calendar(*lines), 1) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;VALUE=DATE:20261125",),
        ("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"),
        (f"DTSTART{LOCAL}20261125T220000", f"DTEND{LOCAL}20261126T000000"),
        (f"DTSTART{LOCAL}20261125T220000", "DURATION:PT1H"),
        (f"DTSTART{LOCAL}20261125T235959",),
        # Evening of the 25th in Berlin.
        ("DTSTART;TZID=Asia/Tokyo:20261126T060000", "DTEND;TZID=Asia/Tokyo:20261126T070000"),
        ("DTSTART;VALUE=DATE:20261120", "RRULE:FREQ=DAILY;COUNT=3"),
        ("DTSTART;VALUE=DATE:20261120", "RDATE;VALUE=DATE:20261124"),
        ("DTSTART;VALUE=DATE:00010101", "DURATION:-P10D"),
    ],
)
def test_event_that_is_over_is_skipped(lines) -> None:
    rows = event(*lines)
    assert codes(rows, 1) == ["event_over"]
    assert counts(rows)["skipped"] == len(rows) == 1


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;VALUE=DATE:20261126",),
        ("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261127"),
        (f"DTSTART{LOCAL}20261125T220000", f"DTEND{LOCAL}20261126T010000"),
        (f"DTSTART{LOCAL}20261125T220000", "DURATION:P1D"),
        (f"DTSTART{LOCAL}20261126T000000",),
        ("DTSTART;TZID=America/New_York:20261125T200000",),
        ("DTSTART:unreadable",),
        (),
    ],
)
def test_event_that_is_not_over_is_a_task(lines) -> None:
    assert list(tasks(event(*lines))) == ["a"]


def test_event_of_dates_alone_goes_on_with_its_next_one() -> None:
    rows = event("DTSTART;VALUE=DATE:20261120", "RDATE;VALUE=DATE:20261124,20261201,20261202")
    task = tasks(rows)["a"]
    assert task.due == Due(on=date(2026, 12, 1))
    assert "RDATE;VALUE=DATE:20261124,20261201,20261202" in task.notes
    assert codes(rows, 1) == ["rdate_alone"]


def test_extra_date_that_other_zones_do_not_have_is_left_out() -> None:
    west = ";TZID=Etc/GMT+12:"
    rule, more = "RRULE:FREQ=WEEKLY", f"RDATE{west}99991231T235959,20261201T090000"
    rows = calendar(f"DTSTART{west}20261130T090000", rule, more)
    assert only(rows)[1].rdates == ("2026-12-01T09:00:00",)
    assert "date_out_of_range" in codes(rows, 1)


def test_rule_that_starts_at_the_end_of_the_calendar_stands_in_the_notes() -> None:
    start = "DTSTART;TZID=Pacific/Kiritimati:00010101T000000"
    rows = calendar(start, "RRULE:FREQ=WEEKLY", "RDATE:20261201T080000Z")
    assert "dtstart_range" in codes(rows, 1)
    assert tasks(rows)["a"].due is None


def test_alarm_of_a_repeating_event_counts_from_its_next_day() -> None:
    rows = event(
        "DTSTART;VALUE=DATE:20201201",
        "RRULE:FREQ=YEARLY",
        "BEGIN:VALARM",
        "TRIGGER:-PT15H",
        "END:VALARM",
    )
    task = only(rows)[0]
    assert task.due == Due(on=date(2026, 12, 1))
    assert [one.at for one in task.reminders or ()] == [datetime(2026, 11, 30, 8, tzinfo=UTC)]


def test_changes_to_all_later_occurrences_are_a_loss() -> None:
    slot = "RECURRENCE-ID;RANGE=THISANDFUTURE:20261201T090000"
    assert codes(calendar(slot), 1) == ["override_separate", "range_unsupported"]
    assert codes(calendar("RECURRENCE-ID:20261201T090000"), 1) == ["override_separate"]
