"""`rondel.account.v1` keeps everything, and says what it cannot read."""

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.tasks import Due
from shared.interchange import native
from shared.interchange.errors import InterchangeError
from shared.interchange.formats import read
from shared.interchange.records import (
    LabelRecord,
    PreferencesRecord,
    ProjectRecord,
    ReadOptions,
    Record,
    ReminderRecord,
    SectionRecord,
    SeriesRecord,
    SlotRecord,
    StepRecord,
    TaskRecord,
)
from shared.interchange.rows import Outcome, counts

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)

line = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()))
ids = st.text("0123456789abcdef-", min_size=1, max_size=36)
instants = st.datetimes(
    min_value=datetime(1970, 1, 1), max_value=datetime(2190, 1, 1), timezones=st.just(UTC)
)
walls = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2190, 1, 1))
zones = st.none() | st.sampled_from(["Europe/Berlin", "America/New_York"])
dues = st.none() | st.builds(Due, on=walls.map(lambda wall: wall.date()), local=st.none())
dues |= st.builds(Due, on=st.none(), local=walls, zone=zones)
relative = st.builds(
    ReminderRecord,
    type=st.just("relative"),
    offset=st.sampled_from(["PT0S", "-P1D", "-PT30M"]),
    at=st.none(),
    nag_every=st.none(),
    nag_max=st.none(),
    reason=st.none() | line,
    snooze_of=st.none(),
    fire_at=st.none() | instants,
)
absolute = st.builds(
    ReminderRecord,
    type=st.just("absolute"),
    offset=st.none(),
    at=instants,
    nag_every=st.just("PT15M"),
    nag_max=st.integers(1, 20),
    source_id=ids,
    fire_at=instants,
)
task_fields = {
    "source_id": ids,
    "title": line,
    "notes": st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    "priority": st.integers(1, 4),
    "labels": st.lists(line, max_size=4, unique=True).map(tuple),
    "due": dues,
    "start": dues,
    "series_fields": st.none() | st.dictionaries(line, line | st.integers(0, 9) | st.none()),
    "reminders": st.none() | st.lists(relative | absolute, max_size=3).map(tuple),
    "checklist": st.lists(
        st.builds(StepRecord, title=line, source_id=st.none() | ids), max_size=3
    ).map(tuple),
    "position": st.none() | st.text("abc012-", min_size=1).map(lambda key: f"{key}a"),
    "created_at": st.none() | instants,
    "updated_at": st.none() | instants,
    "deleted_at": st.none() | instants,
}
tasks: st.SearchStrategy[Record] = st.builds(
    TaskRecord,
    **task_fields,
    status=st.just("open"),
    series=st.none(),
    slot=st.none(),
    completed_at=st.none(),
    skipped_at=st.none(),
) | st.builds(
    TaskRecord,
    **task_fields,
    status=st.just("done"),
    series=ids,
    slot=st.just("2026-11-26T09:00:00"),
    completed_at=instants,
    skipped_at=st.none(),
)
series = st.builds(
    SeriesRecord,
    source_id=ids,
    rrule=st.sampled_from(["FREQ=DAILY", "freq=weekly;Interval=2;BYDAY=MO,TH"]),
    dtstart=walls,
    all_day=st.just(False),
    zone=zones,
    auto_skip_minutes=st.none() | st.integers(0, 1000),
    exdates=st.lists(st.just("2026-11-26T09:00:00")).map(tuple),
    rdates=st.just(("2026-10-25T02:30:00;fold=1",)),
    ends_before=st.none() | st.just("2026-12-01T09:00:00"),
    ended_at=st.none() | instants,
    created_at=st.none() | instants,
)
others = (
    st.builds(LabelRecord, source_id=ids, name=line, color=st.none() | st.just("#1a2b3c"))
    | st.builds(
        ProjectRecord,
        source_id=ids,
        name=line,
        color=st.none(),
        position=st.none(),
        created_at=st.none() | instants,
        archived_at=st.none() | instants,
    )
    | st.builds(
        SectionRecord,
        source_id=ids,
        project=ids,
        name=line,
        position=st.none(),
        created_at=st.none() | instants,
    )
    | st.builds(
        SlotRecord,
        series=ids,
        slot=st.just("2026-11-26"),
        count=st.integers(1, 9),
        logged_at=instants,
    )
    | st.builds(PreferencesRecord, zone=zones)
)
accounts = st.lists(tasks | series | others, max_size=8)


@given(accounts, st.integers(1, 50))
def test_what_was_written_is_read_back_the_same(account: list[Record], size: int) -> None:
    data = b"".join(native.write(account, NOW))
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    rows = list(native.read(pieces))
    assert [record for row in rows for record in row.records] == account
    assert {row.outcome for row in rows} <= {Outcome.TAKEN}


def _file(*lines: bytes, end: int | None = None) -> list[bytes]:
    head = orjson.dumps({"format": native.FORMAT, "exported_at": NOW})
    tail = [] if end is None else [orjson.dumps({"kind": "end", "records": end})]
    return [b"\n".join([head, *lines, *tail])]


def test_instants_come_in_utc() -> None:
    row, *_ = native.read(
        _file(
            b'{"kind":"task","source_id":"1","title":"a","created_at":"2026-11-26T02:00:00+01:00"}'
        )
    )
    (task,) = row.records
    assert isinstance(task, TaskRecord)
    assert task.created_at == NOW
    assert task.created_at is not None
    assert task.created_at.tzinfo is UTC


def test_file_that_was_cut_off_says_so() -> None:
    rows = list(native.read(_file(b'{"kind":"task","source_id":"1","title":"a"}')))
    assert [row.outcome for row in rows] == [Outcome.TAKEN, Outcome.FAILED]
    assert rows[1].losses[0].code == "truncated"


def _series(
    more: bytes, *, rule: bytes = b"FREQ=DAILY", dtstart: bytes = b"2026-01-01T00:00"
) -> bytes:
    return (
        b'{"kind":"series","source_id":"1","rrule":"' + rule + b'","dtstart":"' + dtstart
        + b'","all_day":true,' + more + b"}"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"{", "json_syntax"),
        (b"[" * 5000, "json_syntax"),
        (b"[1]", "kind_unknown"),
        (b'{"kind":"cat"}', "kind_unknown"),
        (b'{"kind":"task","source_id":"1"}', "value_invalid"),
        (b'{"kind":"task","source_id":"1","title":"a","priority":7}', "priority_range"),
        (b'{"kind":"task","source_id":"1","title":"a","slot":"x"}', "slot_without_series"),
        (
            b'{"kind":"series","source_id":"1","rrule":"X","dtstart":"2026-01-01T00:00","all_day":true}',
            "rule_syntax",
        ),
        (b"1" * (native.LINE_BYTES_MAX + 5), "line_too_long"),
        (b'{"kind":"task","source_id":"","title":"a"}', "id_invalid"),
        (b'{"kind":"task","source_id":"a\\u0000","title":"a"}', "text_invalid"),
        (b'{"kind":"task","source_id":"1","title":"a","project":"\\u0000"}', "text_invalid"),
        (b'{"kind":"label","source_id":"' + b"1" * 201 + b'","name":"a"}', "id_invalid"),
        (
            (
                b'{"kind":"slot","series":"s","slot":"2026-01-01","outcome":"done",'
                b'"logged_at":"9999-12-31T23:59:59-10:00"}'
            ),
            "date_out_of_range",
        ),
        (
            (
                b'{"kind":"slot","series":"s","slot":"2026-01-01","outcome":"done","count":10001,'
                b'"logged_at":"2026-01-01T00:00:00Z"}'
            ),
            "count_range",
        ),
        (
            (
                b'{"kind":"slot","series":"s","slot":"0001-01-01","outcome":"done",'
                b'"logged_at":"2026-01-01T00:00:00Z"}'
            ),
            "date_out_of_range",
        ),
        (
            b'{"kind":"task","source_id":"1","title":"a","series":"s","slot":"9999-12-31"}',
            "date_out_of_range",
        ),
        (
            b'{"kind":"project","source_id":"1","name":"a","created_at":"0001-01-01T00:00:00+01:00"}',
            "date_out_of_range",
        ),
        (b'{"kind":"filter","source_id":"1","name":"a","query":"(("}', "filter_syntax"),
        (
            b'{"kind":"filter","source_id":"1","name":"a","query":"title = \\"a\\u0000\\""}',
            "filter_control",
        ),
        (b'{"kind":"preferences","review_on":7,"review_at":"09:00"}', "weekday_range"),
        (b'{"kind":"preferences","digest_at":"09:00+02:00"}', "time_not_local"),
        (b'{"kind":"preferences","name":"\\u0000"}', "text_invalid"),
        (
            b'{"kind":"vacation","source_id":"1","starts_on":"2026-01-01","ends_on":"2099-01-01"}',
            "vacation_length",
        ),
        (_series(b'"auto_skip_minutes":1000000000000'), "auto_skip_range"),
        (_series(b'"completions":-1'), "number_range"),
        (_series(b'"ended_at":"9999-12-31T23:59:59Z"'), "date_out_of_range"),
        (_series(b'"ends_before":"2026-12-24T00:00:00"'), "slot_kind"),
        (_series(b'"ends_before":"0001-01-01"'), "date_out_of_range"),
        (_series(b'"exdates":[]', rule=b"FREQ=HOURLY"), "subdaily_needs_time"),
        (_series(b'"exdates":[]', dtstart=b"2026-01-01T09:00"), "dtstart_not_midnight"),
    ],
)
def test_line_that_cannot_be_meant_fails_alone(text: bytes, code: str) -> None:
    good = b'{"kind":"label","source_id":"1","name":"home"}'
    rows = list(native.read(_file(text, good, end=2)))
    assert [loss.code for loss in rows[0].losses] == [code]
    assert counts(rows) == {"rows": 2, "taken": 1, "lossy": 0, "skipped": 0, "failed": 1}


def test_unknown_field_is_a_loss() -> None:
    rows = list(
        native.read(_file(b'{"kind":"label","source_id":"1","name":"a","smell":"nice"}', end=1))
    )
    assert [(loss.code, loss.field) for loss in rows[0].losses] == [("field_unknown", "smell")]


def test_long_title_and_many_labels_are_cut_with_losses() -> None:
    task = {"kind": "task", "source_id": "1", "title": 10_000 * "x", "notes": "a\0b"}
    task["labels"] = [f"l{number}" for number in range(5000)]
    (row,) = native.read(_file(orjson.dumps(task), end=1))
    (record,) = row.records
    assert isinstance(record, TaskRecord)
    assert (len(record.title), len(record.labels), record.notes) == (500, 50, "ab")
    assert {loss.code for loss in row.losses} == {
        "text_cut",
        "labels_too_many",
        "characters_invalid",
    }


def test_what_of_a_row_cannot_be_stored_is_left_out_with_losses() -> None:
    good = {"type": "absolute", "at": "2027-01-01T00:00:00"}
    task = {
        "kind": "task",
        "source_id": "1",
        "title": "a",
        "position": "~~~",
        "reminders": [
            good,
            good | {"fire_at": "9999-12-31T23:59:59-14:00"},
            good | {"at": "0001-01-01T00:00:00+14:00"},
            good | {"nag_sent": 2**31},
            good | {"reason": "a\0b"},
            good | {"source_id": "\0"},
        ],
    }
    project = {"kind": "project", "source_id": "1", "name": "a", "default_reminders": ["x", "PT0S"]}
    question = {"kind": "filter", "source_id": "1", "name": "a", "query": "done = true"}
    lines = [orjson.dumps(each) for each in (task, project, question | {"sort": "x"})]
    first, second, third = native.read(_file(*lines, end=3))
    (made,) = first.records
    assert isinstance(made, TaskRecord)
    assert made.position is None
    assert made.reminders is not None
    assert [each.at for each in made.reminders] == [datetime(2027, 1, 1, tzinfo=UTC)]
    assert [loss.field for loss in first.losses] == 5 * ["reminders"] + ["position"]
    assert [getattr(each, "default_reminders", 0) for each in second.records] == [("PT0S",)]
    assert [getattr(each, "sort", 0) for each in third.records] == [None]
    assert (len(second.losses), len(third.losses)) == (1, 1)


def test_an_id_comes_once() -> None:
    label = b'{"kind":"label","source_id":"1","name":"%s"}'
    source = _file(label % b"one", label % b"two", label.replace(b'"1"', b'"2"') % b"x", end=3)
    rows = list(read("rondel", source, ReadOptions()))
    assert [row.outcome for row in rows] == [Outcome.TAKEN, Outcome.SKIPPED, Outcome.TAKEN]
    assert rows[1].losses[0].code == "id_repeated"


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe{\x00", b"PK\x03\x04"])
def test_other_file_is_refused(data: bytes) -> None:
    with pytest.raises(InterchangeError):
        list(native.read([data]))


def test_deep_line_fails_alone() -> None:
    deep = 900 * b'{"a":' + b"1" + 900 * b"}"
    text = b'{"kind":"task","source_id":"1","title":"a","series_fields":' + deep + b"}"
    rows = list(native.read(_file(text, end=1)))
    assert [row.outcome for row in rows] == [Outcome.FAILED]


@pytest.mark.parametrize("position", ["", "-", "A", "a b", "é", "a-", "a" * 201])
def test_place_that_nothing_fits_before_is_a_loss(position: str) -> None:
    line = orjson.dumps({"kind": "task", "source_id": "1", "title": "a", "position": position})
    row, *_ = native.read(_file(line, end=1))
    (task,) = row.records
    assert isinstance(task, TaskRecord)
    assert task.position is None
    assert [loss.code for loss in row.losses] == ["position_unreadable"]


def test_date_that_nobody_can_reckon_with_is_a_loss() -> None:
    (row,) = native.read(_file(_series(b'"rdates":["9999-12-31","2026-12-31"]'), end=1))
    assert [getattr(each, "rdates", 0) for each in row.records] == [("2026-12-31",)]
    assert [loss.code for loss in row.losses] == ["date_out_of_range"]
