"""A sentence that an assistant passes on is the task that quick add makes of it."""

import pytest

SENTENCES = [
    "Create a daily task: team standup at 9 AM",
    "Remind me to submit the report by Friday 5 PM, remind me 1 day before",
]
ALIKE = ("title", "notes", "priority", "labels", "due", "start", "recurrence", "status")


def meaning(task):
    reminders = [
        {name: each[name] for name in ("type", "offset", "relative_to", "fire_at", "at")}
        for each in task["reminders"]
    ]
    return {**{name: task[name] for name in ALIKE}, "reminders": reminders}


async def parsed_and_made(human, text):
    read = (await human.ask("POST", "/api/tasks/parse", json={"text": text})).json()
    assert read["problems"] == []
    return await human.create(**read["task"])


@pytest.mark.parametrize("text", SENTENCES)
async def test_it_is_the_task_of_parse_and_create(ada, bob, text):
    expected = await parsed_and_made(bob, text)
    async with ada.assistant() as client:
        added = (await client.call_tool("add_task", {"text": text})).structured_content
    [summary] = added["tasks"]
    made = (await ada.ask("GET", f"/api/tasks/{summary['id']}")).json()
    assert meaning(made) == meaning(expected)
    assert added["ok"]
    assert added["words"].startswith("Added")
    assert (made["recurrence"] is not None) == ("daily" in text)
    assert ("-P1D" in {each["offset"] for each in made["reminders"]}) == ("remind me" in text)


async def test_what_cannot_be_meant_is_told_and_makes_nothing(ada):
    async with ada.assistant() as client:
        found = await client.call_tool("add_task", {"text": "Pay on February 30th"})
    assert found.is_error
    assert not found.structured_content["ok"]
    assert await ada.titles() == []
