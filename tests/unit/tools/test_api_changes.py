"""Each kind of change to the API, and whether a client survives it."""

from copy import deepcopy
from pathlib import Path

import orjson
import pytest

from tools.api_changes.__main__ import main
from tools.api_changes.announced import current_document, unannounced
from tools.api_changes.comparison import ApiBreak, api_breaks

JSON = "application/json"
BASE = {
    "paths": {
        "/things": {
            "get": {
                "operationId": "list_things",
                "parameters": [
                    {"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 9}},
                    {"in": "query", "name": "q", "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Out"}}}},
                    "422": {"content": {"application/problem+json": {"schema": {}}}},
                },
            },
            "post": {
                "operationId": "create_thing",
                "requestBody": {
                    "content": {JSON: {"schema": {"$ref": "#/components/schemas/In"}}},
                },
                "responses": {"201": {}, "200": {"content": {"text/csv": {}}}},
            },
        }
    },
    "components": {
        "schemas": {
            "In": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "maxLength": 20},
                    "kind": {"enum": ["a", "b"], "type": "string"},
                    "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                },
                "additionalProperties": False,
            },
            "Out": {
                "type": "object",
                "required": ["name", "state"],
                "properties": {
                    "name": {"type": "string"},
                    "state": {"enum": ["open", "done"], "type": "string"},
                },
            },
        }
    },
}
GET, POST = ("paths", "/things", "get"), ("paths", "/things", "post")
IN, OUT = (("components", "schemas", name) for name in ("In", "Out"))
LIST, CREATE = "GET /things", "POST /things"


def changed(*path, to=None):
    """BASE with another value at this path; None removes it."""
    document = deepcopy(BASE)
    *parents, last = path
    at = document
    for name in parents:
        at = at[name]
    if to is None:
        del at[last]
    else:
        at[last] = to
    return document


NULLABLE = {"anyOf": [{"type": "string"}, {"type": "null"}]}
MORE = {"in": "query", "name": "page", "schema": {"type": "string"}}
BREAKING = {
    "operation gone": (changed(*GET), LIST, ""),
    "operation named otherwise": (changed(*GET, "operationId", to="x"), LIST, "operationId"),
    "token asked for": (changed(*GET, "security", to=[{"bearer": []}]), LIST, "security"),
    "parameter gone": (changed(*GET, "parameters", 1), LIST, "request query q"),
    "parameter narrower": (
        changed(*GET, "parameters", 0, "schema", "maximum", to=5), LIST, "request query limit",
    ),
    "parameter required": (
        changed(*GET, "parameters", 1, "required", to=True), LIST, "request query q",
    ),
    "new parameter required": (
        changed(*GET, "parameters", 1, to={**MORE, "required": True}), LIST, "request query page",
    ),
    "body required": (
        changed(*POST, "requestBody", "required", to=True), CREATE, "request body",
    ),
    "body of another type": (
        changed(*POST, "requestBody", "content", to={"text/plain": {}}), CREATE,
        f"request body {JSON}",
    ),
    "field of a body gone": (
        changed(*IN, "properties", "note"), CREATE, f"request body {JSON}.note",
    ),
    "field of a body narrower": (
        changed(*IN, "properties", "name", "maxLength", to=9), CREATE, f"request body {JSON}.name",
    ),
    "field of a body takes no null": (
        changed(*IN, "properties", "note", to={"type": "string"}), CREATE,
        f"request body {JSON}.note",
    ),
    "field of a body required": (
        changed(*IN, "required", to=["name", "kind"]), CREATE, f"request body {JSON}.kind",
    ),
    "value of a body gone": (
        changed(*IN, "properties", "kind", "enum", to=["a"]), CREATE, f"request body {JSON}.kind",
    ),
    "status gone": (changed(*POST, "responses", "201"), CREATE, "answer 201"),
    "media type gone": (
        changed(*POST, "responses", "200", "content", to={}), CREATE, "answer 200 text/csv",
    ),
    "field of an answer gone": (
        changed(*OUT, "properties", "name"), LIST, f"answer 200 {JSON}.name",
    ),
    "field of an answer perhaps missing": (
        changed(*OUT, "required", to=["name"]), LIST, f"answer 200 {JSON}.state",
    ),
    "field of an answer perhaps null": (
        changed(*OUT, "properties", "name", to=NULLABLE), LIST, f"answer 200 {JSON}.name",
    ),
}  # fmt: skip
HARMLESS = {
    "nothing": BASE,
    "new operation": changed("paths", "/more", to=BASE["paths"]["/things"]),
    "new parameter": changed(
        *GET, "parameters", to=[*BASE["paths"]["/things"]["get"]["parameters"], MORE]
    ),
    "parameter wider": changed(*GET, "parameters", 0, "schema", "maximum", to=20),
    "new field of a body": changed(*IN, "properties", "more", to={"type": "string"}),
    "field of a body not required": changed(*IN, "required", to=[]),
    "new value of a body": changed(*IN, "properties", "kind", "enum", to=["a", "b", "c"]),
    "new field of an answer": changed(*OUT, "properties", "more", to={"type": "string"}),
    "new value of an answer": changed(
        *OUT, "properties", "state", "enum", to=["open", "done", "x"]
    ),
    "new status": changed(*GET, "responses", "202", to={}),
    "error gone": changed(*GET, "responses", "422"),
    "words": changed(*OUT, "description", to="Another word"),
}


@pytest.mark.parametrize(("new", "operation", "at"), BREAKING.values(), ids=BREAKING.keys())
def test_what_a_client_does_not_survive_is_found(new, operation, at):
    found = {(each.operation, each.at) for each in api_breaks(BASE, new)}
    assert (operation, at) in found
    assert {each for each, _ in found} == {operation}


@pytest.mark.parametrize("new", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_a_client_survives_is_not_told(new):
    assert api_breaks(BASE, new) == []


def test_an_operation_that_was_deprecated_is_gone_all_the_same():
    old = changed(*GET, "deprecated", to=True)
    assert [str(each) for each in api_breaks(old, changed(*GET))] == [
        f"{LIST}: it is gone (it was deprecated)"
    ]


def test_the_whole_document_of_today_is_understood():
    today = current_document()
    lesser = deepcopy(today)
    del lesser["paths"]["/api/tasks"]["post"]
    assert api_breaks(today, today) == []
    assert [str(each) for each in api_breaks(today, lesser)] == ["POST /api/tasks: it is gone"]
    assert api_breaks(lesser, today) == []


CHANGELOG = """## [Unreleased]

### API

- **Breaking:** `GET /things` is gone.

## [1.0.0]

### API

- **Breaking:** `POST /things` is gone.
"""


def test_a_break_has_to_be_named_in_what_is_not_released_yet():
    told, silent = ApiBreak(LIST, "", "it is gone"), ApiBreak(CREATE, "", "it is gone")
    assert unannounced([told, silent], CHANGELOG) == [silent]
    assert unannounced([told], "## [Unreleased]\n") == [told]


def test_two_files_are_compared_from_the_command_line(tmp_path: Path, capsys):
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_bytes(orjson.dumps(BASE))
    new.write_bytes(orjson.dumps(BREAKING["operation gone"][0]))
    assert main([str(old), str(new)]) == 1
    assert capsys.readouterr().out == f"{LIST}: it is gone\n"
    assert main([str(old), str(old)]) == 0
    assert main(["a", "b", "c"]) == 2
