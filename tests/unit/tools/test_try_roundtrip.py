"""Exports are the same whatever their ids and order; nothing else is passed over."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from shared.interchange import native
from shared.interchange.records import (
    ProjectRecord,
    ReminderRecord,
    SlotRecord,
    StepRecord,
    TaskRecord,
)
from tools.try_roundtrip.compare import differences
from tools.try_roundtrip.generate import random_account

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
FIRST = ReminderRecord(type="absolute", at=NOW, source_id="m1", state="sent", fire_at=NOW)
SNOOZE = replace(FIRST, source_id="m2", snooze_of="m1", state="scheduled")
TASK = TaskRecord(
    source_id="t",
    title="Read",
    project="p",
    labels=("a", "b"),
    reminders=(FIRST, SNOOZE),
    checklist=(StepRecord(title="one", source_id="c"), StepRecord(title="two", source_id="d")),
)
RECORDS = [
    ProjectRecord(source_id="p", name="Home"),
    ProjectRecord(source_id="q", name="Away"),
    TASK,
    TaskRecord(source_id="u", title="Twin", parent="t"),
    TaskRecord(source_id="v", title="Twin", project="p"),
]


def file_of(records):
    return b"".join(native.write(records, NOW))


def renamed(record):
    """The same record of another installation."""
    changes = {
        name: f"other-{value}"
        for name in ("source_id", "project", "section", "parent", "series", "task", "follows")
        if (value := getattr(record, name, None))
    }
    return replace(record, **changes)


def test_ids_and_order_do_not_count():
    for seed in range(20):
        rng = Random(seed)
        records = random_account(rng, NOW)
        others = [renamed(each) for each in records if not getattr(each, "series_fields", None)]
        kept = [each for each in records if not getattr(each, "series_fields", None)]
        rng.shuffle(others)
        assert differences(file_of(kept), file_of(others)) == []


@pytest.mark.parametrize(
    "changed",
    [
        replace(TASK, title="Write"),
        replace(TASK, project="q"),
        replace(TASK, project=None),
        replace(TASK, labels=("a",)),
        replace(TASK, position="m"),
        replace(TASK, checklist=TASK.checklist[::-1]),
        replace(TASK, reminders=(FIRST,)),
        replace(TASK, reminders=(FIRST, replace(SNOOZE, snooze_of=None))),
        replace(TASK, reminders=(FIRST, replace(SNOOZE, state="sent"))),
        replace(TASK, deleted_at=NOW),
    ],
)
def test_anything_else_does(changed):
    others = [changed if each is TASK else each for each in RECORDS]
    assert differences(file_of(RECORDS), file_of(others))
    assert differences(file_of(others), file_of(RECORDS))


def test_what_points_at_a_record_tells_it_from_its_twin():
    twins = [TaskRecord(source_id=f"t{n}", title="Twin") for n in range(2)]
    below = [TaskRecord(source_id=f"c{n}", title="Child", parent="t0") for n in range(2)]
    apart = [below[0], replace(below[1], parent="t1")]
    assert differences(file_of([*twins, *below]), file_of([*twins, *apart]))


def test_lost_and_doubled_records_are_told():
    slot = SlotRecord(series="r", slot="2026-11-26", outcome="done", logged_at=NOW)
    (lost,) = differences(file_of([*RECORDS, slot]), file_of(RECORDS))
    assert lost.startswith("lost: ")
    (new,) = differences(file_of([*RECORDS, slot]), file_of([*RECORDS, slot, slot]))
    assert new.startswith("new: ")


def test_the_same_seed_makes_the_same_account():
    assert random_account(Random(7), NOW) == random_account(Random(7), NOW)
    assert random_account(Random(7), NOW) != random_account(Random(8), NOW)
