"""The description of the API is committed, complete and stable."""

import ast
from pathlib import Path

import orjson
import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from api.deps import current_principal
from api.examples import EXAMPLES
from api.main import Application
from api.problems import CATALOGUE, MEDIA_TYPE
from api.route_problems import problems_of
from cli.generate import main as generate
from cli.generate import stale_files
from shared.core.errors import Conflict, DomainError
from tests.contract.operations import OPERATIONS

ROOT = Path(__file__).resolve().parents[2]
NEVER_ANSWERED = {DomainError, Conflict}
"""Roots of the tree, raised through their subclasses alone."""

"""Clients are generated with these names: add, never rename."""


@pytest.fixture(scope="module")
def document():
    return orjson.loads((ROOT / "docs/openapi.json").read_bytes())


def operations(document):
    return [each for path in document["paths"].values() for each in path.values()]


def test_the_committed_document_is_what_the_code_says(document):
    assert document == Application(None).openapi()
    assert list(stale_files(ROOT)) == []


def test_only_stale_files_are_written(tmp_path, capsys):
    assert generate([], tmp_path) == 0
    kept, stale = tmp_path / "docs/openapi.json", tmp_path / "docs/events.md"
    before = kept.stat().st_mtime_ns
    stale.write_text("older")
    assert generate([], tmp_path) == 0
    assert capsys.readouterr().out.endswith("\n1 files written\n")
    assert stale.read_text() != "older"
    assert kept.stat().st_mtime_ns == before


def test_operation_ids_are_unique_and_stay(document):
    names = [operation["operationId"] for operation in operations(document)]
    assert sorted(names) == sorted(OPERATIONS)


def test_every_operation_is_described(document):
    for operation in operations(document):
        assert operation["description"]
        assert operation["tags"]
        assert any(status.startswith("2") for status in operation["responses"])


def test_every_operation_has_a_summary_of_one_line(document):
    for operation in operations(document):
        summary = operation["summary"]
        assert operation["description"].startswith(summary)
        assert len(summary) <= 100
        assert not summary.endswith(".")
    summaries = [operation["summary"] for operation in operations(document)]
    assert len(set(summaries)) == len(summaries)


def contents(operation):
    """What it takes, if it has a body, and its good answers, if they have one."""
    if "requestBody" in operation:
        yield "request", operation["requestBody"]["content"]
    good = min(status for status in operation["responses"] if status.startswith("2"))
    if "content" in operation["responses"][good]:
        yield "answer", operation["responses"][good]["content"]


def test_every_body_and_every_good_answer_has_an_example(document):
    described = {operation["operationId"]: operation for operation in operations(document)}
    assert set(EXAMPLES) == set(described)
    for name, operation in described.items():
        parts = dict(contents(operation))
        assert set(EXAMPLES[name]) == set(parts), name
        for part, content in parts.items():
            assert next(iter(content.values()))["example"] == EXAMPLES[name][part]


def test_examples_fit_their_schemas(document):
    checked = 0
    for operation in operations(document):
        for _, content in contents(operation):
            (described, *_) = content.values()
            fit(document, described.get("schema", {}), described["example"])
            checked += 1
    assert checked > 140


def fit(document, schema, example):
    """The example is what the schema says, as JSON Schema reads it."""
    root = {"components": document["components"], "allOf": [schema]}
    Draft202012Validator(root).validate(example)


def test_examples_are_read_by_the_models(document):
    by_name = {route.operation_id: route for route in Application(None).routes}
    read = 0
    for operation in operations(document):
        name = operation["operationId"]
        route, example = by_name[name], EXAMPLES[name]
        for field in route.dependant.body_params:
            adapter = TypeAdapter(field.field_info.annotation)
            adapter.validate_json(orjson.dumps(example["request"]))
            read += 1
        if route.response_model is not None and "answer" in example:
            TypeAdapter(route.response_model).validate_json(orjson.dumps(example["answer"]))
            read += 1
    assert read > 130


def codes_of(operation):
    """Every code that it may answer with."""
    for response in operation["responses"].values():
        yield from response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})


ANY_TEXT = {"if-none-match", "last-event-id", "code", "token", "name", "group"}
"""Parameters that no text is wrong in; at worst it names nothing."""


def test_what_any_operation_of_a_kind_may_answer_is_listed(document):
    by_name = {route.operation_id: route for route in Application(None).routes}
    for operation in operations(document):
        name, codes = operation["operationId"], set(codes_of(operation))
        names = {each["name"] for each in operation.get("parameters", [])}
        expected = {"internal"}
        if "security" in operation:
            expected.add("auth.unauthenticated")
        if any(each.call is current_principal for each in by_name[name].dependant.dependencies):
            expected |= {"request.too_many_at_once", "unavailable"}
        if names - ANY_TEXT:
            expected.add("input.invalid")
        if "application/json" in operation.get("requestBody", {}).get("content", {}):
            expected |= {"input.invalid", "request.too_large", "request.not_json"}
        assert expected <= codes, name


def test_routes_list_only_problems_of_their_own():
    derived = {
        route.operation_id: {kind.__name__ for kind in problems_of(route, is_once=route.is_once)}
        for route in Application(None).routes
    }
    endpoints = [
        node
        for file in (ROOT / "api/routes").glob("*.py")
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.AsyncFunctionDef) and node.name in derived
    ]
    assert len(endpoints) > 190
    for endpoint in endpoints:
        named = [name for each in endpoint.decorator_list for name in ast.walk(each)]
        listed = {name.id for name in named if isinstance(name, ast.Name)}
        assert not listed & derived[endpoint.name], endpoint.name


def test_examples_of_problems_fit_their_schema(document):
    schema = {"$ref": "#/components/schemas/Problem"}
    assert set(document["components"]["examples"]) == set(CATALOGUE)
    for example in document["components"]["examples"].values():
        fit(document, schema, example["value"])


def test_errors_are_problem_documents_with_known_codes(document):
    for operation in operations(document):
        for status, response in operation["responses"].items():
            for code, example in (
                response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {}).items()
            ):
                assert str(CATALOGUE[code].status) == status
                assert example == {"$ref": f"#/components/examples/{code}"}
    for code, example in document["components"]["examples"].items():
        assert example["value"]["type"] == f"/problems/{code}"


def test_what_asks_for_a_token_says_so_and_may_answer_401(document):
    public = {
        operation["operationId"]
        for operation in operations(document)
        if "security" not in operation
    }
    assert public == {
        "answer_second_factor",  # the challenge says who it is
        "ask_for_passkey_sign_in",
        "create_account",
        "create_session",
        "sign_in_with_passkey",
        "sign_out_here",  # the refresh token says who it is
        "explain_problem",
        "get_health",
        "get_liveness",
        "get_metrics",
        "get_readiness",
        "get_status",
        "list_providers",  # before there is a token
        "change_address",  # a link of a mail says who it is
        "forget_password",
        "refresh_session",
        "reset_password",
        "verify_address",
        "read_feed",  # its address is the secret
    }
    for operation in operations(document):
        if "security" in operation:
            assert "auth.unauthenticated" in str(operation["responses"]["401"])


def all_errors(kind=DomainError):
    yield kind
    for child in kind.__subclasses__():
        yield from all_errors(child)


def test_every_error_that_may_reach_a_client_is_in_the_catalogue():
    shipped = {
        kind
        for kind in all_errors()
        if kind.__module__.split(".")[0] in {"api", "shared"} and kind not in NEVER_ANSWERED
    }
    assert {kind.code for kind in shipped} == set(CATALOGUE)


def test_no_reference_leads_nowhere(document):
    def references(node):
        if isinstance(node, dict):
            yield from (value for key, value in node.items() if key == "$ref")
            node = list(node.values())
        if isinstance(node, list):
            for each in node:
                yield from references(each)

    known = {
        f"#/components/{kind}/{name}"
        for kind in ("schemas", "examples")
        for name in document["components"][kind]
    }
    found = set(references(document))
    assert found
    assert found <= known
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_where_fields_can_be_asked_for_an_answer_may_lack_all_but_the_id():
    [whole, part] = _answer("/api/tasks/{task_id}")["anyOf"]
    assert whole == {"$ref": "#/components/schemas/TaskOut"}
    assert part == {"$ref": "#/components/schemas/TaskOutPart"}
    schemas = Application(None).openapi()["components"]["schemas"]
    assert schemas["TaskOutPart"]["required"] == ["id"]
    assert schemas["TaskOutPart"]["properties"] == schemas["TaskOut"]["properties"]
    [_, page] = _answer("/api/tasks")["anyOf"]
    listed = schemas[page["$ref"].rpartition("/")[2]]["properties"]["items"]["items"]
    assert listed == part


def _answer(path):
    content = Application(None).openapi()["paths"][path]["get"]["responses"]["200"]["content"]
    return content["application/json"]["schema"]
