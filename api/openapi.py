"""The description of the API: OpenAPI 3.1, complete, the same on every machine."""

from typing import Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema
from starlette.routing import BaseRoute

from api import replay
from api.deps import asks_for_token
from api.examples import EXAMPLES
from api.problems import problem_examples
from api.routing import LeanRoute
from api.schemas.common import Problem
from api.schemas.sparse import ALWAYS
from api.scopes import needed_for

TITLE = "Rondel"
VERSION = "1"

_ABOUT = """Tasks that come back, and reminders on the exact second.

Every error is a problem document (RFC 9457); its `code` is stable. Instants are RFC 3339 in UTC,
wall times carry no zone. Unknown fields and parameters are refused. A POST may be sent again under
the same `Idempotency-Key`; reads take `fields` for some members alone.
"""
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "An access token, or an API token that has the scope in `x-scope`.",
}
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": replay.ABOUT,
    "schema": TypeAdapter(replay.IdempotencyKey).json_schema(),
}
_REF = "#/components/schemas/{model}"


def describe(routes: list[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI document of these routes."""
    document = get_openapi(title=TITLE, version=VERSION, description=_ABOUT, routes=routes)
    _, problem = models_json_schema([(Problem, "serialization")], ref_template=_REF)
    schemas = document["components"]["schemas"] | problem["$defs"]
    # FastAPI's own form of validation errors, which nothing here answers with.
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for route in routes:
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in route.methods or ():
                operation = document["paths"][route.path_format][method.lower()]
                _finish(operation, route, schemas)
    document["components"] = {
        "schemas": dict(sorted(schemas.items())),
        "examples": problem_examples(),
        "securitySchemes": {"bearer": _BEARER},
    }
    return document


def _finish(operation: dict[str, Any], route: APIRoute, schemas: dict[str, Any]) -> None:
    if asks_for_token(route.dependant):
        operation["security"] = [{"bearer": []}]
        [method] = route.methods or {"GET"}
        operation["x-scope"] = needed_for(method, route.path_format)
    if isinstance(route, LeanRoute) and route.is_once:
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
    _exemplify(operation)
    if any(each["name"] == "fields" for each in operation.get("parameters", ())):
        _first_of(operation["responses"]["200"])["schema"] = _whole_or_part(
            _first_of(operation["responses"]["200"])["schema"], schemas
        )
    refused = operation["responses"].get("422", {}).get("content", {})
    if "application/json" in refused:  # FastAPI's guess for any route with a parameter
        del operation["responses"]["422"]


def _whole_or_part(answer: dict[str, str], schemas: dict[str, Any]) -> dict[str, Any]:
    """What is answered without `fields`, or with some of its members alone."""
    name = answer["$ref"].rpartition("/")[2]
    whole = schemas[name]
    part = {**whole, "title": f"Part of {name}", "required": [ALWAYS]}
    if ALWAYS not in whole["properties"]:  # a page
        items = _whole_or_part(whole["properties"]["items"]["items"], schemas)["anyOf"][1]
        listed = {**whole["properties"]["items"], "items": items}
        part["required"] = whole["required"]
        part["properties"] = {**whole["properties"], "items": listed}
    schemas[f"{name}Part"] = part
    return {"anyOf": [answer, {"$ref": _REF.format(model=f"{name}Part")}]}


def _exemplify(operation: dict[str, Any]) -> None:
    """What it takes and answers has its example, where there is one."""
    example = EXAMPLES.get(operation["operationId"], {})
    if "request" in example:
        _first_of(operation["requestBody"])["example"] = example["request"]
    if "answer" in example:
        good = min(status for status in operation["responses"] if status.startswith("2"))
        _first_of(operation["responses"][good])["example"] = example["answer"]


def _first_of(described: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = next(iter(described["content"].values()))
    return first
