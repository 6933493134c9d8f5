"""Imports and exports through the API, with a worker beside it."""

import asyncio
import csv
import dataclasses
import io
from datetime import UTC, datetime

import orjson
import pytest
import vobject
from sqlalchemy import text
from starlette.requests import ClientDisconnect, Request

from api.uploads import receive_file
from shared.commands import transfers as commands
from shared.core.ids import UserId, new_uuid7
from shared.core.principal import Principal
from shared.db.base import Base
from shared.domain.tasks import Due
from shared.interchange import native
from shared.interchange.records import (
    LabelRecord,
    ProjectRecord,
    ReminderRecord,
    StepRecord,
    TaskRecord,
)
from tests.integration.api.factors import change
from tests.integration.api.harness import Api, Person, pointers
from tests.integration.api.test_organising import roll
from workers.transfers.runner import Runner

LATER = datetime(2031, 11, 27, 9)


def file_of(*records) -> bytes:
    return b"".join(native.write(records, datetime(2026, 11, 1, tzinfo=UTC)))


def some_records(title="Dentist"):
    return (
        LabelRecord(source_id="l1", name="health", color="#112233"),
        ProjectRecord(source_id="p1", name="Body"),
        TaskRecord(source_id="t2", title="Call first", parent="t1"),
        TaskRecord(
            source_id="t1",
            title=title,
            project="p1",
            labels=("health",),
            due=Due(local=LATER, zone="Europe/Berlin"),
            reminders=(ReminderRecord(type="relative", offset="-PT30M"),),
            checklist=(StepRecord(title="card"),),
        ),
    )


async def upload(api, person, content, query="format=native"):
    return await api.ask("POST", f"/api/imports?{query}", person, content=content)


async def work(api):
    runner, stop = Runner(api.resources.db), asyncio.Event()
    while await runner.run_one(stop):
        pass


async def run(api, person, content, query="format=native"):
    answer = await upload(api, person, content, query)
    assert answer.status_code == 202, answer.text
    await work(api)
    return (await api.ask("GET", f"/api/imports/{answer.json()['id']}", person)).json()


async def report(api, person, made):
    return (await api.ask("GET", f"/api/imports/{made['id']}/report", person)).json()["items"]


async def test_a_file_becomes_tasks_with_all_that_belongs_to_them(api):
    person = await api.person()
    made = await run(api, person, file_of(*some_records()))
    assert (made["state"], made["error"]) == ("done", None)
    assert made["counts"] == {
        "rows": 4,
        "taken": 4,
        "lossy": 0,
        "skipped": 0,
        "failed": 0,
        "unchanged": 0,
    }
    tasks = (await api.ask("GET", "/api/tasks", person)).json()["items"]
    by_title = {task["title"]: task for task in tasks}
    dentist = by_title["Dentist"]
    assert by_title["Call first"]["parent_id"] == dentist["id"]
    assert dentist["labels"] == ["health"]
    assert [each["state"] for each in dentist["reminders"]] == ["scheduled"]
    types = await api.event_types(person)
    assert types.count("task.created") == 2
    assert types.count("reminder.scheduled") == 1


async def test_the_same_file_again_changes_nothing(api):
    person = await api.person()
    await run(api, person, file_of(*some_records()))
    events = await api.event_types(person)
    again = await run(api, person, file_of(*some_records()))
    assert again["counts"]["unchanged"] == 4
    assert await api.event_types(person) == events


async def test_what_changed_there_is_changed_here_unless_it_was_edited_here(api):
    person = await api.person()
    await run(api, person, file_of(*some_records()))
    await run(api, person, file_of(*some_records("Dentist, again")))
    assert sorted(await api.titles(person)) == ["Call first", "Dentist, again"]
    tasks = (await api.ask("GET", "/api/tasks", person)).json()["items"]
    task = next(each for each in tasks if each["title"] != "Call first")
    await api.ask("PATCH", f"/api/tasks/{task['id']}", person, json={"title": "Mine"})
    made = await run(api, person, file_of(*some_records("Theirs")))
    assert made["counts"]["skipped"] == 1
    (row,) = await report(api, person, made)
    assert [each["code"] for each in row["reasons"]] == ["edited_here"]
    assert "Mine" in await api.titles(person)


async def test_a_dry_run_writes_no_task_and_can_be_carried_out(api):
    person = await api.person()
    made = await run(api, person, file_of(*some_records()), "format=native&dry_run=true")
    assert (made["state"], made["counts"]["taken"]) == ("done", 4)
    assert await api.titles(person) == []
    assert await api.event_types(person) == []
    answer = await api.ask("POST", f"/api/imports/{made['id']}/run", person)
    assert answer.status_code == 202, answer.text
    await work(api)
    assert sorted(await api.titles(person)) == ["Call first", "Dentist"]
    twice = await api.ask("POST", f"/api/imports/{made['id']}/run", person)
    assert twice.json()["code"] == "transfer.not_ready"


async def test_rows_that_cannot_be_read_are_told_and_the_others_come_over(api):
    person = await api.person()
    lines = file_of(*some_records()).splitlines(keepends=True)
    lines[2] = b'{"kind":"project","source_id":"p1","name":7}\n'
    made = await run(api, person, b"".join(lines))
    assert made["counts"]["failed"] == 1
    rows = await report(api, person, made)
    assert {(row["row"], row["outcome"]) for row in rows} == {(2, "failed"), (4, "lossy")}
    answer = await api.ask("GET", f"/api/imports/{made['id']}/report.csv", person)
    assert answer.text.startswith("row,outcome,code,field,message,excerpt\r\n2,failed,")


async def test_no_report_has_more_rows_than_are_counted(api, ada):
    path = f"/api/imports/{new_uuid7(api.resources.clock.now())}/report"
    answer = await api.ask("GET", f"{path}?after={2**31}", ada)
    assert [found for found, _ in pointers(answer)] == ["/query/after"]


async def test_no_cell_of_the_report_is_a_formula(api):
    person = await api.person()
    made = await run(
        api,
        person,
        'title,due\n=cmd,zz\n"\n=1",zz\n＝1,zz\n'.encode(),  # noqa: RUF001 - full width
        "format=csv",
    )
    answer = await api.ask("GET", f"/api/imports/{made['id']}/report.csv", person)
    cells = [row[5] for row in csv.reader(io.StringIO(answer.text, newline=""))]
    assert cells == ["excerpt", "'=cmd", " =1", "'＝1"]  # noqa: RUF001 - full width


async def test_rows_of_the_report_have_the_titles_of_their_tasks(api):
    person = await api.person()
    entry = (
        "BEGIN:VTODO\nUID:1\nDTSTAMP:20261101T000000Z\nSUMMARY:Choir\nLOCATION:Hall\nEND:VTODO\n"
    )
    gone = "BEGIN:VTODO\nUID:2\nSUMMARY:Dance\nSTATUS:CANCELLED\nEND:VTODO\n"
    file = f"BEGIN:VCALENDAR\n{entry}{gone}END:VCALENDAR\n".encode()
    rows = await report(api, person, await run(api, person, file, "format=ics"))
    assert [(row["row"], row["excerpt"]) for row in rows] == [(1, "Choir"), (2, "Dance")]
    assert rows[0]["reasons"] == [
        {"code": "into_notes", "field": "LOCATION", "message": "The place stands in the notes."}
    ]
    table = await report(api, person, await run(api, person, b"title,due\nTea,zz\n", "format=csv"))
    assert [(row["row"], row["excerpt"]) for row in table] == [(2, "Tea")]


async def test_a_file_that_was_cut_off_fails_and_says_so(api):
    person = await api.person()
    lines = file_of(*some_records()).splitlines(keepends=True)
    made = await run(api, person, b"".join(lines[:-1]))
    assert made["state"] == "failed"
    assert "cut off" in made["error"]
    assert made["counts"]["taken"] == 4


@pytest.mark.parametrize(
    ("query", "content", "code"),
    [
        ("format=xml", b"x", "format_unknown"),
        ("format=native", b"not json\n", "json_syntax"),
        ("format=native", b"", "file_empty"),
        ("format=native&mapping=7", b"x", "mapping_malformed"),
        ("format=csv&mapping=%7B%22a%22%3A%22%5Cu0000%22%7D", b"a\nx\n", "mapping_malformed"),
        ("format=csv&mapping=%7B%22%5Cu0000%22%3A%22title%22%7D", b"a\nx\n", "mapping_malformed"),
        ("format=csv&file_name=a%00b", b"title\nx\n", "control_character"),
    ],
)
async def test_what_is_no_such_file_is_refused_at_once_and_leaves_nothing(
    api, query, content, code
):
    person = await api.person()
    answer = await upload(api, person, content, query)
    assert answer.status_code == 422
    assert [found for _, found in pointers(answer)] == [code]
    assert (await api.ask("GET", "/api/imports", person)).json()["items"] == []


async def test_an_upload_that_breaks_off_leaves_nothing(api):
    person = await api.person()
    principal = Principal(UserId(person.user_id))
    transfer = await commands.begin_transfer(api.resources.db, principal, "import", "rondel")
    pieces = [
        {"type": "http.request", "body": file_of(*some_records()) * 2000, "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive():
        return pieces.pop(0)

    request = Request({"type": "http", "headers": []}, receive)
    with pytest.raises(ClientDisconnect):
        await receive_file(api.resources, request, transfer)
    assert await api.count("transfers", person) == 0


async def test_a_file_larger_than_the_limit_is_refused_and_leaves_nothing(api):
    person = await api.person()
    small = api.resources.settings.model_copy(update={"import_limit_bytes": 1024})
    settings = dataclasses.replace(api.resources, settings=small)
    answer = await Api(settings).ask(
        "POST", "/api/imports?format=native", person, content=file_of(*some_records()) * 9
    )
    assert answer.status_code == 413
    assert await api.count("transfers", person) == 0


async def test_a_deleted_account_cannot_be_used_and_nothing_of_it_is_left(api):
    email, password = f"{new_uuid7(api.resources.clock.now())}@example.org", "correct horse battery"
    body = {"email": email, "password": password}
    made = (await api.ask("POST", "/api/auth/sign-up", json=body)).json()
    person = Person(made["user"]["id"], {"authorization": f"Bearer {made['access_token']}"})
    await run(api, person, file_of(*some_records()))
    feed = (await api.ask("POST", "/api/feeds", person, json={"name": "Mine"})).json()["url"]
    calendar = feed[feed.index("/feeds/") :]
    assert (await api.ask("GET", calendar)).status_code == 200
    wrong = await api.ask("DELETE", "/api/me", person, json={"password": "no"})
    assert wrong.json()["code"] == "auth.bad_credentials"
    answer = await api.ask("DELETE", "/api/me", person, json={"password": password})
    assert answer.status_code == 202, answer.text
    assert (await api.ask("GET", "/api/me", person)).status_code == 401
    assert (await api.ask("GET", calendar)).status_code == 404
    for title in ("Plain", "With a label"):
        labels = [] if title == "Plain" else ["x"]
        task = {"title": title, "labels": labels}
        refused = await api.ask("POST", "/api/tasks", person, json=task)
        assert refused.status_code == 401
    assert (await api.ask("POST", "/api/auth/sign-in", json=body)).status_code == 401
    await work(api)
    assert await api.count("transfers", person) == 2  # every process has to hear of it first
    await change(api, "UPDATE transfers SET created_at = 'epoch' WHERE kind = 'erase'")
    await work(api)
    for table in Base.metadata.sorted_tables:
        if "user_id" in table.columns:
            assert await api.count(table.name, person) == 0, table.name
    async with api.resources.db.read() as connection:
        users = text("SELECT count(*) FROM users WHERE id = :id")
        assert (await connection.execute(users, {"id": person.user_id})).scalar_one() == 0


async def test_an_import_is_cancelled_and_deleted(api):
    person = await api.person()
    made = (await upload(api, person, file_of(*some_records()))).json()
    answer = await api.ask("POST", f"/api/imports/{made['id']}/cancel", person)
    assert answer.json()["state"] == "cancelled"
    await work(api)
    assert await api.titles(person) == []
    other = await api.person()
    refused = await api.ask("DELETE", f"/api/imports/{made['id']}", other)
    assert refused.status_code == 404
    answer = await api.ask("DELETE", f"/api/imports/{made['id']}", person)
    assert answer.status_code == 204
    assert await api.count("transfers", person) == 0


async def test_an_export_is_the_account_as_a_file(api):
    person = await api.person()
    await run(api, person, file_of(*some_records()))
    made = (await api.ask("POST", "/api/exports", person, json={"format": "native"})).json()
    early = await api.ask("GET", f"/api/exports/{made['id']}/download", person)
    assert early.json()["code"] == "transfer.not_ready"
    await work(api)
    answer = await api.ask("GET", f"/api/exports/{made['id']}/download", person)
    assert answer.headers["content-disposition"].startswith("attachment; filename=rondel-")
    lines = [orjson.loads(line) for line in answer.content.splitlines()]
    kinds = [line.get("kind") for line in lines]
    assert kinds == [None, "preferences", "label", "project", "task", "task", "end"]


async def test_an_export_as_calendar_is_read_by_another_program(api):
    person = await api.person()
    await run(api, person, file_of(*some_records()))
    made = (await api.ask("POST", "/api/exports", person, json={"format": "ics"})).json()
    await work(api)
    answer = await api.ask("GET", f"/api/exports/{made['id']}/download", person)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert len(answer.content) == int(answer.headers["content-length"])
    todos = vobject.readOne(answer.text).contents["vtodo"]
    assert {todo.summary.value for todo in todos} == {"Dentist", "Call first"}


async def test_a_to_do_that_starts_before_it_is_due_comes_back_on_its_own_dates(api):
    zone = ";TZID=Europe/Berlin:"
    lines = (
        "BEGIN:VCALENDAR", "BEGIN:VTODO", "UID:1", "SUMMARY:Bins",
        f"DTSTART{zone}20311127T090000", f"DUE{zone}20311128T170000", "RRULE:FREQ=WEEKLY;BYDAY=TH",
        f"EXDATE{zone}20311127T090000,20311211T090000", "END:VTODO", "END:VCALENDAR", "",
    )  # fmt: skip
    person = await api.person()
    made = await run(api, person, "\r\n".join(lines).encode(), "format=ics")
    assert (made["counts"]["lossy"], made["counts"]["failed"]) == (1, 0)
    (row,) = await report(api, person, made)
    assert [each["code"] for each in row["reasons"]] == ["dates_moved"]
    (task,) = (await api.ask("GET", "/api/tasks", person)).json()["items"]
    assert times(task) == ("2031-12-04T09:00:00", "2031-12-05T17:00:00")
    await roll(api, person, task)
    (task,) = (await api.ask("GET", "/api/tasks?completed=false", person)).json()["items"]
    assert times(task) == ("2031-12-18T09:00:00", "2031-12-19T17:00:00")


def times(task):
    return task["start"]["datetime_local"], task["due"]["datetime_local"]


async def test_an_export_for_spreadsheets_holds_no_formula(api):
    person = await api.person()
    await api.create(person, title="=HYPERLINK(1)", labels=["a", "b"])
    made = (await api.ask("POST", "/api/exports", person, json={"format": "csv"})).json()
    await work(api)
    answer = await api.ask("GET", f"/api/exports/{made['id']}/download", person)
    assert answer.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["title"] == "'=HYPERLINK(1)"
    again = await api.person()
    await run(api, again, answer.content, "format=csv")
    assert await api.titles(again) == ["=HYPERLINK(1)"]
