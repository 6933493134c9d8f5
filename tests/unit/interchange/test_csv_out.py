"""CSV for spreadsheets: no cell is a formula, and what was written is read back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.tasks import Due
from shared.interchange import csv_out
from shared.interchange.formats import read
from shared.interchange.records import ProjectRecord, ReadOptions, SeriesRecord, TaskRecord
from shared.interchange.rows import counts
from tests.unit.interchange.samples import series, tasks

CREATED = datetime(2026, 11, 20, 9, tzinfo=UTC)


@given(st.text() | st.text("=+-@＝＋－＠\t\r\n'1", min_size=1))  # noqa: RUF001 - full width
def test_defused_cell_is_no_formula_and_comes_back(text: str) -> None:
    cell = csv_out.defused(text)
    assert not cell.startswith(tuple("=+-@＝＋－＠\t\r\n"))  # noqa: RUF001 - full width
    assert csv_out.as_was(cell) == text


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "'quoted'", "a;b,c|d", 'q"q'])
def test_own_csv_is_read_back(title: str) -> None:
    account = [
        ProjectRecord(source_id="p", name="=Home"),
        SeriesRecord(
            source_id="s",
            rrule="FREQ=DAILY;INTERVAL=3",
            dtstart=datetime(2026, 11, 26, 9),
            all_day=False,
            zone="Europe/Berlin",
            anchor="completion",
        ),
        TaskRecord(
            source_id="t",
            title=title,
            notes="-one\n-two",
            priority=2,
            labels=("a", "b"),
            project="p",
            due=Due(local=datetime(2026, 11, 26, 9), zone="Europe/Berlin"),
            series="s",
            slot="2026-11-26T09:00:00",
            created_at=CREATED,
        ),
    ]
    rows = list(read("csv", csv_out.write(account), ReadOptions()))
    (task,) = tasks(rows).values()
    assert counts(rows)["taken"] == len(rows) == 1
    assert (task.title, task.notes, task.priority, task.labels, task.due, task.created_at) == (
        title,
        "-one\n-two",
        2,
        ("a", "b"),
        Due(local=datetime(2026, 11, 26, 9), zone="Europe/Berlin"),
        CREATED,
    )
    assert series(rows, title).rrule == "FREQ=DAILY;INTERVAL=3"
    assert series(rows, title).anchor == "completion"
