"""What each reader makes of a file as its program writes it."""

from datetime import UTC, date, datetime

import pytest

from shared.domain.tasks import Due
from shared.interchange.records import ProjectRecord, ReminderRecord, SectionRecord, TaskRecord
from shared.interchange.rows import counts
from tests.unit.interchange.samples import FILES, codes, records, rows_of, series, tasks

NINE = datetime(2026, 11, 26, 9)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("todoist_csv", (7, 2, 5, 0, 0)),
        ("todoist_json", (11, 7, 4, 0, 0)),
        ("ticktick", (4, 2, 2, 0, 0)),
        ("microsoft", (9, 6, 3, 0, 0)),
        ("vikunja", (6, 4, 2, 0, 0)),
        ("csv", (3, 1, 2, 0, 0)),
        ("ics", (7, 2, 3, 2, 0)),
        ("rondel", (2, 1, 1, 0, 0)),
    ],
)
def test_every_row_is_accounted_for(name: str, expected: tuple[int, ...]) -> None:
    assert tuple(counts(rows_of(name)).values()) == expected


@pytest.mark.parametrize("name", sorted(set(FILES) - {"rondel"}))
def test_whatever_is_pointed_at_comes_before(name: str) -> None:
    known: set[str] = set()
    for record in records(rows_of(name)):
        if isinstance(record, TaskRecord):
            wanted = {record.parent, record.project, record.section, record.series} - {None}
            assert wanted <= known
        if isinstance(record, SectionRecord):
            assert record.project in known
        known.add(getattr(record, "source_id", ""))


@pytest.mark.parametrize(
    ("name", "title", "rrule", "anchor"),
    [
        ("todoist_csv", "Water the ferns", "FREQ=DAILY;INTERVAL=3", "completion"),
        ("todoist_csv", "Take out the bins", "FREQ=WEEKLY;BYDAY=MO;WKST=MO", "schedule"),
        ("todoist_json", "Water the ferns", "FREQ=DAILY;INTERVAL=3", "completion"),
        ("todoist_json", "Choir", "FREQ=WEEKLY;BYDAY=MO,TH;WKST=MO", "schedule"),
        ("todoist_json", "Report", "FREQ=MONTHLY;BYDAY=-1FR", "schedule"),
        ("ticktick", "Water the ferns", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "schedule"),
        ("microsoft", "Bins", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=SU", "schedule"),
        ("microsoft", "Daily", "FREQ=DAILY;INTERVAL=3;COUNT=10", "schedule"),
        ("microsoft", "Month day", "FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20271231", "schedule"),
        ("microsoft", "Last Friday", "FREQ=MONTHLY;BYDAY=-1FR", "schedule"),
        ("microsoft", "Birthday", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=14", "schedule"),
        (
            "microsoft",
            "First weekday of May",
            "FREQ=YEARLY;BYMONTH=5;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
            "schedule",
        ),
        ("vikunja", "Water the ferns", "FREQ=DAILY;INTERVAL=3", "completion"),
        ("vikunja", "Rent", "FREQ=MONTHLY;BYMONTHDAY=-1", "schedule"),
        ("vikunja", "Backup", "FREQ=DAILY;INTERVAL=7", "schedule"),
        ("ics", "Water the ferns, twice", "FREQ=DAILY;INTERVAL=3", "completion"),
        ("ics", "Pay the rent", "FREQ=MONTHLY;BYMONTHDAY=-1", "schedule"),
        ("ics", "Choir", "FREQ=WEEKLY;BYDAY=TH", "schedule"),
        ("rondel", "Water the ferns", "FREQ=DAILY;INTERVAL=3", "completion"),
    ],
)
def test_recurrence_comes_over(name: str, title: str, rrule: str, anchor: str) -> None:
    found = series(rows_of(name), title)
    assert (found.rrule, found.anchor) == (rrule, anchor)


@pytest.mark.parametrize(
    ("name", "number", "title", "words"),
    [
        ("todoist_csv", 8, "Look at the moon", "every blue moon"),
        ("todoist_json", 8, "Mond", "jeden blauen Mond"),
        ("ticktick", 8, 'Odd "one', "FREQ=SECONDLY"),
        ("microsoft", 8, "Odd", "lunar"),
        ("vikunja", 6, "Blink", "repeat_after 7 s"),
        ("csv", 4, "Broken", "FREQ=NEVER"),
    ],
)
def test_recurrence_that_is_not_understood_stands_in_the_notes(
    name: str, number: int, title: str, words: str
) -> None:
    rows = rows_of(name)
    task = tasks(rows)[title]
    assert words in task.notes
    assert task.series is None
    assert [loss for row in rows if row.number == number for loss in row.losses]


@pytest.mark.parametrize(
    ("name", "title", "due"),
    [
        ("todoist_json", "Water the ferns", Due(local=NINE)),
        ("todoist_json", "Choir", Due(local=NINE.replace(hour=19), zone="Europe/Berlin")),
        ("todoist_json", "Report", Due(on=date(2026, 11, 27))),
        ("ticktick", "Water the ferns", Due(local=NINE, zone="Europe/Berlin")),
        ("ticktick", "Pack", Due(on=date(2018, 12, 12))),
        ("microsoft", "Month day", Due(on=date(2026, 12, 1))),
        ("vikunja", "Water the ferns", Due(local=NINE)),
        ("vikunja", "Buy soil", None),
        ("csv", "Pay the rent", Due(on=date(2026, 12, 1))),
        ("ics", "Water the ferns, twice", Due(local=NINE, zone="Europe/Berlin")),
        ("rondel", "Water the ferns", Due(local=NINE, zone="Europe/Berlin")),
    ],
)
def test_due_time_comes_over(name: str, title: str, due: Due | None) -> None:
    assert tasks(rows_of(name))[title].due == due


@pytest.mark.parametrize(
    "name", ["todoist_csv", "todoist_json", "ticktick", "vikunja", "ics", "rondel"]
)
def test_subtask_keeps_its_parent(name: str) -> None:
    found = tasks(rows_of(name))
    child, parent = {
        "todoist_csv": ("Find the contract", "Pay the rent"),
        "ics": ("Buy soil", "Water the ferns, twice"),
        "rondel": ("Old one", "Water the ferns"),
    }.get(name, ("Buy soil", "Water the ferns"))
    assert found[child].parent == found[parent].source_id


def test_empty_priority_of_todoist_is_the_lowest_and_a_loss() -> None:
    rows = rows_of("todoist_csv")
    assert tasks(rows)["Find the contract"].priority == 4
    assert codes(rows, 3) == ["priority_missing"]


def test_checklist_in_the_content_of_ticktick_becomes_one() -> None:
    steps = tasks(rows_of("ticktick"))["Pack"].checklist
    assert [(step.title, step.is_done) for step in steps] == [
        ("Passport", False),
        ("Tickets", True),
        ("Charger", False),
    ]


def test_alarms_become_reminders() -> None:
    assert tasks(rows_of("ics"))["Water the ferns, twice"].reminders == (
        ReminderRecord(type="relative", offset="-PT30M", nag_every="PT5M", nag_max=4),
        ReminderRecord(type="absolute", at=datetime(2026, 11, 25, 19, tzinfo=UTC)),
    )


@pytest.mark.parametrize("name", ["ticktick", "todoist_json"])
def test_pain_32_reminders_come_over_with_their_repetition(name: str) -> None:
    rows = rows_of(name)
    half_an_hour_before = ReminderRecord(type="relative", offset="-PT30M")
    assert tasks(rows)["Water the ferns"].reminders == (half_an_hour_before,)
    assert series(rows, "Water the ferns").rrule.startswith("FREQ=")


def test_occurrence_that_differs_is_a_task_and_its_slot_excluded() -> None:
    rows = rows_of("ics")
    found = series(rows, "Choir")
    assert found.exdates == ("2026-11-12T19:00:00", "2026-12-10T19:00:00", "2026-11-26T19:00:00")
    assert found.rdates == ("2026-11-13T19:00:00",)
    assert tasks(rows)["Choir, later"].series is None


def test_projects_and_sections_come_over_once() -> None:
    found = records(rows_of("ticktick"))
    names = [one.name for one in found if isinstance(one, ProjectRecord | SectionRecord)]
    assert sorted(names) == ["Garden", "Home", "Lisbon"]


def test_done_task_of_a_series_does_not_come_back_twice() -> None:
    rows = rows_of("microsoft")
    done = tasks(rows)["Bins of last time"]
    assert (done.status, done.series) == ("done", None)
    assert codes(rows, 9) == ["recurrence_of_done"]


def test_event_goes_on_with_its_next_slot() -> None:
    rows = rows_of("ics")
    choir = tasks(rows)["Choir"]
    assert choir.due == Due(local=datetime(2026, 12, 3, 19), zone="Europe/Berlin")
    assert choir.slot == "2026-12-03T19:00:00"
    assert series(rows, "Choir").dtstart == datetime(2026, 11, 5, 19)


def test_reminder_of_a_day_counts_from_its_midnight() -> None:
    data = (
        b"BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nSUMMARY:a\nDUE;VALUE=DATE:20261127\n"
        b"BEGIN:VALARM\nTRIGGER:PT10H\nEND:VALARM\nEND:VTODO\nEND:VCALENDAR\n"
    )
    (task,) = tasks(rows_of("ics", data)).values()
    assert task.reminders == (
        ReminderRecord(type="absolute", at=datetime(2026, 11, 27, 9, tzinfo=UTC)),
    )


def test_colors_of_todoist_come_over() -> None:
    found = records(rows_of("todoist_json"))
    assert [one.color for one in found if isinstance(one, ProjectRecord)] == ["#808080"]


def test_project_that_is_not_in_the_file_is_not_pointed_at() -> None:
    rows = rows_of("todoist_json", b'{"items":[{"id":"1","content":"a","project_id":"9"}]}')
    assert tasks(rows)["a"].project is None
    assert codes(rows, 1) == ["project_missing"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        (
            "todoist_csv",
            b"TYPE,CONTENT,PRIORITY,DEADLINE\ntask,a,1,2026-12-01\n",
            "deadline_unsupported",
        ),
        ("todoist_json", b'{"filters":[{"query":"p1"}],"items":[{"id":1}]}', "filters_unsupported"),
        ("microsoft", b'{"@odata.nextLink":"x","value":[{"id":"1","title":"a"}]}', "more_pages"),
        (
            "microsoft",
            b'[{"id":"1","title":"a","hasAttachments":true}]',
            "hasAttachments_unsupported",
        ),
        *(
            (
                "microsoft",
                b'[{"id":"1","title":"a","dueDateTime":{"dateTime":"%s","timeZone":"%s"}}]' % when,
                "date_out_of_range",
            )
            for when in (
                (b"0001-01-01T01:00:00", b"Tokyo Standard Time"),
                (b"9999-12-31T23:30:00", b"UTC"),
            )
        ),
        (
            "vikunja",
            b'{"tasks":[{"id":1,"title":"a","hex_color":"ff0000"}]}',
            "hex_color_unsupported",
        ),
        (
            "ics",
            b"BEGIN:VCALENDAR\nBEGIN:VTODO\nCOMMENT:x\nEND:VTODO\nEND:VCALENDAR",
            "property_unsupported",
        ),
        ("ticktick", b"Title,List Name,Folder Name\na,b,c\n", "folder"),
    ],
)
def test_what_has_no_likeness_here_is_reported(name: str, data: bytes, code: str) -> None:
    assert code in [loss.code for row in rows_of(name, data) for loss in row.losses]


def test_a_list_of_several_lists_is_read_whole():
    lists = b'[{"displayName":"A","tasks":[{"title":"a"}]},{"displayName":"B","tasks":[]}]'
    assert [row.outcome for row in rows_of("microsoft", lists)] == ["taken"] * 3
    projects = b'[{"id":1,"title":"A","tasks":[]}, {"id":2,"title":"B","tasks":[]}]'
    assert [row.outcome for row in rows_of("vikunja", projects)] == ["taken"] * 2
