"""What goes wrong behind a change: the change is told, with what takes it back."""

import pytest

from api.assistant.caller import Caller, Refused
from api.assistant.tools.tool import ToolContext
from api.assistant.tools.using import use_tool

AWAY = {"status": 503, "code": "unavailable", "title": "Not available", "detail": "Try again."}


class FailingBehind(Caller):
    """Refuses to read anything after something was changed."""

    has_changed = False

    async def ask(self, method, path, **options):
        if self.has_changed and method == "GET":
            raise Refused(503, AWAY)
        found = await super().ask(method, path, **options)
        self.has_changed = self.has_changed or (method != "GET" and path != "/api/tasks/parse")
        return found


@pytest.fixture
async def unlucky(ada):
    caller = ada.context.caller
    failing = FailingBehind(caller._app, caller._scope)
    return ToolContext(failing, ada.context.person)


async def test_a_task_that_cannot_be_read_afterwards_was_changed_all_the_same(ada, unlucky):
    task = await ada.create(title="Dentist", due={"date": "2031-12-01"})
    wanted = {"action": "complete", "task_ids": [task["id"]]}
    outcome = await use_tool(unlucky, "change_tasks", wanted, ada._propose)
    assert (await ada.read(task))["status"] == "done"
    assert outcome.ok, outcome
    assert outcome.undo_ids
