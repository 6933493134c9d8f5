"""A day with the API in which every operation is used once, so that each has a real example."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text

from shared.db.repositories import schedules
from shared.db.repositories.channels import claim_test, settle_test
from tests.factories.dead_letters import make_letter
from tests.integration.api.governing_playbook import govern
from tests.integration.api.harness import Person
from tests.integration.api.playbook_accounts import (
    EMAIL,
    PASSWORD,
    use_devices,
    use_factors,
    use_mails,
    use_passkeys,
)
from tests.integration.api.playbook_assistant import use_conversations
from tests.integration.api.playbook_elsewhere import use_issuers
from tests.integration.api.recorder import Recorder
from tests.waiting import eventually
from workers.transfers.runner import Runner

CSV = b"title,due,priority,labels\nBuy milk,2026-12-01,high,errand\n,2026-12-02,,\n"


async def play(recorder: Recorder) -> None:
    """Every operation was used."""
    ada = await sign_up(recorder)
    olga = await recorder.api.operator()
    project = await organise(recorder, ada)
    task = await write_tasks(recorder, ada, project)
    await repeat(recorder, ada)
    await remind(recorder, ada)
    await throw_away(recorder, ada, task)
    await connect(recorder, ada)
    await transfer(recorder, ada)
    await run_batch(recorder, ada)
    await operate(recorder, olga, ada)
    await govern(recorder, PASSWORD)
    await look_at_the_service(recorder)
    await use_conversations(recorder, ada)
    await use_mails(recorder, ada)
    body = {"email": "ada.lovelace@example.com", "password": PASSWORD}
    session = await recorder.made("create_session", "POST", "/api/auth/sign-in", None, body)
    ada = Person(ada.user_id, {"authorization": f"Bearer {session['access_token']}"})
    await recorder.ask("delete_me", "DELETE", "/api/me", ada, {"password": PASSWORD})


async def sign_up(recorder: Recorder) -> Person:
    body = {"email": EMAIL, "password": PASSWORD, "name": "Ada", "zone": "Europe/Berlin"}
    made = await recorder.made("create_account", "POST", "/api/auth/sign-up", None, body)
    body = {"email": EMAIL, "password": PASSWORD}
    session = await recorder.made("create_session", "POST", "/api/auth/sign-in", None, body)
    headers = {"authorization": f"Bearer {session['access_token']}"}
    ada = Person(UUID(made["user"]["id"]), headers)
    await use_devices(recorder, ada, session)
    await use_factors(recorder, ada)
    await use_passkeys(recorder, ada)
    await use_issuers(recorder, ada)
    await recorder.ask("get_me", "GET", "/api/me", ada)
    body = {"week_start": "MO", "quiet_hours": {"from": "22:00", "until": "07:00"}}
    await recorder.ask("change_me", "PATCH", "/api/me", ada, body)
    body = {"starts_on": "2026-12-24", "ends_on": "2027-01-02", "skips_occurrences": False}
    made = await recorder.made("create_vacation", "POST", "/api/vacations", ada, body)
    await recorder.ask("list_vacations", "GET", "/api/vacations", ada)
    await recorder.ask("delete_vacation", "DELETE", f"/api/vacations/{made['id']}", ada)
    return ada


async def organise(recorder: Recorder, ada: Person) -> dict:
    body = {"name": "House", "color": "#1e90ff", "default_reminders": ["-PT30M"]}
    project = await recorder.made("create_project", "POST", "/api/projects", ada, body)
    path = f"/api/projects/{project['id']}"
    await recorder.ask("get_project", "GET", path, ada)
    await recorder.ask("change_project", "PATCH", path, ada, {"is_favorite": True, "version": 1})
    await recorder.ask("archive_project", "POST", f"{path}/archive", ada)
    await recorder.ask("unarchive_project", "POST", f"{path}/unarchive", ada)
    await recorder.ask("list_projects_page", "GET", "/api/projects", ada)
    order = {"ids": [project["id"]]}
    await recorder.ask("order_projects", "PUT", "/api/projects/order", ada, order)
    sections = f"{path}/sections"
    section = await recorder.made("create_section", "POST", sections, ada, {"name": "This week"})
    one = f"/api/sections/{section['id']}"
    await recorder.ask("get_section", "GET", one, ada)
    await recorder.ask("change_section", "PATCH", one, ada, {"name": "Next week"})
    await recorder.ask("list_project_sections", "GET", sections, ada)
    order = {"ids": [section["id"]]}
    await recorder.ask("order_sections", "PUT", f"{sections}/order", ada, order)
    await recorder.ask("delete_section", "DELETE", one, ada)
    body = {"name": "errand", "color": "#1f8a70"}
    label = await recorder.made("create_label", "POST", "/api/labels", ada, body)
    one = f"/api/labels/{label['id']}"
    await recorder.ask("get_label", "GET", one, ada)
    await recorder.ask("change_label", "PATCH", one, ada, {"name": "errands"})
    await recorder.ask("list_labels_page", "GET", "/api/labels", ada)
    await recorder.ask("delete_label", "DELETE", one, ada)
    body = {"name": "Urgent", "query": "today & p1", "sort": "priority,-due"}
    kept = await recorder.made("create_filter", "POST", "/api/filters", ada, body)
    one = f"/api/filters/{kept['id']}"
    await recorder.ask("get_filter", "GET", one, ada)
    await recorder.ask("change_filter", "PATCH", one, ada, {"query": "overdue | today & p1"})
    await recorder.ask("list_saved_filters", "GET", "/api/filters", ada)
    await recorder.ask("delete_filter", "DELETE", one, ada)
    other = await recorder.made("create_project", "POST", "/api/projects", ada, {"name": "Garden"})
    await recorder.ask("delete_project", "DELETE", f"/api/projects/{other['id']}", ada)
    return project


async def write_tasks(recorder: Recorder, ada: Person, project: dict) -> dict:
    body = {
        "title": "Descale the kettle",
        "notes": "Vinegar is under the sink.",
        "priority": "medium",
        "labels": ["kitchen"],
        "due": {"datetime_local": "2026-12-04T18:00:00"},
        "project_id": project["id"],
        "checklist": [{"title": "Buy vinegar"}],
        "reminders": [{"type": "relative", "offset": "-PT30M"}],
    }
    task = await recorder.made("create_task", "POST", "/api/tasks", ada, body)
    path = f"/api/tasks/{task['id']}"
    await recorder.ask("get_task", "GET", path, ada)
    body = {"priority": "high", "version": 1}
    await recorder.ask("change_task", "PATCH", path, ada, body)
    item = f"{path}/checklist/{task['checklist'][0]['id']}"
    await recorder.ask("tick_checklist_item", "POST", item, ada, {"is_done": True})
    await recorder.ask("postpone_task", "POST", f"{path}/postpone", ada, {"by": "P1D"})
    await recorder.ask("explain_schedule", "GET", f"{path}/schedule", ada)
    await recorder.ask("list_tasks_page", "GET", "/api/tasks?sort=due", ada)
    await recorder.ask("count_tasks_of_views", "GET", "/api/views/counts", ada)
    await recorder.ask("complete_task", "POST", f"{path}/complete", ada)
    await recorder.ask("reopen_task", "POST", f"{path}/reopen", ada)
    other = await recorder.made("create_task", "POST", "/api/tasks", ada, {"title": "Buy milk"})
    await recorder.ask("move_task", "POST", f"{path}/move", ada, {"before": other["id"]})
    body = {"ids": [task["id"], other["id"]], "action": "edit", "set": {"add_labels": ["soon"]}}
    await recorder.ask("change_tasks", "POST", "/api/tasks/bulk", ada, body)
    entries = await recorder.made("list_undo_entries", "GET", "/api/undo?limit=200", ada)
    await recorder.ask("undo_change", "POST", f"/api/undo/{entries['items'][0]['id']}", ada)
    await recorder.ask("change_task", "PATCH", path, ada, {"title": "Descale"})
    await recorder.ask("undo_last_change", "POST", f"{path}/undo", ada)
    await recorder.ask("export_tasks", "GET", "/api/tasks/export?format=json", ada)
    return task


async def repeat(recorder: Recorder, ada: Person) -> None:
    body = {"text": "Pay rent every month on the 1st at 9:00 p1, remind me 1 day before #House"}
    await recorder.ask("parse_task", "POST", "/api/tasks/parse", ada, body)
    body = {"rrule": "FREQ=MONTHLY;BYDAY=-1FR", "dtstart": "2026-11-27T09:00:00", "n": 3}
    await recorder.ask("preview_recurrence", "POST", "/api/recurrence/preview", ada, body)
    body = {
        "title": "Water the plants",
        "due": {"date": "2026-11-20"},
        "recurrence": {"rrule": "FREQ=DAILY;INTERVAL=2"},
    }
    task = await recorder.made("create_task", "POST", "/api/tasks", ada, body)
    path = f"/api/tasks/{task['id']}"
    skipped = await recorder.made("skip_occurrence", "POST", f"{path}/skip", ada)
    path = f"/api/tasks/{skipped['next']['id']}"
    await recorder.ask("skip_missed_occurrences", "POST", f"{path}/skip-missed", ada)
    following = f"{path}/series?scope=following"
    await recorder.ask("change_series", "PATCH", following, ada, {"priority": "low"})
    await recorder.ask("list_occurrences", "GET", f"{path}/occurrences", ada)
    await recorder.ask("list_all_occurrences", "GET", "/api/occurrences", ada)
    days = "from=2026-12-01&to=2026-12-05"
    await recorder.ask("list_slots_ahead", "GET", f"/api/calendar?{days}", ada)
    await recorder.ask("show_history", "GET", f"{path}/history", ada)


_DELIVERY = """
    INSERT INTO deliveries (id, reminder_id, task_id, user_id, channel, fire_at, state,
                            attempts, claimed_at, sent_at, lateness_ms, provider_answer, message_id)
    VALUES (:id, :reminder_id, :task_id, :user_id, 'email', :at, 'sent', 1, :at, :sent_at, 12,
            '250 queued', 'key')
"""


async def remind(recorder: Recorder, ada: Person) -> None:
    body = {"title": "Call Grace", "reminders": [{"at": "2026-12-05T09:00:00Z"}]}
    task = await recorder.made("create_task", "POST", "/api/tasks", ada, body)
    reminder = task["reminders"][0]["id"]
    at = datetime(2026, 12, 5, 9, tzinfo=UTC)
    async with recorder.api.resources.db.unit_of_work() as uow:
        values = {
            "id": uuid4(),
            "reminder_id": UUID(reminder),
            "task_id": UUID(task["id"]),
            "user_id": ada.user_id,
            "at": at,
            "sent_at": at + timedelta(milliseconds=12),
        }
        await uow.connection.execute(text(_DELIVERY), values)
    path = f"/api/reminders/{reminder}"
    await recorder.ask("list_deliveries_of_reminder", "GET", f"{path}/deliveries", ada)
    of_task = f"/api/tasks/{task['id']}/deliveries"
    await recorder.ask("list_deliveries_of_task", "GET", of_task, ada)
    await recorder.ask("list_deliveries", "GET", "/api/deliveries", ada)
    await recorder.ask("snooze_reminder", "POST", f"{path}/snooze", ada, {"for": "PT1H"})
    body = {"ids": [reminder], "preset": "tomorrow"}
    await recorder.ask("snooze_reminders", "POST", "/api/reminders/snooze", ada, body)
    await recorder.ask("take_back_snooze", "DELETE", f"{path}/snooze", ada)


async def throw_away(recorder: Recorder, ada: Person, task: dict) -> None:
    path, trash = f"/api/tasks/{task['id']}", f"/api/trash/{task['id']}"
    await recorder.ask("delete_task", "DELETE", path, ada)
    await recorder.ask("list_trash", "GET", "/api/trash", ada)
    await recorder.ask("restore_task", "POST", f"{trash}/restore", ada)
    await recorder.ask("delete_task", "DELETE", path, ada)
    await recorder.ask("purge_task", "DELETE", trash, ada)
    await recorder.ask("empty_trash", "DELETE", "/api/trash", ada)


async def connect(recorder: Recorder, ada: Person) -> None:
    body = {"kind": "webhook", "name": "Home", "url": "https://hooks.example.com/rondel"}
    made = await recorder.made("create_channel", "POST", "/api/channels", ada, body)
    path = f"/api/channels/{made['channel']['id']}"
    await recorder.ask("list_all_channels", "GET", "/api/channels", ada)
    await recorder.ask("get_channel", "GET", path, ada)
    await recorder.ask("change_channel", "PATCH", path, ada, {"name": "House", "version": 1})
    await recorder.ask("rotate_channel_secret", "POST", f"{path}/secret", ada)
    tested, _ = await asyncio.gather(
        recorder.made("test_channel", "POST", f"{path}/test", ada), settle_next_test(recorder)
    )
    await recorder.ask("get_channel_test", "GET", f"/api/channels/tests/{tested['id']}", ada)
    await recorder.ask("delete_channel", "DELETE", path, ada)
    body = {
        "name": "Notes",
        "url": "https://hooks.example.com/notes",
        "event_types": ["task.created", "task.completed"],
    }
    made = await recorder.made("create_webhook", "POST", "/api/webhooks", ada, body)
    path = f"/api/webhooks/{made['webhook']['id']}"
    await recorder.ask("list_all_webhooks", "GET", "/api/webhooks", ada)
    await recorder.ask("get_webhook", "GET", path, ada)
    await recorder.ask("change_webhook", "PATCH", path, ada, {"event_types": ["task.completed"]})
    await recorder.ask("rotate_webhook_secret", "POST", f"{path}/secret", ada)
    sent = await recorder.made("test_webhook", "POST", f"{path}/test", ada)
    await fail_deliveries(recorder)
    await recorder.ask("list_webhook_deliveries", "GET", f"{path}/deliveries", ada)
    again = f"{path}/deliveries/{sent['ids'][0]}/replay"
    await recorder.ask("replay_webhook_delivery", "POST", again, ada)
    await fail_deliveries(recorder)
    body = {"failed_since": "2026-11-01T00:00:00Z"}
    await recorder.ask("replay_webhook_failures", "POST", f"{path}/replay", ada, body)
    await recorder.ask("delete_webhook", "DELETE", path, ada)
    body = {"name": "Calendar of the phone"}
    feed = await recorder.made("create_feed", "POST", "/api/feeds", ada, body)
    await recorder.ask("list_calendar_feeds", "GET", "/api/feeds", ada)
    address = feed["url"].partition("/feeds/")[2]
    await recorder.ask("read_feed", "GET", f"/feeds/{address}")
    await recorder.ask("renew_feed", "POST", f"/api/feeds/{feed['id']}/renew", ada)
    await recorder.ask("delete_feed", "DELETE", f"/api/feeds/{feed['id']}", ada)


async def settle_next_test(recorder: Recorder) -> None:
    """A test message went out, as if there were a worker."""
    db = recorder.api.resources.db

    async def asked():
        async with db.read() as connection:
            found = await connection.execute(text("SELECT user_id, id FROM channel_tests"))
            return found.all()

    (asked_by,) = await eventually(asked)
    async with db.statement() as connection:
        test = await claim_test(connection, *asked_by)
        await settle_test(connection, test.test_id, "sent", "204", db.clock.now())


async def fail_deliveries(recorder: Recorder) -> None:
    """What waits for webhooks has failed, as if there were a worker."""
    async with recorder.api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "UPDATE webhook_deliveries SET state = 'failed', settled_at = :now, due_at = NULL, "
                "attempts = 1, status = 503, answer = 'busy' WHERE state = 'waiting'"
            ),
            {"now": uow.now},
        )


async def transfer(recorder: Recorder, ada: Person) -> None:
    path = "/api/imports?format=csv&dry_run=true&file_name=tasks.csv"
    made = await recorder.made("create_import", "POST", path, ada, content=CSV)
    one = f"/api/imports/{made['id']}"
    await work(recorder)
    await recorder.ask("get_import", "GET", one, ada)
    await recorder.ask("get_import_report", "GET", f"{one}/report", ada)
    await recorder.ask("download_import_report", "GET", f"{one}/report.csv", ada)
    await recorder.ask("list_imports", "GET", "/api/imports", ada)
    await recorder.ask("run_import", "POST", f"{one}/run", ada)
    await recorder.ask("cancel_import", "POST", f"{one}/cancel", ada)
    await recorder.ask("delete_import", "DELETE", one, ada)
    made = await recorder.made("create_export", "POST", "/api/exports", ada, {"format": "native"})
    one = f"/api/exports/{made['id']}"
    await work(recorder)
    await recorder.ask("get_export", "GET", one, ada)
    await recorder.ask("list_exports", "GET", "/api/exports", ada)
    await recorder.ask("download_export", "GET", f"{one}/download", ada)
    await recorder.ask("delete_export", "DELETE", one, ada)


async def work(recorder: Recorder) -> None:
    """Transfers that waited are done."""
    runner, stop = Runner(recorder.api.resources.db), asyncio.Event()
    while await runner.run_one(stop):
        pass


async def run_batch(recorder: Recorder, ada: Person) -> None:
    body = {
        "requests": [
            {"method": "POST", "path": "/api/tasks", "body": {"title": "Buy bread"}},
            {"method": "GET", "path": "/api/tasks?search=bread&fields=title"},
        ]
    }
    await recorder.ask("run_batch", "POST", "/api/batch", ada, body)


async def operate(recorder: Recorder, olga: Person, ada: Person) -> None:
    db, dlq = recorder.api.resources.db, "/api/ops/dlq"
    ids = [str(await make_letter(db, user_id=ada.user_id)) for _ in range(3)]
    await recorder.ask("list_dead_letters", "GET", dlq, olga)
    await recorder.ask("count_dead_letters", "GET", f"{dlq}/stats", olga)
    await recorder.ask("get_dead_letter", "GET", f"{dlq}/{ids[0]}", olga)
    body = {"reason": "The database was full."}
    await recorder.ask("redrive_dead_letter", "POST", f"{dlq}/{ids[0]}/redrive", olga, body)
    body = {"selection": {"ids": [ids[1]]}, "reason": "The database was full."}
    made = await recorder.made("redrive_dead_letters", "POST", f"{dlq}/redrive", olga, body)
    await recorder.ask("list_dead_letter_redrives", "GET", f"{dlq}/redrives", olga)
    one = f"{dlq}/redrives/{made['redrive']['id']}"
    await recorder.ask("get_dead_letter_redrive", "GET", one, olga)
    body = {"reason": "It is full again."}
    await recorder.ask("cancel_dead_letter_redrive", "POST", f"{one}/cancel", olga, body)
    body = {"selection": {"ids": [ids[2]]}, "reason": "Its series is gone.", "expected_count": 1}
    await recorder.ask("discard_dead_letters", "POST", f"{dlq}/discard", olga, body)
    await recorder.ask("download_dead_letters", "GET", f"{dlq}.csv?state=all", olga)
    await recorder.ask("download_audit_entries", "GET", "/api/ops/audit.csv", olga)
    await recorder.ask("get_overview", "GET", "/api/ops/overview", olga)
    await recorder.ask("get_group_lag", "GET", "/api/ops/lag/notifications", olga)
    async with recorder.api.resources.db.unit_of_work() as uow:
        await schedules.register(
            uow.connection, "activity.prune_sessions", "activity", 600, uow.now
        )
    job = "/api/ops/schedules/activity.prune_sessions/run"
    await recorder.ask("run_worker_schedule", "POST", job, olga)
    await recorder.ask("list_worker_schedules", "GET", "/api/ops/schedules", olga)
    await recorder.ask("list_retry_policies", "GET", "/api/ops/retries", olga)
    workers = "/api/ops/workers"
    body = {"reason": "PostgreSQL moves to another disk."}
    await recorder.ask("pause_workers", "POST", f"{workers}/reminders/pause", olga, body)
    await recorder.ask("list_workers", "GET", workers, olga)
    await recorder.ask("resume_workers", "POST", f"{workers}/reminders/resume", olga)
    await recorder.ask("list_audit_entries", "GET", "/api/ops/audit", olga)
    task = await recorder.api.create(ada, title="Sweep the yard")
    found = f"/api/ops/timeline?task={task['id']}"
    await recorder.ask("read_timeline_page", "GET", found, olga)


async def look_at_the_service(recorder: Recorder) -> None:
    await recorder.ask("get_liveness", "GET", "/livez")
    await recorder.ask("get_readiness", "GET", "/readyz")
    await recorder.ask("get_health", "GET", "/health")
    await recorder.ask("get_metrics", "GET", "/metrics", lines=8)
    await recorder.ask("get_status", "GET", "/api/status")
    await recorder.ask("explain_problem", "GET", "/problems/task.not_open")
