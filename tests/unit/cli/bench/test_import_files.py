"""The generated files are read as what they say: nothing fails, and what a format has is there."""

from datetime import date

import pytest

from cli.bench.import_files import MAKERS, ZONE
from shared.interchange.formats import FORMATS, read
from shared.interchange.records import ReadOptions, SeriesRecord, TaskRecord
from shared.interchange.rows import Outcome

COUNT = 300


def rows_of(name):
    file = MAKERS[name](COUNT)
    return file, list(read(name, [file.content], ReadOptions(zone=ZONE, today=date(2026, 11, 26))))


def test_there_is_one_for_each_format():
    assert set(MAKERS) == set(FORMATS)


@pytest.mark.parametrize("name", MAKERS)
def test_every_task_is_read(name):
    file, rows = rows_of(name)
    tasks = [each for row in rows for each in row.records if isinstance(each, TaskRecord)]
    series = [each for row in rows for each in row.records if isinstance(each, SeriesRecord)]
    assert {row.outcome for row in rows} <= {Outcome.TAKEN, Outcome.LOSSY}, name
    assert len({each.source_id for each in tasks}) == COUNT
    assert sum(not row.records for row in rows) == file.joined
    assert len(series) >= COUNT * 2 // 10
    assert sum(each.due is not None for each in tasks) >= COUNT * 9 // 10
    assert sum(bool(each.labels) for each in tasks) == COUNT * 2 // 3
    if name != "microsoft":  # which has steps instead
        assert sum(each.parent is not None for each in tasks) == COUNT * 3 // 10
    if name != "todoist_csv":  # which has open tasks alone
        assert sum(each.status == "done" for each in tasks) == COUNT // 10
    else:
        assert file.joined == COUNT // 10


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_file_is_made_again(name):
    assert MAKERS[name](30) == MAKERS[name](30)
