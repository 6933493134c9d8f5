"""From the OpenAPI document: each place of a request where an id can stand, and how to fill it."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from urllib.parse import quote

from api.examples import EXAMPLES

PATH_KINDS = {
    "channel": "channel",
    "channel_id": "channel",
    "conversation_id": "conversation",
    "delivery_id": "delivery",
    "entry_id": "entry",
    "export_id": "export",
    "feed_id": "feed",
    "filter_id": "filter",
    "import_id": "import",
    "invitation_id": "invitation",
    "identity_id": "identity",
    "item_id": "item",
    "label_id": "label",
    "letter_id": "letter",
    "passkey_id": "passkey",
    "project_id": "project",
    "proposal_id": "proposal",
    "redrive_id": "redrive",
    "reminder_id": "reminder",
    "section_id": "section",
    "session_id": "session",
    "task_id": "task",
    "test_id": "test",
    "token_id": "token",
    "user_id": "user",
    "vacation_id": "vacation",
    "webhook_id": "webhook",
}
NO_IDS = {
    "explain_problem": "its code is a word of the documentation",
    "get_group_lag": "consumer groups have names, which everybody knows",
    "pause_workers": "workers have names, which everybody knows",
    "read_feed": "its token is the secret itself: test_a_feed_shows_nothing_of_others",
    "resume_workers": "workers have names, which everybody knows",
    "run_worker_schedule": "jobs of workers have names, which everybody knows",
}
"""Operations whose path has a parameter that is the id of nobody's row."""

STREAMS = {"stream_events": "test_live_updates_are_ones_own"}
"""Operations whose answer has no end, and the test that tries them instead."""

KEPT_FOR_OWNERS = {
    "list_deliveries_of_reminder": "what was sent before the reminder was taken off its task"
}
"""What their owners may read of deleted things."""

OF_OPERATION = {
    ("cancel_import", "import"): "waiting_import",
    ("change_series", "task"): "recurring",
    ("enable_account", "user"): "disabled_user",
    ("purge_task", "task"): "trashed_task",
    ("reopen_task", "task"): "done_task",
    ("reset_second_factor", "user"): "careful_user",
    ("restore_task", "task"): "trashed_task",
    ("skip_missed_occurrences", "task"): "recurring",
    ("skip_occurrence", "task"): "recurring",
    ("take_back_snooze", "reminder"): "snoozed",
    ("undo_last_change", "task"): "task",
}
"""Which of the owner's things the owner could do this to."""

BODY_KINDS = {
    "after": "task2",
    "before": "task2",
    "conversation_id": "conversation",
    "filter_id": "filter",
    "parent_id": "task2",
    "project_id": "project",
    "section_id": "section",
}
LISTS = {
    "change_tasks": "task",
    "discard_dead_letters": "letter",
    "order_projects": "project",
    "order_sections": "section",
    "redrive_dead_letters": "letter",
    "snooze_reminders": "reminder",
}
TEXTS = {
    "/checklist/*/id": "{item}",
    "/default_channels/*": "{channel}",
    "/query": 'project = "{project}" | section = "{section}" | parent = {task}',
    "/reminders/*/channels/*": "{channel}",
    "/selection/user": "{user}",
}
"""Pointers of texts that name a row, or may."""

QUERIES = {
    "id": "{letter}",
    "filter_id": "{filter}",
    "filter": 'project = "{project}" | section = "{section}" | parent = {task}',
    "task": "{task}",
    "reminder": "{reminder}",
    "event": "{event}",
    "user": "{user}",
}
CURSORS = {"cursor", "after"}
"""A place in one's own list: test_a_place_in_anothers_list_is_worth_nothing."""

_LOOKS_LIKE_ID = re.compile(r"(^|_)ids?$|(^|_)cursor$|^user$")
_FOREIGN_IDS = {
    "chat_id": "of Telegram",
    "message_id": "made by the client, and known within an account: test_conversations.py",
    "challenge_id": "of ten minutes, good with a code or a signature alone: test_passkeys.py",
}
_FOREIGN_POINTERS = {"/response/id": "of an authenticator, which signs: test_passkeys.py"}
_NEEDED_QUERIES = {"change_series": "?scope=following", "create_import": "?format=csv"}
_MINIMAL = {
    "change_series": {"priority": "low"},
    "create_feed": {"name": "Mine"},
    "create_task": {"title": "Mine"},
    "change_task": {"priority": "high"},
    "change_me": {"week_start": "SU"},
    "move_task": {},
}


@dataclass(frozen=True)
class Slot:
    """Where one id stands: in `path`, `query` or `body`; `shape` is what is sent there."""

    where: str
    name: str
    shape: str

    @property
    def kind(self) -> str:
        return re.findall(r"{(\w+)}", self.shape)[0]


@dataclass
class Operation:
    """One operation, and all places for ids in it."""

    name: str
    method: str
    path: str
    scope: str | None
    headers: set[str]
    body: object = None
    slots: list[Slot] = field(default_factory=list)
    unfed: list[str] = field(default_factory=list)

    def request(self, slot: Slot | None, ids: dict[str, str], own: dict[str, str]):
        """Method, path and options: `ids` where the slot is, `own` in all other places."""
        path = self.path
        for each in self.slots:
            if each.where == "path":
                chosen = ids if slot is None or each == slot or slot.where != "path" else own
                value = _filled(each, own if slot and slot.where != "path" else chosen)
                path = path.replace(f"{{{each.name}}}", value)
        path = path.replace("{name}", "reminders").replace("{code}", "task.not_open")
        options = {}
        if self.body is not None:
            options = self._body(slot, ids, own)
        if slot is not None and slot.where == "query":
            path += f"?{slot.name}={quote(_filled(slot, ids))}"
        path += _NEEDED_QUERIES.get(self.name, "")
        return self.method, path, options

    def _body(self, slot, ids, own):
        if isinstance(self.body, str):
            return {"content": self.body.encode()}
        body = deepcopy(_MINIMAL.get(self.name, self.body))
        body.pop("version", None)
        if "expected_count" in body:
            body["expected_count"] = 1
        if self.name in {"create_task", "change_series"} and slot and slot.name == "/section_id":
            body["project_id"] = own["project"]
        lists = [
            each for each in self.slots if each.where == "body" and each.name.endswith("ids/*")
        ]
        for each in lists:
            _put(body, each.name, _filled(each, ids if slot in (None, each) else own))
            if self.name == "order_projects":
                body["ids"].append((own if slot else ids)["project2"])  # all must be named
        if slot is not None and slot.where == "body" and slot not in lists:
            _put(body, slot.name, _filled(slot, ids))
        if self.name == "move_task" and not body:
            body = {"before": own["task2"]}
        return {"json": body}


def _filled(slot: Slot, ids: dict[str, str]) -> str:
    return re.sub(r"{(\w+)}", lambda found: ids[found[1]], slot.shape)


def _put(body, pointer: str, value: str) -> None:
    first, *rest = pointer.strip("/").split("/")
    if not rest:
        body[first] = value
    elif rest[0] == "*":
        body[first] = [value] if len(rest) == 1 else [_whole(first)]
        if len(rest) > 1:
            _put(body[first][0], "/".join(rest[1:]), value)
    else:
        _put(body.setdefault(first, {}), "/".join(rest), value)


def _whole(name: str) -> dict[str, object]:
    """What else stands beside the id in an item of such a list."""
    return {"checklist": {"title": "Mine"}, "reminders": {"at": "2031-01-01T09:00:00Z"}}[name]


def operations_of(document) -> list[Operation]:
    """All operations of the document, with their slots; what cannot be fed is in `unfed`."""
    found = []
    for path, methods in document["paths"].items():
        for method, spec in methods.items():
            name = spec["operationId"]
            headers = {
                each["name"].lower()
                for each in spec.get("parameters", ())
                if each["in"] == "header"
            }
            operation = Operation(name, method.upper(), path, spec.get("x-scope"), headers)
            operation.body = EXAMPLES.get(name, {}).get("request")
            _find_slots(operation, spec, document["components"]["schemas"])
            found.append(operation)
    return found


def _find_slots(operation: Operation, spec, schemas) -> None:
    for parameter in spec.get("parameters", ()):
        _look_at_parameter(operation, parameter)
    for content in spec.get("requestBody", {}).get("content", {}).values():
        if operation.body is None:
            operation.unfed.append("has a body and no example of it")
        for pointer, schema in sorted(dict(_texts_of(content["schema"], schemas)).items()):
            _look_at_text(operation, pointer, schema)


def _look_at_parameter(operation: Operation, parameter) -> None:
    name, where = parameter["name"], parameter["in"]
    if where == "path" and operation.name not in NO_IDS:
        kind = PATH_KINDS.get(name)
        _add(operation, where, name, kind and _special(operation.name, kind))
    elif where == "query" and name not in CURSORS:
        is_id = "'uuid'" in str(parameter) or _LOOKS_LIKE_ID.search(name)
        if name in QUERIES or is_id:
            _add(operation, where, name, QUERIES.get(name))


def _look_at_text(operation: Operation, pointer: str, schema) -> None:
    last = pointer.removesuffix("/*").rpartition("/")[2]
    is_id = schema.get("format") == "uuid" or _LOOKS_LIKE_ID.search(last)
    if pointer in TEXTS:
        _add(operation, "body", pointer, TEXTS[pointer])
    elif is_id and last not in _FOREIGN_IDS and pointer not in _FOREIGN_POINTERS:
        kind = LISTS.get(operation.name) if last == "ids" else BODY_KINDS.get(last)
        _add(operation, "body", pointer, kind and f"{{{kind}}}")


def _special(name: str, kind: str) -> str:
    return f"{{{OF_OPERATION.get((name, kind), kind)}}}"


def _add(operation: Operation, where: str, name: str, shape: str | None) -> None:
    if shape is None:
        operation.unfed.append(f"{where} {name}: add it to isolation_cases.py")
    else:
        operation.slots.append(Slot(where, name, shape))


def _texts_of(schema, schemas, pointer="", seen=()) -> Iterator[tuple[str, dict]]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name in seen:
            return
        schema, seen = schemas[name], (*seen, name)
    for way in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(way, ()):
            yield from _texts_of(each, schemas, pointer, seen)
    for name, each in schema.get("properties", {}).items():
        yield from _texts_of(each, schemas, f"{pointer}/{name}", seen)
    if isinstance(schema.get("items"), dict):
        yield from _texts_of(schema["items"], schemas, f"{pointer}/*", seen)
    if schema.get("type") == "string":
        yield pointer, schema
