"""Whatever a file holds: a clear error or rows that add up, never anything else."""

import io
import tracemalloc
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.recurrence import slot_text
from shared.interchange import csv_out, native
from shared.interchange.errors import InterchangeError
from shared.interchange.formats import FORMATS, read
from shared.interchange.json_stream import parts
from shared.interchange.records import SeriesRecord, TaskRecord
from shared.interchange.rows import Outcome, Row, counts
from shared.interchange.texts import FOREIGN_BYTES_MAX
from tests.unit.interchange.samples import (
    FOLDER,
    codes,
    options_for,
    records,
    rows_of,
    sample,
    tasks,
    whole_account,
)

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)

PIECES = [
    b"\x00", b"\xff", b'"', b"\n", b"[", b"{", b"}", b"]", b",", b";", b"\\", b"9", b"-", b"0001",
    b"9999-12-31T23:59:59Z", b"20", b"null", b"true", b"=cmd", b"BEGIN:VTODO\n", b"END:VTODO\n",
    b"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n", b"\xef\xbb\xbf", b"\xff\xfe", b"&lol;",
    b"99999999999999999999", b'{"a":', b"1e999", b"-9e18", b"\xed\xa0\x80", b"DTSTART:00010101\n",
]  # fmt: skip
WORDS = [
    b"RRULE:FREQ=MINUTELY;INTERVAL=5\n", b"BYMONTHDAY=31,-31", b"COUNT=10000", b"FREQ=HOURLY",
    b"UNTIL=99991231T235959Z", b";TZID=Pacific/Kiritimati", b"DUE:99991231T235959Z\n", b"-12:00",
    b"DTSTART:00010101T000000Z\n", b"RDATE;VALUE=DATE:99991231\n", b"DURATION:P366D\n", b"+14:00",
]  # fmt: skip
at = st.integers(0, 10_000)
edits = st.lists(
    st.tuples(at, st.integers(0, 60), st.sampled_from(PIECES + WORDS))  # a piece for some bytes
    | st.tuples(at, st.integers(0, 4), st.binary(max_size=4))  # any bytes for some bytes
    | st.tuples(at, st.just(0), at),  # bytes from elsewhere once more
    max_size=6,
)
SOURCES = {name: (name, sample(name)) for name in FORMATS} | {
    "rondel lines": ("rondel", b"".join(native.write(whole_account(), NOW))),
    "own csv": ("csv", b"".join(csv_out.write(whole_account()))),
    "recurring ics": ("ics", (FOLDER / "recurring.ics").read_bytes()),
}


def _read_all(name: str, pieces: Iterable[bytes]) -> list[Row]:
    """All rows; none if the file was refused. They add up, with numbers from 1.

    The numbers have gaps in tables alone: for what stands before the rows, and for empty ones.
    """
    try:
        rows = list(read(name, pieces, options_for(name)))
    except InterchangeError:
        return []
    found = counts(rows)
    assert found["rows"] == sum(found[each] for each in ("taken", "lossy", "skipped", "failed"))
    numbers = sorted(row.number for row in rows)
    if name in ("csv", "ticktick", "todoist_csv"):
        assert len(set(numbers)) == len(numbers)
        assert not numbers or numbers[0] > 1
    else:
        assert numbers == list(range(1, len(rows) + 1))
    for row in rows:
        assert bool(row.losses) == (row.outcome is not Outcome.TAKEN)
        assert not row.records or row.outcome in (Outcome.TAKEN, Outcome.LOSSY)
        assert len(row.excerpt) <= 300
        repr(row.records).encode()
    return rows


def _edited(data: bytes, changes: list[tuple[int, int, bytes | int]]) -> bytes:
    changed = bytearray(data)
    for place, length, new in changes:
        start = place % (len(changed) + 1)
        piece = new if isinstance(new, bytes) else changed[new % (len(changed) + 1) :][:80]
        changed[start : start + length] = piece
    return bytes(changed)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_sample_itself_is_read_without_failure(name: str) -> None:
    rows = _read_all(SOURCES[name][0], [SOURCES[name][1]])
    assert records(rows)
    assert Outcome.FAILED not in {row.outcome for row in rows}


@pytest.mark.parametrize("name", sorted(SOURCES))
@settings(max_examples=120)
@given(changes=edits, end=st.integers(0, 12_000), size=st.integers(1, 20_000))
def test_changed_sample_is_read_or_refused(
    name: str, changes: list[tuple[int, int, bytes | int]], end: int, size: int
) -> None:
    form, sample_data = SOURCES[name]
    data = _edited(sample_data, changes)[:end]
    rows = _read_all(form, (data[begin : begin + size] for begin in range(0, len(data), size)))
    assert len(rows) <= len(data) + 1


@pytest.mark.parametrize("name", ["ics", "recurring ics"])
@given(changes=edits)
def test_series_of_a_changed_calendar_begin_at_a_slot_of_theirs(
    name: str, changes: list[tuple[int, int, bytes | int]]
) -> None:
    found = records(_read_all("ics", [_edited(SOURCES[name][1], changes)]))
    of = {one.source_id: one for one in found if isinstance(one, SeriesRecord)}
    for task in found:
        if isinstance(task, TaskRecord) and task.start and task.due:
            assert task.start.zone in (None, task.due.zone)
        if isinstance(task, TaskRecord) and task.series and task.slot and task.due:
            assert slot_text(task.due.local or task.due.on or NOW) == task.slot
            series = of[task.series]
            assert series.anchor == "completion" or task.slot not in series.exdates
            assert (series.zone, series.all_day) == (task.due.zone, task.due.local is None)


@pytest.mark.parametrize("name", sorted(FORMATS))
@given(data=st.binary(max_size=200))
def test_noise_is_read_or_refused(name: str, data: bytes) -> None:
    assert len(_read_all(name, [data])) <= len(data) + 1


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"rondel"}))
def test_too_large_file_is_refused_before_it_is_taken_in(name: str) -> None:
    taken = count()

    def endless():
        while True:
            next(taken)
            yield b'[{"a":1},' + b"x" * 1024 * 1024

    with pytest.raises(InterchangeError):
        list(read(name, endless(), options_for(name)))
    assert next(taken) <= FOREIGN_BYTES_MAX // 2**20 + 2


def _zip(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_archive_is_unpacked() -> None:
    assert rows_of("vikunja", _zip("data.json", sample("vikunja"))) == rows_of("vikunja")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_zip("data.json", b" " * 8 * 1024 * 1024), "zip_bomb"),
        (_zip("data.json", b" " * (FOREIGN_BYTES_MAX + 1)), "file_too_large"),
        (_zip("data.json", _zip("data.json", b"[]")), "json_syntax"),
        (_zip("other.json", b"[]"), "zip_without_data"),
        (_zip("data.json", sample("vikunja"))[:-40], "zip_unreadable"),
        (b"[" * 100_000, "json_too_deep"),
        (b'[{"title":"a"', "json_truncated"),
        (b"\xff\xfe[\x00]\x00", "encoding"),
    ],
)
def test_bad_archive_or_document_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InterchangeError) as caught:
        rows_of("vikunja", data)
    assert caught.value.reason_code == code


def test_other_encodings_are_read() -> None:
    head = "title,notes\n"
    assert "Käse" in tasks(rows_of_csv((head + "Käse,x\n").encode("utf-16")))
    rows = rows_of_csv((head + "Käse,x\n").encode("cp1252"))
    assert "Käse" in tasks(rows)
    assert codes(rows, 2) == ["encoding_guessed"]


def rows_of_csv(data: bytes):
    return list(read("csv", [data], options_for("")))


def test_circle_of_parents_is_opened() -> None:
    rows = rows_of_csv(b"id,parent,title\n1,3,a\n2,1,b\n3,2,c\n4,4,d\n")
    found = tasks(rows)
    assert len(found) == 4
    assert [one.parent for one in found.values()].count(None) == 2
    losses = [loss.code for row in rows for loss in row.losses]
    assert losses == ["parent_circle", "parent_circle"]


def test_row_that_is_too_much_fails_alone_or_is_cut() -> None:
    wide = b"a," * 300
    rows = rows_of_csv(
        b"title,labels\n" + wide + b"\n" + b"x" * 10_000 + b',"' + b"l%d," * 5000 + b'"\nfine,\n'
    )
    assert codes(rows, 2) == ["too_many_columns"]
    assert "text_cut" in codes(rows, 3)
    assert "fine" in tasks(rows)
    assert len(rows) == 3


def test_file_that_ends_in_a_quoted_field_says_so() -> None:
    rows = rows_of_csv(b'title,notes\nfine,\nbad,"and then')
    assert codes(rows, 3) == ["truncated"]
    assert list(tasks(rows)) == ["fine"]


def test_nul_and_controls_are_dropped_with_losses() -> None:
    rows = rows_of_csv(b"title,notes\na\x00b,c\x00d\n")
    assert [(one.title, one.notes) for one in tasks(rows).values()] == [("a b", "cd")]
    assert set(codes(rows, 2)) == {"control_characters", "characters_invalid"}


def test_entities_stay_what_they_are() -> None:
    rows = rows_of_csv(b"title\n&lt;b&gt; &#x41; &lol;\n")
    assert list(tasks(rows)) == ["&lt;b&gt; &#x41; &lol;"]


def test_document_of_many_parts_takes_the_memory_of_one() -> None:
    def pieces():
        yield b'{"tasks":['
        for number in range(20_000):
            yield b'{"id":%d,"text":"%s"},' % (number, b"x" * 100)
        yield b"1]}"

    assert sum(1 for _ in parts(pieces(), most=4096)) == 20_001


def test_same_file_gives_the_same_rows() -> None:
    assert records(rows_of("ticktick")) == records(rows_of("ticktick"))


def test_many_overrides_and_dates_are_bounded() -> None:
    def entry(line: bytes) -> bytes:
        return b"BEGIN:VEVENT\nUID:1\nDTSTART:20260101T090000\n" + line + b"END:VEVENT\n"

    dates = b",".join(b"20260101T09%02d00" % (number % 60) for number in range(6000))
    master = entry(b"RRULE:FREQ=DAILY\nRDATE:" + dates + b"\n")
    overrides = entry(b"RECURRENCE-ID:20260102T090000\n") * 2000
    data = b"BEGIN:VCALENDAR\n" + master * 2000 + overrides + b"END:VCALENDAR\n"
    with pytest.raises(InterchangeError):
        rows_of("ics", data)  # too large
    rows = rows_of("ics", b"BEGIN:VCALENDAR\n" + master + overrides + b"END:VCALENDAR\n")
    assert len(rows) == 2001
    assert "dates_too_many" in codes(rows, 1)


def test_many_comments_on_one_task_are_cut() -> None:
    notes = ",".join(f'{{"item_id":"1","content":"{200 * "x"}"}}' for _ in range(5000))
    text = f'{{"items":[{{"id":"1","content":"a"}}],"notes":[{notes}]}}'
    rows = rows_of("todoist_json", text.encode())
    assert len(tasks(rows)["a"].notes) == 50_000
    assert "text_cut" in codes(rows, 1)
    assert len(rows) == 5001


def test_calendar_of_too_many_lines_is_refused() -> None:
    with pytest.raises(InterchangeError) as caught:
        rows_of("ics", b"BEGIN:VCALENDAR\n" + b"X:1\n" * 600_000)
    assert caught.value.reason_code == "too_many_lines"


def test_an_item_that_is_no_json_is_quoted_as_it_stands() -> None:
    data = b'{"items":[{"id":"1","content":"a\\ud800b"},{"id":"2","content":"ok"}]}'
    broken, whole = rows_of("todoist_json", data)
    assert broken.excerpt == '{"id":"1","content":"a\\ud800b"}'
    assert whole.outcome is Outcome.TAKEN


def test_two_million_dates_and_labels_take_no_memory() -> None:
    lines = [
        b"BEGIN:VCALENDAR",
        b"BEGIN:VTODO",
        b"UID:1",
        b"SUMMARY:x",
        b"DUE;VALUE=DATE:20260101",
        b"RRULE:FREQ=DAILY",
        *10 * [b"RDATE:" + 99_000 * b"x,"],
        *10 * [b"CATEGORIES:" + 49_000 * b"ab,"],
        b"END:VTODO",
        b"END:VCALENDAR",
    ]
    data = b"\r\n".join(lines)
    tracemalloc.start()
    (row,) = rows_of("ics", data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * len(data)
    assert row.outcome is Outcome.LOSSY
    assert len(row.losses) <= 50


def test_a_row_whose_id_came_before_is_skipped() -> None:
    data = b'{"items":[{"id":"7","content":"one"},{"id":"7","content":"two"}]}'
    found = {
        row.outcome: [loss.code for loss in row.losses] for row in rows_of("todoist_json", data)
    }
    assert found == {Outcome.TAKEN: [], Outcome.SKIPPED: ["id_repeated"]}
