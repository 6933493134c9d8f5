"""What a file brings again: changed there, perhaps edited or deleted here since."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.commands.filters import FilterPatch, patch_filter
from shared.commands.labels import LabelPatch, patch_label
from shared.commands.projects import ProjectPatch, delete_project, patch_project
from shared.commands.sections import rename_section
from shared.commands.tasks import complete_task
from shared.commands.vacations import remove_vacation
from shared.db.repositories.transfer_reports import read_report
from shared.domain.tasks import Due
from shared.interchange import native
from shared.interchange.records import (
    FilterRecord,
    LabelRecord,
    ProjectRecord,
    SectionRecord,
    SeriesRecord,
    TaskRecord,
    VacationRecord,
)
from tests.factories.series import roll, rows, tasks_of
from tests.factories.users import make_user
from tests.integration.transfers.ordering import import_, order
from workers.transfers.runner import Runner

LABEL = LabelRecord(source_id="l", name="home", color="#102030")
PROJECT = ProjectRecord(source_id="p", name="Garden", color="#aabbcc", position="m")
SECTION = SectionRecord(source_id="s", project="p", name="Beds", position="k")
FILTER = FilterRecord(source_id="f", name="Soon", query="due < now+7d")
VACATION = VacationRecord(source_id="v", starts_on=date(2031, 7, 1), ends_on=date(2031, 7, 9))
SERIES = SeriesRecord(source_id="r", rrule="FREQ=DAILY", dtstart=datetime(2031, 1, 1), all_day=True)
FIRST = TaskRecord(
    source_id="t1", title="First", due=Due(on=date(2031, 1, 1)), series="r", slot="2031-01-01"
)
SECOND = replace(
    FIRST, source_id="t2", title="Second", due=Due(on=date(2031, 1, 2)), slot="2031-01-02"
)
STEP = TaskRecord(source_id="s2", title="Step", parent="t2")
BEFORE = (LABEL, PROJECT, SECTION, FILTER, VACATION)
AFTER = (
    replace(LABEL, color="#ffffff", is_favorite=True),
    replace(PROJECT, name="Park", color=None, default_reminders=("-PT1H",)),
    replace(SECTION, name="Trees", position="c"),
    replace(FILTER, name="Later", query="due < now+30d", sort="due"),
    replace(VACATION, ends_on=date(2031, 7, 20), skips_occurrences=True),
)
LOOKS = """
    SELECT l.name, l.color, l.is_favorite, p.name, p.color, p.default_reminders, s.name, s.position,
           f.name, f.query, f.sort, v.ends_on, v.skips_occurrences
    FROM users u LEFT JOIN labels l ON l.user_id = u.id LEFT JOIN projects p ON p.user_id = u.id
    LEFT JOIN sections s ON s.user_id = u.id LEFT JOIN filters f ON f.user_id = u.id
    LEFT JOIN vacations v ON v.user_id = u.id WHERE u.id = :u
"""
OLD = ("home", "#102030", False, "Garden", "#aabbcc", None, "Beds", "k", "Soon",
       "due < now+7d", None, date(2031, 7, 9), False)  # fmt: skip
NEW = ("home", "#ffffff", True, "Park", None, ["-PT1H"], "Trees", "c", "Later",
       "due < now+30d", "due", date(2031, 7, 20), True)  # fmt: skip


def file_of(*records):
    return b"".join(native.write(records, datetime(2026, 1, 1, tzinfo=UTC)))


async def looks(db, owner):
    (row,) = await rows(db, LOOKS, u=owner.user_id)
    return tuple(row)


async def imported(db, owner, *records):
    """Some time later; the counts and the codes of the report."""
    db.clock.advance(60)
    done = await import_(db, owner, file_of(*records))
    assert done.state == "done", done.error
    async with db.read() as connection:
        report = await read_report(connection, done.id, 0, 50)
    return done.counts, [reason["code"] for row in report for reason in row.reasons]


@pytest.fixture
async def owner(db):
    found = await make_user(db)
    assert (await imported(db, found, *BEFORE))[0]["taken"] == 5
    return found


async def test_what_changed_there_is_changed_here(db, owner):
    counts, codes = await imported(db, owner, *AFTER)
    assert (counts["taken"], codes) == (5, [])
    assert await looks(db, owner) == NEW
    counts, _ = await imported(db, owner, *AFTER)
    assert counts["unchanged"] == 5


async def test_it_changes_again_and_back(db, owner):
    for records, expected in ((AFTER, NEW), (BEFORE, OLD), (AFTER, NEW)):
        counts, codes = await imported(db, owner, *records)
        assert (counts["taken"], codes) == (5, [])
        assert await looks(db, owner) == expected


async def edit(db, owner):
    (ids,) = await rows(
        db,
        "SELECT l.id AS label, p.id AS project, s.id AS section, f.id AS filter"
        " FROM labels l, projects p, sections s, filters f"
        " WHERE l.user_id = :u AND p.user_id = :u AND s.user_id = :u AND f.user_id = :u",
        u=owner.user_id,
    )
    db.clock.advance(60)
    await patch_label(db, owner, ids.label, LabelPatch(color="#000001"), None)
    await patch_project(db, owner, ids.project, ProjectPatch(name="Mine"), None)
    await rename_section(db, owner, ids.section, "Mine", None)
    await patch_filter(db, owner, ids.filter, FilterPatch(name="Mine"), None)


async def test_what_was_edited_here_stays(db, owner):
    await edit(db, owner)
    before = await looks(db, owner)
    counts, codes = await imported(db, owner, *AFTER[:4])
    assert (counts["skipped"], codes) == (4, ["edited_here"] * 4)
    assert await looks(db, owner) == before


async def test_what_was_deleted_here_stays_deleted(db, owner):
    (ids,) = await rows(
        db,
        "SELECT p.id AS project, v.id AS vacation FROM projects p, vacations v"
        " WHERE p.user_id = :u AND v.user_id = :u",
        u=owner.user_id,
    )
    await delete_project(db, owner, ids.project, None)
    await remove_vacation(db, owner, ids.vacation)
    _, codes = await imported(db, owner, AFTER[1], AFTER[4])
    assert codes == ["deleted_here", "deleted_here"]
    assert (await looks(db, owner))[3] is None


async def test_a_dry_run_says_so_and_changes_nothing(db, owner):
    db.clock.advance(60)
    transfer = await order(db, owner, file_of(*AFTER), is_dry_run=True)
    assert await Runner(db).run_one(asyncio.Event())
    (done,) = await rows(db, "SELECT counts FROM transfers WHERE id = :id", id=transfer.id)
    assert done.counts["taken"] == 5
    assert await looks(db, owner) == OLD


async def test_names_and_days_of_others_are_not_taken(db, owner):
    others = (
        FilterRecord(source_id="g", name="Later", query="due < now+1d"),
        VacationRecord(source_id="w", starts_on=date(2031, 7, 15), ends_on=date(2031, 7, 16)),
    )
    await imported(db, owner, *others)
    counts, codes = await imported(db, owner, AFTER[3], AFTER[4])
    assert (counts["skipped"], codes) == (2, ["kept", "kept"])
    names = await rows(
        db, "SELECT name FROM filters WHERE user_id = :u ORDER BY name", u=owner.user_id
    )
    assert [row.name for row in names] == ["Later", "Soon"]
    counts, _ = await imported(db, owner, replace(AFTER[3], name="Soon"))  # as it was: no edit
    assert counts["taken"] == 1


async def test_what_stays_in_any_case_is_told(db, owner):
    await imported(db, owner, SERIES, ProjectRecord(source_id="q", name="Other"))
    counts, codes = await imported(
        db,
        owner,
        replace(LABEL, name="house"),
        replace(PROJECT, name="Park", archived_at=datetime(2026, 1, 1, tzinfo=UTC)),
        replace(SECTION, project="q"),
        replace(SERIES, rrule="FREQ=WEEKLY"),
    )
    assert (counts["skipped"], counts["lossy"]) == (3, 1)
    assert sorted(codes) == ["archive_kept", "kept", "kept", "kept"]
    (project,) = await rows(
        db,
        "SELECT archived_at FROM projects WHERE user_id = :u AND name = 'Park'",
        u=owner.user_id,
    )
    assert project.archived_at is None


async def test_a_label_that_was_here_before_keeps_its_looks(db):
    owner = await make_user(db)
    await imported(db, owner, TaskRecord(source_id="t", title="T", labels=("home",)))
    (label,) = await rows(db, "SELECT id FROM labels WHERE user_id = :u", u=owner.user_id)
    await patch_label(db, owner, label.id, LabelPatch(color="#000001"), None)
    await imported(db, owner, LABEL)
    _, codes = await imported(db, owner, AFTER[0])
    assert codes == ["edited_here"]
    (found,) = await rows(db, "SELECT color FROM labels WHERE user_id = :u", u=owner.user_id)
    assert found.color == "#000001"


async def test_an_import_brings_no_more_than_a_person_may_have(db):
    owner = await make_user(db)
    records = [PROJECT]
    for n in range(201):
        records.append(replace(SECTION, source_id=f"s{n}"))
        records.append(replace(FILTER, source_id=f"f{n}", name=f"F{n}"))
    for n in range(101):
        day = date(2031, 1, 1) + timedelta(days=n)
        records.append(replace(VACATION, source_id=f"v{n}", starts_on=day, ends_on=day))
    _, codes = await imported(db, owner, *records)
    assert sorted(codes) == ["filters_too_many", "sections_too_many", "vacations_too_many"]
    count = (
        "SELECT (SELECT count(*) FROM sections WHERE user_id = :u), (SELECT count(*) FROM filters"
    )
    count += " WHERE user_id = :u), (SELECT count(*) FROM vacations WHERE user_id = :u)"
    assert tuple((await rows(db, count, u=owner.user_id))[0]) == (200, 200, 100)


async def test_no_two_vacations_of_an_import_share_a_day(db):
    owner = await make_user(db)
    other = VacationRecord(source_id="w", starts_on=date(2031, 7, 9), ends_on=date(2031, 7, 12))
    _, codes = await imported(db, owner, VACATION, other)
    assert codes == ["vacation_overlaps"]
    apart = replace(other, starts_on=date(2031, 7, 20), ends_on=date(2031, 7, 21))
    assert (await imported(db, owner, VACATION, apart))[1] == []
    both = [replace(each, ends_on=date(2031, 7, 25)) for each in (VACATION, apart)]
    assert (await imported(db, owner, *both))[1] == ["kept"]
    found = await rows(db, "SELECT ends_on FROM vacations WHERE user_id = :u", u=owner.user_id)
    assert sorted(row[0].day for row in found) == [9, 25]


async def test_what_is_below_one_whose_slot_is_taken_here_comes_over_alone(db):
    owner = await make_user(db)
    await imported(db, owner, SERIES, FIRST)
    (first,) = await tasks_of(db, owner)
    await roll(db, await complete_task(db, owner, first.id, None))
    done = replace(SECOND, status="done", completed_at=datetime(2026, 3, 1, tzinfo=UTC))
    counts, codes = await imported(db, owner, SERIES, FIRST, done, STEP)
    assert (counts["skipped"], counts["lossy"]) == (1, 1)
    assert codes == ["slot_taken", "parent_unknown"]
    found = {(row.title, row.parent_id) for row in await tasks_of(db, owner)}
    assert found == {("First", None), ("Step", None)}


async def test_of_two_with_one_slot_in_a_file_the_first_comes_over(db):
    owner = await make_user(db)
    twin = replace(SECOND, slot=FIRST.slot)
    _, codes = await imported(db, owner, SERIES, FIRST, twin, STEP)
    assert codes == ["slot_taken", "parent_unknown"]
    assert [row.title for row in await tasks_of(db, owner)] == ["First", "Step"]


async def test_a_dry_run_says_whose_slot_is_taken(db):
    owner = await make_user(db)
    await imported(db, owner, SERIES, FIRST)
    there = replace(FIRST, source_id="t2")
    transfer = await order(db, owner, file_of(SERIES, FIRST, there, STEP), is_dry_run=True)
    assert await Runner(db).run_one(asyncio.Event())
    async with db.read() as connection:
        report = await read_report(connection, transfer.id, 0, 50)
    codes = [reason["code"] for row in report for reason in row.reasons]
    assert codes == ["slot_taken", "parent_unknown"]
