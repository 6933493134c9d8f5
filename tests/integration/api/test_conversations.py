"""Conversations and proposals over the API."""

from datetime import timedelta

import pytest

from shared.commands.conversations import keep_answer, open_message
from shared.commands.proposals import LIFE, propose, settle_proposal, take_proposal
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from tests.integration.api.playbook_assistant import PARTS, PLAN

NOBODYS = "01932f00-0000-7000-8000-00000000dead"

CONVERSATIONS = "/api/chat/conversations"


def principal(person):
    return Principal(person.user_id)


async def said(api, person, text="Delete the dentist"):
    """A conversation with a question and its answer, as the API shows it."""
    db = api.resources.db
    opened = await open_message(db, principal(person), None, None, text)
    await keep_answer(db, principal(person), opened.conversation_id, PARTS, "interrupted")
    return str(opened.conversation_id)


async def proposed(api, person, conversation_id=None, *, ago=timedelta()):
    now = api.resources.clock.now() - ago
    row = await propose(api.resources.db, principal(person), conversation_id, PLAN, now)
    return f"/api/chat/proposals/{row.id}"


async def test_a_conversation_is_listed_read_renamed_and_deleted(api, ada):
    one = f"{CONVERSATIONS}/{await said(api, ada)}"
    read = (await api.ask("GET", one, ada)).json()
    assert (read["title"], read["next_cursor"]) == ("Delete the dentist", None)
    question, answer = read["messages"]
    assert (question["role"], question["number"], question["state"]) == ("user", 1, "complete")
    assert question["parts"] == [{"type": "text", "text": "Delete the dentist"}]
    assert (answer["role"], answer["state"]) == ("assistant", "interrupted")
    assert answer["parts"] == PARTS
    listed = (await api.ask("GET", CONVERSATIONS, ada)).json()
    assert listed == {
        "items": [{name: read[name] for name in ("id", "title", "created_at", "updated_at")}],
        "next_cursor": None,
    }
    renamed = await api.ask("PATCH", one, ada, json={"title": " Teeth "})
    assert renamed.json() == {**listed["items"][0], "title": "Teeth"}
    assert (await api.ask("DELETE", one, ada)).status_code == 204
    assert (await api.ask("GET", one, ada)).status_code == 404
    assert (await api.ask("DELETE", one, ada)).status_code == 404
    assert (await api.ask("GET", CONVERSATIONS, ada)).json()["items"] == []


async def test_conversations_and_messages_come_page_by_page(api, ada):
    ids = [await said(api, ada, f"{number}") for number in range(3)]
    found, query = [], "?limit=2"
    while query:
        page = (await api.ask("GET", CONVERSATIONS + query, ada)).json()
        found += [each["id"] for each in page["items"]]
        query = page["next_cursor"] and f"?limit=2&cursor={page['next_cursor']}"
    assert found == ids[::-1]
    one = f"{CONVERSATIONS}/{ids[0]}"
    first = (await api.ask("GET", f"{one}?limit=1", ada)).json()
    assert ([each["number"] for each in first["messages"]], first["next_cursor"]) == ([1], 1)
    rest = (await api.ask("GET", f"{one}?cursor=1&limit=1", ada)).json()
    assert ([each["number"] for each in rest["messages"]], rest["next_cursor"]) == ([2], None)


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "cursor=-1", "cursor=x", "page=2"])
async def test_a_page_that_cannot_be_meant_is_refused(api, ada, query):
    one = f"{CONVERSATIONS}/{await said(api, ada)}"
    assert (await api.ask("GET", f"{one}?{query}", ada)).status_code == 422


@pytest.mark.parametrize(
    "body", [{}, {"title": ""}, {"title": "  "}, {"title": "x" * 81}, {"title": "a\nb"}, {"id": 1}]
)
async def test_a_title_is_checked(api, ada, body):
    one = f"{CONVERSATIONS}/{await said(api, ada)}"
    answer = await api.ask("PATCH", one, ada, json=body)
    assert answer.status_code == 422
    assert (await api.ask("GET", one, ada)).json()["title"] == "Delete the dentist"


async def test_nobody_else_reaches_it(api, ada, bob):
    conversation_id = await said(api, ada)
    one, proposal = f"{CONVERSATIONS}/{conversation_id}", await proposed(api, ada, conversation_id)
    for method, path, options in (
        ("GET", one, {}),
        ("PATCH", one, {"json": {"title": "Mine"}}),
        ("DELETE", one, {}),
        ("GET", proposal, {}),
        ("POST", f"{proposal}/dismiss", {}),
    ):
        assert (await api.ask(method, path, bob, **options)).status_code == 404
        assert (await api.ask(method, path, **options)).status_code == 401
    assert (await api.ask("GET", CONVERSATIONS, bob)).json()["items"] == []
    assert (await api.ask("GET", one, ada)).json()["title"] == "Delete the dentist"
    assert (await api.ask("GET", proposal, ada)).json()["state"] == "pending"


async def test_a_proposal_says_what_would_change_and_not_how(api, ada):
    conversation_id = await said(api, ada)
    found = (await api.ask("GET", await proposed(api, ada, conversation_id), ada)).json()
    assert (found["state"], found["conversation_id"]) == ("pending", conversation_id)
    assert (found["words"], found["changes"]) == (PLAN["words"], PLAN["changes"])
    assert found["undo_ids"] == []
    assert "steps" not in found
    alone = (await api.ask("GET", await proposed(api, ada), ada)).json()
    assert alone["conversation_id"] is None


async def test_a_proposal_that_waited_too_long_says_so(api, ada):
    path = await proposed(api, ada, ago=LIFE)
    assert (await api.ask("GET", path, ada)).json()["state"] == "expired"


async def test_a_proposal_is_dismissed_once_and_for_all(api, ada):
    path = await proposed(api, ada)
    for _ in range(2):
        answer = await api.ask("POST", f"{path}/dismiss", ada)
        assert (answer.status_code, answer.json()["state"]) == (200, "dismissed")
    assert (await api.ask("GET", path, ada)).json()["state"] == "dismissed"


@pytest.mark.parametrize(("ok", "state"), [(True, "applied"), (False, "failed")])
async def test_what_was_applied_cannot_be_dismissed(api, ada, ok, state):
    path = await proposed(api, ada)
    proposal_id, db = path.rpartition("/")[2], api.resources.db
    undo_id = new_uuid7(api.resources.clock.now())
    await take_proposal(db, principal(ada), proposal_id)
    await settle_proposal(db, principal(ada), proposal_id, ok=ok, undo_ids=[undo_id], outcome={})
    answer = await api.ask("POST", f"{path}/dismiss", ada)
    assert (answer.status_code, answer.json()["code"]) == (409, "chat.proposal_decided")
    assert answer.json()["state"] == state
    found = (await api.ask("GET", path, ada)).json()
    assert (found["state"], found["undo_ids"]) == (state, [str(undo_id)])


async def test_proposals_go_with_their_conversation(api, ada):
    conversation_id = await said(api, ada)
    path = await proposed(api, ada, conversation_id)
    await api.ask("DELETE", f"{CONVERSATIONS}/{conversation_id}", ada)
    assert (await api.ask("GET", path, ada)).status_code == 404
