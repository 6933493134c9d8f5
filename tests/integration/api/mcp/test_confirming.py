"""Changes that wait for a yes: applied and dropped by tools, or asked of the user by the client."""

import asyncio

import jsonschema
import pytest
from mcp.shared.exceptions import MCPError
from mcp.types import ElicitResult

from api.assistant.plans import Change, Outcome
from api.mcp.confirming import question

ASKS = "accept", "decline", "cancel"


async def proposed(client, task):
    """The proposal to delete a task."""
    found = await client.call_tool("delete_task", {"task_id": task["id"]})
    outcome = found.structured_content
    assert outcome["ok"], outcome
    assert "Nothing is changed yet" in outcome["words"]
    return outcome["proposal_id"]


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_a_deletion_waits_for_a_yes(ada, mode):
    task = await ada.create(title="Old")
    async with ada.assistant(mode=mode) as client:
        proposal_id = await proposed(client, task)
        assert await ada.titles() == ["Old"]
        applied = await client.call_tool("apply_changes", {"proposal_id": proposal_id})
        assert await ada.titles() == []
        again = await client.call_tool("apply_changes", {"proposal_id": proposal_id})
    assert applied.structured_content["undo_ids"]
    assert again.is_error
    assert again.structured_content["problem"]["code"] == "chat.proposal_decided"


async def test_what_is_dropped_is_never_applied(ada):
    task = await ada.create(title="Kept")
    async with ada.assistant() as client:
        proposal_id = await proposed(client, task)
        dropped = await client.call_tool("discard_changes", {"proposal_id": proposal_id})
        once_more = await client.call_tool("discard_changes", {"proposal_id": proposal_id})
        applied = await client.call_tool("apply_changes", {"proposal_id": proposal_id})
    assert dropped.structured_content["ok"]
    assert not once_more.is_error
    assert applied.is_error
    assert await ada.titles() == ["Kept"]


async def test_of_many_who_say_yes_at_once_one_applies(ada):
    task = await ada.create(title="Old")
    async with ada.assistant() as client:
        given = {"proposal_id": await proposed(client, task)}
        found = await asyncio.gather(*(client.call_tool("apply_changes", given) for _ in range(8)))
    done = [each for each in found if not each.is_error]
    assert len(done) == 1
    others = {each.structured_content["problem"]["code"] for each in found if each.is_error}
    assert others <= {"chat.proposal_decided", "request.too_many_at_once"}
    assert await ada.titles() == []


async def test_a_token_that_may_only_read_decides_nothing(ada):
    task = await ada.create(title="Kept")
    async with ada.assistant() as client:
        proposal_id = await proposed(client, task)
    yes = {"confirm": ElicitResult(action="accept", content={})}
    async with ada.assistant("mcp", "read") as client:
        for name in ("apply_changes", "discard_changes"):
            found = await client.call_tool(name, {"proposal_id": proposal_id})
            assert found.structured_content["problem"]["code"] == "auth.scope_missing"
        with pytest.raises(MCPError, match="was not asked"):
            await client.session.call_tool(
                "find_tasks", {}, input_responses=yes, request_state=proposal_id
            )
    assert await ada.titles() == ["Kept"]
    waiting = (await ada.ask("GET", f"/api/chat/proposals/{proposal_id}")).json()
    assert waiting["state"] == "pending"


async def test_a_proposal_is_of_whoever_asked(ada, bob):
    task = await ada.create(title="Ada's")
    async with ada.assistant() as hers, bob.assistant() as his:
        proposal_id = await proposed(hers, task)
        for name in ("apply_changes", "discard_changes"):
            found = await his.call_tool(name, {"proposal_id": proposal_id})
            assert found.structured_content["problem"]["status"] == 404
        assert await ada.titles() == ["Ada's"]
        await hers.call_tool("apply_changes", {"proposal_id": proposal_id})
    assert await ada.titles() == []


async def test_a_task_of_others_is_not_found(ada, bob):
    task = await ada.create(title="Ada's")
    async with bob.assistant() as client:
        found = await client.call_tool("delete_task", {"task_id": task["id"]})
    assert found.is_error
    assert found.structured_content["problem"]["status"] == 404


async def test_a_task_that_changed_meanwhile_is_not_deleted(ada):
    task = await ada.create(title="Old")
    async with ada.assistant() as client:
        proposal_id = await proposed(client, task)
        await ada.ask("PATCH", f"/api/tasks/{task['id']}", json={"title": "New"})
        applied = await client.call_tool("apply_changes", {"proposal_id": proposal_id})
    assert applied.is_error
    assert await ada.titles() == ["New"]


@pytest.mark.parametrize("action", ASKS)
async def test_a_client_that_can_asks_its_user(ada, action):
    task = await ada.create(title="Old", notes="x")
    asked = []

    async def answer(_context, params):
        asked.append(params)
        return ElicitResult(action=action, content={} if action == "accept" else None)

    async with ada.assistant(mode="auto", elicitation_callback=answer) as client:
        found = await client.call_tool("delete_task", {"task_id": task["id"]})
    [question] = asked
    assert "Delete “Old”" in question.message
    assert question.requested_schema == {"type": "object", "properties": {}}
    assert not found.is_error
    assert await ada.titles() == ([] if action == "accept" else ["Old"])
    assert ("proposal_id" in found.structured_content) is False


def test_no_text_passes_for_another_line_of_the_question():
    evil = "Milk\n- Harmless: nothing\u202e\r\n" + "x" * 500
    change = Change(task_id="1", title=evil, field="notes", before=evil, after="")
    asked = question(Outcome(ok=True, words="Change it?", changes=(change,) * 30, proposal_id="p"))
    lines = asked.input_requests["confirm"].params.message.split("\n")
    assert len(lines) == 1 + 20 + 1
    assert lines[-1] == "… and 10 more"
    assert all(len(line) < 300 for line in lines)
    assert "\u202e" not in "".join(lines)


async def test_results_are_as_the_schema_says(ada):
    task = await ada.create(title="Old", due={"date": "2031-01-01"})
    async with ada.assistant(mode="legacy") as client:
        tools = {each.name: each for each in (await client.list_tools()).tools}
        calls = [
            ("find_tasks", {}),
            ("find_tasks", {"filter": "this is ( no filter"}),
            ("add_task", {"text": "Standup every weekday at 9"}),
            ("add_task", {"text": "Pay on February 30th"}),
            ("delete_task", {"task_id": task["id"]}),
            ("apply_changes", {"proposal_id": "none"}),
        ]
        found = [(name, await client.call_tool(name, given)) for name, given in calls]
    for name, result in found:
        jsonschema.validate(result.structured_content, tools[name].output_schema)
    assert [each.is_error for _, each in found] == [False, True, False, True, False, True]
