"""The foot of a mail and the page of the task say the same of how it comes back."""

from datetime import date

import pytest

from shared.commands.explaining import explain_schedule
from shared.core.principal import Principal
from shared.db.repositories.due_rows import read_due
from tests.integration.notifications.nights import held_back, morning_of


async def said_of(world, event) -> str:
    found = await explain_schedule(world.db, Principal(event.data.user_id), event.data.task_id)
    return found.sentences[0].text


def body_of(mail) -> str:
    return mail.parsed.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "task",
    [
        {"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"},
        {"rrule": "FREQ=DAILY;COUNT=3", "due": date(2026, 11, 27)},
        {"rrule": "FREQ=DAILY;INTERVAL=3", "anchor": "completion"},
        {"rrule": "FREQ=DAILY;COUNT=1"},
    ],
)
@pytest.mark.parametrize("time_format", ["12h", "24h"])
async def test_a_mail_says_what_the_page_of_the_task_begins_with(world, task, time_format):
    event = await world.due_reminder(**task)
    await world.change(
        "UPDATE users SET time_format = :at WHERE id = :id", at=time_format, id=event.data.user_id
    )

    await world.start_worker().process(event)

    [mail] = world.server.mails
    said = await said_of(world, event)
    assert said.startswith("Comes back ")
    assert body_of(mail).count(said) == 1


@pytest.mark.parametrize(("time_format", "due"), [("12h", "5 PM"), ("24h", "17:00")])
async def test_a_mail_is_on_the_clock_of_its_reader(world, time_format, due):
    event = await world.due_reminder()
    await world.change(
        "UPDATE users SET time_format = :at WHERE id = :id", at=time_format, id=event.data.user_id
    )

    await world.start_worker().process(event)

    [mail] = world.server.mails
    assert mail.subject == f"Reminder: Submit report is due in 1 day (Friday {due})"


async def test_a_task_that_does_not_come_back_says_nothing_of_it(world):
    await world.start_worker().process(await world.due_reminder())

    [mail] = world.server.mails
    assert "omes back" not in body_of(mail)


async def test_one_that_quiet_hours_held_back_says_it_too(world):
    [event] = await held_back(world, rrule="FREQ=DAILY")
    worker = world.start_worker()
    await worker.process(event)
    await worker.process(await morning_of(world, event))

    [mail] = world.server.mails
    assert await said_of(world, event) in body_of(mail)


async def test_many_are_read_with_their_series_in_one_statement(world):
    events = [await world.due_reminder(rrule="FREQ=WEEKLY"), await world.due_reminder()]
    keys = {(each.data.reminder_id, each.data.user_id) for each in events}

    async with world.db.read() as connection:
        found = await read_due(connection, keys, world.clock.now())

    rules = [found[each.data.reminder_id].series for each in events]
    assert rules[0].rrule == "FREQ=WEEKLY"
    assert rules[1] is None
