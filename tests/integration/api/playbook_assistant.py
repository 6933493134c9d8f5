"""The assistant in the day with the API: what it keeps."""

from shared.commands.conversations import keep_answer, open_message
from shared.commands.proposals import propose
from shared.core.principal import Principal
from tests.integration.api.harness import Person
from tests.integration.api.recorder import Recorder

PLAN = {
    "words": "Delete “Dentist” and “Buy bread”.",
    "done_words": "Deleted “Dentist” and “Buy bread”.",
    "steps": [],
    "changes": [
        {
            "task_id": "01932f00-0000-7000-8000-00000000d001",
            "title": "Dentist",
            "field": "task",
            "before": "there",
            "after": "in the trash",
        }
    ],
    "needs_confirmation": True,
}
PARTS = [
    {
        "type": "tool",
        "id": "call-1",
        "name": "delete_tasks",
        "arguments": {"tasks": ["Dentist"]},
        "outcome": {"ok": True, "words": PLAN["words"]},
    },
    {"type": "notice", "code": "model_slow", "text": "The model did not answer in time."},
    {"type": "text", "text": "Shall I delete them?"},
]


async def use_conversations(recorder: Recorder, ada: Person) -> None:
    db, principal = recorder.api.resources.db, Principal(ada.user_id)
    opened = await open_message(db, principal, None, None, "Delete the dentist and the bread")
    await keep_answer(db, principal, opened.conversation_id, PARTS, "complete")
    row = await propose(db, principal, opened.conversation_id, PLAN, db.clock.now())
    chat = "/api/chat"
    await recorder.ask("list_conversations", "GET", f"{chat}/conversations", ada)
    one = f"{chat}/conversations/{opened.conversation_id}"
    await recorder.ask("read_conversation", "GET", one, ada)
    await recorder.ask("rename_conversation", "PATCH", one, ada, {"title": "Tidying up"})
    proposal = f"{chat}/proposals/{row.id}"
    await recorder.ask("read_proposal", "GET", proposal, ada)
    await recorder.ask("dismiss_proposal", "POST", f"{proposal}/dismiss", ada)
    plan = {**PLAN, "steps": [{"method": "POST", "path": "/api/tasks", "body": {"title": "Bread"}}]}
    row = await propose(db, principal, opened.conversation_id, plan, db.clock.now())
    await recorder.ask("apply_changes", "POST", f"{chat}/proposals/{row.id}/apply", ada)
    await recorder.ask("get_assistant", "GET", chat, ada)
    said = {"message": "Add pay rent on 1 December 2031 at 9am"}
    await recorder.ask("chat", "POST", chat, ada, said)
    await recorder.ask("delete_conversation", "DELETE", one, ada)
