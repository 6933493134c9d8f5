"""What a program may say to the assistant follows from the scopes of its API token."""

from uuid import uuid4

import pytest

from tests.integration.api.assistant.talking import Talk
from tests.integration.api.harness import Person


@pytest.fixture
async def person(api):
    """Somebody who has just signed in, and so may make tokens."""
    body = {"email": f"{uuid4().hex}@example.com", "password": "correct horse battery"}
    session = (await api.ask("POST", "/api/auth/sign-up", json=body)).json()
    headers = {"authorization": f"Bearer {session['access_token']}"}
    return Person(session["user"]["id"], headers)


@pytest.fixture
async def program(api, person):
    """Makes programs of the person, with a token of these scopes."""

    async def made(*scopes):
        body = {"name": "Program", "scopes": list(scopes)}
        answer = await api.ask("POST", "/api/me/tokens", person, json=body)
        assert answer.status_code == 201, answer.text
        return Person(person.user_id, {"authorization": f"Bearer {answer.json()['token']}"})

    return made


@pytest.mark.parametrize("scope", ["read", "feeds", "mcp", "ops"])
async def test_a_program_that_may_change_nothing_is_not_talked_to(api, program, scope):
    answer = await api.ask("POST", "/api/chat", await program(scope), json={"message": "help"})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.scope_missing")


async def test_a_program_that_may_not_read_finds_nothing(api, program, talk):
    await talk.say("add buy milk")
    other = Talk(api, await program("tasks:write"))
    answer = await other.say("show all tasks")
    assert answer.outcome("find_tasks")["ok"] is False
    assert "buy milk" not in str(answer.events)


async def test_a_program_with_both_scopes_talks_as_its_person(api, program, person):
    other = Talk(api, await program("read", "tasks:write"))
    await other.say("add buy milk")
    await other.say("complete buy milk")
    (task,) = (await api.ask("GET", "/api/tasks", person)).json()["items"]
    assert task["status"] == "done"


async def test_a_yes_has_the_rights_of_who_says_it(api, program, person, talk):
    await talk.say("add buy milk")
    proposal_id = (await talk.say("delete buy milk")).outcome("delete_task")["proposal_id"]
    path = f"/api/chat/proposals/{proposal_id}/apply"
    refused = await api.ask("POST", path, await program("read"))
    assert refused.status_code == 403
    assert await api.titles(person) == ["buy milk"]
    done = await api.ask("POST", path, await program("read", "tasks:write"))
    assert done.json()["ok"] is True


async def test_a_token_that_was_taken_back_says_nothing_more(api, program, person):
    other = await program("read", "tasks:write")
    (token,) = (await api.ask("GET", "/api/me/tokens", person)).json()["items"]
    await api.ask("DELETE", f"/api/me/tokens/{token['id']}", person)
    answer = await api.ask("POST", "/api/chat", other, json={"message": "add buy milk"})
    assert answer.status_code == 401
